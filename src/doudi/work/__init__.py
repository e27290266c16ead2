"""Duties with a clock, whichever module they come from: who does what by when, and what came of it (待办)."""
