"""Questions oversight asks of every module below."""
