"""Pictures on the screen: exactly the part in sight is drawn, in every way of drawing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from rich.style import Style
from textual.strip import Strip

from reader.article.blocks import Figure
from reader.config import Config
from reader.library.pictures import Pictures
from reader.library.worker_events import PictureFailed, PictureReady
from reader.media import kitty
from reader.media.half_blocks import xterm_colours
from reader.media.request import Picture, PictureForm, PictureRequest
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.ui.pictures.drawing import MOST_PREPARED, HalfBlocks, number_of_16, number_of_256
from reader.ui.pictures.kitty_drawing import SLICE, KittyDrawing, PictureSender
from reader.ui.pictures.loading import MOST_KEPT, PictureLoader
from reader.ui.pictures.page_pictures import Look
from reader.ui.reader.messages import EventReceived
from reader.ui.typeset.pictures import PlacedPicture
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock

FEED = "https://paper.example/feed"
TOML = f'[[feeds]]\nurl = "{FEED}"\n'
TEXT = "<p>" + "Some of the news, in a paragraph that fills some lines of the page. " * 6 + "</p>"
HTML = (
    f'{TEXT}<img src="/sea.png" alt="The sea" width="600" height="300">{TEXT}'
    f'<img src="/land.png" alt="Land" width="400" height="300"><img src="/sky.png" alt="The sky" width="400"'
    f' height="300">{TEXT}{TEXT}<img src="/gone.png" alt="Nothing any more" width="300" height="100">{TEXT}{TEXT}'
)
NAMES = ("sea", "land", "sky")


@pytest.fixture
def illustrated(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stock(paths, TOML, {FEED: [new_entry(1, html=HTML), new_entry(2)]})
    return paths


def made(request: PictureRequest) -> Picture | None:
    """A picture of which every pixel tells where it belongs: red names the picture, green the line, blue the column."""
    name = Path(request.url).stem
    if name not in NAMES:
        return None
    width, height = request.columns, request.rows
    if request.form is PictureForm.KITTY:
        return Picture(request, width, height, (b"\x89PNG " + name.encode() * 3_000,))
    pixels = [bytes((NAMES.index(name) + 1, y, x)) for y in range(2 * height) for x in range(width)]
    rows = [b"".join(pixels[start : start + 2 * width]) for start in range(0, len(pixels), 2 * width)]
    return Picture(request, width, height, tuple(rows))


@contextmanager
def pictures_made() -> Iterator[list[PictureRequest]]:
    """Pictures without files; collects what the worker is asked for."""
    asked: list[PictureRequest] = []
    with (
        patch.object(Pictures, "load", lambda _self, request: made(request)),
        patch.object(Pictures, "load_sizes", lambda _self: None),
        patch.object(Pictures, "get", lambda _self, request: asked.append(request)),
    ):
        yield asked


def cells_of(strip: Strip) -> Iterator[tuple[str, Style]]:
    for segment in strip:
        for text in re.findall(
            r".[\u0300-\U0001d244]{0,2}" if kitty.PLACEHOLDER in segment.text else ".", segment.text
        ):
            yield text, segment.style or Style()


Cell = tuple[int, int, int, int, int]  # line and column of the screen; picture; row and column of the picture


def half_blocks_on(sight: Sight) -> list[Cell]:
    found = []
    for y, strip in enumerate(sight.text().strips):
        for x, (text, style) in enumerate(cells_of(strip)):
            if text == "▀" and style.color and style.color.triplet and style.bgcolor and style.bgcolor.triplet:
                upper, lower = style.color.triplet, style.bgcolor.triplet
                assert (upper.red, upper.green + 1, upper.blue) == tuple(lower)
                found.append((y, x, upper.red, upper.green // 2, upper.blue))
    return found


def placeholders_on(sight: Sight) -> list[Cell]:
    marks = kitty._marks()
    found = []
    for y, strip in enumerate(sight.text().strips):
        for x, (text, style) in enumerate(cells_of(strip)):
            if text[0] == kitty.PLACEHOLDER:
                assert style.color is not None
                assert style.color.triplet is not None
                assert len(text) == 3
                red, green, blue = style.color.triplet
                found.append((y, x, red << 16 | green << 8 | blue, marks.index(text[1]), marks.index(text[2])))
    return found


def origins(cells: list[Cell]) -> dict[int, set[tuple[int, int]]]:
    """Where each picture's first cell is or would be, as every one of its cells tells."""
    found: dict[int, set[tuple[int, int]]] = {}
    for y, x, picture, row, column in cells:
        found.setdefault(picture, set()).add((y - row, x - column))
    return found


async def opened(sight: Sight) -> None:
    await sight.press("enter", "z")


@pytest.mark.parametrize(("way", "look"), [("blocks", half_blocks_on), ("kitty", placeholders_on)])
async def test_what_is_seen_of_a_picture_is_exactly_the_cells_of_that_part(
    illustrated: Paths, way: str, look: Callable[[Sight], list[Cell]]
) -> None:
    with pictures_made():
        async with reading(illustrated, config=Config(language="en", pictures=way), size=(90, 30)) as sight:
            await opened(sight)
            await sight.until(lambda _: bool(look(sight)), sought="a picture")
            whole = max(row for *_, row, _ in look(sight))
            seen = set()
            for key in ("down", "down", "down", *["pagedown"] * 2, "up", *["down"] * 4, "pagedown"):
                await sight.press(key)
                cells = look(sight)
                assert all(len(one) == 1 for one in origins(cells).values()), key
                for picture, ((top, left),) in origins(cells).items():
                    rows = sorted({row for _, _, number, row, _ in cells if number == picture})
                    assert rows == list(range(rows[0], rows[-1] + 1))
                    assert top + rows[0] >= 2  # below the top line
                    columns = [x - left for y, x, number, row, _ in cells if number == picture and row == rows[0]]
                    assert columns == list(range(len(columns)))  # none is missing, none is drawn twice
                    seen.add(picture)
            assert len(seen) == 3
            assert whole
            await sight.press("home", "down", "down", "down")
            before = set(look(sight))
            await sight.press("question_mark")  # a dialog above the picture
            with_dialog = set(look(sight))
            assert with_dialog < before
            covered = {(y, x) for y, x, *_ in before - with_dialog}
            assert covered
            text = sight.text().splitlines()
            assert all(text[y][x : x + 1] not in ("▀", "") for y, x in covered)
            await sight.press("escape")
            assert set(look(sight)) == before


async def test_words_stand_in_the_place_until_the_picture_comes_and_nothing_moves(illustrated: Paths) -> None:
    in_cache: list[bool] = []
    with pictures_made() as asked, patch.object(Pictures, "load", lambda _self, one: made(one) if in_cache else None):
        async with reading(illustrated, config=Config(language="en", pictures="blocks"), size=(90, 60)) as sight:
            await sight.shows("▨ The sea")
            assert asked == []  # the article is in sight, but was not opened
            await sight.press("enter")
            await sight.until(lambda _: len(asked) == 4, sought="a request for each picture")
            assert [Path(one.url).stem for one in asked] == ["sea", "land", "sky", "gone"]  # the nearest first
            before = await sight.shows("▨ The sea", "Loading the picture…")
            in_cache.append(True)
            assert {one.entry_id for one in asked} == {sight.screen.reader.article.entry.id}
            sight.screen.post_message(EventReceived(PictureReady(asked[0], 600, 300)))
            after = await sight.until(lambda text: "▀" in text, sought="the picture")
            assert "The sea" not in after
            rows = [number for number, line in enumerate(after.splitlines()) if "▀" in line]
            kept = [number for number in range(59) if number not in rows]
            assert [after.splitlines()[number] for number in kept] == [before.splitlines()[number] for number in kept]
            failed = next(one for one in asked if "gone" in one.url)
            sight.screen.post_message(EventReceived(PictureFailed(failed, problem(Problem.PICTURE_BROKEN))))
            await sight.press("end")
            await sight.shows("▨ Nothing any more", "The picture is damaged.")


async def test_pictures_are_switched_off_and_on_without_losing_the_place_and_it_is_remembered(
    illustrated: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(language="en", pictures="blocks")
    with pictures_made():
        async with reading(illustrated, config=config, size=(90, 30)) as sight:
            await opened(sight)
            await sight.press("pagedown", "pagedown")
            await sight.until(lambda text: "▀" in text, sought="a picture")
            top = next(line for line in sight.text().lines_of("article") if "news" in line)
            await sight.press("i")
            off = await sight.shows("Pictures are hidden")
            assert "▀" not in off
            assert top in off.lines_of("article")
        async with reading(illustrated, config=config, size=(90, 30)) as sight:
            await opened(sight)
            await sight.press("home")
            await sight.shows("▨ The sea")
            await sight.press("i")
            await sight.until(lambda text: "▀" in text, sought="a picture")
    for off_by in (Config(language="en", pictures="off"), Config(language="en", ascii=True), config):
        if off_by is config:
            monkeypatch.setenv("NO_COLOR", "1")
        async with reading(illustrated, config=off_by, size=(90, 30)) as sight:
            await opened(sight)
            await sight.press("home")
            lines = (await sight.shows("The sea")).lines_of("article")
            label = next(number for number, line in enumerate(lines) if "The sea" in line)
            assert "Some of the news" in lines[label + 2]  # a line of words, no place
            await sight.press("i")
            assert "▀" not in await sight.shows("This terminal shows no pictures")


async def test_a_picture_is_enlarged_by_enter_and_by_a_click_and_the_others_follow(illustrated: Paths) -> None:
    with pictures_made():
        async with reading(illustrated, config=Config(language="en", pictures="blocks"), size=(90, 30)) as sight:
            await opened(sight)
            await sight.until(lambda text: "▀" in text, sought="a picture")
            small = len(half_blocks_on(sight))
            await sight.press("right_square_bracket")
            await sight.shows("Picture: The sea")
            cells = half_blocks_on(sight)
            lines = sight.text().splitlines()
            for y in {one[0] for one in cells}:  # a bar on both sides of each of its rows
                columns = [one[1] for one in cells if one[0] == y]
                assert (lines[y][min(columns) - 1], lines[y][max(columns) + 1]) == ("▐", "▌")
            await sight.press("f")  # a letter over its first cell
            with_letters = half_blocks_on(sight)
            assert len(set(cells) - set(with_letters)) == 1
            await sight.press("escape")
            assert half_blocks_on(sight) == cells
            await sight.press("enter")
            await sight.shows("1 of 4", "The sea", "Esc close")
            await sight.until(lambda _: len(half_blocks_on(sight)) > small, sought="a larger picture")
            assert {one[2] for one in half_blocks_on(sight)} == {1}
            await sight.press("n")
            await sight.until(lambda _: {one[2] for one in half_blocks_on(sight)} == {2}, sought="the next picture")
            await sight.pilot.resize_terminal(60, 20)
            await sight.until(
                lambda _: max((one[4] for one in half_blocks_on(sight)), default=60) < 60, sought="a smaller one"
            )
            await sight.press("p", "p")
            await sight.shows("This is the first picture of the article")
            await sight.press("q")
            screen = await sight.shows("Some of the news")
            assert "of 4" not in screen
            y, x, *_ = half_blocks_on(sight)[0]
            await sight.pilot.click(offset=(x, y))
            await sight.shows("1 of 4")


async def test_a_browser_that_fails_is_reported_beside_the_enlarged_picture(illustrated: Paths, tmp_path: Path) -> None:
    broken = tmp_path / "broken-browser"
    broken.write_text("#!/bin/sh\necho no window >&2\nexit 3\n")
    broken.chmod(0o755)
    config = Config(language="en", pictures="blocks", browser=(str(broken),))
    with pictures_made():
        async with reading(illustrated, config=config, size=(90, 30)) as sight:
            await opened(sight)
            await sight.until(lambda text: "▀" in text, sought="a picture")
            await sight.press("right_square_bracket", "enter")
            await sight.shows("1 of 4")
            await sight.press("o")
            await sight.shows("broken-browser failed: no window (exit code 3)", "1 of 4")


# -- kitty


def numbers_of(sequences: bytes) -> list[tuple[str, int]]:
    found = re.findall(rb"\x1b_G([^;\x1b]*)[;\x1b]", sequences)
    fields = [dict(part.split(b"=") for part in control.split(b",")) for control in found]
    return [(one[b"a"].decode(), int(one[b"i"])) for one in fields if b"i" in one]


def in_terminal(written: list[bytes]) -> set[int]:
    """The pictures that the terminal has after these sequences."""
    kept: set[int] = set()
    for action, number in numbers_of(b"".join(written)):
        kept = kept | {number} if action == "T" else kept - {number}
    return kept


async def test_the_terminal_gets_each_picture_once_and_forgets_those_of_pages_that_were_left(
    illustrated: Paths,
) -> None:
    written: list[bytes] = []
    record = patch("reader.ui.pictures.choose_drawing.write_to_terminal", lambda _app, data: written.append(data))
    with pictures_made(), record:
        async with reading(illustrated, config=Config(language="en", pictures="kitty"), size=(90, 30)) as sight:
            await opened(sight)
            await sight.press("pagedown", "pagedown", "pagedown", "home", "end")
            await sight.until(lambda _: len(in_terminal(written)) == 3, sought="all three")
            before = in_terminal(written)
            await sight.press("home", "end")
            assert in_terminal(written) == before
            await sight.press("J")
            await sight.until(lambda _: not in_terminal(written), sought="nothing left of the page that was left")
            await sight.press("K")
            await sight.until(lambda _: bool(in_terminal(written)), sought="the first page again")
        assert not in_terminal(written)  # nor after the end
        sent = [number for action, number in numbers_of(b"".join(written)) if action == "T"]
        assert len(sent) == len(set(sent))
    assert all(len(one) <= SLICE + 5_000 for one in written)
    assert all(b"q=2" in control for control in re.findall(rb"\x1b_G([^;\x1b]*)", b"".join(written)))


def ready(name: str, size: int = 30_000) -> Picture:
    request = PictureRequest(f"https://paper.example/{name}.png", 1, 30, 10, (10, 20), PictureForm.KITTY)
    return Picture(request, 30, 10, (name.encode() * (size // len(name)),))


def test_pieces_of_two_pictures_are_never_mixed_and_what_is_not_sent_yet_is_not_sent_when_it_is_left() -> None:
    written: list[bytes] = []
    sender = PictureSender(written.append, kitty.through_tmux)
    drawing = KittyDrawing(sender, lambda: None)
    first, second, third = ready("a"), ready("b"), ready("c")
    for one in (first, first, second, third):
        drawing.appeared(one)
    sender.step()
    drawing.vanished(third)  # not begun
    drawing.vanished(first)  # shown twice
    while not sender.is_idle:
        sender.step()
    assert all(one.startswith(b"\x1bPtmux;\x1b\x1b_G") and one.endswith(b"\x1b\\") for one in written)
    plain = b"".join(written).replace(b"\x1bPtmux;", b"").replace(b"\x1b\x1b", b"\x1b")
    more = [control.split(b"m=")[1] for control in re.findall(rb"\x1b_G([^;\x1b]*);", plain)]
    assert b"".join(more) == b"1" * 9 + b"0" + b"1" * 9 + b"0"
    assert [action for action, _ in numbers_of(plain)] == ["T", "T"]
    written.clear()
    drawing.send_again()  # another program had the terminal
    while not sender.is_idle:
        sender.step()
    again = b"".join(written).replace(b"\x1b\x1b", b"\x1b")
    assert sorted(numbers_of(again)) == sorted(numbers_of(plain))
    written.clear()
    drawing.vanished(first)
    drawing.appeared(ready("d", 300_000))
    sender.step()
    drawing.end()  # in the middle of a picture
    assert numbers_of(written[-1].replace(b"\x1b\x1b", b"\x1b"))[0][0] == "d"
    assert b"m=0" in written[-1][:40]
    assert sender.is_idle


def test_no_picture_of_kitty_has_more_cells_than_its_placeholders_can_count() -> None:
    placed = PlacedPicture(0, Figure("https://paper.example/a.png"), 10, 5)
    sizes = {}
    for form in (PictureForm.KITTY, PictureForm.BLOCKS):
        drawing = KittyDrawing(PictureSender(lambda _: None), lambda: None)
        request = Look(drawing, form, (10, 20), (0, 0, 0)).request_for(placed, 1, 400, 350)
        sizes[form] = request.columns, request.rows
    assert sizes == {PictureForm.KITTY: (297, 297), PictureForm.BLOCKS: (400, 350)}


# -- colours


def test_colours_of_terminals_with_few_are_drawn_by_their_numbers() -> None:
    assert [number_of_16(*one) for one in xterm_colours()[:16]] == list(range(16))
    for number, one in enumerate(xterm_colours()[16:], start=16):
        assert xterm_colours()[number_of_256(*one)] == one
        assert number_of_256(*one) <= number


def test_rows_that_a_thread_has_prepared_are_the_same_and_their_memory_is_bounded() -> None:
    def picture(name: str, columns: int = 100, rows: int = 50) -> Picture:
        request = PictureRequest(f"https://paper.example/{name}.png", 1, columns, rows)
        return Picture(request, columns, rows, tuple(bytes([row % 256]) * 6 * columns for row in range(rows)))

    prepared, drawing, plain = [picture(str(number)) for number in range(12)], HalfBlocks(), HalfBlocks()
    for one in prepared:
        drawing.prepare(one)
        assert drawing.segments(one, 3, 0, 100) == plain.segments(one, 3, 0, 100)
        assert drawing.segments(one, 3, 20, 5) == plain.segments(one, 3, 20, 5)
    assert len(drawing._prepared) * 5_000 <= MOST_PREPARED
    assert prepared[-1].request in drawing._prepared
    for one in prepared:
        drawing.vanished(one)
    assert drawing._prepared == {}


# -- loading


class Asked:
    """A library of pictures of which some are in the cache."""

    def __init__(self, *cached: Picture) -> None:
        self.cached = {one.request: one for one in cached}
        self.loaded: list[PictureRequest] = []
        self.got: list[PictureRequest] = []
        self.kept: list[tuple[int, ...]] = []

    def load(self, request: PictureRequest) -> Picture | None:
        self.loaded.append(request)
        return self.cached.get(request)

    def get(self, request: PictureRequest) -> None:
        self.got.append(request)

    def keep_only(self, *entry_ids: int) -> None:
        self.kept.append(entry_ids)


class Page:
    def __init__(self) -> None:
        self.changed: list[PictureRequest] = []

    def picture_changed(self, request: PictureRequest) -> None:
        self.changed.append(request)


async def at_once(work: Callable[[], Picture | None]) -> Picture | None:
    return work()


def loader_of(library: Asked) -> PictureLoader:
    def run(work: Coroutine[Any, Any, None]) -> None:
        asyncio.run(work)

    return PictureLoader(library, run, at_once)  # type: ignore[arg-type]


def test_pictures_are_loaded_nearest_first_and_the_worker_is_asked_once_for_those_that_are_missing() -> None:
    a, b, c = ready("a"), ready("b"), ready("c")
    library, page = Asked(a, c), Page()
    loader = loader_of(library)
    loader.want(page, [b.request, a.request], fetch=False)
    assert library.loaded == [b.request, a.request]
    assert (loader.picture(a.request), library.got) == (a, [])  # shown, but not opened
    for _ in range(3):
        loader.want(page, [b.request, c.request])
    assert (library.got, loader.picture(c.request)) == ([b.request], c)
    assert loader.is_fetched(b.request)
    library.cached[b.request] = b
    loader.came(b.request)
    assert (loader.picture(b.request), page.changed[-1]) == (b, b.request)
    d = ready("d")
    loader.want(page, [d.request])
    loader.failed(d.request, problem(Problem.PICTURE_BROKEN))
    loader.want(page, [d.request])
    assert (library.got, loader.problem(d.request)) == ([b.request, d.request], problem(Problem.PICTURE_BROKEN))
    e = ready("e")
    loader.want(page, [e.request])
    loader.turn_to(2)
    assert library.kept == [(2,)]
    assert not loader.is_fetched(e.request)


def test_the_memory_of_loaded_pictures_is_bounded_but_never_drops_what_is_wanted() -> None:
    large = [ready(name, MOST_KEPT // 3) for name in "abcdefgh"]
    library, page = Asked(*large), Page()
    loader = loader_of(library)
    loader.want(page, [one.request for one in large])  # more than may be kept, but all in sight
    assert len(library.loaded) == len(large)
    assert all(loader.picture(one.request) for one in large)
    extra = ready("z")
    library.cached[extra.request] = extra
    loader.want(page, [extra.request])
    assert sum(loader.picture(one.request) is not None for one in large) <= 3
    assert loader.picture(extra.request)
