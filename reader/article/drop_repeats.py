"""What the pane has said above the text need not stand at its start again: headline, lead, main picture."""

from __future__ import annotations

import re

from reader.article.addresses import same_picture
from reader.article.blocks import Block, Document, Figure, Heading, Paragraph, Rule
from reader.article.document import make_document
from reader.article.flow import words_of
from reader.text import fold

_LOOK = 6  # blocks from the start that may repeat something
_MARKS = re.compile(r"[\W_]+")


def drop_repeated(document: Document, title: str | None, lead: str | None, image: str | None) -> Document:
    """The document without the headline, lead and picture that it opens with, if they are these.

    Only the first few blocks are looked at, each of the three is dropped once, and never all there is.
    """
    wanted = {"title": title or "", "lead": lead or "", "image": image or ""}
    kept: list[Block] = []
    for index, block in enumerate(document.blocks):
        repeats = next((name for name, value in wanted.items() if value and _repeats(name, value, block)), None)
        if index < _LOOK and repeats:
            del wanted[repeats]
        elif not (isinstance(block, Rule) and not kept):
            kept.append(block)
    changed = len(kept) < len(document.blocks)
    return make_document(kept) if kept and changed else document


def _repeats(name: str, value: str, block: Block) -> bool:
    if name == "image":
        return isinstance(block, Figure) and same_picture(block.src, value)
    if not isinstance(block, Paragraph | Heading):
        return False
    words = words_of(block.spans)
    return same_words(words, value) if name == "title" else isinstance(block, Paragraph) and says_lead(words, value)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, accents and punctuation."""
    return _bare(one) == _bare(other) != ""


def says_lead(words: str, lead: str) -> bool:
    """Whether a paragraph is the lead, or a whole beginning of it."""
    paragraph, whole = _bare(words), _bare(lead)
    return paragraph == whole != "" or (len(paragraph) >= 60 and whole.startswith(paragraph))


def _bare(text: str) -> str:
    return _MARKS.sub(" ", fold(text)).strip()
