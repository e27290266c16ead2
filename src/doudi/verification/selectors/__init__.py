"""Questions about financial checks."""
