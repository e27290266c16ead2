"""Screens of alerts, leads and checks at home."""
