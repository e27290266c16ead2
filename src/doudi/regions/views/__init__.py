"""Shows and keeps the registers of people, places and units at the base."""
