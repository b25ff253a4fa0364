"""Setting type: a document and what is known of its author become lines of cells. Pure; knows no widget.

The list of headlines needs :mod:`~reader.ui.typeset.breaking` alone; the rest is imported with the first
article.
"""
