"""Tests of the script in real engines."""
