"""The history of steps that can be undone and repeated: changes of entries and edits of ``feeds.toml``, in order.

Undo reverts the last thing that the user did, or says that it cannot and leaves everything before it alone. So
whatever cannot be undone stays in the history, as a :class:`Stop`: another program's edit of ``feeds.toml``, which is
usually the user's in an editor, or an import of articles.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from reader.lazy_dataclass import dataclass
from reader.model import Change
from reader.problems import Problem, ProblemDetails, problem

if TYPE_CHECKING:
    from reader.library.edits import Edit
    from reader.subscriptions.edit_feeds import Name

UNDO_DEPTH = 200

Running: TypeAlias = "Future[Any] | None"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Something that was done. ``future`` gives its result, None or an empty change if nothing was to change.

    ``reverse`` reverts it and returns the step that repeats it; it fails if the undo or redo before it, which may still
    wait, fails. ``key`` identifies the step for :meth:`UndoHistory.stop`.
    """

    what: Change | Edit
    future: Future[Any]
    reverse: Callable[[Running], Step]
    key: object = None
    again: bool = False

    @property
    def failed(self) -> bool:
        """Whether it failed."""
        return self.future.done() and self.future.exception() is not None

    @property
    def void(self) -> bool:
        """Whether it failed or changed nothing."""
        if not self.future.done() or self.failed:
            return self.failed
        result = self.future.result()
        return result is None or (isinstance(result, Change) and not result.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """Undo ends here. ``names``: the tables of ``feeds.toml`` that another program changed."""

    reason: Problem
    names: frozenset[Name] = frozenset()


class UndoHistory:
    """Undoes and repeats. All methods can be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._done: list[Step | Stop] = []
        self._undone: list[tuple[Step, Step]] = []  # what reverted a step, and the step
        self._running: Running = None  # the last undo or redo, unless something else was done since

    def do(self, begin: Callable[[], Step]) -> Step:
        """Begins a step, which can be undone. Undone steps can no longer be repeated."""
        with self._lock:
            self._settle()
            self._undone.clear()
            self._running = None
            step = begin()
            self._append(step)
            return step

    def undo(self) -> Change | Edit | ProblemDetails | None:
        """Reverts the last step; None if there is nothing to undo.

        Returns the inverse of a change of entries, an edit as it was, or why nothing can be undone.
        """
        with self._lock:
            self._settle()
            last = self._done[-1] if self._done else None
            if last is None:
                return None
            if isinstance(last, Stop):
                return problem(last.reason)
            reverse = last.reverse(self._running)
            self._done.pop()
            self._undone.append((reverse, last))
            self._running = reverse.future
            return reverse.what

    def redo(self) -> Change | Edit | None:
        """Repeats what was undone last and returns it; None if there is nothing to repeat."""
        with self._lock:
            self._settle()
            if not self._undone:
                return None
            reverse, _step = self._undone.pop()
            again = replace(reverse.reverse(self._running), again=True)
            self._append(again)
            self._running = again.future
            return again.what

    def stop(self, reason: Problem, names: frozenset[Name] = frozenset(), *, before: object = None) -> None:
        """Makes undo end here, or before the step with a key. A step whose undo has that key is kept, to be undone."""
        with self._lock:
            keys = [reverse.key for reverse, _step in self._undone]
            if before is not None and before in keys:
                for _reverse, step in reversed(self._undone[keys.index(before) :]):
                    self._done.append(step)
            self._undone.clear()
            done = [step.key if isinstance(step, Step) else None for step in self._done]
            place = done.index(before) if before is not None and before in done else len(done)
            self._done.insert(place, Stop(reason, names))

    def explain(self, names: frozenset[Name]) -> None:
        """These tables were changed by the reader's own worker, and not by another program."""
        with self._lock:
            self._done = [
                replace(one, names=one.names - names) if isinstance(one, Stop) and one.names else one
                for one in self._done
                if not (isinstance(one, Stop) and one.names and one.names <= names)
            ]

    def _append(self, step: Step) -> None:
        self._done = [*self._done[-UNDO_DEPTH + 1 :], step]

    def _settle(self) -> None:
        """Forgets steps that came to nothing. What could not be undone can be tried again, before anything earlier."""
        while self._undone and self._undone[-1][0].failed:
            self._done.append(self._undone.pop()[1])
        self._undone = [(reverse, step) for reverse, step in self._undone if not reverse.void]
        if any(isinstance(one, Step) and one.again and one.failed for one in self._done):
            self._undone.clear()
        self._done = [one for one in self._done if isinstance(one, Stop) or not one.void]


def raise_failure(running: Running) -> None:
    """Raises what the undo or redo before failed with. To be called when it has ended."""
    if running is not None and (error := running.exception()):
        raise error
