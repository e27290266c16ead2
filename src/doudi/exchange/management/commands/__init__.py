"""Holds the commands of exchange."""
