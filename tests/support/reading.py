"""Temporary folders for the demo newspaper, used by tests, demo and pictures."""

from __future__ import annotations

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from tests.newspaper import Newspaper

FEEDS = """\
[[feeds]]
url = "broadsheet:welcome"

[[feeds]]
url = "{base}/en/feed.xml"
folder = "World"

[[feeds]]
url = "{base}/de/feed.xml"
folder = "Deutsch/Nachrichten"
"""


def subscribe_to(paths: Paths, paper: Newspaper) -> None:
    """Writes a ``feeds.toml`` with the paper's two sections and the Welcome feed."""
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text(FEEDS.format(base=paper.base), encoding="utf-8")


def poll_all(paths: Paths, config: Config | None = None) -> None:
    """Refreshes the feeds that are due, as ``broadsheet refresh`` does."""
    from reader.refresh.in_process import refresh_now

    config = config or Config()
    library = open_library(paths, config)
    try:
        for _ in refresh_now(paths, config, library.subscriptions.all, None, False, now=library.now()):
            pass
    finally:
        library.close()
