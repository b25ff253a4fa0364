"""Messages about corrections of stories; imported with the first of them, after the first paint."""

from __future__ import annotations

from rich.cells import cell_len

from reader.library.events import StoryCorrected
from reader.ui.commands.registry import key_of
from reader.ui.reader.undo_messages import LONGEST_TITLE, undone_message
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import _
from reader.wording.story_messages import story_message
from reader.wording.titles import shown_title

_SHORTEST_TITLE = 12  # cells


def corrected_message(event: StoryCorrected, now: int, room: int) -> str:
    """Describes a correction that was made, undone or repeated, or says that it changed nothing.

    Titles are cut so that the message fits into ``room`` cells. If that would leave less than a word or two of them,
    the message takes more lines instead.
    """
    said = event.correction
    if not said.moves and not (event.undone or event.again):
        return _("Nothing to change: already done")
    lengths = range(LONGEST_TITLE, _SHORTEST_TITLE - 1, -1)
    cut = (_message(event, now, longest) for longest in lengths)
    return next((one for one in cut if cell_len(one) <= room), _message(event, now, LONGEST_TITLE))


def _message(event: StoryCorrected, now: int, longest: int) -> str:
    said = event.correction
    other = fit(shown_title(said.other_title), longest) if said.other else ""
    what = story_message(fit(shown_title(said.title), longest), other)
    if event.undone or event.again:
        return undone_message(what, event.when, now, again=event.again)
    return _("{what}. Press {key} to undo.").format(what=what, key=key_of("list.undo"))
