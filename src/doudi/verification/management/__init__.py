"""Commands about financial checks."""
