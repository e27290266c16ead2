"""Screenings (专项排查): rounds in which a county goes through a set of people until each has an end."""
