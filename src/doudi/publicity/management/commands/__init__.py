"""Commands of this module, for the server."""
