"""What officers type on the pages of the rulebook, checked for shape."""
