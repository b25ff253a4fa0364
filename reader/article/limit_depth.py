"""What makes html5ever slow is cut before it sees it: it needs two minutes for 200,000 nested ``<div>``.

Every tree builder that follows the HTML standard walks the stack of open elements for each tag, and
every recursive walk needs the stack of Python. With the depth bounded here, all later steps are linear
and may recurse. Only tags go; their text stays.
"""

from __future__ import annotations

import re

DEPTH_LIMIT = 50  # open elements; a parser may put up to four implied ones around each (tbody, tr, td, li)
_REFERENCE_LIMIT = 2_000

# A comment or raw text that is never closed runs to the end, as in the standard; that keeps this linear.
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)|<(script|style|textarea|title|template|xmp|noscript)\b(?:.*?</\1|.*)"
    r"|<(/?)([a-zA-Z][^\s/>]*)([^<>]*)>?",
    re.DOTALL | re.IGNORECASE,
)
# These close themselves or never hold anything, so that they do not deepen the tree by their number.
_FLAT = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "rt", "rp",
    "colgroup", "html", "head", "body",
})  # fmt: skip


def limit_depth(markup: str) -> str:
    """The same HTML with the tags removed that lie deeper than ``DEPTH_LIMIT``."""
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


def split_references(markup: str) -> str:
    """The same HTML with a ``<wbr>`` after every few thousand ``&`` of one text.

    nh3 0.3.8 takes time quadratic in the number of character references in a text node: 400,000 of
    ``&amp;`` are 1.3 s, 4,000,000 two minutes. Divided into nodes they are 0.1 s.
    """
    if markup.count("&") <= _REFERENCE_LIMIT:
        return markup
    count = 0

    def divide(match: re.Match[str]) -> str:
        nonlocal count
        count = 0 if match[0] == "<" or count >= _REFERENCE_LIMIT else count + 1
        return "<wbr>&" if match[0] == "&" and not count else match[0]

    return re.sub("[<&]", divide, markup)
