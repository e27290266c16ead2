"""Screens of work: the inbox, one task after the other, acts on many."""
