"""Headlines in double size: the bytes, and what a terminal then shows; the page they are on; the way to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.article.blocks import Document, Paragraph, Span
from reader.config import Config
from reader.paths import Paths
from reader.query.tree import Name, Words
from reader.text import clean_text
from reader.text.finding import needle_of
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.graphics.large_text import LOWER, LargeText, large_rows, rest_of
from reader.ui.graphics.protocol import Graphics, Protocol
from reader.ui.terminal_input import Question
from reader.ui.typeset.breaking import no_syllables
from reader.ui.typeset.hits import hits_of_line, sought_by
from reader.ui.typeset.lines import LOWER as LOWER_LINE
from reader.ui.typeset.lines import text_of
from reader.ui.typeset.outline import outline_of
from reader.ui.typeset.page import Article, PageLayout, lay_out_page
from reader.ui.typeset.page_search import Finding, PageSearch
from reader.ui.typeset.selected_text import MOTIONS, Spot, moved, paragraph_at, selected_text
from tests.support.entries import entry
from tests.support.fuzzing import examples
from tests.support.screen import reading
from tests.support.sized_screen import SizedScreen
from tests.support.sized_window import Window
from tests.support.stocking import new_entry, stock
from tests.support.terminal import Terminal, reader_command

WIDTH, LINES = 24, 8
PANE = range(4, 22)  # the columns of the page; a list is on its left, a bar on its right
TITLES = ("Ice", "Eis 漢字", "a e\u0301 b", "…–x")
Frame = list[tuple[int, int, Strip]]


def plainly(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


Dialog = tuple[int, int, int, int]
"""First column, first line, columns, lines."""


@dataclass
class Painted:
    """Frames of a page with a large line, as Textual writes them, and a terminal that shows them."""

    layer: LargeText = field(default_factory=LargeText)
    terminal: SizedScreen = field(default_factory=lambda: SizedScreen(WIDTH, LINES))
    before: list[list[str]] = field(default_factory=list)  # the cells, by lines
    dialog: Dialog | None = None

    def paint(self, lines: Sequence[Strip], dialog: Dialog | None, *, whole: bool) -> None:
        """Writes what has changed since the last frame, in parts that end at the edges of widgets."""
        frame: Frame = []
        cells = [cells_of(plainly(line)) for line in lines]
        for y, line in enumerate(lines):
            edges = edges_of(dialog, y)
            for part in (range(*two) for two in pairwise(sorted({0, PANE.start, PANE.stop, WIDTH, *edges}))):
                end, last = part.stop, edges_of(self.dialog, y)[-1:]
                if not whole and self.before[y][part.start : end] == cells[y][part.start : end]:
                    continue
                if not whole and last and last[0] in part and self.before[y][last[0] : end] == cells[y][last[0] : end]:
                    end = last[0] if cells[y][last[0]] else end  # what a dialog has left is written up to its edge
                frame.append((y, part.start, line.crop(part.start, end)))
        self.before, self.dialog = cells, dialog
        self.terminal.feed(self.layer.frame(frame, written, plainly, whole=whole))


def edges_of(dialog: Dialog | None, y: int) -> list[int]:
    """The columns where a dialog begins and ends in a line."""
    on_line = dialog and dialog[1] <= y < dialog[1] + dialog[3]
    return [dialog[0], min(dialog[0] + dialog[2], WIDTH)] if dialog and on_line else []


def written(texts: object) -> str:
    return "".join(f"\x1b[{y + 1};{x + 1}H{plainly(strip)}" for y, x, strip in texts)  # type: ignore[attr-defined]


def page(title: str, top: int) -> list[Strip]:
    """A pane whose large line is at that line of the screen, or half outside of it."""
    upper, lower = large_rows(Strip([Segment("  " + title, Style(bold=True))]), 2, 0)
    rows = {top: upper, top + 1: lower, top + 2: Strip([Segment("Text")])}
    lines = []
    for y in range(LINES):
        middle = rows.get(y, Strip([])) if 1 <= y < LINES - 1 else Strip([Segment("─" * len(PANE))])
        middle = middle.crop(0, len(PANE)).adjust_cell_length(len(PANE))
        lines.append(Strip([Segment("list"), *middle, Segment("|" * (WIDTH - PANE.stop))]))
    return lines


def below(lines: Sequence[Strip], dialog: Dialog | None) -> list[Strip]:
    """The lines with a dialog over them."""
    if dialog is None:
        return list(lines)
    x, y, width, height = dialog
    box = Strip([Segment("#" * width)])
    return [
        Strip([*line.crop(0, x), *box, *line.crop(x + width)]) if y <= number < y + height else line
        for number, line in enumerate(lines)
    ]


def expected(lines: Sequence[Strip]) -> tuple[list[str], list[str]]:
    """The lines that a terminal is to show, and the large characters."""
    cells = [cells_of(plainly(line)) for line in lines]
    large = {
        (y, x): one
        for y, line in enumerate(cells)
        for x, one in enumerate(line)
        if one not in ("", "#") and not is_mark(one) and is_whole(cells, y, x)
    }
    covered = {
        (line, cell) for (y, x), one in large.items() for line in (y, y + 1) for cell in range(x, x + 2 * cell_len(one))
    }
    texts = [
        "".join(
            large.get((y, x), "") if (y, x) in covered else " " if is_mark(one) else one for x, one in enumerate(line)
        ).rstrip()
        for y, line in enumerate(cells)
    ]
    return texts, [large[place] for place in sorted(large)]


def cells_of(line: str) -> list[str]:
    """What begins in each cell; the second half of a wide character is empty."""
    cells: list[str] = []
    for character in line:
        if cell_len(character):
            cells += [character, *[""] * (cell_len(character) - 1)]
        else:
            cells[-1] += character
    return cells


def is_mark(one: str) -> bool:
    return "\ufdd0" <= one <= LOWER


def is_whole(cells: Sequence[list[str]], y: int, x: int) -> bool:
    """Whether a character has marks beside and below it for each cell that it would take."""
    width = cell_len(cells[y][x])
    upper = cells[y][x + width : x + 2 * width] == [rest_of(cells[y][x])] * width
    return upper and y + 1 < len(cells) and cells[y + 1][x : x + 2 * width] == [LOWER] * 2 * width


DIALOGS = st.none() | st.tuples(st.integers(1, 12), st.integers(0, 5), st.integers(2, 10), st.integers(1, 3))


@settings(max_examples=examples(50), deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TITLES), st.integers(-1, LINES), DIALOGS, st.booleans()), min_size=1, max_size=6)
)
def test_whatever_is_scrolled_and_covered_the_terminal_shows_what_was_painted(
    frames: list[tuple[str, int, Dialog | None, bool]],
) -> None:
    painted = Painted()
    for number, (title, top, dialog, whole) in enumerate(frames):
        lines = below(page(title, top), dialog)
        painted.paint(lines, dialog, whole=whole or number == 0)
        texts, large = expected(lines)
        shown = painted.terminal
        assert [shown.line(y) for y in range(LINES)] == texts
        assert [one for _place, one in sorted(shown.large.items())] == large


def test_words_are_one_sequence_and_characters_of_doubtful_width_have_theirs() -> None:
    strip = Strip([Segment("Über ", Style(bold=True)), Segment("“漢e\u0301”", Style(bold=True)), Segment("x" * 1_200)])
    upper, lower = large_rows(strip, 0, 3)
    frame = [(0, 0, upper), (1, 0, lower)]
    sent = LargeText().frame(frame, written, plainly, whole=True)
    assert sent.partition("\x1b]")[2].split("\x1b]") == [
        "66;s=2;Über \a", "66;s=2:w=1;“\a", "66;s=2:w=2;漢\a", "66;s=2:w=1;e\u0301\a",
        "66;s=2:w=1;”\a\x1b[1;21H", f"66;s=2;{'x' * 1_000}\a", f"66;s=2;{'x' * 200}\a",
    ]  # fmt: skip
    assert not any(map(is_mark, sent))
    assert [segment.style and segment.style.meta["offset"] for segment in upper][:3] == [(0, 3), (1, 3), (2, 3)]
    assert [segment.style and segment.style.meta["offset"] for segment in lower][:3] == [(0, 3), (1, 3), (1, 3)]
    assert clean_text("a" + rest_of("a") + LOWER + "b") == "ab", "no text of a feed is taken for large"


def test_what_stays_is_not_written_again_and_what_was_there_is_erased() -> None:
    painted = Painted()
    painted.paint(page("Ice", 2), None, whole=True)
    shown = painted.layer
    assert shown.frame([(5, 4, Strip([Segment("other")]))], written, plainly, whole=False) == "\x1b[6;5Hother"
    upper, lower = (line.crop(8, 10) for line in page("Ice", 2)[2:4])
    again = shown.frame([(3, 8, lower)], written, plainly, whole=False)
    erased, left, new, large = "\x1b[3;9H\x1b[2X", "\x1b[3;9Hc\x1b[3;10H ", "\x1b[4;9H  ", "\x1b[3;9H\x1b]66;s=2;c\a"
    assert again == erased + left + new + large, "a large character of which a cell is written is erased first"
    assert plainly(upper) == "c" + rest_of("c")
    assert shown.forget()
    assert not shown.forget()


# -- the page


def laid_out(title: str, width: int = 72, rows: int = 20) -> PageLayout:
    article = Article(entry(title=title), (), Document((Paragraph((Span("The text."),)),)))
    return lay_out_page(article, width, now=0, glyphs=UNICODE_GLYPHS, syllables=no_syllables, rows_of_headline=rows)


def large_text(page: PageLayout) -> list[str]:
    return [text_of(line) for line in page.lines if line != LOWER_LINE and any(piece.large for piece in line)]


LONG = "A glacier's last winter, measured from below by people who slept in a tent on the ice"


@pytest.mark.parametrize(
    ("title", "width", "rows", "lines"),
    [
        (LONG, 72, 20, 3), (LONG, 72, 6, 3), (LONG, 72, 5, 0), (LONG, 48, 20, 4), (LONG, 47, 20, 0), (LONG * 2, 72, 20, 0),
        ("Ice", 49, 2, 1), ("Ice", 72, 0, 0), ("", 72, 20, 1), ("漢" * 36, 72, 20, 2), ("漢" * 73, 72, 20, 0),
    ],
)  # fmt: skip
def test_a_headline_is_large_where_its_lines_are_long_enough_and_few(
    title: str, width: int, rows: int, lines: int
) -> None:
    page = laid_out(title, width, rows)
    assert len(large_text(page)) == lines
    assert page.lines.count(LOWER_LINE) == lines
    assert all(2 * cell_len(text) <= width for text in large_text(page))


def test_the_text_of_a_large_headline_is_there_once_and_is_found_selected_and_copied() -> None:
    page = laid_out(LONG)
    lines = page.lines
    assert selected_text(lines, Spot(0, 0), Spot(len(lines), 0)).startswith(LONG + "\n\n")
    assert selected_text(lines, Spot(1, 0), Spot(3, 4)) == text_of(lines[2])
    assert paragraph_at(lines, Spot(2, 3)) == (Spot(0, 0), Spot(4, len(text_of(lines[4])) - 1))
    spot = Spot(0, 0)
    for _ in LONG.split():
        spot = moved(lines, spot, "word")
        assert lines[spot.line] != LOWER_LINE
    assert set(MOTIONS) >= {"down", "up"}
    assert [moved(lines, Spot(2, 1), motion).line for motion in ("down", "up")] == [4, 0]
    assert [(item.line, item.title) for item in outline_of(lines)] == [(0, LONG)]
    finding = Finding("winter, measured", needle_of("winter, measured"))
    finding.look_in(PageSearch(lines), 0)
    assert len(finding) == 1
    sought = sought_by(Words("measured from", Name.TITLE))
    assert sought
    assert [bool(hits_of_line(lines, number, sought)) for number in (0, 2)] == [True, True]
    assert [page.line_of(position) for n in range(len(lines)) if (position := page.position_of(n))] == [
        *range(len(lines))
    ]


def test_a_large_headline_that_is_read_from_right_to_left_ends_at_the_right_edge() -> None:
    page = laid_out("שלום עולם", 60)
    assert [cell_len(text) for text in large_text(page)] == [30]


# -- the pane


async def test_both_rows_of_a_large_headline_select_its_text_with_the_mouse(paths: Paths) -> None:
    stock_article(paths)
    async with reading(paths, size=SIZE, config=Config(language="en", pictures="off")) as sight:
        await sight.press("enter")
        sight.app._use_graphics(Graphics(Protocol.OFF, large_text=True))
        await sight.settled()
        column, row = sight.text().place_of("Ü\ufddc", "article")  # of the first line; each character takes two cells
        for line in (row, row + 1):
            await sight.pilot.click(offset=(column + 2 * UPPER.index("glacier") + 1, line), times=2)
            await sight.press("y")
            assert sight.app.clipboard == "glacier"
            await sight.pilot.click(offset=(column, line), times=3)
            await sight.press("y")
            assert sight.app.clipboard == TITLE
        await sight.pilot.mouse_down(offset=(column + 2 * UPPER.index("last"), row + 1))
        await sight.pilot.hover(offset=(column + 2 * NEXT.index(" "), row + 3))
        await sight.pilot.mouse_up(offset=(column + 2 * NEXT.index(" "), row + 3))
        await sight.press("y")
        assert sight.app.clipboard == "last winter, measured"
        await sight.press("v", "j", "j", "v", "j", "y")
        assert sight.app.clipboard.startswith("Paper")


# -- the terminal

YES = b"\x1b[2;1R\x1b[2;3R\x1b[2;5R"
SIZE = (90, 40)
TITLE = "Übergrößen: a glacier’s last winter, measured 漢字 from below"
UPPER, NEXT = "Übergrößen: a glacier’s last winter,", "measured 漢字 from below"


def stock_article(paths: Paths) -> None:
    text = "".join(f"<p>Paragraph {number} of a long text.</p>" for number in range(40))
    toml = '[[feeds]]\nurl = "https://paper.example/feed.xml"\ntitle = "Paper"\ninterval = 86400\n'
    stock(paths, toml, {"https://paper.example/feed.xml": [new_entry(1, title=TITLE, html=text)]})
    paths.config.write_text("fetch_pages = false\n", encoding="utf-8")


def test_headlines_are_large_where_the_terminal_answers_so_and_stay_right_below_all_that_happens(paths: Paths) -> None:
    stock_article(paths)
    with Terminal(reader_command(paths), size=SIZE, emulated=False) as terminal:
        window = Window(terminal, SizedScreen(*SIZE))
        terminal.send(b"\x1b[?2026;2$y")  # it paints frames as a whole
        terminal.sent(Question.TEXT_SIZE.value.encode())
        screen = window.shows(lambda screen: NEXT in screen.text() and screen.replies.encode() == YES)
        window.shows_large(" ")
        terminal.send(YES[:9])
        terminal.send(YES[9:] + b"\r")
        screen = window.shows_large(UPPER, NEXT)
        assert screen.line(1) == "─" * SIZE[0], "the blanks are written over"
        upper = min(screen.large_lines())
        assert screen.line(upper).strip() == UPPER
        assert screen.line(upper + 1) == "", "the text is there once"
        terminal.press("j")
        window.shows(lambda screen: min(screen.large_lines()) == upper - 1)
        terminal.press("j")
        screen = window.shows_large(NEXT)
        assert min(screen.large_lines()) == upper, "half of the first line is out of sight"
        terminal.press("?")
        window.shows(lambda screen: "IN THE ARTICLE" in screen.text() and not screen.large)
        terminal.press("\x1b")
        window.shows_large(NEXT)
        terminal.press("g/winter, measured\r")
        window.shows_large(UPPER, NEXT)
        window.resize(50, 40)
        window.shows(lambda screen: not screen.large and "winter, measured" in screen.text())
        paths.config.write_text('fetch_pages = false\nlarge_headlines = "off"\n', encoding="utf-8")
        window.shows(lambda screen: "New settings: large_headlines" in screen.text())
        window.resize(*SIZE)
        window.shows(lambda screen: "winter, measured 漢字 from below" in screen.text() and not screen.large)
        assert not re.search("[\ufdd0-\ufde0]", bytes(terminal.raw).decode(errors="ignore"))


# In an order in which no three reports in a row are the right ones, since the last three count.
STRANGE = (
    b"\x1b[2;3R\x1b[2;5R", b"\x1b[2;1R\x1b[2;3R\x1b[2;3R", b"\x1b[2;1R" * 3, b"\x1b[1;1R\x1b[1;3R\x1b[1;5R",
    b"\x1b[99999;0R\x1b[2;123456R\x1b[2R\x1b[;R", b"\x1b[2;1R\x1b[2;3R\x1b[3;5R",
)  # fmt: skip


def test_headlines_keep_their_size_in_a_terminal_that_answers_otherwise_until_a_late_answer_comes(paths: Paths) -> None:
    stock_article(paths)
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.sent(Question.TEXT_SIZE.value.encode())
        terminal.send(b"\x1b[?62;22c\r")
        for answer in STRANGE:
            terminal.send(answer)
        terminal.press("j")
        terminal.shows("0 unread", "31 %", "measured 漢字 from below")
        assert terminal.raw.count(b"\x1b]66;") == 2, "only the question's"
        terminal.send(YES)
        terminal.sent("\x1b]66;s=2:w=1;’\a".encode())
        terminal.press("q")
        terminal.sent(b"\x1b[?1049l", start=terminal.sent(b"\x1b[2J"))
        assert terminal.ended() == 0
