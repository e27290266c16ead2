"""Tests the happenings and files of departments that went wrong once, each with variations of its kind."""
