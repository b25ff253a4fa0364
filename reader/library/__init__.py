"""The one door that the screens and the command line use: subscriptions, entries, state, and the worker.

The worker's events are looked up when the first of them comes, which is after the first paint.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.library.events import LibraryEvent, StateWritten, WriteFailed
from reader.library.library import Library, open_library
from reader.store import Key

if TYPE_CHECKING:
    from reader.refresh.worker.protocol import (
        AuthorDone,
        FeedDone,
        FeedFound,
        Finished,
        Indexed,
        Moved,
        PageDone,
        Progress,
        Searched,
        Searching,
        Started,
        Subscribed,
        Trouble,
    )

_EVENTS = [
    "AuthorDone",
    "FeedDone",
    "FeedFound",
    "Finished",
    "Indexed",
    "Moved",
    "PageDone",
    "Progress",
    "Searched",
    "Searching",
    "Started",
    "Subscribed",
    "Trouble",
]

__all__ = [
    "AuthorDone",
    "FeedDone",
    "FeedFound",
    "Finished",
    "Indexed",
    "Key",
    "Library",
    "LibraryEvent",
    "Moved",
    "PageDone",
    "Progress",
    "Searched",
    "Searching",
    "Started",
    "StateWritten",
    "Subscribed",
    "Trouble",
    "WriteFailed",
    "open_library",
]


def __getattr__(name: str) -> Any:
    if name in _EVENTS:
        return getattr(import_module("reader.refresh.worker.protocol"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
