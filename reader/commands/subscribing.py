"""``add`` and ``remove``: what is subscribed."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable

from reader.commands import Exit
from reader.commands.objects import feed_object
from reader.commands.opening import Settings, known_url, logged, opened, read_settings
from reader.errors import FetchError, UsageError
from reader.model import Subscription
from reader.paths import Paths
from reader.printing import Form, complain, count, print_value, say, shown_url
from reader.subscriptions import (
    add_subscription,
    is_built_in,
    remove_subscription,
    values,
)


def add(paths: Paths, options: argparse.Namespace) -> int:
    """Subscribes to the feed at an address, after reading it once."""
    wanted = _wanted(options)
    settings = read_settings(paths)
    url, told = known_url(wanted.url, _urls(settings.subscriptions)), "Already subscribed to"
    if url is None:
        url, told = _subscribe(paths, settings, wanted), "Subscribed to"
    if url is None:
        return Exit.PARTLY
    with opened(paths) as library:
        feed = next((feed for feed in library.feeds.values() if feed.url == url), None)
    if feed and options.form is not Form.TEXT:
        print_value(feed_object(feed), options.form)
    elif feed:
        place = f", in {feed.folder}" if feed.folder else ""
        say(f"{told} {feed.title}: {shown_url(feed.url)}, {count(feed.total, 'article')}{place}.")
    return Exit.DONE


def _wanted(options: argparse.Namespace) -> Subscription:
    given = options.url.strip()
    if "://" not in given and "." in given.partition("/")[0]:
        given = f"https://{given}"
    try:
        return Subscription(
            values.address(given),
            title=values.title(options.title or ""),
            folder=values.folder(options.folder or ""),
            tags=values.tags(list(options.tag)),
        )
    except ValueError:
        raise UsageError(f"{shown_url(given)} is no address: it has to begin with https:// or http://") from None


def _subscribe(paths: Paths, settings: Settings, wanted: Subscription) -> str | None:
    """The address that is subscribed now; None, with a word on stderr, if there was no feed."""
    if is_built_in(wanted.url):
        add_subscription(paths.feeds, wanted)
        return wanted.url
    from reader.refresh.adding import add_feed
    from reader.refresh.lock import WAITING

    try:
        with logged(paths):
            now = int(time.time())
            added = add_feed(paths, settings.config, wanted, now=now, on_wait=lambda: complain(WAITING))
    except FetchError as error:
        advice = (
            "; give the address of its feed, to which pages often link as RSS or Atom" if "page" in str(error) else ""
        )
        complain(f"{shown_url(wanted.url)} was not added: {error}{advice}")
        return None
    return added.subscription.url


def remove(paths: Paths, options: argparse.Namespace) -> int:
    """Takes a subscription out of ``feeds.toml``; what arrived stays in the database, hidden."""
    settings = read_settings(paths)
    url = known_url(options.url, _urls(settings.subscriptions))
    if url is None or not remove_subscription(paths.feeds, url):
        complain(f"{shown_url(options.url)} is not subscribed: `broadsheet feeds` lists what is")
        return Exit.PARTLY
    if options.form is Form.TEXT:
        say(f"Removed {shown_url(url)}. Its articles are kept, and come back with `broadsheet add`.")
    else:
        print_value({"removed": shown_url(url)}, options.form)
    return Exit.DONE


def _urls(subscriptions: Iterable[Subscription]) -> list[str]:
    return [subscription.url for subscription in subscriptions]
