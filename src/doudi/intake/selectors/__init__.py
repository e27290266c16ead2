"""Questions about alerts, leads and checks at home."""
