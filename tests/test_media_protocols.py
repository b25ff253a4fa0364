"""The bytes for a terminal show the picture again when they are read as the protocol says."""

from __future__ import annotations

import base64
import re
import unicodedata
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from reader.media import kitty
from reader.media.half_blocks import Colours, half_blocks, xterm_colours
from reader.media.iterm import iterm_strips
from reader.media.sixel import sixel_strips
from tests.support.each import each

CELL = (8, 17)


def sunset(size: tuple[int, int]) -> Image.Image:
    """A picture with soft colours and a sharp edge."""
    across = Image.linear_gradient("L").resize(size).transpose(Image.Transpose.ROTATE_180)
    image = Image.merge("RGB", (across, across.point(lambda value: value // 2), ImageChops.invert(across)))
    image.paste((20, 30, 40), (0, size[1] * 3 // 4, *size))
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean distance of the pixels, 0 to 255."""
    mean = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return sum(mean) / 3


def drawn(strip: bytes, size: tuple[int, int], ground: tuple[int, int, int]) -> Image.Image:
    """A reader of sixels: what a terminal would show."""
    image = Image.new("RGB", size, ground)
    head = re.match(rb'\x1bP0;1;0q"1;1;(\d+);(\d+)', strip)
    assert head
    assert (int(head[1]), int(head[2])) == size
    assert strip.endswith(b"\x1b\\")
    colours: dict[int, tuple[int, ...]] = {}
    x = top = number = 0
    body = strip[head.end() : -2]
    for part in re.finditer(rb"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|([$-])", body):
        if part[1]:
            colours[int(part[1])] = tuple(round(int(value) * 255 / 100) for value in part.groups()[1:4])
        elif part[5]:
            number = int(part[5])
        elif part[9]:
            x, top = 0, top + 6 * (part[9] == b"-")
        else:
            count, sixel = (int(part[6]), part[7][0] - 63) if part[6] else (1, part[8][0] - 63)
            for place in range(6):
                if sixel >> place & 1:
                    image.paste(colours[number], (x, top + place, x + count, top + place + 1))
            x += count
    return image


@each("colours", [255, 16, 2])
def test_sixels_show_the_picture(colours: int) -> None:
    image = sunset((400, 300))
    strips = sixel_strips(image, 20, 6, CELL, colours=colours)
    shown = Image.new("RGB", (160, 102))
    for row, strip in enumerate(strips):
        shown.paste(drawn(strip, (160, 17), (0, 0, 0)), (0, 17 * row))
    wanted = image.resize((160, 102), Image.Resampling.LANCZOS)
    assert difference(shown, wanted) < {255: 3, 16: 12, 2: 60}[colours]
    assert len(strips) == 6


@given(st.integers(1, 9), st.integers(1, 3), st.integers(1, 12), st.integers(1, 40), st.binary(min_size=1, max_size=30))
def test_sixels_of_few_colours_are_exact_at_every_size(
    columns: int, rows: int, wide: int, high: int, seed: bytes
) -> None:
    size = (columns * wide, rows * high)
    values = (seed * (size[0] * size[1] // len(seed) + 1))[: size[0] * size[1]]
    steps = [(0, 0, 0, 255), (255, 255, 255, 255), (255, 0, 0, 255), (0, 0, 255, 0)]
    image = Image.new("RGBA", size)
    image.putdata([steps[value % 4] for value in values])
    shown = Image.new("RGB", size)
    for row, strip in enumerate(sixel_strips(image, columns, rows, (wide, high), colours=16)):
        shown.paste(drawn(strip, (size[0], high), (0, 128, 0)), (0, high * row))
    wanted = Image.alpha_composite(Image.new("RGBA", size, (0, 128, 0, 255)), image)
    assert shown.tobytes() == wanted.convert("RGB").tobytes()


def test_half_blocks_have_two_pixels_a_cell() -> None:
    image = sunset((400, 300))
    pixels = half_blocks(image, 30, 12, colours=Colours.TRUE, ground=(255, 255, 255))
    small = Image.frombytes("RGB", (30, 24), pixels)
    assert difference(small, image.resize((30, 24), Image.Resampling.LANCZOS)) == 0
    for colours, table in ((Colours.MANY, xterm_colours()[16:]), (Colours.FEW, xterm_colours()[:16])):
        few = Image.frombytes("RGB", (30, 24), half_blocks(image, 30, 12, colours=colours, ground=(0, 0, 0)))
        assert {colour for _, colour in few.getcolors() or ()} <= set(table)
        assert difference(few.resize((3, 2), Image.Resampling.BOX), small.resize((3, 2), Image.Resampling.BOX)) < 25


def test_half_blocks_show_the_ground_where_nothing_is() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert set(half_blocks(image, 4, 2, colours=Colours.TRUE, ground=(9, 8, 7))) == {9, 8, 7}


def test_kitty_gets_the_picture_in_pieces_and_stays_silent() -> None:
    image = Image.effect_noise((300, 200), 80).convert("RGB")
    pieces = list(kitty.transmission(kitty.png_of(image), 0x123456, 30, 10))
    data = b""
    for number, piece in enumerate(pieces):
        control, text = re.fullmatch(rb"\x1b_G([^;]*);([^;\x1b]*)\x1b\\", piece).groups()  # type: ignore[union-attr]
        values = dict(value.split(b"=") for value in control.split(b","))
        assert values[b"q"] == b"2"
        assert values[b"m"] == (b"1" if number < len(pieces) - 1 else b"0")
        assert (values.get(b"i"), values.get(b"U")) == ((b"1193046", b"1") if number == 0 else (None, None))
        assert len(text) <= 4096
        data += text
    assert len(pieces) > 3
    assert difference(Image.open(BytesIO(base64.b64decode(data))), image) == 0
    assert kitty.colour(0x123456) == (0x12, 0x34, 0x56)
    wrapped = kitty.through_tmux(pieces[0])
    assert wrapped.startswith(b"\x1bPtmux;\x1b\x1b_G")
    assert wrapped[7:-2].replace(b"\x1b\x1b", b"\x1b") == pieces[0]
    assert kitty.deletion(7) == b"\x1b_Ga=d,d=I,i=7,q=2\x1b\\"


def test_each_placeholder_says_which_row_and_column_it_is() -> None:
    marks = [kitty.placeholders(row, 1)[1] for row in range(kitty.MOST_CELLS)]
    assert len(set(marks)) == 297
    assert {unicodedata.combining(mark) for mark in marks} == {230}
    assert (marks[0], marks[1], marks[296]) == ("\u0305", "\u030d", "\U0001d244")
    assert kitty.placeholders(2, 3) == "".join(kitty.PLACEHOLDER + marks[2] + marks[column] for column in range(3))
    assert unicodedata.normalize("NFC", kitty.placeholders(5, 297)) == kitty.placeholders(5, 297)


def test_iterm_gets_a_strip_for_each_line() -> None:
    image = sunset((400, 300))
    shown = Image.new("RGB", (160, 68))
    for row, strip in enumerate(iterm_strips(image, 20, 4, CELL)):
        found = re.fullmatch(rb"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]*)\x07", strip)
        assert found
        data = base64.b64decode(found[2])
        assert f"size={len(data)};width=20;height=1".encode() in found[1]
        shown.paste(Image.open(BytesIO(data)), (0, 17 * row))
    assert difference(shown, image.resize((160, 68), Image.Resampling.LANCZOS)) == 0
