"""What the bottom line says of an event. Pure; imported with the first event, after the first paint."""

from __future__ import annotations

from collections.abc import Mapping

from reader.lazy_dataclass import dataclass
from reader.library import ChangeFailed, LibraryEvent, StoreFailed
from reader.library.worker_events import AlreadyRefreshing, FeedDone, Finished, Moved, Progress, Started, Trouble
from reader.text import sentence
from reader.web.addresses import without_userinfo
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message


@dataclass(frozen=True, slots=True)
class EventMessage:
    """``message`` is shown for some seconds; ``progress`` replaces the text at the right, unless it is None."""

    message: str = ""
    serious: bool = False
    progress: str | None = None


def event_message(event: LibraryEvent, titles: Mapping[int, str]) -> EventMessage:
    """The message about an event; empty for most. ``titles``: of the feeds, by id."""
    match event:
        case Started(total=total):
            return EventMessage(progress=plural("refreshing {n} feed", "refreshing {n} feeds", total))
        case AlreadyRefreshing():
            return EventMessage(_("Already refreshing"))
        case Progress(done=done, total=total):
            return EventMessage(progress=_("refreshing {done}/{total}").format(done=done, total=total))
        case FeedDone(feed_id=feed_id, feed_url=url, error=error) if error:
            return EventMessage(f"{titles.get(feed_id, without_userinfo(url))}: {problem_message(error)}")
        case Finished():
            return _finished(event)
        case Moved(feed_id=feed_id, old_url=old_url, new_url=new_url):
            name = titles.get(feed_id, without_userinfo(old_url))
            return EventMessage(_("{name} has moved to {url}").format(name=name, url=without_userinfo(new_url)))
        case Trouble(problem=details):
            return EventMessage(sentence(problem_message(details)), serious=True)
        case ChangeFailed(error=error) | StoreFailed(error=error):
            return EventMessage(sentence(error_message(error)), serious=True)
        case _:
            return EventMessage()


def _finished(event: Finished) -> EventMessage:
    """Which feed failed was said before, and that message stays; the bottom line counts all that fail."""
    if event.failed == event.polled > 1:
        message = plural(
            "Couldn’t load {n} feed. Is this computer online?",
            "Couldn’t load any of {n} feeds. Is this computer online?",
            event.polled,
        )
        return EventMessage(message, serious=True, progress="")
    if event.new:
        return EventMessage(plural("{n} new article", "{n} new articles", event.new), progress="")
    return EventMessage(_("No new articles") if event.polled and not event.failed else "", progress="")
