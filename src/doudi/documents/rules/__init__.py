"""Judges what a file is by its content and takes out where a picture was made."""
