"""Polling a feed: when, how, and what to remember of the result."""
