"""Tables: vectors of Arrow data."""
