"""Builds the browser bundle from `browser/`. Standard library only: the build hook runs it."""
