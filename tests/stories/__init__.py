"""Articles with labels, to measure how well copies and stories are found; README.md says what is in them."""
