"""Benchmarks that print what they measured beside something known; none of it is part of the product."""
