"""Migrations of financial checks."""
