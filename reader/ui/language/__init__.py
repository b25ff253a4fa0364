"""Dates in the user's language."""
