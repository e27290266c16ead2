"""Screens of users, posts and log-in."""
