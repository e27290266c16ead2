"""What officers type about price indices, checked for shape."""
