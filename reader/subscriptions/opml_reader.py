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
from reader.problems import Argument, Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.import_result import ImportCollector, ImportResult
from reader.subscriptions.opml_attributes import NOT_XML, PUBLISHED_TITLE, more_of, scraped
from reader.text import clean_line

_DECLARATION = re.compile(r"\A(\s*)<\?xml\s[^<>]*\?>")
_AMPERSAND = re.compile(
    r"&(?:(?:amp|lt|gt|quot|apos);|(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31};)?)"
)
_SLASH = "∕"  # replaces "/" in the name of a folder


def read_opml(text: str) -> ImportResult:
    """The subscriptions in a document in their order, and everything that is not imported.

    If the XML is broken, everything before the error is imported, and ``broken`` says where and why. Raises
    :class:`ParseError` if this is not OPML, or declares entities (a few lines of them can fill all memory).
    """
    from xml.parsers import expat

    parser = expat.ParserCreate()
    handlers = _Handlers(parser)
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.EntityDeclHandler = _refuse
    broken: dict[str, Argument] = {}
    try:
        parser.Parse(_repaired(text), True)
    except expat.ExpatError as error:
        broken = {"line": error.lineno, "detail": expat.ErrorString(error.code)}
    if not handlers.is_opml:
        raise ParseError(problem(Problem.OPML_BROKEN, **broken) if broken else problem(Problem.NOT_OPML))
    return handlers.collector.result(problem(Problem.OPML_CUT_OFF, **broken) if broken else None)


def _refuse(*_: Any) -> None:
    raise ParseError(problem(Problem.OPML_ENTITIES))


class _Handlers:
    """The handlers of expat. They do not recurse, so deep nesting does no harm."""

    def __init__(self, parser: Any) -> None:
        self.collector = ImportCollector()
        self.is_opml = False
        self._parser = parser
        self._path: list[str] = []  # names of the outlines around the current one; a feed has an empty name

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
            self.collector.reject(self._parser.CurrentLineNumber, what, reason)
        self._path.append(name.replace("/", _SLASH))

    def end(self, tag: str) -> None:
        if tag.lower() == "outline":
            self._path.pop()

    def _take(self, attributes: dict[str, str], found: dict[str, str], line: int) -> None:
        wrong = scraped(found.get("type", ""))
        if wrong:
            self.collector.reject(line, found["xmlurl"], wrong)
            return
        wanted, remarks = more_of(attributes)
        folder = values.folder("/".join(self._path[: values.DEEPEST]))
        path, tags = _categories(found.get("category", ""), in_folder=bool(folder))
        own = PUBLISHED_TITLE.lower() not in found
        title = values.title(found.get("title") or found.get("text") or "") if own else None
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
    meant = found.get("type", "").lower() in ("rss", "atom", "rss1") or "htmlurl" in found
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
    return _AMPERSAND.sub(_known, NOT_XML.sub("\ufffd", _DECLARATION.sub(r"\1", text)))


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
    legal = code <= 0x10FFFF and not NOT_XML.match(chr(code))
    return f"&#{code};" if legal else "\ufffd"
