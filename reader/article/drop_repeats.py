"""Drops the headline and the lead from the start of a text, because the pane shows them above it."""

from __future__ import annotations

from dataclasses import replace

from reader.article.blocks import Block, Document, Heading, Paragraph, Rule
from reader.article.flow import text_of_spans
from reader.text import bare_words

_COMPARED = 6  # blocks at the start that are compared


def drop_repeated(document: Document, title: str | None, lead: str | None) -> Document:
    """The document without the given headline and lead at its start; the links in them are kept.

    Only the first few blocks are compared, each of the two is dropped once, and at least one block remains.
    """
    wanted = {"title": title or "", "lead": lead or ""}
    kept: list[Block] = []
    for block in document.blocks[:_COMPARED]:
        repeats = next((name for name, value in wanted.items() if value and _repeats(name, value, block)), None)
        if repeats:
            del wanted[repeats]
        elif not (isinstance(block, Rule) and not kept):
            kept.append(block)
    blocks = [*kept, *document.blocks[_COMPARED:]]
    while blocks and isinstance(blocks[-1], Rule):
        blocks.pop()  # below it was something else
    return replace(document, blocks=tuple(blocks)) if 0 < len(blocks) < len(document.blocks) else document


def _repeats(name: str, value: str, block: Block) -> bool:
    if not isinstance(block, Paragraph | Heading):
        return False
    text = text_of_spans(block.spans)
    return is_same_text(text, value) if name == "title" else isinstance(block, Paragraph) and is_lead(text, value)


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are equal apart from case, accents and punctuation, and not empty."""
    return bare_words(one) == bare_words(other) != ""


def is_lead(text: str, lead: str) -> bool:
    """Whether a paragraph is the lead or a long beginning of it."""
    paragraph, whole = bare_words(text), bare_words(lead)
    return paragraph == whole != "" or (len(paragraph) >= 60 and whole.startswith(paragraph))
