"""Messages about what was undone or repeated; imported with the first event, after the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.library.events import ChangeReverted, NothingReverted
from reader.model import Change, Field, Headline
from reader.text import sentence
from reader.ui.language.display_dates import byline_date
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.problem_messages import problem_message
from reader.wording.titles import shown_title

if TYPE_CHECKING:
    from reader.library import EditDone

_LONGEST_TITLE = 50  # cells of a title in a message


def reverted_message(event: ChangeReverted, first: Sequence[Headline], now: int) -> str:
    """What was undone or repeated, as the user had done it. ``first``: the only article, or the first of several."""
    made = event.change if event.again else event.change.inverse()
    title = fit(shown_title(first[0].title), _LONGEST_TITLE) if first and len(made.ids) == 1 else None
    return _named(_one(made, title) if title else _many(made), event.when, now, again=event.again)


def reverted_edit_message(event: EditDone, now: int) -> str:
    """The edit that was undone or repeated."""
    from reader.ui.reader.edit_messages import edit_message

    return _named(edit_message(event.edit).removesuffix("."), event.when, now, again=event.again)


def nothing_reverted_message(event: NothingReverted) -> str:
    """Why nothing was undone or repeated."""
    if event.reason:
        return sentence(problem_message(event.reason))
    return _("Nothing to redo") if event.again else _("Nothing to undo")


def _named(what: str, when: int | None, now: int, *, again: bool) -> str:
    """``when``: Unix seconds, of what another session of the reader did."""
    if when is not None:
        what = pgettext("what was undone", "{what} ({when})").format(
            what=what, when=byline_date(when, now, alone=False)
        )
    return (_("Redid: {what}") if again else _("Undid: {what}")).format(what=what)


def _one(change: Change, title: str) -> str:
    match change.field, change.value:
        case Field.READ, value:
            text = _("“{title}” marked read") if value else _("“{title}” marked unread")
        case Field.STARRED, value:
            text = _("“{title}” starred") if value else _("“{title}” unstarred")
        case Field.LATER, value:
            text = _("“{title}” kept for later") if value else _("“{title}” no longer kept for later")
        case _, True:
            text = _("“{title}” labelled {label}")
        case _:
            text = _("label {label} removed from “{title}”")
    return text.format(title=title, label=change.label)


def _many(change: Change) -> str:
    count, label = len(change.ids), change.label
    match change.field, change.value:
        case Field.READ, True:
            return plural("{n} article marked read", "{n} articles marked read", count)
        case Field.READ, _:
            return plural("{n} article marked unread", "{n} articles marked unread", count)
        case Field.STARRED, True:
            return plural("{n} article starred", "{n} articles starred", count)
        case Field.STARRED, _:
            return plural("{n} article unstarred", "{n} articles unstarred", count)
        case Field.LATER, True:
            return plural("{n} article kept for later", "{n} articles kept for later", count)
        case Field.LATER, _:
            return plural("{n} article no longer kept for later", "{n} articles no longer kept for later", count)
        case _, True:
            return plural("{n} article labelled {label}", "{n} articles labelled {label}", count, label=label)
        case _:
            return plural(
                "label {label} removed from {n} article", "label {label} removed from {n} articles", count, label=label
            )
