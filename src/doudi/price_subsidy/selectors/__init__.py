"""Questions about indices, suggestions and who is due what."""
