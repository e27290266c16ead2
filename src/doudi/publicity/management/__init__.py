"""Management commands of this module."""
