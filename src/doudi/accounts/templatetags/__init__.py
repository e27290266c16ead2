"""Filters every template has for the people who hold accounts."""
