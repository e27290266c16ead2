"""The screens of circumstances."""
