"""Full text and author pages."""
