"""Pages of financial checks."""
