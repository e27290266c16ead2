"""Actions on tasks: open, hand out, pause, finish, take back."""
