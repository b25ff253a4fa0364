"""Sets an edition as newspaper pages of any width and height. Pure."""
