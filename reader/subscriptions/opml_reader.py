"""Reads OPML 1.0 to 2.0 (opml.org/spec2.opml) as other readers write it.

Folders are nested outlines, tags the ``category`` attribute; a category that is a path (``/a/b``) is the folder
of a feed that has none. More options are in attributes of our own and other namespaces
(:mod:`reader.subscriptions.opml_attributes`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from html.entities import html5
from typing import Any

from reader.errors import ParseError
from reader.lazy_dataclass import dataclass
from reader.problems import Argument, Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.import_result import ImportCollector, ImportResult
from reader.subscriptions.opml_attributes import OWN_TITLE, PUBLISHED_TITLE, more_of, scraped
from reader.subscriptions.opml_soup import outline_tags
from reader.text import clean_line, clean_title
from reader.web.references import NOT_IN_XML

_DECLARATION = re.compile(r"\A(\s*)<\?xml\s[^<>]*\?>")
_AMPERSAND = re.compile(
    r"&(?:(?:amp|lt|gt|quot|apos);|(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31};)?)"
)
_OPML = re.compile(r"<opml[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:opml|body)\s*>", re.IGNORECASE)
_SLASH = "∕"  # replaces "/" in the name of a folder


def read_opml(text: str) -> ImportResult:
    """The subscriptions in a document in their order, and everything that is not imported.

    Of broken XML, every outline that can be read is imported, and each other is listed with its line. ``broken`` says
    where a document ends too early. Raises :class:`ParseError` if this is not OPML, or declares entities (a few lines
    of them can fill all memory).
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    outlines = _Outlines()
    is_opml = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_opml
        is_opml = is_opml or tag.lower() == "opml"
        if tag.lower() == "outline":
            outlines.start(attributes, parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: outlines.end() if tag.lower() == "outline" else None
    parser.EntityDeclHandler = _refuse
    repaired = _repaired(text)
    try:
        parser.Parse(repaired, True)
    except expat.ExpatError as error:
        return _read_broken(repaired, line=error.lineno, detail=expat.ErrorString(error.code))
    if not is_opml:
        raise ParseError(problem(Problem.NOT_OPML))
    return outlines.collector.result()


def _read_broken(text: str, **where: Argument) -> ImportResult:
    """Reads a document tag by tag. ``where``: line and detail of the first mistake."""
    if not _OPML.search(text):
        raise ParseError(problem(Problem.OPML_BROKEN, **where))
    if "<!ENTITY" in text:
        _refuse()
    outlines = _Outlines()
    for tag in outline_tags(text):
        if tag.attributes is None:
            outlines.end()
        elif tag.unreadable:
            outlines.collector.reject(tag.line, tag.text, problem(Problem.OPML_OUTLINE_BROKEN))
        else:
            outlines.start(tag.attributes, tag.line, feeds_nest=False)
            if tag.closed:
                outlines.end()
    outlines.finish()
    ended = _END.search(text)
    return outlines.collector.result(None if ended else problem(Problem.OPML_CUT_OFF, **where))


def _refuse(*_: Any) -> None:
    raise ParseError(problem(Problem.OPML_ENTITIES))


@dataclass(slots=True)
class _Open:
    """An outline that is not closed yet. ``missing``: line, name and reason to list it if nothing is in it."""

    name: str  # of a folder; empty for a feed
    is_feed: bool
    missing: tuple[int, str, ProblemDetails] | None = None


class _Outlines:
    """Takes start and end tags. It does not recurse, so deep nesting does no harm."""

    def __init__(self) -> None:
        self.collector = ImportCollector()
        self._open: list[_Open] = []

    def start(self, attributes: dict[str, str], line: int, *, feeds_nest: bool = True) -> None:
        """An outline starts. ``feeds_nest``: it may be in a feed; otherwise that has lost its end tag."""
        if not feeds_nest and self._open and self._open[-1].is_feed:
            self.end()
        if self._open:
            self._open[-1].missing = None  # an outline with children is a folder, whatever its type
        found = {key.lower(): value for key, value in attributes.items()}
        name = found.get("text") or found.get("title") or ""
        if found.get("xmlurl", "").strip():
            self._take(attributes, found, line)
            self._open.append(_Open("", is_feed=True))
            return
        reason, what = _names_no_feed(found), name or found.get("htmlurl") or found.get("url") or ""
        missing = None
        if reason and reason.code is Problem.OPML_WITHOUT_ADDRESS:
            missing = (line, what, reason)  # unless it has children
        elif reason:
            self.collector.reject(line, what, reason)
        self._open.append(_Open(name.replace("/", _SLASH), is_feed=False, missing=missing))

    def end(self) -> None:
        """An outline ends; without an open one, nothing happens."""
        outline = self._open.pop() if self._open else None
        if outline and outline.missing:
            self.collector.reject(*outline.missing)

    def finish(self) -> None:
        """The document ends."""
        while self._open:
            self.end()

    def _take(self, attributes: dict[str, str], found: dict[str, str], line: int) -> None:
        wrong = scraped(found.get("type", ""))
        if wrong:
            self.collector.reject(line, found["xmlurl"], wrong)
            return
        wanted, remarks = more_of(attributes)
        folder = values.folder("/".join([outline.name for outline in self._open[: values.DEEPEST]]))
        path, tags = _categories(found.get("category", ""), in_folder=bool(folder))
        own = PUBLISHED_TITLE.lower() not in found
        exact = clean_line(found.get(OWN_TITLE))
        title = (exact or clean_title(found.get("title") or found.get("text")) or None) if own else None
        wanted = replace(
            wanted, title=None if title == found["xmlurl"].strip() else title, folder=folder or path, tags=tags
        )
        if filter_command := clean_line(found.get("filtercmd", "")):  # newsboat's export
            wanted, remarks = (
                replace(wanted, paused=True),
                (*remarks, problem(Problem.PAUSED_FILTER, command=filter_command)),
            )
        self.collector.add_address(found["xmlurl"], wanted, line, remarks)


def _names_no_feed(found: dict[str, str]) -> ProblemDetails | None:
    """Why an outline without an address is not imported; None for an ordinary folder."""
    if "frss:opmlurl" in found:
        return problem(Problem.FRESHRSS_DYNAMIC_LIST)
    if found.get("type", "").lower() == "include":
        return problem(Problem.OPML_INCLUDE)
    meant = found.get("type", "").lower() in ("rss", "atom", "rss1") or {"htmlurl", "xmlurl"} & found.keys()
    return problem(Problem.OPML_WITHOUT_ADDRESS) if meant else None


def _categories(value: str, *, in_folder: bool) -> tuple[str, tuple[str, ...]]:
    """The folder and tags in a ``category``: comma-separated, slash-delimited (OPML 2.0)."""
    parts = [part.strip() for part in value.split(",")]
    paths = [part for part in parts if part.startswith("/") and part.strip("/ ")]
    folder = "" if in_folder or not paths else paths[0]
    path = "/".join([*filter(None, folder.split("/"))][: values.DEEPEST])
    return values.folder(path), values.tags([part for part in parts if not folder or part != folder])


def _repaired(text: str) -> str:
    """The same lines without errors that are common in OPML: a bare ``&``, entities of HTML, control characters.

    The XML declaration is removed, because the text is decoded already and some files have blank lines before it.
    """
    return _AMPERSAND.sub(_known, NOT_IN_XML.sub("\ufffd", _DECLARATION.sub(r"\1", text)))


def _known(match: re.Match[str]) -> str:
    number, name = match.groups()
    if number:
        return _numbered(number)
    if name is None:
        return match[0] if len(match[0]) > 1 else "&amp;"
    letters = html5.get(name)
    return "".join(f"&#{ord(letter)};" for letter in letters) if letters else f"&amp;{name}"


def _numbered(reference: str) -> str:
    digits = reference[1:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    legal = code <= 0x10FFFF and not NOT_IN_XML.match(chr(code))
    return f"&#{code};" if legal else "\ufffd"
