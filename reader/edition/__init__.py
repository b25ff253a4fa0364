"""The front page of a day: which articles are on it, where, and why. Pure."""
