"""Decodes a picture, upright and no larger than needed.

Callers limit the time and the memory of the process; here are the limits that the data itself tells.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from PIL import Image, ImageOps, UnidentifiedImageError

from reader.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    T = TypeVar("T")

MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000  # 160 MB as RGBA
MIN_SIDE = 2  # pixels; whatever is smaller counts visitors

# JPEG includes MPO, JPEG's form with several pictures. Of animations, the first frame is decoded.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_ORIENTATION, _TURNED = 0x0112, (5, 6, 7, 8)  # by a quarter
_SIXTEEN_BIT = ("I;16", "I;16B", "I;16L", "I;16N")


class UnusablePicture(Exception):
    """Why a picture cannot be shown: ``problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def decode(data: bytes, *, width: int, height: int) -> Image.Image:
    """The picture as ``RGB``, or ``RGBA`` if parts of it are transparent, at most this many pixels wide and high.

    Turned as its EXIF orientation says (Exif 2.32 section 4.6.4). Raises :class:`UnusablePicture`.
    """
    return _explained(data, lambda: _decode(data, max(1, width), max(1, height)))


def size_of(data: bytes) -> tuple[int, int]:
    """The width and height in pixels of the picture when it is upright. Raises :class:`UnusablePicture`."""
    return _explained(data, lambda: _size(_opened(data)))


def _explained(data: bytes, work: Callable[[], T]) -> T:
    """What ``work`` returns; whatever Pillow raises becomes :class:`UnusablePicture`."""
    if len(data) > MAX_BYTES:
        raise UnusablePicture(Problem.PICTURE_TOO_LARGE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return work()
        except Image.DecompressionBombError as error:
            raise UnusablePicture(Problem.PICTURE_TOO_LARGE) from error
        except UnidentifiedImageError as error:
            raise UnusablePicture(Problem.PICTURE_FORMAT) from error
        except (
            ArithmeticError,
            EOFError,
            LookupError,
            OSError,
            RuntimeError,
            SyntaxError,
            TypeError,
            ValueError,
        ) as error:
            raise UnusablePicture(Problem.PICTURE_BROKEN) from error


def _opened(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(BytesIO(data), formats=_FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise UnusablePicture(Problem.PICTURE_TOO_LARGE)
    if min(image.size) < MIN_SIDE:
        raise UnusablePicture(Problem.PICTURE_TOO_SMALL)
    return image


def _size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(_ORIENTATION, 1) in _TURNED
    return (image.height, image.width) if turned else image.size


def _decode(data: bytes, width: int, height: int) -> Image.Image:
    image = _opened(data)
    longest = max(width, height)
    image.draft("RGB", (longest, longest))  # of JPEG only: decodes at an eighth, a quarter or a half of its size
    upright = ImageOps.exif_transpose(_in_colour(image))
    upright.thumbnail((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return upright


def _in_colour(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN_BIT:
        return _eight_bits(image).convert("RGB")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    scale: Callable[[float], float] = lambda value: value / 257  # noqa: E731 - Pillow wants a linear function
    return image.convert("I").point(scale).convert("L")
