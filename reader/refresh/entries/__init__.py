"""Identifies, matches, compares and stores parsed entries."""
