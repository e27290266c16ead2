"""Pure rules of checks at home: how they are sent out, what corroborates what."""
