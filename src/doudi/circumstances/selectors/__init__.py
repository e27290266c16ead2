"""Questions about care, needs, conditions, guarantees and registers of the few."""
