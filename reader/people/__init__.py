"""Names of people and the merging of what several sources say about one person."""
