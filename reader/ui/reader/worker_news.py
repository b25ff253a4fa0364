"""What an event of the library means for the screen. Pure; imported with the first event.

A refresh says what it is doing at the right of the bottom line, and what came of it in a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.library import ChangeFailed, ChangeWritten, LibraryEvent, StoreFailed, SubscriptionsStored
from reader.library.worker_events import AuthorDone, FeedDone, Finished, Moved, PageDone, Progress, Started, Trouble
from reader.model import Change
from reader.text import sentence
from reader.web.addresses import without_userinfo
from reader.wording.problem_messages import error_message, problem_message


@dataclass(frozen=True, slots=True)
class Heard:
    """``progress``: new words for the right of the bottom line. ``page_of``: the entry of which more is known.

    ``counts``: whether feeds and counts are others now. ``edited``: the feed of which entries were edited.
    ``moved``: a feed's old and new address. ``taken_back``: a change that did not come to pass.
    """

    message: str = ""
    serious: bool = False
    progress: str | None = None
    page_of: int | None = None
    counts: bool = False
    edited: int | None = None
    moved: tuple[str, str] | None = None
    taken_back: Change | None = None


def heard(event: LibraryEvent, titles: Mapping[int, str]) -> Heard:
    """The meaning of an event; ``titles``: names of feeds by id."""
    if isinstance(event, Started):
        return Heard(progress="polling 1 feed" if event.total == 1 else f"polling {event.total} feeds")
    if isinstance(event, Progress):
        return Heard(progress=f"polling {event.done}/{event.total}")
    if isinstance(event, FeedDone):
        name = titles.get(event.feed_id, without_userinfo(event.feed_url))
        edited = event.feed_id if event.updated else None
        return Heard(f"{name}: {problem_message(event.error)}" if event.error else "", counts=True, edited=edited)
    if isinstance(event, Finished):
        return _finished(event)
    if isinstance(event, Moved):
        name = titles.get(event.feed_id, without_userinfo(event.old_url))
        return Heard(
            f"{name} has moved to {without_userinfo(event.new_url)}", counts=True, moved=(event.old_url, event.new_url)
        )
    return _of_articles(event)


def _finished(event: Finished) -> Heard:
    of = "1 feed" if event.polled == 1 else f"{event.polled} feeds"
    progress = f"{event.failed} of {of} failed" if event.failed else ""
    message, serious = "", False  # which feed failed was said before, and shall stay to be read
    if event.failed == event.polled > 1:
        message, serious = f"None of {event.polled} feeds could be read. Is this machine online?", True
    elif event.new:
        message = "1 new article" if event.new == 1 else f"{event.new} new articles"
    elif event.polled and not event.failed:
        message = "Nothing new."
    return Heard(message, serious, progress, counts=True)


def _of_articles(event: LibraryEvent) -> Heard:
    if isinstance(event, PageDone | AuthorDone):
        return Heard(page_of=event.entry_id)
    if isinstance(event, Trouble):
        return Heard(sentence(problem_message(event.problem)), serious=True)
    if isinstance(event, ChangeFailed):
        return Heard(sentence(error_message(event.error)), serious=True, taken_back=event.inverse)
    if isinstance(event, StoreFailed):
        return Heard(sentence(error_message(event.error)), serious=True)
    return Heard(counts=isinstance(event, ChangeWritten | SubscriptionsStored))
