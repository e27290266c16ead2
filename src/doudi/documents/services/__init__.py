"""What officers do with papers."""
