"""Tests of `python3 dev`."""
