"""What oversight changes."""
