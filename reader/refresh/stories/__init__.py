"""Finds the stories of new entries, on the store's thread."""
