"""Tests of the tool that changes the rules."""
