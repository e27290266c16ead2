"""Knows who works here: users, their posts in regions, log-in and the three administrators (用户岗位)."""
