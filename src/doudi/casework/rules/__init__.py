"""Small pure checks about applications."""
