"""Finds the stories of what arrived, on the store's thread."""
