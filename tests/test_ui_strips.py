"""Strips of pictures over the text of frames: only what is new or has moved is written, and nothing stale is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from reader.ui.graphics.strips import StripDrawing, StripScreen, Surface

WIDTH, LINES = 24, 8


@dataclass(frozen=True)
class Shown:
    """A picture whose strips are bytes that name them."""

    width: int
    height: int
    data: tuple[bytes, ...]


@dataclass
class Screen:
    """A terminal that keeps pixels where no text is written, and the frames that are sent to it."""

    drawing: StripDrawing = field(default_factory=StripDrawing)
    repaints: int = 0
    is_slow: bool = False

    def __post_init__(self) -> None:
        surface = Surface(lambda: LINES, lambda: self.is_slow, self._repaint, lambda: None)
        self.strips = StripScreen(self.drawing, surface)
        self.pixels: dict[tuple[int, int], str] = {}  # by line and cell
        self.sent: list[str] = []

    def _repaint(self) -> None:
        self.repaints += 1

    def paint(self, frame: Sequence[tuple[int, int, Strip]], *, whole: bool = False) -> None:
        self._take(self.strips.frame(frame, lambda text: text.text, whole=whole))

    def catch_up(self) -> None:
        sequence = self.strips.catch_up()
        assert sequence[:2] + sequence[-2:] == "\x1b7\x1b8"
        self._take(sequence[2:-2])

    def _take(self, sequence: str) -> None:
        self.sent = []
        x = y = 0
        for part in sequence.split("\x1b[")[1:]:
            if "H" in part:
                position, _, rest = part.partition("H")
                y, x = (int(number) - 1 for number in position.split(";"))
            else:
                count, _, rest = part.partition("C")
                x += int(count)
            if rest.startswith("<"):
                name, width = rest[1:-1].split("*")
                self.sent.append(name)
                self.pixels |= {(y, x + cell): f"{name}.{cell}" for cell in range(int(width))}
                continue
            for _ in rest:
                self.pixels.pop((y, x), None)
                x += 1


def picture(name: str, width: int, height: int) -> Shown:
    return Shown(width, height, tuple(f"<{name}{row}*{width}>".encode() for row in range(height)))


def line(screen: Screen, shown: Shown, row: int, x: int) -> Strip:
    cells = screen.drawing.segments(shown, row, 0, shown.width)
    return Strip([Segment("." * x), *cells, Segment("." * (WIDTH - x - shown.width))])


def page(screen: Screen, shown: Shown, top: int, x: int = 3) -> list[tuple[int, int, Strip]]:
    """The whole pane, with a picture from a line on."""
    rows = range(top, top + shown.height)
    return [
        (y, 0, line(screen, shown, y - top, x) if y in rows else Strip([Segment("." * WIDTH)])) for y in range(LINES)
    ]


def test_what_stays_is_not_sent_again_and_what_moves_is() -> None:
    screen, shown = Screen(), picture("a", 5, 3)
    screen.drawing.appeared(shown)
    assert screen.strips.is_needed
    screen.paint(page(screen, shown, 1))
    assert screen.sent == ["a0", "a1", "a2"]
    screen.paint(page(screen, shown, 1))
    assert screen.sent == []
    assert len(screen.pixels) == 15
    screen.paint(page(screen, shown, 0))
    assert screen.sent == ["a0", "a1", "a2"]
    assert {y for y, _ in screen.pixels} == {0, 1, 2}
    screen.paint(page(screen, shown, 0), whole=True)
    assert screen.sent == ["a0", "a1", "a2"], "what the terminal may have lost"
    screen.paint(page(screen, shown, 6))
    assert screen.sent == ["a0"], "none in the last line"
    assert {y for y, _ in screen.pixels} == {6}
    screen.drawing.vanished(shown)
    assert screen.strips.is_needed, "it is still to be cleared"
    screen.paint([(y, 0, Strip([Segment("." * WIDTH)])) for y in range(LINES)])
    assert not screen.pixels
    assert not screen.strips.is_needed


def test_a_covered_strip_goes_and_comes_back() -> None:
    screen, shown = Screen(), picture("a", 6, 2)
    screen.drawing.appeared(shown)
    screen.paint(page(screen, shown, 1))
    screen.paint([(1, 5, Strip([Segment("panel")]))])
    assert {cell for cell in screen.pixels if cell[0] == 1} == {(1, 3), (1, 4)}
    uncovered = line(screen, shown, 0, 3).crop(5, 10)
    screen.paint([(1, 5, uncovered)])
    assert screen.sent == []
    assert screen.repaints == 1
    screen.paint(page(screen, shown, 1))
    assert screen.sent == ["a0"]
    assert len(screen.pixels) == 12
    screen.paint([(2, 5, line(screen, shown, 1, 3).crop(5, 10))])
    assert screen.sent == [], "a part of what stays"
    assert len(screen.pixels) == 12
    for _ in range(3):  # while something is over it
        screen.paint([(1, 0, line(screen, shown, 0, 3).crop(0, 5)), (1, 5, Strip([Segment("panel")]))])
    assert screen.repaints == 2


def test_while_the_terminal_is_slow_only_text_is_written_and_the_strips_come_later() -> None:
    screen, shown = Screen(is_slow=True), picture("a", 6, 2)
    screen.drawing.appeared(shown)
    for top in (3, 2, 1):
        screen.paint(page(screen, shown, top))
        assert screen.sent == []
    screen.paint([(1, 0, Strip([Segment("=" * WIDTH)]))])
    assert screen.strips.is_late
    screen.catch_up()
    assert screen.sent == ["a1"], "neither what has moved since nor what is covered"
    assert not screen.strips.is_late
    screen.paint(page(screen, shown, 1))
    assert screen.strips.is_late
    screen.paint(page(screen, shown, 1), whole=True)
    assert screen.strips.forget()
    assert not screen.strips.is_late


def test_leaving_the_screen_forgets_and_tells_whether_something_was_on_it() -> None:
    screen, shown = Screen(), picture("a", 6, 2)
    assert not screen.strips.forget()
    screen.drawing.appeared(shown)
    screen.paint(page(screen, shown, 1))
    assert screen.strips.forget()
    screen.paint(page(screen, shown, 1))
    assert screen.sent == ["a0", "a1"]
    unknown = screen.drawing.segments(picture("b", 4, 1), 0, 0, 4)
    assert [one.text for one in unknown] == ["    "]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.integers(0, LINES),
            st.integers(0, 12),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_after_any_frames_the_pixels_are_those_of_the_last_one(
    frames: list[tuple[str, int, int, bool, bool, bool]],
) -> None:
    screen = Screen()
    pictures = {"a": picture("a", 5, 3), "b": picture("b", 7, 6)}
    for shown in pictures.values():
        screen.drawing.appeared(shown)
    for name, top, x, covered, whole, is_slow in frames:
        shown = pictures[name]
        frame = page(screen, shown, top, x)
        if covered:
            frame = [(y, 0, Strip([Segment("=" * 8), *text.crop(8, WIDTH)])) for y, _, text in frame]
        screen.is_slow = is_slow
        screen.paint(frame, whole=whole)
        if screen.strips.is_late:
            screen.catch_up()
        expected: dict[tuple[int, int], str] = {}
        if not (covered and x < 8):
            for row in range(min(shown.height, LINES - 1 - top)):
                expected |= {(top + row, x + cell): f"{name}{row}.{cell}" for cell in range(shown.width)}
        assert screen.pixels == expected
