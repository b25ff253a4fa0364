"""A document as plain text: for ``content_text``, search, the clipboard and the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby, repeat

from reader.article.blocks import (
    CHECKBOXES,
    Block,
    Code,
    Definition,
    Definitions,
    Details,
    Document,
    Figure,
    Heading,
    ListBlock,
    Media,
    Note,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Style,
    Table,
    is_note,
)
from reader.article.flow import text_of_spans
from reader.article.small_letters import script_of_prose

_WIDEST_TABLE = 72  # characters
_WORD = re.compile(r"\w+")


def plain_text_of(document: Document) -> str:
    """The text, with an empty line between blocks, ``•`` or a number before items and ``> `` before quoted lines.

    The mark of a footnote is ``[1]``, and so begins the footnote.
    """
    return _texts(document.blocks)


def plain_text_of_blocks(blocks: Iterable[Block]) -> str:
    """The text of some blocks of a document."""
    return _texts(blocks)


def _texts(blocks: Iterable[Block]) -> str:
    return "\n\n".join(text for block in blocks if (text := _text(block)))


def _text(block: Block) -> str:
    match block:
        case Paragraph(spans) | Heading(_, spans):
            return text_with_scripts(spans)
        case Quote(blocks):
            return _indented(_texts(blocks), "> ", "> ")
        case ListBlock():
            return _list(block)
        case Code(text):
            return text
        case Figure(_, alt, caption, _, title):
            return _figure(alt, title, text_with_scripts(caption))
        case Table():
            return _table(block)
        case Definitions(items):
            return "\n".join(map(_definition, items))
        case Details(_, summary, inner):
            return _texts((Paragraph(summary), *inner))
        case Note(_, label, inner):
            return _indented(_texts(inner), f"[{label}] ", "    ")
        case Media(_, title, url, _):
            return f"{title} <{url}>" if title else f"<{url}>"
        case Rule():
            return "* * *"
        case _:
            return ""


def text_with_scripts(spans: Spans) -> str:
    """The text of some spans: superscripts and subscripts in small letters, marks of footnotes in brackets."""
    if not any(span.style & _SCRIPTS for span in spans):
        return text_of_spans(spans)
    texts: list[str] = []
    for (style, href), group in groupby(spans, key=lambda span: (span.style & _SCRIPTS, span.href)):
        text = text_of_spans(group)
        if href and is_note(href):
            texts.append(f"[{text}]")
        elif style and texts:
            texts.append(script_of_prose(text, "^" if style & Style.SUPERSCRIPT else "_"))
        else:
            texts.append(text)
    return "".join(texts)


_SCRIPTS = Style.SUPERSCRIPT | Style.SUBSCRIPT


def _definition(item: Definition) -> str:
    terms = (text_with_scripts(term) for term in item.terms)
    meanings = (_indented(_texts(meaning).replace("\n\n", "\n"), "    ", "    ") for meaning in item.meanings)
    return "\n".join((*terms, *meanings))


def _figure(alt: str, title: str, caption: str) -> str:
    """A picture's description without repetitions: an alternative text often repeats all or part of the caption."""
    said = _words(caption)
    others = [
        text for text in dict.fromkeys((alt, title)) if text and len(_words(text) & said) < 0.8 * len(_words(text))
    ]
    return "\n".join(filter(None, (*others, caption)))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _list(block: ListBlock) -> str:
    lines = []
    for marker, item in zip(block.markers or repeat("•"), block.items, strict=False):
        text = _texts(item).replace("\n\n", "\n")
        bullet = "" if marker == "•" and text.startswith(CHECKBOXES) else f"{marker} "
        lines.append(_indented(text, bullet, " " * (len(bullet) or 2)))
    return "\n".join(lines)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(((others if index else first) + line).rstrip() for index, line in enumerate(lines)).rstrip()


def _table(block: Table) -> str:
    """The rows, in columns if a line has room for them."""
    lines = [text_with_scripts(block.caption)] if block.caption else []
    rows = [[text_with_scripts(cell).replace("\n", " / ") for cell in row] for row in (*block.header, *block.rows)]
    columns = max(map(len, rows), default=0)
    widths = [max((len(row[column]) for row in rows if column < len(row)), default=0) for column in range(columns)]
    if sum(widths) + 3 * columns > _WIDEST_TABLE:
        widths = [0] * columns
    numeric = (*block.numeric, *(False,) * columns)
    for row in rows:
        cells = (
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=False)
        )
        lines.append(" | ".join(cells).rstrip())
    return "\n".join(lines)
