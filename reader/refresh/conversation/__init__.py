"""The conversations of articles: polls their sources while one is on the screen, and stores the answers."""
