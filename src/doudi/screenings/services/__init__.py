"""Actions of screenings: open, compare, conclude, hand out, close."""
