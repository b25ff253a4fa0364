"""A full disk: it is said in words, in the command line and on the screen, and nothing that was stored is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.paths import Paths
from reader.store import check
from reader.stream import Kind, Stream
from tests.newspaper import Newspaper
from tests.support.command import Command
from tests.support.disks import Disk, disk
from tests.support.fuzzing import THOROUGH
from tests.support.reading import poll_all, subscribe_to
from tests.support.screen import reading
from tests.support.streams import open_list
from tests.support.terminal import Terminal, reader_command

FULL = "no space left on the disk of {}; free some space and try again"
LONG = "<p>" + "A paragraph that takes its room. " * 40 + "</p>"


@pytest.fixture(params=["tmpfs", "limit"] if THOROUGH else ["either"])
def small_disk(request: pytest.FixtureRequest, newspaper: Newspaper, paths: Paths) -> Iterator[Disk]:
    """Holds the data folder, with the newspaper's articles in it."""
    with disk(request.param, paths.data_dir) as made:
        subscribe_to(paths, newspaper)
        poll_all(paths)
        yield made


def publish_much(newspaper: Newspaper) -> None:
    for number in range(40):
        newspaper.publish("en", title=f"Saga {number}", body=LONG)


def test_a_refresh_on_a_full_disk_says_so_and_is_made_good(
    newspaper: Newspaper, paths: Paths, broadsheet: Command, small_disk: Disk
) -> None:
    before = broadsheet("list", "-n", "1000", "--json").json
    assert broadsheet("mark", "star", "1", "2").code == 0
    publish_much(newspaper)
    small_disk.fill()
    done = broadsheet.process("refresh", "--force")
    assert (done.code, done.complaints) == (2, [FULL.format(paths.database)])
    doctor = broadsheet.process("doctor")
    assert doctor.code == 1
    assert f"problem  data folder: {paths.data_dir} cannot be used" in doctor.out
    small_disk.free()
    assert check(paths.database) == []
    after = broadsheet("list", "-n", "1000", "--json").json
    assert {entry["id"] for entry in before} <= {entry["id"] for entry in after}
    assert len(broadsheet("list", "--starred", "--json").json) == 2
    done = broadsheet("refresh", "--force", "--json")
    assert (done.code, done.json["failed"]) == (0, 0)
    assert len(broadsheet("list", "Saga", "-n", "100", "--json").json) == 40


def test_marking_on_a_full_disk_says_so(paths: Paths, broadsheet: Command, small_disk: Disk) -> None:
    small_disk.fill()
    for number in range(1, 40):
        done = broadsheet.process("mark", "star", str(number))
        if done.code:
            break
    assert done.code == 2
    assert any(FULL.format(paths.database) in line for line in done.complaints)
    small_disk.free()
    starred = broadsheet("list", "--starred", "--json")
    assert len(starred.json if starred.out else []) == number - 1
    assert check(paths.database) == []


async def test_on_the_screen_a_full_disk_is_said_and_what_could_not_be_saved_is_taken_back(
    newspaper: Newspaper, paths: Paths, small_disk: Disk
) -> None:
    publish_much(newspaper)
    async with reading(paths, worker=True) as sight:
        await open_list(sight, "Hafenblatt")
        small_disk.fill()
        await sight.press("R")
        await sight.shows("No space left on the disk of")
        for _ in range(20):
            await sight.press("s", "j")
            if "No space left" in sight.text():
                break
        await sight.shows("No space left on the disk of")
        starred = sight.library.feeds.count(Stream(Kind.STARRED))
        small_disk.free()
        await sight.press("s")
        await sight.until(lambda _: sight.library.feeds.count(Stream(Kind.STARRED)) == starred + 1)
        await sight.press("R")
        await sight.until(lambda _: sight.library.feeds.count(Stream(Kind.ALL)) == 53 + 40)
    assert check(paths.database) == []


def test_the_reader_opens_on_a_full_disk_says_why_and_ends_in_order(paths: Paths, small_disk: Disk) -> None:
    small_disk.fill()
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("Welcome: how to read here", "53 unread", "Four keys")
        terminal.press("sjsjsjsjsjs")
        terminal.shows("No space left on the disk of")
        terminal.press("q")
        assert terminal.ended() in (0, 2)  # 2: a marking at the very end was lost, which is said
        assert terminal.in_order
        assert b"Traceback" not in terminal.raw
        assert b"cannot go on" not in terminal.raw
    small_disk.free()
    assert check(paths.database) == []
