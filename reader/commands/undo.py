"""``undo``: reverts the last ``mark`` or ``edit``, or repeats it."""

from __future__ import annotations

import argparse

from reader.commands import Exit
from reader.commands.console import Form, complain, print_value, say
from reader.commands.formats import shown_url
from reader.commands.open_folders import opened
from reader.library.edits import ChangeFeed, Edit
from reader.model import Change
from reader.paths import Paths
from reader.person import Correction
from reader.problems import ProblemDetails
from reader.stories.correction import StoryCorrection
from reader.wording.catalogue import _
from reader.wording.change_messages import change_message
from reader.wording.correction_messages import correction_message
from reader.wording.problem_messages import problem_message
from reader.wording.story_messages import story_message


def undo(paths: Paths, options: argparse.Namespace) -> int:
    """Undoes one step of the command line; with ``--redo``, repeats one."""
    with opened(paths) as library:
        done = (library.history.redo() if options.redo else library.history.undo()).result()
    if done is None or isinstance(done, ProblemDetails):
        nothing = _("nothing to redo") if options.redo else _("nothing to undo")
        complain(problem_message(done) if done else nothing)
        return Exit.PARTLY
    if options.form is not Form.TEXT:
        print_value(_as_object(done), options.form)
    else:
        say((_("Redid: {what}") if options.redo else _("Undid: {what}")).format(what=_what(done)))
    return Exit.DONE


def _what(done: Change | Edit | Correction | StoryCorrection) -> str:
    if isinstance(done, Change):
        return change_message(done)
    if isinstance(done, StoryCorrection):
        return story_message(done.title, done.other_title)
    return correction_message(done) if isinstance(done, Correction) else _("{feed} changed").format(feed=_feed(done))


def _feed(edit: Edit) -> str:
    return edit.label or (shown_url(edit.url) if isinstance(edit, ChangeFeed) else "")


def _as_object(done: Change | Edit | Correction | StoryCorrection) -> dict[str, object]:
    if isinstance(done, Change):
        label = done.label or None
        return {"articles": done.count, "field": done.field, "value": done.value, "label": label, "feed": None}
    if isinstance(done, Correction):
        person = {"person": done.person, "name": done.name, "said": done.said}
        return {"articles": 0, "field": None, "value": None, "label": None, "feed": None, **person}
    if isinstance(done, StoryCorrection):
        said = {"id": done.entry_id, "said": done.said, "other": done.other or None}
        return {"articles": len(done.moved), "field": None, "value": None, "label": None, "feed": None, **said}
    feed = shown_url(done.url) if isinstance(done, ChangeFeed) else None
    return {"articles": 0, "field": None, "value": None, "label": None, "feed": feed}
