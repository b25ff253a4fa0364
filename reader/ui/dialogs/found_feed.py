"""A feed that a search has found, as the dialog that subscribes shows it: its row, and what is known of it."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from reader.library.worker_events import FeedFound
from reader.ui.typeset.breaking import fit
from reader.wording.feed_messages import frequency_message


def count_of(number: int, noun: str) -> str:
    """``1 feed``, ``2 feeds``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def found_line(found: FeedFound, width: int) -> Content:
    """A feed's name, and at the right its kind and size."""
    count = count_of(found.entries, "article")
    notes = ["comments"] if found.comments else []
    notes += ["subscribed"] if found.subscribed else []
    return _ends(found.title, ", ".join([*notes, found.kind, count]), width, short=found.kind)


def found_details(found: FeedFound, width: int) -> Content:
    """Address, how often it publishes, and its newest headlines."""
    where, style = (found.url, "$dim")
    if found.subscribed:
        where, style = f"You have it already: {found.subscribed}", "$accent"
    lines = [_ends(where, frequency_message(found.per_week, found.silent_for), width, style)]
    lines += [Content(fit(f"– {title}", width)) for title in found.newest] or [Content("No articles yet.")]
    return Content("\n").join(lines)


def _ends(left: str, right: str, width: int, style: str = "", short: str = "") -> Content:
    """Words at the left, and dim ones at the right where both have room; where not, ``short`` ones."""
    room = width - cell_len(right) - 2
    if not right or room < min(cell_len(left), 12):
        return _ends(left, short, width, style) if short else Content.styled(fit(left, width), style)
    left = fit(left, room)
    gap = " " * (width - cell_len(left) - cell_len(right))
    return Content.assemble(Content.styled(left, style), gap, Content.styled(right, "$dim"))
