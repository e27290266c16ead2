"""What officers type about families, studies and standards, checked for shape."""
