"""Setting type: a document and what is known of its author become lines of cells. Pure; knows no widget."""

from reader.ui.typeset.lines import Line, Piece, Role
from reader.ui.typeset.page import Article, Setting, set_page

__all__ = ["Article", "Line", "Piece", "Role", "Setting", "set_page"]
