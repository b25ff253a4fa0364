"""A stored article as text, Markdown, HTML, JSON or its address: to save, to print, and to hand to other programs.

The writers are imported with their first use: they need the HTML parser, which opening the reader does not.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.model import Entry
from reader.programs import Format
from reader.web.clean_links import clean_link


def written(entry: Entry, form: Format, *, tags: Iterable[str] = ()) -> str:
    """The article in a format, with a line end at its end; empty if it has no address, and that is asked for.

    ``tags``: of its feed.
    """
    match form:
        case Format.TEXT:
            from reader.library.entry_formats.entry_as_text import entry_as_text

            return entry_as_text(entry)
        case Format.MARKDOWN:
            from reader.library.entry_formats.entry_as_markdown import entry_as_markdown

            return entry_as_markdown(entry, tags=tags)
        case Format.HTML:
            from reader.library.entry_formats.entry_as_html import entry_as_html

            return entry_as_html(entry)
        case Format.JSON:
            import json

            from reader.library.entry_formats.entry_as_json import entry_object

            return json.dumps(entry_object(entry, tags=tags), ensure_ascii=False, indent=2) + "\n"
        case Format.ADDRESS:
            address = address_of(entry)
            return f"{address}\n" if address else ""


def address_of(entry: Entry) -> str | None:
    """The address of an article, or of its first file if it has no page, as with many podcast episodes.

    It lacks what follows readers (:mod:`reader.web.clean_links`), and so does every address in text, Markdown and HTML.
    JSON has the addresses of the feed.
    """
    return (entry.url and clean_link(entry.url)) or next((enclosure.url for enclosure in entry.enclosures), None)
