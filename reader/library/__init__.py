"""The one door that the screens and the command line use: subscriptions, entries, state, and the worker."""

from reader.library.library import Library, open_library
from reader.library.news import LibraryEvent, StateWritten, WriteFailed
from reader.refresh.events import AuthorDone, FeedDone, Finished, Indexed, Moved, PageDone, Progress, Started, Trouble
from reader.store import Key

__all__ = [
    "AuthorDone",
    "FeedDone",
    "Finished",
    "Indexed",
    "Key",
    "Library",
    "LibraryEvent",
    "Moved",
    "PageDone",
    "Progress",
    "Started",
    "StateWritten",
    "Trouble",
    "WriteFailed",
    "open_library",
]
