"""``add``, ``remove``, ``import`` and ``export``: what is subscribed."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader.commands import Exit
from reader.commands.objects import feed_object
from reader.commands.opening import Settings, known_url, logged, opened, read_settings
from reader.commands.sources import read_file
from reader.errors import FetchError, ParseError, UsageError
from reader.model import Subscription
from reader.paths import Paths
from reader.printing import Form, complain, count, print_value, say, shown_url
from reader.subscriptions import (
    add_subscription,
    add_subscriptions,
    export_opml,
    is_built_in,
    read_opml,
    remove_subscription,
    values,
)

_NEWSBOAT = "newsboat's urls file cannot be imported yet: `newsboat -e > feeds.opml` writes OPML, which can"


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


def import_(paths: Paths, options: argparse.Namespace) -> int:
    """Adds the subscriptions of a file to those that are there; nothing is removed or changed."""
    found = _read_list(options.file, options.kind)
    known = set(_urls(read_settings(paths).subscriptions))
    new: Sequence[Subscription] = [one for one in found if one.url not in known]
    if not options.dry_run:
        new = add_subscriptions(paths.feeds, new)
    added = {one.url for one in new}
    already = [one for one in found if one.url not in added]
    if options.form is Form.TEXT:
        _tell_import(new, already, dry_run=options.dry_run)
    else:
        listed = [{"url": shown_url(one.url), "title": one.title, "folder": one.folder or None} for one in new]
        there = [shown_url(one.url) for one in already]
        print_value({"added": listed, "already": there, "dry_run": options.dry_run}, options.form)
    if not found:
        complain(f"no subscription was found in {options.file}")
    return Exit.DONE if found else Exit.PARTLY


def _tell_import(new: Sequence[Subscription], already: Sequence[Subscription], *, dry_run: bool) -> None:
    for one in new:
        place = f"{one.folder}/{one.title or ''}".strip("/")
        say(f"  {shown_url(one.url)}" + (f"  ({place})" if place else ""))
    say(f"{count(len(new), 'feed')} {'would be ' if dry_run else ''}added; {len(already):,} already there.")
    if new and not dry_run:
        say("`broadsheet refresh` gets their articles.")


def _read_list(file: str, kind: str | None) -> tuple[Subscription, ...]:
    """The subscriptions of a file of either kind. Raises :class:`UsageError`."""
    if kind == "newsboat":
        raise UsageError(_NEWSBOAT)
    data = read_file(file)
    try:
        return read_opml(data)
    except ParseError as error:
        if kind is None and _is_newsboat(data):
            raise UsageError(f"{file}: {_NEWSBOAT}") from None
        raise UsageError(f"{file}: {error}") from None


def _is_newsboat(data: bytes) -> bool:
    """Whether a file is a list of addresses, one a line."""
    lines = (line.strip() for line in data[:100_000].splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return first.startswith((b"http://", b"https://", b"query:", b"exec:", b"filter:"))


def export(paths: Paths, options: argparse.Namespace) -> int:
    """The subscriptions as OPML, to stdout or a file; passwords in addresses are left out."""
    settings = read_settings(paths)
    text = export_opml(settings.subscriptions, now=int(time.time()))
    if options.file is None or options.file == "-":
        say(text.rstrip("\n"))
    else:
        _write_export(Path(options.file), text)
    if not settings.complete:
        complain("the export lacks what could not be read of feeds.toml")
    return Exit.DONE if settings.complete else Exit.PARTLY


def _write_export(path: Path, text: str) -> None:
    """Writes the file whole or not at all, and over an older export only."""
    if path.exists() and not (path.is_file() and b"<opml" in path.read_bytes()[:2_000]):
        raise UsageError(f"{path} is there already and is no OPML: choose another name")
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".export-", delete=False) as new:
        new.write(text.encode("utf-8"))
    try:
        mask = os.umask(0)
        os.umask(mask)
        Path(new.name).chmod(0o666 & ~mask)
        Path(new.name).replace(path)
    finally:
        Path(new.name).unlink(missing_ok=True)


def _urls(subscriptions: Iterable[Subscription]) -> list[str]:
    return [subscription.url for subscription in subscriptions]
