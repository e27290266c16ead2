"""Pure rules of telling: what counts as delivered."""
