"""Folders that are read-only, or become so: their contents can still be read, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.paths import Paths
from reader.store import check
from tests.newspaper import Newspaper
from tests.support.command import Command
from tests.support.fork_server import POWERLESS
from tests.support.reading import poll_all, subscribe_to
from tests.support.screen import reading
from tests.support.streams import open_list
from tests.support.terminal import Terminal, reader_command

WELCOME = "Welcome: how to read here"
CANNOT = "cannot be written; make it writable or choose another folder with --data-dir"


@pytest.fixture
def stored(newspaper: Newspaper, paths: Paths) -> Paths:
    subscribe_to(paths, newspaper)
    poll_all(paths)
    return paths


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Makes the folder and its files read-only for everybody except an unrestricted root user."""
    files = [file for file in folder.iterdir() if file.is_file()]
    for file in files:
        file.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)
        for file in files:
            file.chmod(0o644)


@contextmanager
def immutable(folder: Path) -> Iterator[None]:
    """Makes the folder and its files immutable, even for root and for files that are open already (chattr(1)).

    SQLite's shared memory is left out: the kernel answers a write to a mapped page of an immutable file with SIGBUS.
    """
    paths = [folder, *(path for path in folder.iterdir() if not path.name.endswith("-shm"))]
    done = subprocess.run(["chattr", "+i", *paths], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no file can be made immutable here ({done.stderr.strip()}); rights are tried instead")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *paths], check=True)


def skip_unless_open_files_are_bound(folder: Path) -> None:
    """Skips the test if an immutable file can still be written by who has opened it before, as on a tmpfs."""
    (probe := folder / "probe").mkdir()
    with (probe / "file").open("wb", buffering=0) as file, immutable(probe):
        try:
            file.write(b"x")
        except OSError:
            return
    pytest.skip("this file system lets files that are open be written although they are immutable")


def powerless_reader(paths: Paths) -> list[str]:
    """The command line of a reader that rights bind, also where it is started by root."""
    return [sys.executable, "-c", POWERLESS, *reader_command(paths)[3:]]


def test_the_reader_opens_on_a_folder_that_cannot_be_written_and_says_so(stored: Paths) -> None:
    before = stored.database.read_bytes()
    with without_rights(stored.data_dir), Terminal(powerless_reader(stored)) as terminal:
        terminal.shows(WELCOME, "53 unread", "cannot be written")
        terminal.press("s")
        terminal.shows("cannot be written")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.in_order
    assert stored.database.read_bytes() == before


def test_a_folder_that_loses_its_rights_while_the_reader_runs_costs_nothing(stored: Paths) -> None:
    with Terminal(powerless_reader(stored)) as terminal:
        terminal.shows(WELCOME, "53 unread")
        with without_rights(stored.data_dir):
            terminal.press("j\rs")  # files that are already open can still be written
            terminal.shows("52 unread")
            terminal.press("q")
            assert terminal.ended() == 0
    assert check(stored.database) == []
    with Terminal(powerless_reader(stored)) as terminal:
        terminal.shows("52 unread")


async def test_on_the_screen_a_folder_that_becomes_immutable_is_said_and_markings_are_taken_back(
    newspaper: Newspaper, stored: Paths, tmp_path: Path
) -> None:
    skip_unless_open_files_are_bound(tmp_path)
    async with reading(stored, worker=True) as sight:
        await open_list(sight, "Hafenblatt")
        with immutable(stored.data_dir):
            await sight.press("s")
            await sight.until(lambda screen: CANNOT in " ".join(screen.split()))  # a message of more lines
            await sight.until(lambda screen: screen.row.unread and not screen.row.starred)
        await sight.press("s")
        await sight.until(lambda screen: screen.row.starred and ("Starred", 1) in screen.counts)
    assert check(stored.database) == []


def test_the_command_line_says_that_a_folder_is_immutable_and_still_reads(stored: Paths, broadsheet: Command) -> None:
    before = broadsheet("list", "-n", "100", "--json").json
    with immutable(stored.data_dir):
        done = broadsheet.process("list", "-n", "100", "--json")
        assert (done.code, done.json) == (0, before)
        for command in (["mark", "star", "1"], ["refresh", "--force"]):
            done = broadsheet.process(*command)
            assert done.code == 2
            assert CANNOT in done.complaints[-1] or "check the permissions of its folder" in done.complaints[-1]
        doctor = broadsheet.process("doctor")
        assert doctor.code == 1
        assert f"problem  data folder: {stored.data_dir} cannot be used: permission denied" in doctor.out
    assert broadsheet("refresh", "--force").code == 0
