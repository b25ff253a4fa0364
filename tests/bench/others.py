"""Other installed readers: how each gets its feeds, refreshes and opens."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reader.paths import Paths
from tests.bench.stock import write_feeds

THREADS = 20
OURS = "broadsheet"
OWN_HOME = ("env", "-u", "XDG_CONFIG_HOME", "-u", "XDG_DATA_HOME")  # so that it finds none of the user's files


class Program(Protocol):
    """A reader with its own folders in ``place``."""

    @property
    def name(self) -> str:
        """The name with the version."""

    @property
    def place(self) -> Path:
        """The folder."""

    def subscribe(self, urls: Sequence[str]) -> None:
        """Creates its folders and subscribes."""

    def refresh(self) -> list[str]:
        """The command that polls every feed and exits."""

    def entries(self) -> int:
        """The number of its entries."""


@dataclass(frozen=True, slots=True)
class Broadsheet:
    """Broadsheet."""

    place: Path
    name: str = OURS

    @property
    def paths(self) -> Paths:
        """The folders."""
        return Paths(self.place / "config", self.place / "data")

    def subscribe(self, urls: Sequence[str]) -> None:
        self.paths.config_dir.mkdir(parents=True)
        write_feeds(self.paths, list(urls))

    def refresh(self) -> list[str]:
        return [sys.executable, "-m", "reader", *_folders(self.paths), "refresh", "--force", "--json"]

    def entries(self) -> int:
        with closing(sqlite3.connect(self.paths.database)) as connection:
            return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Newsboat:
    """newsboat, with as many threads as help it."""

    place: Path
    name: str

    def subscribe(self, urls: Sequence[str]) -> None:
        self.place.mkdir(parents=True)
        (self.place / "urls").write_text("".join(f"{url}\n" for url in urls))
        (self.place / "config").write_text(f"reload-threads {THREADS}\nmax-items 0\ncleanup-on-quit no\n")

    def refresh(self) -> list[str]:
        return [*OWN_HOME, f"HOME={self.place}", *self.open(), "-x", "reload"]

    @property
    def cache(self) -> Path:
        """The database."""
        return self.place / "cache.db"

    def open(self) -> list[str]:
        """The command that opens it."""
        place = self.place
        return ["newsboat", "-q", "-u", f"{place}/urls", "-c", str(self.cache), "-C", f"{place}/config"]

    def entries(self) -> int:
        with closing(sqlite3.connect(self.cache)) as connection:
            return int(connection.execute("SELECT count(*) FROM rss_item").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Sfeed:
    """sfeed_update unchanged, with as many jobs as newsboat has threads."""

    place: Path
    name: str

    def subscribe(self, urls: Sequence[str]) -> None:
        self.place.mkdir(parents=True)
        feeds = "".join(f'  feed "feed-{number}" "{url}"\n' for number, url in enumerate(urls))
        (self.place / "sfeedrc").write_text(f'sfeedpath="{self.feeds}"\nmaxjobs={THREADS}\nfeeds() {{\n{feeds}}}\n')

    def refresh(self) -> list[str]:
        return ["sfeed_update", f"{self.place}/sfeedrc"]

    @property
    def feeds(self) -> Path:
        """A file for each feed."""
        return self.place / "feeds"

    def entries(self) -> int:
        return sum(file.read_bytes().count(b"\n") for file in self.feeds.iterdir())


def installed_newsboat(place: Path) -> Newsboat | None:
    """newsboat with its version, or None."""
    if not shutil.which("newsboat"):
        return None
    told = subprocess.run(["newsboat", "--version"], capture_output=True, text=True).stdout
    version = re.search(r"\d+(\.\d+)+", told)
    return Newsboat(place, f"newsboat {version[0]}" if version else "newsboat")


def installed_sfeed(place: Path) -> Sfeed | None:
    """sfeed with its version, which only the package manager knows, or None."""
    if not (shutil.which("sfeed_update") and shutil.which("sfeed") and shutil.which("curl")):
        return None
    version = ""
    if shutil.which("dpkg-query"):
        told = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "sfeed"], capture_output=True, text=True)
        version = told.stdout.partition("-")[0]
    return Sfeed(place, f"sfeed {version}".strip())


def _folders(paths: Paths) -> list[str]:
    return ["--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir)]
