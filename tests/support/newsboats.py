"""The real newsboat, the only program that makes a ``cache.db`` with read, flagged and deleted articles."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

MUST = "BROADSHEET_NEEDS_NEWSBOAT"  # set where its absence is a failure (.ci/run)


class Newsboat:
    """newsboat in a home folder of its own: the tests write ``urls`` and ``config``, newsboat makes ``cache.db``."""

    def __init__(self, home: Path, urls: str, config: str = "") -> None:
        self.home, self.folder = home, home / ".newsboat"
        self.folder.mkdir(parents=True)
        (self.folder / "urls").write_text(urls, encoding="utf-8")
        (self.folder / "config").write_text(config, encoding="utf-8")
        files = (("-u", "urls"), ("-c", "cache.db"), ("-C", "config"))
        self._command = ["newsboat", *(word for option, name in files for word in (option, str(self.folder / name)))]
        self._environment = {"HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm"}

    @property
    def cache(self) -> Path:
        return self.folder / "cache.db"

    def reload(self) -> None:
        """Polls all feeds."""
        self._run("-x", "reload")

    def mark_read(self, guids: list[str]) -> None:
        """Imports a list of articles read elsewhere."""
        (self.home / "read").write_text("\n".join(guids) + "\n", encoding="utf-8")
        self._run("-I", str(self.home / "read"))

    def by_keys(self, *steps: tuple[str, str]) -> None:
        """Uses its screen: each step is a text to wait for, and the keys to press then."""
        with Terminal(self._command, size=(80, 24), environment=self._environment) as terminal:
            for words, keys in steps:
                terminal.shows(words)
                terminal.press(keys)
            assert terminal.ended() == 0

    def rows(self, columns: str) -> list[tuple[object, ...]]:
        """The rows of its cache, oldest first."""
        with closing(sqlite3.connect(self.cache)) as connection:
            return connection.execute(f"SELECT {columns} FROM rss_item ORDER BY feedurl, pubDate, id").fetchall()

    def _run(self, *arguments: str) -> None:
        environment = {**os.environ, **self._environment}
        command = [*self._command, *arguments]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)


def newsboat_or_skip() -> None:
    """Skips the test if newsboat is missing, or fails it where newsboat is required."""
    if shutil.which("newsboat") is None:
        if os.environ.get(MUST):
            pytest.fail("newsboat is missing: apt-get install newsboat")
        pytest.skip("newsboat is not installed, so a cache of the real one cannot be made: apt-get install newsboat")
