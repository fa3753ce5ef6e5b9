"""How the browser bundle is made from `browser/`. Standard library only: the build hook runs it."""
