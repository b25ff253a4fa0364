"""What an import would bring, line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rich.cells import cell_len
from textual.content import Content

from reader.library.importing import Preview
from reader.subscriptions.import_result import Found
from reader.ui.typeset.breaking import fit

_INDENT = "– "  # blanks at the beginning of a line would not be drawn
_ROWS = 300  # that are shown of each sort: nobody reads more line by line


def summary_of(preview: Preview) -> Content:
    """The numbers, in one line."""
    numbers = [
        (len(preview.new), "new", "new"),
        (len(preview.already), "already there", "already there"),
        (len(preview.not_taken), "not taken", "not taken"),
        (len(preview.searches), "saved search", "saved searches"),
        (len(preview.settings), "setting", "settings"),
        (preview.facts.entries if preview.facts else 0, "article", "articles"),
    ]
    said = [f"{number:,} {one if number == 1 else many}" for number, one, many in numbers if number]
    return Content.styled(", ".join(said) or "nothing", "bold")


def rows_of(preview: Preview, width: int) -> Iterator[Content]:
    """What is new, what is not taken and why, and what is there already; a row has one line or two."""
    for found in islice(preview.new, _ROWS):
        yield _row("+", "$accent", _name(found), found.subscription.folder, width, below=found.remark)
    for search in preview.searches:
        yield _row("+", "$accent", search.search.title, "saved search", width)
    for setting in preview.settings:
        value = " ".join(setting.value) if isinstance(setting.value, tuple) else setting.value
        yield _row("+", "$accent", f"{setting.key} = {value}", "setting, where you have none", width)
    for refused in islice(preview.not_taken, _ROWS):
        place = f"{refused.file}, line {refused.line}" if refused.file else f"line {refused.line}"
        yield _row("×", "$dim", refused.what or "(nothing)", place, width, below=refused.reason)
    for found in islice(preview.already, _ROWS):
        yield _row("=", "$dim", _name(found), "already there", width)
    hidden = sum(max(0, len(several) - _ROWS) for several in (preview.new, preview.not_taken, preview.already))
    if hidden:
        yield Content.styled(f"  and {hidden:,} more", "$dim")


def _name(found: Found) -> str:
    return found.subscription.title or found.subscription.url


def _row(sign: str, look: str, words: str, note: str, width: int, *, below: str = "") -> Content:
    """A sign, the words, a note at the right, and perhaps a second line."""
    note = fit(note, width // 2)
    words = fit(words, width - 2 - (cell_len(note) + 2 if note else 0))
    gap = " " * max(0, width - 2 - cell_len(words) - cell_len(note)) if note else ""
    style = "$dim" if look == "$dim" else ""
    return Content.assemble(
        Content.styled(f"{sign} ", look), Content.styled(words, style), gap, Content.styled(note, "$dim"),
        Content.styled(f"\n{_INDENT}{fit(below, width - 2)}" if below else "", "$dim"),
    )  # fmt: skip
