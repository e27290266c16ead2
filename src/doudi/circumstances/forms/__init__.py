"""What officers type about care, needs, conditions and guarantees, checked for shape."""
