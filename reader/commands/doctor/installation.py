"""What ``doctor`` finds of the program itself: versions, the database engine, and whether its processes start."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator

from reader import __version__
from reader.commands.doctor.finding import Finding, State
from reader.errors import ParseError
from reader.paths import Paths, bundled

_LIBRARIES = (
    "textual", "rich", "feedparser", "aiohttp", "Brotli", "nh3", "lxml", "trafilatura", "tomlkit", "platformdirs",
    "pyphen",
)  # fmt: skip
_OLDEST_SQLITE = (3, 37)  # STRICT tables
_AGAIN = "install Broadsheet again, with its dependencies"


def check_programs() -> Iterator[Finding]:
    """Versions, and what is missing."""
    from importlib.metadata import PackageNotFoundError, version

    from reader.store.engine import can_search, sqlite_version

    yield Finding("Broadsheet", State.OK, __version__)
    yield Finding("Python", State.OK, sys.version.split()[0])
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding("libraries", State.OK, ", ".join(found))
    if missing:
        yield Finding("libraries", State.PROBLEM, f"not installed: {', '.join(missing)}", _AGAIN)
    number = ".".join(map(str, sqlite_version()))
    if sqlite_version() < _OLDEST_SQLITE or not can_search():
        words = f"{number} is too old, or lacks full-text search (FTS5)"
        yield Finding("SQLite", State.PROBLEM, words, "use a Python with SQLite 3.37 or newer and FTS5")
    else:
        yield Finding("SQLite", State.OK, f"{number} with FTS5")


def check_worker(paths: Paths) -> Finding:
    """Whether a process of ours starts within its limits, and reads the feed that came with the program."""
    from reader.refresh.parsing.parser_pool import ParserPool

    async def read() -> int:
        async with ParserPool(1) as pool:
            return len((await pool.feed(bundled("welcome/en.xml").read_bytes(), url="broadsheet:welcome")).entries)

    started = time.monotonic()
    try:
        entries = asyncio.run(read())
    except (OSError, ParseError) as error:
        advice = f"{_AGAIN}; if that is no help, look into {paths.log}"
        return Finding("worker", State.PROBLEM, f"it does not start, so no feed can be read: {error}", advice)
    seconds = time.monotonic() - started
    return Finding("worker", State.OK, f"starts, and read {entries} articles in {seconds:.1f} s")
