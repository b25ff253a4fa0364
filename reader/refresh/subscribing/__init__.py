"""Finding the feeds behind an address, and subscribing to one."""
