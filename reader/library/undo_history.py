"""Undoes and repeats what the user did: changes of entries and edits of ``feeds.toml``, in order, by the journal.

All of it happens on the writer thread, in order with what is still to be written, and events tell what came of it. So
nothing has to be loaded first, and what another program did in between is known.

A step that can never be undone is named and then left out: a table of ``feeds.toml`` that was edited since, a merge of
two feeds, an import of articles, a damaged row. The next undo reverts the step before it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from reader.errors import BroadsheetError, StoreError
from reader.lazy_dataclass import dataclass
from reader.library.events import (
    ChangeReverted,
    LibraryEvent,
    NothingReverted,
    PeopleChanged,
    StoreFailed,
    StoryCorrected,
)
from reader.library.writer import Writer
from reader.model import Change
from reader.problems import Problem, ProblemDetails, problem
from reader.store import Store
from reader.store.journal import JournalStep, Session, is_account_edit, is_correction, is_story_correction

if TYPE_CHECKING:
    from reader.library.accounts import Accounts
    from reader.library.edits import Edit
    from reader.library.subscriptions import Subscriptions
    from reader.person import Correction
    from reader.stories.correction import StoryCorrection

Reverted: TypeAlias = "Change | Edit | Correction | StoryCorrection | ProblemDetails | None"

_NEVER = frozenset({Problem.CHANGED_SINCE, Problem.UNDO_OF_MERGED_FEEDS})


@dataclass(frozen=True, slots=True)
class Stepping:
    """What a step of the journal is written with. ``config``: the path of ``config.toml``."""

    session: Session
    now: Callable[[], int]
    config: Path


class UndoHistory:
    """Both commands return at once. ``tell`` is called from the writer thread."""

    def __init__(
        self,
        writer: Writer,
        subscriptions: Subscriptions,
        accounts: Accounts,
        stepping: Stepping,
        tell: Callable[[LibraryEvent], None],
    ) -> None:
        self._writer, self._subscriptions, self._accounts = writer, subscriptions, accounts
        self._stepping, self._tell = stepping, tell

    def undo(self) -> Future[Reverted]:
        """Reverts the last step.

        The future gives the change (one of several) or edit that was undone, why it cannot be undone, or None if there
        is nothing; it raises a :class:`~reader.errors.BroadsheetError` if it failed and can be tried again.
        """
        return self._writer.submit(lambda store: self._revert(store, again=False))

    def redo(self) -> Future[Reverted]:
        """Repeats what was undone last; see :meth:`undo`."""
        return self._writer.submit(lambda store: self._revert(store, again=True))

    def _revert(self, store: Store, *, again: bool) -> Reverted:
        try:
            with store.translated():
                self._subscriptions.settle(store)
                step = store.journal.latest(self._stepping.session, undone=again)
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        if step is None:
            self._tell(NothingReverted(again))
            return None
        if step.change is not None:
            return self._revert_changes(store, step)
        if step.edit and is_correction(step.edit):
            return self._revert_correction(store, step)
        if step.edit and is_story_correction(step.edit):
            return self._revert_story(store, step)
        if step.edit and is_account_edit(step.edit):
            return self._revert_account_edit(store, step)
        return self._revert_edit(store, step)

    def _revert_changes(self, store: Store, step: JournalStep) -> Reverted:
        try:
            with store.translated():
                parts = store.journal.parts_of(step, self._stepping.session)
                reverted = [change for change in store.journal.revert_all(parts) if change.ids]
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        if not reverted:
            return self._refuse(step, problem(Problem.UNDO_OF_NOTHING))
        first, *more = reverted
        self._tell(ChangeReverted(first, step.undone, None if step.own else step.time, more=tuple(more)))
        return first if step.undone else first.inverse()

    def _revert_correction(self, store: Store, step: JournalStep) -> Reverted:
        try:
            with store.translated():
                correction = store.people.revert(step)
        except ValueError:
            return self._leave_out(store, step, problem(Problem.UNDO_OF_DAMAGED_STEP))
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        if not correction.facts:
            return self._refuse(step, problem(Problem.UNDO_OF_NOTHING))
        when = None if step.own else step.time
        self._tell(PeopleChanged(correction, undone=not step.undone, again=step.undone, when=when))
        return correction

    def _revert_story(self, store: Store, step: JournalStep) -> Reverted:
        try:
            with store.translated():
                correction = store.stories.revert(step)
        except ValueError:
            return self._leave_out(store, step, problem(Problem.UNDO_OF_DAMAGED_STEP))
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        if not correction.moves:
            return self._refuse(step, problem(Problem.UNDO_OF_NOTHING))
        when = None if step.own else step.time
        self._tell(StoryCorrected(correction, undone=not step.undone, again=step.undone, when=when))
        return correction

    def _revert_account_edit(self, store: Store, step: JournalStep) -> Reverted:
        try:
            edit = self._accounts.revert(store, step)
        except ValueError:
            return self._leave_out(store, step, problem(Problem.UNDO_OF_DAMAGED_STEP))
        except StoreError as error:
            self._tell(StoreFailed(error))
            raise
        return edit or self._refuse(step, problem(Problem.UNDO_OF_CHANGED_FEED))

    def _revert_edit(self, store: Store, step: JournalStep) -> Reverted:
        from reader.library.edit_steps import decode  # with the first edit that is undone
        from reader.library.edits import PastImport

        try:
            edit = decode(step.edit or "")
            if isinstance(edit, PastImport) and edit.articles:
                return self._leave_out(store, step, problem(Problem.UNDO_ENDS_AT_IMPORT))
            self._subscriptions.revert(store, step, edit)
        except ValueError:
            return self._leave_out(store, step, problem(Problem.UNDO_OF_DAMAGED_STEP))
        except BroadsheetError as error:
            if error.details.code not in _NEVER:
                raise
            store.journal.forget(step)
            return error.details
        return edit

    def _leave_out(self, store: Store, step: JournalStep, reason: ProblemDetails) -> ProblemDetails:
        store.journal.forget(step)
        return self._refuse(step, reason)

    def _refuse(self, step: JournalStep, reason: ProblemDetails) -> ProblemDetails:
        self._tell(NothingReverted(step.undone, reason))
        return reason
