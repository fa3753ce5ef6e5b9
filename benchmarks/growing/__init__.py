"""Markdown that grows, compared with parsing all of it for each piece."""
