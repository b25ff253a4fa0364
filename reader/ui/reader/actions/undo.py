"""Commands that undo and repeat what was done to articles, feeds and folders. Events show what came of it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from reader.ui.reader.context import ReaderContext
from reader.wording.catalogue import _

SLOW = 0.4  # seconds after which it is said that an undo has to wait


def undo(reader: ReaderContext) -> None:
    """Undoes the last change of articles, feeds or folders, or says why that cannot be."""
    _mention_wait(reader, reader.library.history.undo())


def redo(reader: ReaderContext) -> None:
    """Repeats what was undone last."""
    _mention_wait(reader, reader.library.history.redo())


def _mention_wait(reader: ReaderContext, future: Future[Any]) -> None:
    def mention() -> None:
        if not future.done():
            reader.status.show_message(_("Waiting for another program to release the database…"))

    reader.screen.set_timer(SLOW, mention)
