"""Messages about what the user said of people; imported with the first event, after the first paint."""

from __future__ import annotations

from reader.library.events import PeopleChanged
from reader.ui.commands.registry import key_of
from reader.ui.reader.undo_messages import undone_message
from reader.wording.catalogue import _
from reader.wording.correction_messages import correction_message


def people_message(event: PeopleChanged, now: int) -> str:
    """Names the correction that was made, undone or repeated; or says that nothing changed."""
    what = correction_message(event.correction)
    if event.undone or event.again:
        return undone_message(what, event.when, now, again=event.again)
    if not event.correction.facts:
        return _("Nothing to change: {what}").format(what=what) if event.correction.name else _("Nothing to change")
    return _("{what}. Press {key} to undo.").format(what=what, key=key_of("list.undo"))
