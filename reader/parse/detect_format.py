"""Tells XML that begins like a feed, JSON, and everything else apart.

Everything before the root element is removed: white space, BOMs, warnings that a program printed first, the XML
declaration, comments, and the document type. Without a document type, an entity can neither expand (billion laughs,
quadratic blow-up) nor be fetched. Short internal entities are kept by name for :mod:`.repair_xml`.
"""

from __future__ import annotations

import re
from dataclasses import field

from reader.errors import ParseError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem

_BLANK = re.compile(r"[\s\0\ufeff]*")
_DOCTYPE = re.compile(
    r"""<!DOCTYPE(?P<name>\s+[\w:.-]+)?(?:[^\["'<>]|"[^"]*"|'[^']*')*+"""
    r"""(?:\[(?P<subset>(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--.*?-->|<(?!!--))*+)\]\s*)?>""",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT_OR_INSTRUCTION = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?=[\s/>]|\Z)")
_FEED_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|entry)(?=[\s/>]|\Z)", re.IGNORECASE)
_PAGE = re.compile(r"<!DOCTYPE\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"<&%]{0,128})"|'([^'<&%]{0,128})'|["']&\#(\w{1,7});["'])\s*>""")
_HEAD = 4_096  # characters within which a feed behind a program's warnings must begin


@dataclass(frozen=True, slots=True)
class XmlText:
    """``text`` begins with the ``<`` of its root element. ``entities``: the internal entities, by name."""

    text: str
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JsonText:
    """Text that begins like a JSON object or list."""

    text: str


def detect_format(text: str) -> XmlText | JsonText:
    """The document by its format. Raises :class:`ParseError` for anything that cannot be a feed."""
    start = _end(_BLANK, text, 0)
    if start == len(text):
        raise ParseError(problem(Problem.EMPTY_RESPONSE))
    if text[start] in "{[":
        return JsonText(text[start:])
    root, entities = _skip_prolog(text, start)
    if _FEED_ROOT.match(text, root):
        return XmlText(text[root:], entities)
    return XmlText(text[_find_feed_start(text, start, root) :], entities)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _skip_prolog(text: str, position: int) -> tuple[int, dict[str, str]]:
    entities: dict[str, str] = {}
    while True:
        after = _end(_BLANK, text, position)
        doctype = _DOCTYPE.match(text, after)
        if doctype:
            entities = _own_entities(doctype["subset"] or "")
            after = doctype.end()
        else:
            after = _end(_COMMENT_OR_INSTRUCTION, text, after)
        if after == position:
            return position, entities
        position = after


def _own_entities(subset: str) -> dict[str, str]:
    return {
        name: _character(code) if code else double or single
        for name, double, single, code in _ENTITY.findall(subset[:100_000])
    }


def _character(code: str) -> str:
    try:
        return chr(int(code[1:], 16) if code[0] in "xX" else int(code))
    except (ValueError, OverflowError):
        return "\ufffd"


def _find_feed_start(text: str, start: int, root: int) -> int:
    """Where a feed begins behind the output of a program. Raises :class:`ParseError` if there is none."""
    head = text[start : start + _HEAD]
    if _PAGE.search(head):
        raise ParseError(problem(Problem.WEB_PAGE))
    feed = _FEED_ROOT.search(head)
    if feed:
        return start + feed.start()
    first = _ROOT.match(text, root)
    if first is None:
        cut_off = head.startswith("<?xml") and "<" not in text[root + 1 :]
        raise ParseError(problem(Problem.FEED_CUT_OFF if cut_off else Problem.NOT_A_FEED))
    name = first[1].lower()
    if name in _PAGE_ELEMENTS:
        raise ParseError(problem(Problem.WEB_PAGE))
    if name == "opml":
        raise ParseError(problem(Problem.OPML_NOT_FEED))
    raise ParseError(problem(Problem.XML_NOT_FEED if head.startswith("<?xml") else Problem.NOT_A_FEED))


_PAGE_ELEMENTS = frozenset(
    ("title", "meta", "script", "style", "div", "p", "h1", "center", "br", "b", "noscript", "link", "table")
)
