"""Messages about what was undone or repeated; imported with the first event, after the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.library.events import ChangeReverted, NothingReverted
from reader.model import Headline
from reader.text import sentence
from reader.ui.language.display_dates import byline_date
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import _, pgettext
from reader.wording.change_messages import change_message
from reader.wording.problem_messages import problem_message
from reader.wording.titles import shown_title

if TYPE_CHECKING:
    from reader.library import EditDone

LONGEST_TITLE = 50  # cells of a title in a message


def reverted_message(event: ChangeReverted, first: Sequence[Headline], now: int) -> str:
    """The undone or repeated change, as the user had made it. ``first``: the only article, or the first of several."""
    reverted = (event.change, *event.more)
    made = reverted if event.again else [change.inverse() for change in reversed(reverted)]
    title = fit(shown_title(first[0].title), LONGEST_TITLE) if first and event.change.count == 1 else None
    title = None if event.more else title
    what = ", ".join(change_message(change, title) for change in made)
    return undone_message(what, event.when, now, again=event.again)


def reverted_edit_message(event: EditDone, now: int) -> str:
    """The edit that was undone or repeated."""
    from reader.ui.reader.edit_messages import edit_message

    return undone_message(edit_message(event.edit).removesuffix("."), event.when, now, again=event.again)


def nothing_reverted_message(event: NothingReverted) -> str:
    """Why nothing was undone or repeated."""
    if event.reason:
        return sentence(problem_message(event.reason))
    return _("Nothing to redo") if event.again else _("Nothing to undo")


def undone_message(what: str, when: int | None, now: int, *, again: bool) -> str:
    """The undone or repeated change. ``when``: Unix seconds, of what another session of the reader did."""
    if when is not None:
        what = pgettext("what was undone", "{what} ({when})").format(
            what=what, when=byline_date(when, now, alone=False)
        )
    return (_("Redid: {what}") if again else _("Undid: {what}")).format(what=what)
