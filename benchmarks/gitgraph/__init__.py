"""Git graphs beside what else draws them."""
