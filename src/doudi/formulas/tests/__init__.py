"""Tests of what an expression is worked out with."""
