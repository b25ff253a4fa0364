"""A document as plain text: for ``content_text``, for the clipboard, for whoever reads without a screen."""

from __future__ import annotations

from collections.abc import Iterable

from reader.article.blocks import (
    Block,
    Code,
    Document,
    Figure,
    Heading,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Table,
)
from reader.article.flow import words_of


def plain_text_of(document: Document) -> str:
    """The text with an empty line between blocks, ``•`` or numbers before items, ``> `` before quotations."""
    return _texts(document.blocks)


def _texts(blocks: Iterable[Block]) -> str:
    return "\n\n".join(text for block in blocks if (text := _text(block)))


def _text(block: Block) -> str:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return words_of(spans)
        case Quote(blocks):
            return _indented(_texts(blocks), "> ", "> ")
        case ListBlock():
            return _list(block)
        case Code(text):
            return text
        case Figure(_, alt, caption):
            return words_of(caption) or alt
        case Table():
            return _table(block)
        case Media(_, text, url):
            return f"{text} <{url}>"
        case Rule():
            return "* * *"


def _list(block: ListBlock) -> str:
    lines = []
    for number, item in enumerate(block.items, start=block.start):
        mark = f"{number}. " if block.ordered else "• "
        lines.append(_indented(_texts(item).replace("\n\n", "\n"), mark, " " * len(mark)))
    return "\n".join(lines)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join((first if index == 0 else others) + line for index, line in enumerate(lines)).rstrip()


def _table(block: Table) -> str:
    lines = [words_of(block.caption)] if block.caption else []
    lines.extend(_row(row) for row in (*block.header, *block.rows))
    return "\n".join(lines)


def _row(row: tuple[Spans, ...]) -> str:
    return " | ".join(words_of(cell).replace("\n", " / ") for cell in row).rstrip()
