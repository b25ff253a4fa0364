"""The user's folders opened for a command, with every mistake in them told on stderr."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from reader.commands.console import ProgressLine, complain, shown_url
from reader.config import Config, load_config
from reader.errors import ConfigError, StoreBusy, StoreFull, StoreReadOnly
from reader.library import Library, open_library
from reader.model import Subscription
from reader.paths import Paths, bundled
from reader.store import open_reader
from reader.subscriptions import is_built_in, load_or_begin, read_feeds
from reader.text import web_url

_MOST_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings and subscriptions. ``complete``: nothing in ``feeds.toml`` was hidden by a mistake."""

    config: Config
    subscriptions: tuple[Subscription, ...]
    complete: bool


def read_settings(paths: Paths) -> Settings:
    """Reads the user's files, making ``feeds.toml`` on the first start; mistakes are told and passed over."""
    config, wrong = load_config(paths.config)
    wanted = load_or_begin(paths.feeds, bundled("feeds.toml"))
    tell_mistakes((*wrong, *wanted.mistakes))
    return Settings(config, wanted.subscriptions, complete=not wanted.mistakes)


@contextmanager
def opened(paths: Paths) -> Iterator[Library]:
    """The library, for reading where it cannot be written. Raises :class:`~reader.errors.StoreError`."""
    config, wrong = load_config(paths.config)
    library = open_or_read(paths, config)
    try:
        tell_mistakes((*wrong, *library.subscriptions.mistakes))
        if library.notice:
            complain(library.notice)
        yield library
    finally:
        library.close()


def open_or_read(paths: Paths, config: Config) -> Library:
    """The library; one that can only be read, and says why, where it cannot be written. Raises ``StoreError``."""
    progress = ProgressLine()

    def told(share: float) -> None:
        progress.show(f"Copying the database of the earlier version: {share:.0%} …")

    try:
        return open_library(paths, config, on_copy=told)
    except (StoreReadOnly, StoreBusy, StoreFull) as error:
        try:
            reader = open_reader(paths.database)
        except (StoreReadOnly, StoreBusy):
            raise error from None
        reader.refused = error
        reader.notice = f"{error}. Until then it can only be read."
    finally:
        progress.clear()
    return Library(paths, config, read_feeds(paths.feeds), reader)


def tell_mistakes(mistakes: Iterable[ConfigError]) -> None:
    """One line on stderr for each."""
    lines = list(dict.fromkeys(str(mistake) for mistake in mistakes))
    for line in lines[:_MOST_MISTAKES]:
        complain(line)
    if len(lines) > _MOST_MISTAKES:
        complain(f"and {len(lines) - _MOST_MISTAKES} more mistakes: `broadsheet doctor` lists them")


def known_url(given: str, urls: Iterable[str]) -> str | None:
    """The subscribed address that the user means: itself, or itself without the password that it holds."""
    wanted = given if is_built_in(given) else web_url(given) or given
    known = list(urls)
    return wanted if wanted in known else next((url for url in known if shown_url(url) == wanted), None)


@contextmanager
def logged(paths: Paths, *, make_folder: bool = True) -> Iterator[None]:
    """What is logged goes to the log, not to stderr; nowhere, if its folder is not there and shall not be made."""
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
            with contextlib.suppress(OSError):  # what a full disk did not take is tried once more here
                handler.close()
