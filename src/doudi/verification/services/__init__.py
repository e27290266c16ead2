"""What is done with authorities and financial checks."""
