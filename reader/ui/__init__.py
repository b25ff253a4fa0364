"""The screens: the only part of the house that knows Textual."""
