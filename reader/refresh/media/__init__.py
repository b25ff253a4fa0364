"""Pictures: choosing among addresses, fetching, and the cache."""
