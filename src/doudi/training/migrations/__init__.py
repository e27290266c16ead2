"""Changes of this module's tables."""
