"""Mutation testing of rules and engine: change one thing, and see a hand-worked case or a test go wrong."""
