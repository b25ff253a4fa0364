"""Pictures: which address is asked, fetching, the cache, and who waits for what."""
