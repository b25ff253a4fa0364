"""Pictures on the screen: how they are drawn, and which ones of a page are loaded."""
