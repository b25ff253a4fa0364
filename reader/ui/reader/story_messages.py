"""Messages about corrections of stories; imported with the first of them, after the first paint."""

from __future__ import annotations

from reader.library.events import StoryCorrected
from reader.ui.commands.registry import key_of
from reader.ui.reader.undo_messages import LONGEST_TITLE, undone_message
from reader.ui.typeset.breaking import fit
from reader.wording.catalogue import _
from reader.wording.story_messages import story_message
from reader.wording.titles import shown_title


def corrected_message(event: StoryCorrected, now: int) -> str:
    """Describes a correction that was made, undone or repeated, or says that it changed nothing."""
    said = event.correction
    if not said.moves and not (event.undone or event.again):
        return _("Nothing to change: already done")
    title = fit(shown_title(said.title), LONGEST_TITLE)
    what = (
        story_message(title, fit(shown_title(said.other_title), LONGEST_TITLE)) if said.other else story_message(title)
    )
    if event.undone or event.again:
        return undone_message(what, event.when, now, again=event.again)
    return _("{what}. Press {key} to undo.").format(what=what, key=key_of("list.undo"))
