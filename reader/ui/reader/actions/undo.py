"""Commands that undo and repeat what was done to articles, feeds and folders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.model import Change
from reader.problems import ProblemDetails
from reader.text import sentence
from reader.ui.reader.context import ReaderContext
from reader.wording.catalogue import _
from reader.wording.problem_messages import problem_message

if TYPE_CHECKING:
    from reader.library.edits import Edit


def undo(reader: ReaderContext) -> None:
    """Undoes the last change of articles, feeds or folders, or says why that cannot be."""
    _once_current(reader, _undo)


def redo(reader: ReaderContext) -> None:
    """Repeats what was undone last."""
    _once_current(reader, _redo)


def _once_current(reader: ReaderContext, do: Callable[[ReaderContext], None]) -> None:
    """Calls ``do`` at once, or after ``feeds.toml`` has been read if another program has just written it."""

    async def after_check() -> None:
        await asyncio.wrap_future(reader.library.subscriptions.check())
        do(reader)

    if reader.library.subscriptions.current:
        do(reader)
    else:
        reader.screen.run_worker(after_check(), group="undo")


def _undo(reader: ReaderContext) -> None:
    undone = reader.library.changes.undo()
    if undone is None:
        reader.status.show_message(_("Nothing to undo"))
    elif isinstance(undone, ProblemDetails):
        reader.status.show_message(sentence(problem_message(undone)))
    elif isinstance(undone, Change):
        reader.show_change(undone)
        reader.status.show_undone(undone, reader.library.articles.headlines(undone.ids[:1]))
    else:
        from reader.library.edits import vanished_stream

        _show_edit(reader, undone)
        stream = reader.pending.return_to = vanished_stream(undone)
        if stream and reader.tree.select(stream):
            reader.show_list(stream)
        from reader.ui.reader.edit_messages import undone_message

        reader.status.show_message(undone_message(undone))


def _redo(reader: ReaderContext) -> None:
    repeated = reader.library.changes.redo()
    if repeated is None:
        reader.status.show_message(_("Nothing to redo"))
    elif isinstance(repeated, Change):
        reader.show_change(repeated)
        reader.status.show_redone(repeated, reader.library.articles.headlines(repeated.ids[:1]))
    else:
        from reader.ui.reader.edit_messages import done_message

        _show_edit(reader, repeated)
        reader.status.show_message(done_message(repeated))


def _show_edit(reader: ReaderContext, edit: Edit) -> None:
    from reader.library.edits import ChangeFeed
    from reader.ui.reader.edits import show_edit

    if not (isinstance(edit, ChangeFeed) and edit.moved):  # a new address shows once the articles have moved
        show_edit(reader)
