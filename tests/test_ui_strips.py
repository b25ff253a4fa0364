"""Strips of pictures over the text of frames: only what is new or has moved is written, and nothing stale is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from reader.ui.graphics.strips import StripDrawing, StripOfPicture, StripScreen, Surface

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


def test_what_is_over_a_strip_stays_over_it_and_the_strip_comes_back() -> None:
    screen, shown = Screen(), picture("a", 6, 2)
    screen.drawing.appeared(shown)
    screen.paint(page(screen, shown, 1))
    screen.paint([(1, 5, Strip([Segment("pan")]))])
    visible = {(1, 3), (1, 4), (1, 8)}
    assert {cell for cell in screen.pixels if cell[0] == 1} == visible
    with_panel = Strip([*line(screen, shown, 0, 3).crop(0, 5), Segment("pan"), *line(screen, shown, 0, 3).crop(8)])
    screen.paint([(1, 0, with_panel)])
    assert screen.sent == [], "the rest of it is still there"
    screen.paint([(1, 0, with_panel)], whole=True)
    assert screen.sent == ["a0"]
    assert {cell for cell in screen.pixels if cell[0] == 1} == visible
    screen.paint([(1, 5, line(screen, shown, 0, 3).crop(5, 8))])
    assert screen.sent == ["a0"], "nothing is over it any more"
    assert len([cell for cell in screen.pixels if cell[0] == 1]) == 6
    assert screen.repaints == 0


def test_a_strip_that_is_partly_below_what_a_frame_does_not_write_waits_for_a_whole_frame() -> None:
    screen, shown = Screen(), picture("a", 6, 2)
    screen.drawing.appeared(shown)
    screen.paint([(1, 5, Strip([Segment("panel")]))])
    for _ in range(3):
        screen.paint([(1, 0, line(screen, shown, 0, 3).crop(0, 5))])
        assert screen.sent == []
    assert screen.repaints == 1
    screen.paint(page(screen, shown, 1), whole=True)
    assert screen.sent == ["a0", "a1"]


def test_marks_survive_cuts_and_lost_meta_data_but_no_shadow() -> None:
    drawing, shown = StripDrawing(), picture("a", 20, 2)
    drawing.appeared(shown)
    (whole,) = drawing.segments(shown, 1, 0, 20)
    assert whole.style is not None
    strip, first = drawing.strip_of(whole) or (None, -1)
    assert (strip, first) == (StripOfPicture(0, 1, 20), 0)
    cut = next(iter(Strip([whole]).crop(7, 9)))
    bare = Segment(cut.text, (cut.style or Style()).clear_meta_and_links() + Style(bgcolor="#202020"))
    assert drawing.strip_of(bare) == (strip, 7)
    shadow = next(iter(BackgroundScreen.process_segments([bare], Color(0, 0, 0, 0.6))))
    assert drawing.strip_of(shadow) is None
    for text in ("", " ", "a", "\u2801"):
        assert drawing.strip_of(Segment(text, Style(color="#010203"))) is None
    assert drawing.strip_of(Segment("\u2801")) is None


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
        for row in range(min(shown.height, LINES - 1 - top)):
            cells = [cell for cell in range(shown.width) if not covered or x + cell >= 8]
            expected |= {(top + row, x + cell): f"{name}{row}.{cell}" for cell in cells}
        assert screen.pixels == expected
