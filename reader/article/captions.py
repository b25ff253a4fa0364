"""Finds the captions of pictures and puts them together."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.article.blocks import Block, Code, Figure, Media, Paragraph, Span, Spans, Table
from reader.article.flow import join_paragraphs, letters_of, text_of_spans
from reader.article.html_parser import Element, classes_of, descendants, words_before
from reader.article.labels import is_label

_CAPTION = re.compile(
    r"(?:^|[-_])(?:[a-z]*caption|bildunterschrift|legende|"
    r"(?:img|image|photo|picture|figure|foto|bild)[-_]?"
    r"(?:description|annotation|legend|credits?|copyright))(?:$|[-_])",
    re.IGNORECASE,
)
LONGEST_CAPTION = 600  # characters
_IN_CAPTION = frozenset({"span", "small", "cite", "em", "i", "b", "strong", "a"})
_BAR = re.compile(r"\n[|•·] ?")
_WORD_END = re.compile(r"[\w.,;:!?)]$")


def is_caption(element: Element) -> bool:
    """Whether a class says that an element is the caption of the picture before it."""
    return any(map(_CAPTION.search, classes_of(element)))


def captioned(figure: Figure, caption: Spans) -> Figure:
    """The picture with its caption, and without a title that the caption has too."""
    repeats = letters_of(figure.title) in letters_of(text_of_spans(caption))
    return replace(figure, caption=_without_bars(caption), title="" if repeats else figure.title)


def with_caption(blocks: list[Block], caption: Spans) -> list[Block]:
    """The blocks of a figure, with its caption on the last picture or table, or else as a paragraph at the end.

    Without anything else, it belongs to a picture whose address only a script knows.
    A caption without links is the title of a player that is alone in the figure and has none.
    Without a ``figcaption``, the lines beside the only picture are its caption.
    """
    if len(blocks) > 1:  # words for screen readers, such as "Image", which a class that says nothing hides
        blocks = [
            block for block in blocks if not (isinstance(block, Paragraph) and is_label(text_of_spans(block.spans)))
        ]
    if not caption:
        return _with_lines_as_caption(blocks)
    match blocks:
        case [*lines] if all(isinstance(line, Paragraph) and is_label(text_of_spans(line.spans)) for line in lines):
            return [Figure(None, caption=caption)] if _is_short(caption) else [Paragraph(caption)]
        case [Media(title="") as player] if not any(span.href for span in caption):
            title = " ".join(text_of_spans(caption).split())
            return [replace(player, title=title)] if len(title) <= LONGEST_CAPTION else [player, Paragraph(caption)]
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Figure | Table):
            if block.caption:
                break
            named = captioned(block, caption) if isinstance(block, Figure) else replace(block, caption=caption)
            return [*blocks[:index], named, *blocks[index + 1 :]]
        if isinstance(block, Code):
            break
    return [*blocks, Paragraph(caption)]


def _is_short(caption: Spans) -> bool:
    return len(text_of_spans(caption)) <= LONGEST_CAPTION


def _without_bars(caption: Spans) -> Spans:
    """The caption without a bar at the beginning of a line, which stood between it and a credit on the same line."""
    begins = True
    spans: list[Span] = []
    for span in caption:
        text = _BAR.sub("\n", f"\n{span.text}")[1:] if begins else _BAR.sub("\n", span.text)
        begins = text.endswith("\n") or (begins and not text)
        spans += [replace(span, text=text)] if text else []
    return tuple(spans) or caption


def _with_lines_as_caption(blocks: list[Block]) -> list[Block]:
    """The blocks of a figure without ``figcaption``: the lines beside its only picture are the caption."""
    figures = [block for block in blocks if isinstance(block, Figure)]
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    if len(figures) != 1 or not lines or len(blocks) > len(lines) + 1 or figures[0].caption:
        return blocks
    caption = join_paragraphs(lines)
    if all(span.href or not span.text.strip() for span in caption):
        return blocks  # such as buttons to pin and to print it
    return [captioned(figures[0], caption)] if len(text_of_spans(caption)) <= LONGEST_CAPTION else blocks


def set_apart(caption: Element) -> None:
    """Puts a space between the words of a caption and a credit, which pages keep apart by their style only."""
    for part in descendants(caption, *_IN_CAPTION):
        before = words_before(part)
        if part.text and _WORD_END.search(before) and (part.text[0].isupper() or part.text[0] in "©(|"):
            part.text = f" {part.text}"
