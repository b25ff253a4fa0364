"""What is in an answer: XML that begins like a feed, JSON, or something else, which is said in words.

Everything before the root element is left behind here: white space, BOMs, warnings that a program printed
first, the XML declaration, comments, and the document type. Without a document type there is nothing to
expand and nothing to fetch: no billion laughs, no quadratic blow-up, no external entity. The short entities
that one declares for its own text are kept by name, for :mod:`.repair`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.errors import ParseError
from reader.problems import Problem, problem

CUT_OFF = "the feed was cut off before its first entry"
EMPTY = "the server sent an empty answer"
NOT_A_FEED = "this is not a feed"
NOT_XML_FEED = "this is XML, but not a feed"
OPML = "this is a list of subscriptions (OPML), not a feed; it can be imported"

_BLANK = re.compile(r"[\s\0\ufeff]*")
_DOCTYPE = re.compile(
    r"""<!DOCTYPE(?P<name>\s+[\w:.-]+)?(?:[^\["'<>]|"[^"]*"|'[^']*')*+"""
    r"""(?:\[(?P<subset>(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--.*?-->|<(?!!--))*+)\]\s*)?>""",
    re.DOTALL | re.IGNORECASE,
)
_ASIDE = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?=[\s/>]|\Z)")
_FEED_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)(?=[\s/>]|\Z)", re.IGNORECASE)
_PAGE = re.compile(r"<!DOCTYPE\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"<&%]{0,128})"|'([^'<&%]{0,128})'|["']&\#(\w{1,7});["'])\s*>""")
_HEAD = 4_096  # characters in which a feed that follows a program's warnings must begin


@dataclass(frozen=True, slots=True)
class XmlText:
    """``text`` begins with the ``<`` of its root element. ``entities``: what its own names stand for."""

    text: str
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JsonText:
    """Text that begins like a JSON object or list."""

    text: str


def recognise(text: str) -> XmlText | JsonText:
    """The kind of an answer; raises :class:`ParseError` for what cannot be a feed."""
    start = _end(_BLANK, text, 0)
    if start == len(text):
        raise ParseError(EMPTY)
    if text[start] in "{[":
        return JsonText(text[start:])
    root, entities = _skip_prolog(text, start)
    if _FEED_ROOT.match(text, root):
        return XmlText(text[root:], entities)
    return XmlText(text[_feed_further_on(text, start, root) :], entities)


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
            after = _end(_ASIDE, text, after)
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


def _feed_further_on(text: str, start: int, root: int) -> int:
    """Where a feed begins behind something else; raises with the word for what it is if there is none."""
    head = text[start : start + _HEAD]
    if _PAGE.search(head):
        raise ParseError(problem(Problem.WEB_PAGE))
    feed = _FEED_ROOT.search(head)
    if feed:
        return start + feed.start()
    first = _ROOT.match(text, root)
    if first is None:
        raise ParseError(CUT_OFF if head.startswith("<?xml") and "<" not in text[root + 1 :] else NOT_A_FEED)
    if first[1].lower() in _OF_PAGES:
        raise ParseError(problem(Problem.WEB_PAGE))
    if first[1].lower() == "opml":
        raise ParseError(OPML)
    raise ParseError(NOT_XML_FEED if head.startswith("<?xml") else NOT_A_FEED)


_OF_PAGES = frozenset(
    ("title", "meta", "script", "style", "div", "p", "h1", "center", "br", "b", "noscript", "link", "table")
)
