"""Judges names and merges authors, for every package that reads or stores them."""
