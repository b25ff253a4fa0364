"""A document as Markdown: CommonMark 0.31 with tables, tasks, footnotes and ``~~`` as on GitHub.

Lists of definitions are written as pandoc and PHP Markdown Extra do, parts that open and close as HTML. The text
parses back to the same blocks and words. Text that would be markup is escaped, but only where it would be, so that
"snake_case" and "1 < 2" stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from reader.article.blocks import (
    CHECKED,
    UNCHECKED,
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
    Span,
    Spans,
    Style,
    Table,
    is_on_page,
)
from reader.article.document_html import html_of_spans
from reader.article.markdown_text import (
    code_span,
    delimited,
    destination,
    escape,
    escape_line_starts,
    one_line,
    quoted,
)

_TASKS = {CHECKED: "[x] ", UNCHECKED: "[ ] "}
_NOTE = re.compile(r"note:(\d+)")
_BACKTICKS = re.compile("`+")
_TAGS = ((Style.SUPERSCRIPT, "sup"), (Style.SUBSCRIPT, "sub"), (Style.MARK, "mark"), (Style.UNDERLINE, "u"))
"""Styles that Markdown lacks, and the HTML that it passes through."""


def markdown_of(document: Document) -> str:
    """The blocks as Markdown, without a line end at its end."""
    return _blocks(document.blocks)


def markdown_of_spans(spans: Spans) -> str:
    """Some text as a paragraph."""
    return escape_line_starts(_inline(spans))


def _blocks(blocks: Iterable[Block]) -> str:
    written: list[str] = []
    previous: Block | None = None
    other = False
    for block in blocks:
        # A list that follows another one gets other markers, or both would be one list.
        other = isinstance(block, ListBlock) and isinstance(previous, ListBlock) and not other
        if isinstance(previous, Definitions) and isinstance(block, Definitions | ListBlock):
            written.append("<!-- -->")  # or both would be one list
        written.append(_list(block, other=other) if isinstance(block, ListBlock) else _block(block))
        previous = block
    return "\n\n".join(filter(None, written))


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans):
            only = spans[0].tex if len(spans) == 1 else ""
            return f"$$\n{only}\n$$" if only else markdown_of_spans(spans)
        case Heading(level, spans):
            return _heading(level, spans)
        case Quote(blocks):
            return _indented(_blocks(blocks), "> ", "> ")
        case Code(text, language):
            return _code(text, language)
        case Figure():
            return _figure(block)
        case Table():
            return _table(block)
        case Definitions(items):
            return _definitions(items)
        case Details():
            return _details(block)
        case Note(number, _, inner):
            label = f"[^{number}]:"
            if isinstance(inner[0], Paragraph):
                return _indented(_blocks(inner), f"{label} ", "    ")
            return _indented(f"\n{_blocks(inner)}", label, "    ")  # other blocks need their own indentation
        case Media(_, title, url, _):
            return f"[{escape(one_line(title or url))}]({destination(url)})"
        case _:
            return "___" if isinstance(block, Rule) else ""


def _heading(level: int, spans: Spans) -> str:
    line = _inline(spans).replace("\\\n", " ").replace("\n", " ")
    if line.endswith("#"):
        line = f"{line[:-1]}\\#"
    return f"{'#' * level} {line}"


def _code(text: str, language: str | None) -> str:
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    info = re.sub(r"[^\w+#.-]", "", language or "")
    return f"{fence}{info}\n{text}\n{fence}"


def _figure(figure: Figure) -> str:
    parts = []
    if figure.src:
        title = f" {quoted(figure.title)}" if figure.title else ""
        picture = f"![{escape(one_line(figure.alt))}]({destination(figure.src)}{title})"
        parts.append(f"[{picture}]({destination(figure.link)})" if figure.link else picture)
    else:
        parts += [escape_line_starts(escape(text)) for text in (figure.alt, figure.title) if text]
    if figure.caption:
        parts.append(_emphasised(figure.caption))
    return "\n\n".join(parts)


def _emphasised(spans: Spans) -> str:
    return markdown_of_spans(tuple(replace(span, style=span.style | Style.EMPHASIS) for span in spans))


# -- lists


def _list(block: ListBlock, *, other: bool) -> str:
    start = _start(block.markers)
    tight = all(_is_short(item) for item in block.items)
    written = []
    for number, item in enumerate(block.items):
        if start is None:
            text = _item(item, block.markers[number] if block.markers else "", tight=tight)
            marker = "* " if other else "- "
        else:
            text = _item(item, "", tight=tight)
            marker = f"{start + number}{')' if other else '.'} "
        written.append(_indented(text, marker, " " * len(marker)))
    return ("\n" if tight else "\n\n").join(written)


def _start(markers: Sequence[str]) -> int | None:
    """The first number of a list that counts up by one, as Markdown does; None for any other list."""
    numbers = [int(marker[:-1]) if re.fullmatch(r"[0-9]{1,8}\.", marker) else -1 for marker in markers]
    counted = bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return numbers[0] if counted and numbers[0] >= 0 else None


def _is_short(item: Sequence[Block]) -> bool:
    """Whether an item is a paragraph, perhaps with a list below it that can follow it without an empty line."""
    if len(item) > 2 or not isinstance(item[0], Paragraph):
        return False
    below = item[1] if len(item) == 2 else None
    if below is None:
        return True
    if not isinstance(below, ListBlock) or not all(map(_is_short, below.items)):
        return False
    start = _start(below.markers)
    return start is None or start == 1


def _item(item: Sequence[Block], marker: str, *, tight: bool) -> str:
    """``marker``: one that Markdown cannot count, such as "iv.", which becomes text."""
    first = item[0]
    task = ""
    if isinstance(first, Paragraph) and not marker:
        task, first = _without_task(first)
    rest = item[1:]
    if marker:
        named = Span(f"{marker} ")
        first, rest = (Paragraph((named, *first.spans)), rest) if isinstance(first, Paragraph) else (
            Paragraph((Span(marker),)), item
        )  # fmt: skip
    if tight:
        return task + "\n".join(_blocks([block]) for block in (first, *rest))
    return task + _blocks((first, *rest))


def _without_task(paragraph: Paragraph) -> tuple[str, Paragraph]:
    """The box of a task as Markdown, and the paragraph without it."""
    span, *rest = paragraph.spans
    for box, task in _TASKS.items():
        if span.text.startswith(box):
            left = span.text.removeprefix(box).lstrip()
            spans = (replace(span, text=left), *rest) if left else tuple(rest)
            return (task, Paragraph(spans)) if spans else ("", paragraph)
    return "", paragraph


def _indented(text: str, first: str, others: str) -> str:
    begun, *lines = text.split("\n")
    return "\n".join([first + begun, *(others + line if line else others.rstrip() for line in lines)])


# -- parts that hold others


def _definitions(items: Sequence[Definition]) -> str:
    return "\n\n".join(filter(None, map(_definition, items)))


def _definition(item: Definition) -> str:
    """One term above its meanings; several terms are lines of one."""
    term = "<br>".join(_inline(term, breaks="<br>") for term in item.terms)
    term = escape_line_starts(term)
    meanings = [_blocks(meaning) for meaning in item.meanings]
    if not term or not meanings:
        return term or "\n\n".join(meanings)
    gap = "\n" if all(map(_is_short, item.meanings)) else "\n\n"
    return gap.join([term, *(_indented(meaning, ":   ", "    ") for meaning in meanings)])


def _details(block: Details) -> str:
    opening = "<details open>" if block.is_open else "<details>"
    summary = html_of_spans(block.summary).replace("\n", "")
    return f"{opening}\n<summary>{summary}</summary>\n\n{_blocks(block.blocks)}\n\n</details>"


# -- tables


def _table(table: Table) -> str:
    rows = [*table.header, *table.rows]
    columns = max(map(len, rows), default=0)
    if not columns:
        return _emphasised(table.caption) if table.caption else ""
    head = rows[0] if table.header else ((),) * columns
    body = rows[1:] if table.header else rows
    numeric = (*table.numeric, *(False,) * columns)[:columns]
    ruler = "| " + " | ".join("---:" if right else "---" for right in numeric) + " |"
    grid = "\n".join([_row(head), ruler, *map(_row, body)])
    return f"{_emphasised(table.caption)}\n\n{grid}" if table.caption else grid


def _row(cells: Sequence[Spans]) -> str:
    texts = (_inline(cell, breaks="<br>").replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(texts) + " |"


# -- text


def _inline(spans: Spans, *, breaks: str = "\\\n") -> str:
    """Spans as text of a line. ``breaks``: written for each line break."""
    written = ""
    groups = [(href, list(group)) for href, group in groupby(spans, key=lambda span: span.href)]
    for number, (href, group) in enumerate(groups):
        text = "".join(span.text for span in group)
        following = groups[number + 1][1][0].text[:1] if number + 1 < len(groups) else ""
        if href and written.endswith("!"):  # before a bracket it would make a picture
            written = f"{written[:-1]}\\!"
        note = _NOTE.fullmatch(href or "")
        if note:
            written += f"[^{note[1]}]"
        elif href is None or not text.strip() or is_on_page(href):
            written += _styled(group, written[-1:], following, breaks)
        elif href == text and not re.search(r"[\s<>&\\]", href):
            written += f"<{href}>"
        else:
            lead = text[: len(text) - len(text.lstrip())]
            tail = text[len(text.rstrip()) :]
            inner = _styled(_stripped(group), "[", "]", breaks)
            written += f"{_broken(lead, breaks)}[{inner}]({destination(href)}){_broken(tail, breaks)}"
    return written


def _stripped(spans: list[Span]) -> list[Span]:
    """The spans without white space at both ends."""
    spans = list(spans)
    while not spans[0].text.strip():
        spans.pop(0)
    while not spans[-1].text.strip():
        spans.pop()
    spans[0] = replace(spans[0], text=spans[0].text.lstrip())
    spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return spans


def _styled(spans: list[Span], before: str, after: str, breaks: str) -> str:
    """Spans of one link. ``before`` and ``after``: the characters beside them."""
    written = ""
    for number, span in enumerate(spans):
        following = spans[number + 1].text[:1] if number + 1 < len(spans) else after
        written += _span(span, (written or before)[-1:], following, breaks)
    return written


def _span(span: Span, before: str, after: str, breaks: str) -> str:
    if span.tex and breaks != "<br>":  # in a table, "|" of TeX would end the cell
        return f"${span.tex}$"
    core = span.text.strip()
    if not core:
        return _broken(span.text, breaks)
    lead = span.text[: len(span.text) - len(span.text.lstrip())]
    tail = span.text[len(span.text.rstrip()) :]
    if span.style & Style.CODE:
        text = breaks.join(code_span(line) if line.strip() else line for line in core.split("\n"))
    else:
        text = escape(core).replace("\n", breaks)
    text = delimited(text, span.style, (lead or before)[-1:], (tail or after)[:1])
    for style, tag in _TAGS:
        if span.style & style:
            text = f"<{tag}>{text}</{tag}>"
    return f"{_broken(lead, breaks)}{text}{_broken(tail, breaks)}"


def _broken(space: str, breaks: str) -> str:
    return space.replace("\n", breaks)
