"""The screens of screenings."""
