"""Typesetting: turns a document and its author into lines of cells. Pure functions without widgets.

The list of headlines imports :mod:`~reader.ui.typeset.breaking` only; the other modules load with the first article.
"""
