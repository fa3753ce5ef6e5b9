"""Drawings: what is produced, and what is drawn of it without a browser."""
