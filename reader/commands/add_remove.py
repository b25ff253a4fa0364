"""``add`` and ``remove``: what is subscribed."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.commands import Exit
from reader.commands.console import (
    Form,
    ProgressLine,
    ask,
    can_ask,
    complain,
    count,
    print_value,
    print_values,
    say,
    shown_url,
)
from reader.commands.json_output import Object, feed_object
from reader.commands.open_folders import Settings, known_url, logged, opened, read_settings
from reader.errors import FetchError, UsageError
from reader.model import Subscription
from reader.paths import Paths
from reader.subscriptions import add_subscription, is_built_in, is_local, remove_subscription
from reader.subscriptions import field_values as values
from reader.subscriptions.discovery import addresses_of, what_is_wrong

if TYPE_CHECKING:
    from reader.refresh.subscribing.subscriber import Added, Choose
    from reader.refresh.worker.protocol import FeedFound

_QUESTIONS = 3  # until an answer that is none counts as no


def add(paths: Paths, options: argparse.Namespace) -> int:
    """Looks for feeds at an address and subscribes to one, which is read once; ``--list`` only shows them."""
    wanted = _wanted(options)
    settings = read_settings(paths)
    known = _already(wanted.url, settings)
    try:
        if options.list:
            _look(paths, settings, wanted, lambda found: _print(found, options.form))
            return Exit.DONE
        if known:
            return _tell(paths, known, "Already subscribed to", options.form)
        added = _add(paths, settings, wanted)
    except FetchError as error:
        complain(f"{shown_url(wanted.url)}{'' if options.list else ' was not added'}: {error}")
        return Exit.PARTLY
    if added is None:
        complain("nothing was added")
        return Exit.PARTLY
    url, new = added
    return _tell(paths, url, "Subscribed to" if new else "Already subscribed to", options.form)


def _wanted(options: argparse.Namespace) -> Subscription:
    """What is wanted; the address as it was typed."""
    given = options.url.strip()
    wrong = "" if is_built_in(given) else what_is_wrong(given)
    if wrong:
        raise UsageError(f"{shown_url(given)} cannot be added: {wrong}")
    return Subscription(
        given,
        title=values.title(options.title or ""),
        folder=values.folder(options.folder or ""),
        tags=values.tags(list(options.tag)),
    )


def _already(typed: str, settings: Settings) -> str | None:
    """The subscribed address that was typed, if it is one."""
    urls = [subscription.url for subscription in settings.subscriptions]
    meant = (known_url(address, urls) for address in (addresses_of(typed) or (typed,)))
    return next(filter(None, meant), None)


def _add(paths: Paths, settings: Settings, wanted: Subscription) -> tuple[str, bool] | None:
    """The address that is subscribed now, and whether it is new; None if none was chosen."""
    if is_built_in(wanted.url):
        return wanted.url, add_subscription(paths.feeds, wanted)
    added = _look(paths, settings, wanted, _choose)
    return (added.url, added.new) if added else None


def _look(paths: Paths, settings: Settings, wanted: Subscription, choose: Choose) -> Added | None:
    from reader.refresh.refresh_lock import WAITING
    from reader.refresh.subscribing.subscriber import add_feed

    line = ProgressLine()

    def chosen(found: Sequence[FeedFound]) -> FeedFound | None:
        line.clear()
        return choose(found)

    try:
        with logged(paths):
            return add_feed(
                paths, settings.config, wanted, subscribed=[one.url for one in settings.subscriptions], choose=chosen,
                now=int(time.time()), on_step=line.show, on_wait=lambda: complain(WAITING),
            )  # fmt: skip
    finally:
        line.clear()


def _choose(found: Sequence[FeedFound]) -> FeedFound | None:
    """Of several feeds the person chooses; where nobody can be asked, the best is taken, and that is said."""
    if len(found) == 1:
        return found[0]
    if can_ask():
        return _ask(found)
    best, *others = found
    listed = ", ".join(shown_url(one.url) for one in others)
    complain(f"{count(len(found), 'feed')} were found; this takes {shown_url(best.url)}. The others: {listed}")
    return best


def _ask(found: Sequence[FeedFound]) -> FeedFound | None:
    lines: Iterable[str] = _lines(found)
    for _ in range(_QUESTIONS):
        answer = ask(f"Which one? 1 to {len(found)}, Enter for 1, q for none:", lines)
        if answer is None or answer.lower() in ("q", "n", "no"):
            return None
        if answer == "":
            return found[0]
        if answer.isascii() and answer.isdecimal() and 1 <= int(answer[:9]) <= len(found):
            return found[int(answer[:9]) - 1]
        lines = ()
    return None


def _print(found: Sequence[FeedFound], form: Form) -> None:
    if form is Form.TEXT:
        for text in _lines(found):
            say(text)
    else:
        print_values(map(_object, found), form)


def _lines(found: Iterable[FeedFound]) -> Iterator[str]:
    """Each feed with its number, what it carries, and its newest headlines."""
    for number, one in enumerate(found, start=1):
        facts = [one.kind, count(one.entries, "article"), one.often]
        facts += ["comments"] if one.comments else []
        facts += ["already subscribed"] if one.subscribed else []
        yield f"{number:2}  {one.title} ({', '.join(filter(None, facts))})"
        yield f"    {shown_url(one.url)}"
        yield from (f"      {title}" for title in one.newest)


def _object(found: FeedFound) -> Object:
    return {
        "url": shown_url(found.url),
        "title": found.title,
        "kind": found.kind,
        "entries": found.entries,
        "often": found.often or None,
        "newest": list(found.newest),
        "comments": found.comments,
        "subscribed": shown_url(found.subscribed) if found.subscribed else None,
    }


def _tell(paths: Paths, url: str, words: str, form: Form) -> Exit:
    """The subscription as it is now."""
    with opened(paths) as library:
        feed = next((feed for feed in library.feeds.by_id.values() if feed.url == url), None)
    if feed and form is not Form.TEXT:
        print_value(feed_object(feed), form)
    elif feed:
        place = f", in {feed.folder}" if feed.folder else ""
        say(f"{words} {feed.title}: {shown_url(feed.url)}, {count(feed.total, 'article')}{place}.")
    return Exit.DONE


def remove(paths: Paths, options: argparse.Namespace) -> int:
    """Takes a subscription out of ``feeds.toml``; what arrived stays in the database, hidden."""
    settings = read_settings(paths)
    url = known_url(options.url, [one.url for one in settings.subscriptions])
    if url is None or not remove_subscription(paths.feeds, url):
        complain(f"{shown_url(options.url)} is not subscribed: `broadsheet feeds` lists what is")
        return Exit.PARTLY
    if options.form is Form.TEXT:
        way = "its table in feeds.toml" if is_local(url) else "`broadsheet add`"
        say(f"Removed {shown_url(url)}. Its articles are kept, and come back with {way}.")
    else:
        print_value({"removed": shown_url(url)}, options.form)
    return Exit.DONE
