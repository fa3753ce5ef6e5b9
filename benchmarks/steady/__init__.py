"""How long inputs of any shape hold a page."""
