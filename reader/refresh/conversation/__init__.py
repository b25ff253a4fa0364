"""The conversations of articles: their sources are asked while one is on the screen, and what they answer is stored."""
