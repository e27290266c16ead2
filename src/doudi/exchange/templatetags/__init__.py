"""Template tags of department data."""
