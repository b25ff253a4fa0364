"""Keys are answered on the screen while another process holds the database, or the clipboard program hangs.

Each test lets go only after it has seen the answers, so that an interface that waits cannot pass.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from reader.config import Config
from reader.model import SavedSearch
from reader.paths import Paths
from reader.store import Store, open_store
from reader.ui import system
from reader.ui.typeset.hyphen_patterns import HyphenPatterns
from reader.ui.typeset.hyphens import hyphens_of
from tests.support.screen import PATIENCE, Sight, reading
from tests.support.stocking import NOW, new_entry, stock, update
from tests.support.streams import open_list, to_tree

A, B, C = (f"https://{name}.example/feed" for name in "abc")
TEXT = f"""[[feeds]]
url = "{A}"
title = "Tagesblatt"

[[feeds]]
url = "{B}"
title = "Quotidien"

[[feeds]]
url = "{C}"
title = "Noise"
"""
MANY = 3_000
HOLDER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
database.execute("ROLLBACK")
"""


@pytest.fixture
def profile(paths: Paths) -> Paths:
    """Three feeds with three articles each."""
    entries = {url: [new_entry(100 * number + n) for n in range(3)] for number, url in enumerate((A, B, C))}
    stock(paths, TEXT, entries)
    return paths


@contextlib.contextmanager
def held_by_another_process(sight: Sight) -> Iterator[None]:
    """Another process is writing a transaction that does not end before this context does."""
    command = [sys.executable, "-c", HOLDER, str(sight.library.paths.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        sight.writer_held.set()
        try:
            yield
        finally:
            sight.writer_held.clear()
            process.stdin.close()


def be_patient(sight: Sight) -> None:
    """Lets the writer thread wait for the lock longer than the test takes."""
    sight.library._writer._store._connection.execute("PRAGMA busy_timeout = 120000")


async def test_keys_are_answered_while_another_process_holds_the_database(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Tagesblatt")
        be_patient(sight)
        with held_by_another_process(sight):
            await sight.pilot.press("m")
            await sight.until(lambda screen: (screen.row.title, screen.row.unread) == ("Title 0", False))
            await sight.pilot.press("j")
            await sight.until(lambda screen: screen.row.title == "Title 1")
            await to_tree(sight, "Tagesblatt")
            await sight.pilot.press("P")
            await sight.shows("Paused Tagesblatt.")
            await sight.pilot.press("e")
            await sight.shows("Mark as read")
            await sight.pilot.press("X", "enter")
            await sight.shows("Saving…")
            await sight.pilot.press("escape")
            await sight.until(lambda text: "Mark as read" not in text and "TagesblattX" in text)
            await to_tree(sight, "Quotidien")
            await sight.pilot.press("D")
            await sight.shows("Unsubscribe from Quotidien?")
            await sight.pilot.press("enter")
            await sight.until(lambda text: "Unsubscribed from Quotidien." in text and "  Quotidien" not in text)
            profile.feeds.write_text(TEXT.replace("Noise", "Music"), encoding="utf-8")
            await sight.shows("Music")
            await sight.pilot.press("u")
            await sight.shows("Waiting for another program to release the database…")
            assert sight.library.changes.unwritten  # the lock was held until here
        await sight.until(lambda text: all(f"  {title}" in text for title in ("Quotidien", "Music")))
        await sight.settled()
    changed = TEXT.replace("Noise", "Music").replace('"Tagesblatt"', '"TagesblattX"\npaused = true')
    assert profile.feeds.read_text(encoding="utf-8") == changed
    async with reading(profile) as sight:
        await open_list(sight, "TagesblattX")
        screen = await sight.until(lambda screen: screen.titles == ["Title 0", "Title 1", "Title 2"])
        assert [row.unread for row in screen.rows] == [False, True, True]
        assert [row.label for row in screen.tree[5:]] == ["TagesblattX", "Quotidien", "Music"]


async def test_a_new_address_and_a_saved_search_are_answered_while_the_database_is_held(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Tagesblatt")
        be_patient(sight)
        with held_by_another_process(sight):
            await to_tree(sight, "Tagesblatt")
            await sight.pilot.press("e", "down", "down", "down", "end", "2", "enter")
            await sight.shows("Saving…")
            await sight.pilot.press("escape", "S")
            await sight.shows("Save this list")
            await sight.pilot.press(*"Mine", "enter")
            await sight.shows("Saved “Mine”.")
            assert profile.feeds.read_text(encoding="utf-8") == TEXT
        await sight.settled()
        assert [feed.url for feed in sight.library.feeds.by_id.values()] == [f"{A}2", B, C]
        assert sight.library.subscriptions.searches == (SavedSearch("Mine", query=f"feed:{A}"),)


async def test_a_clipboard_program_that_hangs_stops_no_key(
    profile: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, programs = tmp_path / "pipe", tmp_path / "bin"
    os.mkfifo(pipe)
    programs.mkdir()
    for name in ("wl-copy", "xclip", "xsel", "pbcopy"):
        (programs / name).write_text(f"#!/bin/sh\nread line < {pipe}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(system, "_LONGEST_COPY", 300)
    async with reading(profile) as sight:
        await open_list(sight, "Tagesblatt")
        await sight.pilot.press("y")
        await sight.shows("Copied")
        await sight.pilot.press("j")
        await sight.until(lambda screen: screen.row.title == "Title 1")
        with pipe.open("w", encoding="utf-8") as end:  # opens once the program reads: it was still waiting
            end.write("go\n")


async def test_hyphens_are_loaded_in_a_thread_and_the_article_is_set_with_them_then(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihung"
    entries = [new_entry(1), new_entry(2, html=f"<p>{word}</p>"), new_entry(3)]
    german = [replace(one, parsed=replace(one.parsed, language="de")) for one in entries]
    stock(paths, TEXT, {A: german})
    parse, loaded = HyphenPatterns.__init__, Event()

    def parse_late(patterns: HyphenPatterns, path: Path) -> None:
        loaded.wait(PATIENCE)
        parse(patterns, path)

    hyphens_of.cache_clear()
    monkeypatch.setattr(HyphenPatterns, "__init__", parse_late)
    async with reading(paths, size=(100, 30)) as sight:
        await open_list(sight, "Tagesblatt")
        await sight.pilot.press("j")
        await sight.shows(word[:20])
        assert "mützenab-" not in sight.text()
        await sight.pilot.press("j")
        await sight.shows("Text of number 3.")
        await sight.pilot.press("k")
        await sight.shows(word[:20])
        loaded.set()
        await sight.shows("mützenab-")


@contextlib.contextmanager
def steps_on_the_ui_thread(sight: Sight) -> Iterator[list[tuple[int, list[str]]]]:
    """For each read on the UI thread, how many thousand steps SQLite took, and its statements."""
    readers = sight.library._readers
    taken: list[tuple[int, list[str]]] = []
    quick, connection = readers.quick, sight.library._readers._quick._connection

    @contextlib.contextmanager
    def counted() -> Iterator[Store]:
        steps, statements = [0], list[str]()

        def step() -> None:
            steps[0] += 1

        connection.set_progress_handler(step, 1_000)
        connection.set_trace_callback(statements.append)
        try:
            with quick() as store:
                yield store
        finally:
            connection.set_progress_handler(None, 0)
            connection.set_trace_callback(None)
            taken.append((steps[0], statements))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "quick", counted)
        yield taken


async def test_many_arrivals_cost_the_ui_thread_no_long_read(profile: Paths) -> None:
    """To read a page of rows, SQLite takes some thousand steps; to count the arrivals, more than a hundred thousand."""
    async with reading(profile, config=Config(language="en", stories=True)) as sight:
        await open_list(sight, "Unread")
        await sight.press("m")
        with steps_on_the_ui_thread(sight) as taken:
            arrive_in_pairs(profile)
            await sight.shows(f"↑ {MANY:,} new", later=True)
            await sight.press("x")
            await sight.shows("Removed 1 article from this list")
            await sight.press("A", "u")
            await sight.shows("Undid")
            await sight.settled()
    longest = max(taken)
    assert longest[0] < 20, longest


async def test_an_empty_list_is_not_read_again_when_articles_arrive_in_others(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Starred")
        with steps_on_the_ui_thread(sight) as taken:
            with closing(open_store(profile.database, now=NOW)) as store:
                poll = store.feeds.polls()[0]
                store.arrivals.apply([update(poll, [new_entry(900)])], now=NOW)
            await sight.shows("10 unread", later=True)
            await sight.settled()
    statements = [one for _, some in taken for one in some]
    assert statements
    assert not [one for one in statements if "SELECT sort, id" in one]


def arrive_in_pairs(paths: Paths) -> None:
    """Two feeds get as many articles each; two of them are a story, and every tenth has a copy."""
    with closing(open_store(paths.database, now=NOW)) as store:
        for poll, start in zip(store.feeds.polls()[:2], (10_000, 20_000), strict=True):
            entries = [new_entry(start + n, sort=NOW + n) for n in range(MANY)]
            store.arrivals.apply([update(poll, entries)], now=NOW)
        run = store._connection.execute
        run("UPDATE entries SET story = sort WHERE sort >= ?", (NOW,))
        run("UPDATE entries SET copies = sort WHERE sort >= ? AND sort % 10 = 0", (NOW,))
