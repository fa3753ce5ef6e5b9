"""JSON and tables beside what npm has."""
