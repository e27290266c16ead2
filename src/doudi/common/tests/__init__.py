"""Tests of what every module shares."""
