"""A tree as text, in one spelling for each tree: ``parse(text(query)) == query``."""

from __future__ import annotations

import re
from functools import singledispatch

from reader.durations import UNITS
from reader.query.tree import (
    Aged,
    All,
    Dated,
    Either,
    Has,
    InStory,
    Is,
    Name,
    Named,
    Node,
    Not,
    Pattern,
    Query,
    Sized,
    Words,
)  # fmt: skip

_BARE_WORD = re.compile(r"[^\W\d_][\w.'’&+-]*|\d[\w.,'’&+-]*")
_BARE_VALUE = re.compile(r'[^\s"()/*\\][^\s"()*\\]*')


def text(query: Query) -> str:
    """The query as the user could have typed it."""
    order = f"sort:{query.order}" if query.order else ""
    whole = "" if query.tree == All() else _written(query.tree)
    if order and isinstance(query.tree, Either):
        whole = f"({whole})"
    return " ".join(filter(None, (whole, order)))


def part_text(node: Node) -> str:
    """A tree as part of a longer query."""
    return _inside(node)


@singledispatch
def _written(node: Node) -> str:
    raise TypeError(node)  # only the user's nodes have a text


@_written.register
def _(node: All) -> str:
    return " ".join(map(_inside, node.parts))


@_written.register
def _(node: Either) -> str:
    if not node.parts:
        return "-words:>=0"  # nothing; no typed query is that
    return " OR ".join(_written(part) if isinstance(part, All) and part.parts else _inside(part) for part in node.parts)


@_written.register
def _(node: Not) -> str:
    part = f"({_written(node.part)})" if isinstance(node.part, All | Either) else _written(node.part)
    return f"-{part}"


@_written.register
def _(node: Words) -> str:
    bare = _BARE_WORD.fullmatch(node.value) and node.value not in ("OR", "AND")
    return f"{_field(node.field)}{node.value if bare else _quoted(node.value)}{'*' if node.prefix else ''}"


@_written.register
def _(node: Pattern) -> str:
    return f"{node.field}:/{node.source}/"


@_written.register
def _(node: Named) -> str:
    bare = not node.value or _BARE_VALUE.fullmatch(node.value)
    return f"{node.field}:{node.value if bare else _quoted(node.value)}{'*' if node.prefix else ''}"


@_written.register
def _(node: Is) -> str:
    return f"is:{node.state}"


@_written.register
def _(node: Has) -> str:
    return f"has:{node.part}"


@_written.register
def _(node: Dated) -> str:
    return f"date:{node.first}" if node.first == node.last else f"date:{node.first}..{node.last}"


@_written.register
def _(node: Aged) -> str:
    unit = max((unit for unit in UNITS if node.seconds % UNITS[unit] == 0 and unit != "min"), key=UNITS.__getitem__)
    return f"{'newer' if node.newer else 'older'}:{node.seconds // UNITS[unit]}{unit}"


@_written.register
def _(node: Sized) -> str:
    low, high = node.low, node.high
    if low == high and low is not None:
        return f"{node.field}:{low}"
    if low is not None and high is not None:
        return f"{node.field}:{low}..{high}"
    if low is None:
        return f"{node.field}:<{(high or 0) + 1}"
    return f"{node.field}:>{low - 1}" if low else f"{node.field}:>=0"


@_written.register
def _(node: InStory) -> str:
    return "story:*" if node.number is None else f"story:{node.number}"


def _inside(node: Node) -> str:
    return f"({_written(node)})" if isinstance(node, All | Either) else _written(node)


def _field(field: Name | None) -> str:
    return f"{field}:" if field else ""


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
