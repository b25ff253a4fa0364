"""Pictures are decoded upright and no larger than needed; whatever cannot be shown says why."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reader.media.decode import MAX_BYTES, UnusablePicture, decode
from reader.problems import Problem
from tests.support.each import each

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
MODES = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "JPEG": ("L", "RGB", "CMYK"), "WEBP": ("RGB", "RGBA")}


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 32)) -> Image.Image:
    """The left half is red, the right half blue."""
    image = Image.new("RGB", size, (250, 0, 0))
    image.paste((0, 0, 250), (size[0] // 2, 0, *size))
    return Image.new("I;16", size, 40_000) if mode == "I;16" else image.convert(mode)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def problem_of(data: bytes) -> Problem:
    with pytest.raises(UnusablePicture) as caught:
        decode(data, width=80, height=80)
    return caught.value.problem


@each("form", FORMATS)
def test_every_format_and_mode_becomes_colours(form: str) -> None:
    for mode in MODES.get(form, ("RGB",)):
        image = decode(encoded(picture(mode), form), width=32, height=32)
        assert image.size == (32, 16), mode
        assert image.mode in ("RGB", "RGBA")
        red, _, blue = image.convert("RGB").getpixel((4, 8))  # type: ignore[misc]
        if mode in ("RGB", "RGBA", "P", "CMYK"):
            assert red > 200 > blue, mode
        if mode == "I;16":
            assert 150 <= red <= 160


def test_a_picture_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: right becomes bottom
    image = decode(encoded(picture(), "JPEG", exif=exif, quality=95), width=64, height=64)
    assert image.size == (32, 64)
    assert image.getpixel((16, 4))[0] > 200  # type: ignore[index]
    assert image.getpixel((16, 60))[2] > 200  # type: ignore[index]


@given(st.integers(2, 200), st.integers(2, 200), st.integers(1, 100), st.integers(1, 100))
def test_it_fits_and_keeps_its_proportion(width: int, height: int, most_wide: int, most_high: int) -> None:
    image = decode(encoded(Image.new("RGB", (width, height)), "PNG"), width=most_wide, height=most_high)
    assert image.width <= max(most_wide, 1)
    assert image.height <= max(most_high, 1)
    scale = min(1, most_wide / width, most_high / height)
    assert abs(image.width - width * scale) <= 1
    assert abs(image.height - height * scale) <= 1


def test_of_an_animation_the_first_frame_is_shown() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ((250, 0, 0), (0, 250, 0))]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode(data, width=20, height=20).convert("RGB").getpixel((3, 3))[0] > 200  # type: ignore[index]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def lying_png(width: int, height: int) -> bytes:
    """A file of a few bytes that claims to be that large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(3000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_whatever_cannot_be_shown_says_why() -> None:
    whole = encoded(picture(), "PNG")
    assert problem_of(b"") is Problem.PICTURE_FORMAT
    assert problem_of(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>") is Problem.PICTURE_FORMAT
    assert problem_of(b"<!DOCTYPE html><p>Not found") is Problem.PICTURE_FORMAT
    assert problem_of(encoded(picture(), "BMP")) is Problem.PICTURE_FORMAT
    assert problem_of(bytes(MAX_BYTES + 1)) is Problem.PICTURE_TOO_LARGE
    assert problem_of(lying_png(100_000, 100_000)) is Problem.PICTURE_TOO_LARGE
    assert problem_of(lying_png(2_000, 2_000)) is Problem.PICTURE_BROKEN
    assert problem_of(lying_png(100_000, 1)) is Problem.PICTURE_TOO_SMALL
    assert problem_of(encoded(Image.new("RGB", (1, 1)), "GIF")) is Problem.PICTURE_TOO_SMALL
    for form in FORMATS:
        data = encoded(picture(size=(300, 200)), form)
        assert problem_of(data[: len(data) // 2]) in (Problem.PICTURE_BROKEN, Problem.PICTURE_FORMAT), form
    assert problem_of(whole[:60] + b"\xff" * 40 + whole[100:]) is Problem.PICTURE_BROKEN


@given(st.sampled_from(FORMATS), st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_damaged_files_are_shown_or_explained(form: str, place: int, damage: bytes) -> None:
    data = encoded(picture(), form)
    place %= len(data)
    try:
        image = decode(data[:place] + damage + data[place + len(damage) :], width=40, height=40)
    except UnusablePicture:
        return
    assert image.width <= 40
    assert image.height <= 40
