"""Dates and labels in the user's language."""
