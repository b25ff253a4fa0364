"""Articles: HTML → document for the pane, and web page → article with its authors. All pure.

The doors are looked up when they are first used: the UI process needs :func:`build_document`, and must not
pay for the extractor (200 ms) that only the parser process needs. (``sanitise`` is in the module of its name.)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.article.author import find_authors as find_authors
    from reader.article.author import read_author_page as read_author_page
    from reader.article.blocks import Document as Document
    from reader.article.document import build_document as build_document
    from reader.article.document_text import plain_text_of as plain_text_of
    from reader.article.drop_repeats import drop_repeated as drop_repeated
    from reader.article.extract import extract_page as extract_page

_DOORS = {
    "Document": "blocks",
    "build_document": "document",
    "drop_repeated": "drop_repeats",
    "extract_page": "extract",
    "find_authors": "author",
    "plain_text_of": "document_text",
    "read_author_page": "author",
}
__all__ = ["Document", "build_document", "drop_repeated", "extract_page", "find_authors", "plain_text_of"]
__all__ += ["read_author_page"]


def __getattr__(name: str) -> Any:
    if name in _DOORS:
        return getattr(import_module(f"reader.article.{_DOORS[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
