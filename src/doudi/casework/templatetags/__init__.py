"""Tags by which pages of other modules show applications."""
