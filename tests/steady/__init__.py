"""Whether the work that an input causes is in proportion to the input, whatever its shape."""
