"""Which articles are copies of one, and which report the same event. Pure."""
