"""Database changes of this module."""
