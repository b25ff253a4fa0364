"""Turns a list of definitions into one :class:`Definitions`, or into plain blocks if it only lays out the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby
from operator import itemgetter

from reader.article.blocks import Block, Definition, Definitions, Paragraph
from reader.article.build_tables import BlocksOf
from reader.article.flow import Context, join_paragraphs
from reader.article.html_parser import Element, tag_of
from reader.article.lookahead import has_content


def definition_blocks(element: Element, context: Context, blocks_of: BlocksOf) -> list[Block] | None:
    """One :class:`Definitions`, or the plain blocks of a list without terms or without meanings.

    None if that is known before anything is read. ``blocks_of`` reads the content of a part.
    """
    filled = [(tag_of(part) == "dt", part) for part in _parts_of(element) if has_content(part)]
    if len({is_term for is_term, _part in filled}) < 2:
        return None
    read = ((is_term, blocks_of(part, context)) for is_term, part in filled)
    parts = [(is_term, blocks) for is_term, blocks in read if blocks]
    if len({is_term for is_term, _blocks in parts}) < 2:
        return list(chain.from_iterable(blocks for _is_term, blocks in parts))
    items: list[Definition] = []
    for is_term, group in groupby(parts, key=itemgetter(0)):
        blocks = [block for _is_term, block in group]
        if is_term:
            terms = tuple(filter(None, map(join_paragraphs, blocks)))
            others = [block for one in blocks for block in one if not isinstance(block, Paragraph)]
            items.append(Definition(terms, (tuple(others),) if others else ()))
        else:
            last = items.pop() if items else Definition((), ())
            items.append(replace(last, meanings=(*last.meanings, *map(tuple, blocks))))
    return [Definitions(tuple(items))]


def _parts_of(element: Element) -> Iterator[Element]:
    """The terms and meanings of a list; anything else is taken for a meaning, so that a reader sees it."""
    for child in list(element):
        if tag_of(child) == "div" and next(child.iterchildren("dt", "dd"), None) is not None:
            yield from _parts_of(child)
        elif tag_of(child):
            yield child
