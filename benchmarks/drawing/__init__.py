"""Drawings beside canvas libraries, in the same run: `python -m benchmarks.drawing`."""
