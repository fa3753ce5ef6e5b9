"""Including the script in a page, and serving it."""
