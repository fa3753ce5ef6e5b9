"""Releases on object stores: uploaded, rolled back, pruned and examined."""
