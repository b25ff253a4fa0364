"""Details as lines of label and value. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content

from reader.ui.typeset.breaking import break_lines, fit

_GAP = 2  # cells between labels and values


def label_lines(title: str, values: Iterable[tuple[str, str]], width: int) -> Content:
    """The title and lines of label and value, none longer than ``width`` cells. Values are set in one column."""
    values = list(values)
    label_width = max(cell_len(label) for label, _value in values) + _GAP
    lines = [Content.styled(fit(title, width), "bold")]
    for label, value in values:
        for number, cut in enumerate(break_lines(value, width - label_width)):
            first = label if number == 0 else ""
            padding = " " * (label_width - cell_len(first))
            text = value[cut.start : cut.end] + "-" * cut.hyphen
            lines.append(Content.assemble((first + padding, "$dim"), Content(text)))
    return Content("\n").join(lines)
