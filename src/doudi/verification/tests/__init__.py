"""Tests of financial checks."""
