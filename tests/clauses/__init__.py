"""Tests that prove clauses by what the system does on files and screens."""
