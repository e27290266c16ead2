"""Tests of users, posts and log-in."""
