"""Terminals beside their peers, on the server and in a page."""
