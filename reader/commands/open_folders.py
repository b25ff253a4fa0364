"""Opens the user's files and database for a command, and reports every mistake in them on stderr."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from reader.commands.console import ProgressLine, complain
from reader.commands.formats import shown_url
from reader.config import Config, load_config
from reader.errors import ConfigError, StoreBusy, StoreFull, StoreReadOnly, UsageError
from reader.lazy_dataclass import dataclass
from reader.library import COMMANDS, READER, Library, open_library
from reader.library.accounts import open_accounts
from reader.model import Subscription
from reader.paths import Paths, bundled
from reader.problems import Problem, problem
from reader.store import open_reader
from reader.subscriptions import is_built_in, load_or_begin, read_feeds
from reader.text import fold
from reader.web.addresses import web_url
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message

_MOST_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings and subscriptions. ``complete``: ``feeds.toml`` has no mistake that could hide a subscription."""

    config: Config
    subscriptions: tuple[Subscription, ...]
    complete: bool


def read_settings(paths: Paths) -> Settings:
    """Reads the user's files, skipping mistakes after reporting them; the first start creates ``feeds.toml``."""
    config, mistakes = load_config(paths.config)
    wanted = load_or_begin(paths.feeds, bundled("feeds.toml"))
    report_mistakes((*mistakes, *wanted.mistakes))
    return Settings(config, wanted.subscriptions, complete=not wanted.mistakes)


@contextmanager
def opened(paths: Paths) -> Iterator[Library]:
    """The library, read-only where it can't be written. Raises :class:`~reader.errors.StoreError`."""
    config, mistakes = load_config(paths.config)
    library = open_or_read(paths, config, source=COMMANDS)
    try:
        report_mistakes((*mistakes, *library.subscriptions.mistakes))
        if library.notice:
            complain(problem_message(library.notice))
        yield library
    finally:
        library.close()


def open_or_read(paths: Paths, config: Config, *, source: str = READER) -> Library:
    """The library; where it can't be written, a read-only one with a notice. Raises ``StoreError``."""
    progress = ProgressLine()

    def on_copy(share: float) -> None:
        progress.show(_("Copying the database before the update: {percent} %…").format(percent=round(share * 100)))

    try:
        return open_library(paths, config, source=source, on_copy=on_copy)
    except (StoreReadOnly, StoreBusy, StoreFull) as error:
        try:
            reader = open_reader(paths.database)
        except (StoreReadOnly, StoreBusy):
            raise error from None
        reader.refused = error
        reader.notice = problem(Problem.OPENED_READ_ONLY, cause=error.details)
    finally:
        progress.clear()
    return Library(paths, config, read_feeds(paths.feeds), reader, accounts=open_accounts(paths, reader), source=source)


def report_mistakes(mistakes: Iterable[ConfigError]) -> None:
    """Prints one line to stderr for each."""
    lines = list(dict.fromkeys(error_message(mistake) for mistake in mistakes))
    for line in lines[:_MOST_MISTAKES]:
        complain(line)
    more = len(lines) - _MOST_MISTAKES
    if more > 0:
        complain(
            plural("{n} more mistake: `{command}` lists it", "{n} more mistakes: `{command}` lists them", more,
                   command="broadsheet doctor")
        )  # fmt: skip


def known_url(given: str, urls: Iterable[str]) -> str | None:
    """The subscribed address that the user gave, with or without the password in it."""
    wanted = given if is_built_in(given) else web_url(given) or given
    known = list(urls)
    return wanted if wanted in known else next((url for url in known if shown_url(url) == wanted), None)


def feed_named(library: Library, given: str) -> str | None:
    """The address of the feed with this address or, if only one has it, this title. Raises :class:`UsageError`."""
    feeds = list(library.feeds.by_id.values())
    url = known_url(given, (feed.url for feed in feeds))
    if url is not None:
        return url
    urls = [feed.url for feed in feeds if fold(feed.title) == fold(given)]
    if len(urls) > 1:
        raise UsageError(problem(Problem.TITLE_AMBIGUOUS, title=given, feeds=len(urls)))
    return urls[0] if urls else None


def all_subscriptions(paths: Paths, settings: Settings) -> tuple[Subscription, ...]:
    """Local subscriptions, then those at accounts. Raises :class:`~reader.errors.StoreError`."""
    if not paths.accounts.exists():
        return settings.subscriptions
    library = open_or_read(paths, settings.config)
    try:
        return library.subscriptions.all
    finally:
        library.close()


def subscribed_url(paths: Paths, settings: Settings, given: str) -> str | None:
    """:func:`feed_named` without an open library, which is opened only for a title: it knows the publishers' titles."""
    url = known_url(given, (subscription.url for subscription in settings.subscriptions))
    if url is not None:
        return url
    library = open_or_read(paths, settings.config)
    try:
        return feed_named(library, given)
    finally:
        library.close()


def not_subscribed(given: str) -> str:
    """The message for a feed that :func:`feed_named` doesn't find."""
    return _("{feed} is not one of your feeds; `{command}` lists them").format(
        feed=shown_url(given), command="broadsheet feeds"
    )


@contextmanager
def logged(paths: Paths, *, make_folder: bool = True) -> Iterator[None]:
    """Sends log records to the log instead of stderr; with ``make_folder=False``, only where its folder exists."""
    from reader.refresh.logs import start_log

    root = logging.getLogger()
    before = list(root.handlers)
    if make_folder or paths.data_dir.is_dir():
        start_log(paths.log)
    else:
        root.addHandler(logging.NullHandler())
    try:
        yield
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            with contextlib.suppress(OSError):  # flushes what a full disk refused before
                handler.close()
