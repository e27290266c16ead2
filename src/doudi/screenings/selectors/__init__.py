"""Questions about rounds and their people."""
