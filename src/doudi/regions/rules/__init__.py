"""Small pure checks of this module."""
