"""Actions on alerts, leads and checks at home."""
