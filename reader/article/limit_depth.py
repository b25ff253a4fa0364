"""Limits the depth of nested elements before HTML is parsed.

A tree builder that follows the HTML standard walks the stack of open elements for each tag: html5ever needs two minutes
for 200,000 nested ``<div>``. With a bounded depth, all later steps are linear and may recurse. Only tags are removed;
their text stays.
"""

from __future__ import annotations

import re

DEPTH_LIMIT = 50  # open elements; a parser may add up to four implied ones around each (tbody, tr, td, li)

# As in the standard, an unclosed comment or raw text runs to the end. That also keeps the match linear.
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|textarea|title|template|xmp|noscript)\b(?:.*?</\1|.*)"
    r"|<(/?)([a-zA-Z][^\s/>]*)([^<>]*)>?",
    re.DOTALL | re.IGNORECASE,
)
# These are empty or close themselves, so they do not make the tree deeper however many there are.
_FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "rt", "rp",
    "colgroup", "html", "head", "body",
})  # fmt: skip


def limit_depth(markup: str) -> str:
    """The same HTML without the tags that are nested deeper than ``DEPTH_LIMIT``."""
    if markup.count("<") <= DEPTH_LIMIT:
        return markup
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        name = (match[3] or "").lower()
        if not name or name in _FLAT or match[4].endswith("/"):
            return match[0]
        if match[2]:
            too_deep, depth = depth > DEPTH_LIMIT, max(0, depth - 1)
        else:
            depth += 1
            too_deep = depth > DEPTH_LIMIT
        return " " if too_deep else match[0]

    return _TOKEN.sub(keep, markup)
