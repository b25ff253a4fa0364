"""The dialogs, one per module."""
