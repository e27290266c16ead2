"""Pure rules of screenings: how people are drawn, how far a round is."""
