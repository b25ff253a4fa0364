"""OPML 1.0 to 2.0 (opml.org/spec2.opml) as other readers write it, in.

Folders are nested outlines, tags the ``category`` attribute; a category that is a path (``/a/b``) is the folder
of a feed that has none. Attributes of our own namespace and of some readers say more (see
:mod:`reader.subscriptions.opml_attributes`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reader.errors import ParseError
from reader.problems import Argument, Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.import_result import ImportCollector, ImportResult
from reader.subscriptions.opml_attributes import more_of, scraped
from reader.subscriptions.opml_text import mended

_DEEPEST = 32  # folders in folders
_SLASH = "∕"  # in the place of "/" in the name of one folder


def read_opml(text: str) -> ImportResult:
    """The subscriptions of a document in its order, each address once, and what cannot be taken.

    Where the XML breaks off, what stands before is taken, and ``broken`` says where and why. Raises
    :class:`ParseError` for what is no OPML, and for a document that declares entities (bombs are made of them).
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    reading = _Reading(parser)
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.EntityDeclHandler = _refuse
    broken: dict[str, Argument] = {}
    try:
        parser.Parse(mended(text), True)
    except expat.ExpatError as error:
        broken = {"line": error.lineno, "detail": expat.ErrorString(error.code)}
    if not reading.is_opml:
        raise ParseError(problem(Problem.OPML_BROKEN, **broken) if broken else problem(Problem.NOT_OPML))
    return reading.collector.whole(problem(Problem.OPML_CUT_OFF, **broken) if broken else None)


def _refuse(*_: Any) -> None:
    raise ParseError(problem(Problem.OPML_ENTITIES))


class _Reading:
    """The handlers of expat; no recursion, so depth costs nothing."""

    def __init__(self, parser: Any) -> None:
        self.collector = ImportCollector()
        self.is_opml = False
        self._parser = parser
        self._path: list[str] = []  # the names of the outlines around us; empty for one that is a feed

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.is_opml = self.is_opml or tag.lower() == "opml"
        if tag.lower() != "outline":
            return
        found = {key.lower(): value for key, value in attributes.items()}
        name = found.get("text") or found.get("title") or ""
        if "xmlurl" in found:
            self._take(attributes, found, self._parser.CurrentLineNumber)
            name = ""
        elif reason := _names_no_feed(found):
            what = name or found.get("htmlurl") or found.get("url") or ""
            self.collector.refuse(self._parser.CurrentLineNumber, what, reason)
        self._path.append(name.replace("/", _SLASH))

    def end(self, tag: str) -> None:
        if tag.lower() == "outline":
            self._path.pop()

    def _take(self, attributes: dict[str, str], found: dict[str, str], line: int) -> None:
        wrong = scraped(found.get("type", ""))
        if wrong:
            self.collector.refuse(line, found["xmlurl"], wrong)
            return
        wanted, remarks = more_of(attributes)
        folder = values.folder("/".join(self._path[:_DEEPEST]))
        path, tags = _categories(found.get("category", ""), in_folder=bool(folder))
        title = values.title(found.get("title") or found.get("text") or "")
        wanted = replace(
            wanted, title=None if title == found["xmlurl"].strip() else title, folder=folder or path, tags=tags
        )
        self.collector.source(found["xmlurl"], wanted, line, remarks)


def _names_no_feed(found: dict[str, str]) -> ProblemDetails | None:
    """Why an outline without an address is more than a folder, and what of it cannot be taken; None for a folder."""
    if "frss:opmlurl" in found:
        return problem(Problem.FRESHRSS_DYNAMIC_LIST)
    if found.get("type", "").lower() == "include":
        return problem(Problem.OPML_INCLUDE)
    meant = found.get("type", "").lower() in ("rss", "atom", "rss1") or "htmlurl" in found
    return problem(Problem.OPML_WITHOUT_ADDRESS) if meant else None


def _categories(value: str, *, in_folder: bool) -> tuple[str, tuple[str, ...]]:
    """The folder and the tags that a ``category`` gives: comma-separated, slash-delimited (OPML 2.0)."""
    parts = [part.strip() for part in value.split(",")]
    paths = [part for part in parts if part.startswith("/") and part.strip("/ ")]
    folder = "" if in_folder or not paths else paths[0]
    return values.folder(folder), values.tags([part for part in parts if not folder or part != folder])
