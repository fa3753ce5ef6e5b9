"""`display`, and the formatters of known libraries: one module each, named for the library."""
