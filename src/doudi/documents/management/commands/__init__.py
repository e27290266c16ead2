"""Commands of this module, one a file."""
