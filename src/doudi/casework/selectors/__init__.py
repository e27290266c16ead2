"""What is asked of applications."""
