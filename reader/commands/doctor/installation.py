"""Checks of the program itself: versions, the database engine, and whether its processes can read a feed and a page."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator

from reader import __version__
from reader.commands.doctor.finding import Check, Finding, State
from reader.commands.formats import tenths
from reader.errors import ParseError
from reader.paths import Paths, bundled
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, system_message

_LIBRARIES = (
    "textual", "rich", "feedparser", "aiohttp", "Brotli", "nh3", "lxml", "tomli",
    "tomlkit", "platformdirs", "pyphen",
)  # fmt: skip
_OLDEST_SQLITE = (3, 37)  # STRICT tables
_PARAGRAPH = (
    "The ferry leaves the harbour at seven, and the baker brings the bread on board while the ropes are still wet. "
    "Nobody hurries, because the tide does not either, and the first passengers read their papers at the rail."
)
_SAMPLE_PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>The morning ferry</title></head><body><article>"
    f"<h1>The morning ferry</h1>{f'<p>{_PARAGRAPH}</p>' * 5}</article></body></html>"
).encode()
_SAMPLE_URL = "https://news.example/ferry"


def check_programs() -> Iterator[Finding]:
    """The versions of Broadsheet, Python, SQLite and the libraries, and which of them are missing."""
    yield Finding(Check.BROADSHEET, State.OK, __version__)
    yield Finding(Check.PYTHON, State.OK, sys.version.split()[0])
    yield _check_libraries()
    yield _check_sqlite()


def _check_libraries() -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        message = _("not installed: {names}").format(names=", ".join(missing))
        return Finding(Check.LIBRARIES, State.PROBLEM, message, _install_again())
    return Finding(Check.LIBRARIES, State.OK, ", ".join(found))


def _check_sqlite() -> Finding:
    from reader.store.integrity import has_full_text_search, sqlite_version

    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() < _OLDEST_SQLITE or not has_full_text_search():
        message = _("{version} is too old, or was built without full-text search (FTS5)").format(version=version)
        advice = _("use a Python with SQLite 3.37 or later and FTS5")
        return Finding(Check.SQLITE, State.PROBLEM, message, advice)
    return Finding(Check.SQLITE, State.OK, _("{version} with FTS5").format(version=version))


def check_worker(paths: Paths) -> Iterator[Finding]:
    """Reads a feed and a page in a parser process, as the worker does, so that a missing library is noticed."""
    started = time.monotonic()
    try:
        results = asyncio.run(_read_samples(paths))
    except OSError as error:
        message = _("cannot start, so no feed can be read: {reason}").format(reason=system_message(error))
        yield Finding(Check.WORKER, State.PROBLEM, message, _install_again())
        return
    seconds = tenths(time.monotonic() - started)
    yield Finding(Check.WORKER, State.OK, _("starts and stops in {seconds} s").format(seconds=seconds))
    for check, result in results.items():
        yield _sample_read(check, result, paths)


async def _read_samples(paths: Paths) -> dict[Check, int | ParseError]:
    """Reads the bundled feed and page: the number of articles, the number of words, or an error.

    Raises ``OSError`` where no process can be started.
    """
    from reader.refresh.parsing.parser_pool import ParserPool

    results: dict[Check, int | ParseError] = {}
    async with ParserPool(1, log=paths.log) as pool:
        try:
            feed = await pool.feed(bundled("welcome/en.xml").read_bytes(), url="broadsheet:welcome")
            results[Check.FEED_READER] = len(feed.entries)
        except ParseError as error:
            results[Check.FEED_READER] = error
        try:
            page = await pool.page(_SAMPLE_PAGE, url=_SAMPLE_URL)
            results[Check.PAGE_READER] = len(page.content_text.split())
        except ParseError as error:
            results[Check.PAGE_READER] = error
    return results


def _sample_read(check: Check, result: int | ParseError, paths: Paths) -> Finding:
    if isinstance(result, ParseError):
        message = _("a sample cannot be read: {reason}").format(reason=error_message(result))
        advice = _("{install_again}; if that does not help, report it with the end of {log}")
        advice = advice.format(install_again=_install_again(), log=paths.log)
        return Finding(check, State.PROBLEM, message, advice, problem=result.details)
    if not result:
        return Finding(check, State.PROBLEM, _("nothing was found in a sample"), _install_again())
    if check is Check.FEED_READER:
        return Finding(check, State.OK, plural("{n} article in a sample", "{n} articles in a sample", result))
    return Finding(check, State.OK, plural("{n} word in a sample", "{n} words in a sample", result))


def _install_again() -> str:
    return _("install Broadsheet again with all its dependencies")
