"""Tests that belong to no single module: conventions, journeys, clauses."""
