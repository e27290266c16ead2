"""Questions about tasks and who holds them."""
