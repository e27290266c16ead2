"""Puts the house together: environment, settings, addresses, menu and reactions (装配)."""
