"""Git graphs in Python."""
