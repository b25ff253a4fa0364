"""Lists: items of blocks, with the forgiveness that real pages need."""

from __future__ import annotations

from collections.abc import Callable

from reader.article.blocks import Block, ListBlock
from reader.article.flow import Context, Flow
from reader.article.html_parser import Element, tag_of

Inner = Callable[[Element, Context], list[Block]]


def list_block(element: Element, context: Context, inner: Inner) -> list[Block]:
    """The list, if any item holds something. A list that stands between items belongs to the one before."""
    items: list[list[Block]] = []
    _stray(items, element.text, context)
    for child in list(element):
        tag = tag_of(child)
        if tag == "li":
            items.append(inner(child, context))
        elif tag:
            holder = element.makeelement("div")
            tail, child.tail = child.tail, None
            holder.append(child)  # a lone element is walked as the content of one
            _adopt(items, inner(holder, context), nested=tag in ("ul", "ol"))
            _stray(items, tail, context)
            continue
        _stray(items, child.tail, context)
    filled = tuple(tuple(item) for item in items if item)
    ordered = tag_of(element) == "ol"
    return [ListBlock(ordered, _start(element) if ordered else 1, filled)] if filled else []


def _adopt(items: list[list[Block]], blocks: list[Block], *, nested: bool) -> None:
    if nested and items:
        items[-1].extend(blocks)
    else:
        items.append(blocks)


def _stray(items: list[list[Block]], text: str | None, context: Context) -> None:
    """Text between the items becomes an item, because it was meant to be read."""
    flow = Flow()
    flow.text(text, context)
    if text and (blocks := flow.finish()):
        items.append(blocks)


def _start(element: Element) -> int:
    first = next(iter(element.iterchildren("li")), None)
    value = element.get("start") or (first.get("value") if first is not None else None) or "1"
    value = value.strip()
    digits = value.removeprefix("-")
    return int(value) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else 1
