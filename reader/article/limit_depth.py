"""Limits the depth of nested elements, and the number of attributes of one, before HTML is parsed.

A tree builder that follows the HTML standard walks the stack of open elements for each tag: html5ever needs two minutes
for 200,000 nested ``<div>``. With a bounded depth, all later steps are linear and may recurse. Only tags are removed;
their text stays.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

DEPTH_LIMIT = 50  # open elements; a parser may add up to four implied ones around each (tbody, tr, td, li)

_RAW_TEXT = ("script", "style", "textarea", "title", "template", "xmp", "noscript")
# As in the standard, an unclosed comment or raw text runs to the end. That also keeps the match linear.
_TOKEN = re.compile(
    rf"<!--(?:.*?-->|.*)|<({'|'.join(_RAW_TEXT)})\b(?:.*?</\1|.*)"
    r"|<(/?)([a-zA-Z][^\s/>]*)([^<>]*)>?",
    re.DOTALL | re.IGNORECASE,
)
# These are empty or close themselves, so they do not make the tree deeper however many there are.
_FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "rt", "rp",
    "colgroup", "html", "head", "body",
})  # fmt: skip


_LONG = 4_000  # characters of a tag that may have too many attributes
_MOST_ATTRIBUTES = 200
_ATTRIBUTE = r"""[\s/]++[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)?+)?+"""
_MANY_ATTRIBUTES = re.compile(rf"([a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}})(?:{_ATTRIBUTE})++", re.ASCII)

_RAW_ELEMENTS = "|".join(rf"<{name}\b(?:.*?</{name}|.*)" for name in _RAW_TEXT)
_MAY_BE_DEEPER = re.compile(  # with one group, so that finding all makes no tuples
    rf"<!--(?:.*?-->|.*)|{_RAW_ELEMENTS}"
    rf"|<(/?(?!(?:{'|'.join(sorted(_FLAT))})(?:[\s/>]|\Z))[a-zA-Z][^\s/>]*+)[^<>]*+(?<!/)",
    re.DOTALL | re.IGNORECASE,
)

# What stays empty whatever follows. Others that are flat do not close each other: "<td><li>" many times gets deep.
_EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "param", "html", "head", "body"})
# Empty in HTML, but libxml2 puts what follows into them.
_NOT_EMPTY = frozenset({"embed", "source", "track", "wbr"})
_SELF_CLOSED = re.compile(r"""(?:^|[\s"'])/$""")  # in other places, the slash belongs to a value

# libxml2 ignores an end tag if an element of a higher rank is open in its element (``htmlEndPriority``).
_RANKS = {"div": 1, "table": 2, "head": 3, "body": 3, "html": 3}


def limit_depth(markup: str, *, strictly: bool = False) -> str:
    """The same HTML without the tags that are nested deeper than ``DEPTH_LIMIT``.

    ``strictly``: for a page whose tree was too deep all the same. Only few elements count as not nested.
    """
    if not strictly and (markup.count("<") <= DEPTH_LIMIT or not _is_deeper(markup)):
        return markup
    flat = _EMPTY if strictly else _FLAT
    opened: list[str] = []
    too_deep: Counter[str] = Counter()  # start tags that were left out, whose end tags have to follow them

    def keep(match: re.Match[str]) -> str:
        name = (match[3] or "").lower()
        if strictly and name in _NOT_EMPTY:
            return ""
        if not name or name in flat or (_SELF_CLOSED.search(match[4]) if strictly else match[4].endswith("/")):
            return match[0]
        if match[2]:
            if too_deep[name]:
                too_deep[name] -= 1
                return " "
            _close(opened, name)
        elif len(opened) >= DEPTH_LIMIT:
            too_deep[name] += 1
            return " "
        else:
            opened.append(name)
        return match[0]

    return _TOKEN.sub(keep, markup)


def limit_attributes(markup: str) -> str:
    """The same HTML with the first attributes of each tag; libxml2 compares every two of a tag."""
    parts = markup.split("<")
    tags = islice(enumerate(parts), 1, None)  # before the first "<" there is only text
    many = [index for index, part in tags if len(part) > _LONG and _MANY_ATTRIBUTES.match(part)]
    for index in many:
        parts[index] = _MANY_ATTRIBUTES.sub(r"\1", parts[index], count=1)
    return "<".join(parts) if many else markup


def _is_deeper(markup: str) -> bool:
    """Whether any tag is nested deeper than the limit. Hardly any page is, and this takes a third of the time."""
    opened: list[str] = []
    for tag in map(str.lower, filter(None, _MAY_BE_DEEPER.findall(markup))):
        if tag[0] == "/":
            if opened and opened[-1] == tag[1:]:
                opened.pop()
            else:
                _close(opened, tag[1:])
        elif len(opened) >= DEPTH_LIMIT:
            return True
        else:
            opened.append(tag)
    return False


def _close(opened: list[str], name: str) -> None:
    """Takes an element and those in it from the open ones, if its end tag is not ignored."""
    rank = _RANKS.get(name, 0)
    for index in range(len(opened) - 1, -1, -1):
        if opened[index] == name:
            del opened[index:]
            return
        if _RANKS.get(opened[index], 0) > rank:
            return
