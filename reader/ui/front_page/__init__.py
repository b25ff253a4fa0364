"""The front page: an edition set like a newspaper, and its screen."""
