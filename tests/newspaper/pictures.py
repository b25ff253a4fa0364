"""Pictures drawn with nothing but arithmetic: landscapes for articles, portraits for authors.

An image is built column by column: a column of sky, cut at the height of each hill in front of it. Laying
bytes end to end is quick in Python where setting single pixels is not; the columns are turned into rows
at the end, and written as a palette PNG (PNG specification, 3rd edition, sections 5 and 11).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import pi, sin, sqrt
from random import Random

RAMP = 32  # shades from the top of a surface to its foot
Colour = tuple[int, int, int]
Profile = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Layer:
    """A surface from its skyline down to the lower edge: ``height`` and ``swing`` as shares of the picture."""

    kind: str  # "hill", "peak", "trees", "roofs" or "flat"
    height: float
    swing: float
    top: Colour
    foot: Colour


@dataclass(frozen=True, slots=True)
class Scene:
    """A sky, a sun or moon (x, y and radius as shares of the picture), and surfaces from far to near."""

    sky_top: Colour
    sky_foot: Colour
    disc: tuple[float, float, float]
    disc_colour: Colour
    layers: tuple[Layer, ...]


def scenes() -> dict[str, Scene]:
    """The landscapes that an article may ask for, by name."""
    return {
        "coast": Scene(
            (126, 178, 206), (246, 226, 196), (0.72, 0.38, 0.055), (255, 246, 214),
            (
                Layer("hill", 0.56, 0.05, (126, 158, 172), (158, 184, 190)),
                Layer("flat", 0.60, 0.0, (88, 140, 158), (40, 92, 118)),
                Layer("hill", 0.84, 0.08, (214, 190, 144), (176, 146, 104)),
            ),
        ),
        "mountains": Scene(
            (98, 132, 178), (238, 214, 208), (0.25, 0.30, 0.05), (255, 240, 222),
            (
                Layer("peak", 0.42, 0.24, (176, 188, 210), (150, 166, 192)),
                Layer("peak", 0.58, 0.18, (110, 132, 162), (88, 112, 140)),
                Layer("trees", 0.78, 0.10, (48, 78, 88), (26, 48, 56)),
            ),
        ),
        "city": Scene(
            (240, 170, 120), (252, 224, 176), (0.5, 0.52, 0.10), (255, 244, 206),
            (
                Layer("roofs", 0.50, 0.26, (196, 138, 120), (178, 122, 112)),
                Layer("roofs", 0.64, 0.22, (128, 84, 92), (104, 66, 78)),
                Layer("roofs", 0.82, 0.16, (58, 40, 56), (36, 24, 40)),
            ),
        ),
        "night": Scene(
            (14, 20, 48), (62, 74, 122), (0.78, 0.22, 0.06), (244, 240, 214),
            (
                Layer("hill", 0.60, 0.10, (40, 50, 92), (32, 40, 76)),
                Layer("roofs", 0.74, 0.14, (24, 28, 58), (18, 20, 44)),
                Layer("flat", 0.88, 0.0, (10, 12, 28), (4, 6, 16)),
            ),
        ),
        "forest": Scene(
            (186, 210, 196), (238, 240, 214), (0.35, 0.28, 0.07), (255, 252, 228),
            (
                Layer("trees", 0.42, 0.16, (138, 172, 150), (122, 156, 136)),
                Layer("trees", 0.58, 0.16, (82, 124, 100), (66, 104, 84)),
                Layer("trees", 0.76, 0.14, (34, 68, 52), (18, 40, 32)),
            ),
        ),
        "fields": Scene(
            (108, 172, 220), (226, 238, 240), (0.18, 0.24, 0.06), (255, 248, 200),
            (
                Layer("hill", 0.54, 0.08, (140, 176, 124), (120, 158, 106)),
                Layer("hill", 0.66, 0.08, (222, 196, 98), (196, 166, 74)),
                Layer("hill", 0.82, 0.07, (104, 142, 62), (70, 104, 42)),
            ),
        ),
        "snow": Scene(
            (170, 186, 214), (240, 228, 232), (0.62, 0.36, 0.05), (255, 236, 216),
            (
                Layer("peak", 0.48, 0.20, (226, 232, 244), (196, 208, 228)),
                Layer("trees", 0.66, 0.08, (86, 104, 128), (70, 86, 110)),
                Layer("hill", 0.78, 0.06, (250, 250, 254), (214, 222, 238)),
            ),
        ),
        "lake": Scene(
            (232, 132, 112), (252, 206, 150), (0.42, 0.50, 0.075), (255, 236, 180),
            (
                Layer("peak", 0.52, 0.12, (148, 88, 110), (126, 76, 102)),
                Layer("trees", 0.60, 0.05, (86, 54, 82), (74, 46, 74)),
                Layer("flat", 0.66, 0.0, (206, 126, 116), (86, 60, 98)),
            ),
        ),
    }  # fmt: skip


@lru_cache(maxsize=256)
def landscape(scene: str, seed: str, width: int = 960, height: int = 540) -> bytes:
    """A PNG of the named scene; the same seed gives the same picture."""
    plan = scenes()[scene]
    random = Random(f"{scene}/{seed}")
    surfaces = [
        (_profile(layer, random), _ramp_column(number + 1, layer, height)) for number, layer in enumerate(plan.layers)
    ]
    sky = bytes(y * RAMP // height for y in range(height))
    disc_index = RAMP * (len(plan.layers) + 1)
    columns = []
    for x in range(width):
        column = _with_disc(sky, plan.disc, disc_index, x, width, height)
        for profile, ramp in surfaces:
            cut = max(0, min(height, round(profile(x / width) * height)))
            column = column[:cut] + ramp[cut:]
        columns.append(column)
    palette = _ramp(plan.sky_top, plan.sky_foot)
    for layer in plan.layers:
        palette += _ramp(layer.top, layer.foot)
    return png(columns, [*palette, plan.disc_colour])


@lru_cache(maxsize=64)
def portrait(seed: str, size: int = 320) -> bytes:
    """A head-and-shoulders silhouette before a soft background, as a square PNG."""
    random = Random(seed)
    back = random.choice([(196, 214, 222), (222, 206, 190), (204, 216, 194), (216, 200, 214), (230, 218, 178)])
    skin = random.choice([(238, 204, 176), (204, 156, 120), (150, 106, 78), (104, 70, 52), (224, 180, 148)])
    hair = random.choice([(48, 36, 32), (110, 72, 44), (176, 140, 92), (150, 150, 154), (28, 26, 32)])
    coat = random.choice([(44, 66, 92), (118, 50, 52), (52, 84, 70), (78, 70, 96), (60, 60, 64)])
    crown, face = random.uniform(0.025, 0.05), random.uniform(0.135, 0.155)
    long_hair = random.random() < 0.5
    shapes = [  # centre x, centre y, radius x, radius y, index in the palette
        (0.5, 1.06, 0.40, 0.38, RAMP + 2),
        (0.5, 0.43, face + 0.055, 0.30 if long_hair else 0.21, RAMP + 1),
        (0.5, 0.64, 0.065, 0.14, RAMP),
        (0.5, 0.42 + crown, face, 0.195, RAMP),
    ]
    sky = bytes(y * RAMP // size for y in range(size))
    columns = []
    for x in range(size):
        column = sky
        for cx, cy, rx, ry, index in shapes:
            column = _with_ellipse(column, (x / size - cx) / rx, cy * size, ry * size, index)
        columns.append(column)
    return png(columns, [*_ramp((246, 244, 240), back), skin, hair, coat])


def png(columns: Sequence[bytes], palette: Sequence[Colour]) -> bytes:
    """A palette PNG from columns of palette indices (left to right, each from top to foot)."""
    rows = b"".join(b"\0" + bytes(row) for row in zip(*columns, strict=True))
    header = struct.pack(">IIBBBBB", len(columns), len(columns[0]), 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    chunks = [(b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _ramp(top: Colour, foot: Colour) -> list[Colour]:
    return [
        (_between(top[0], foot[0], n), _between(top[1], foot[1], n), _between(top[2], foot[2], n)) for n in range(RAMP)
    ]


def _between(a: int, b: int, step: int) -> int:
    return a + (b - a) * step // (RAMP - 1)


def _ramp_column(number: int, layer: Layer, height: int) -> bytes:
    """A whole column in the layer's shades, from the highest point of its skyline to the foot."""
    top = max(0.0, layer.height - layer.swing) * height
    shades = (max(0, min(RAMP - 1, int((y - top) * RAMP / (height - top)))) for y in range(height))
    return bytes(number * RAMP + shade for shade in shades)


def _with_disc(sky: bytes, disc: tuple[float, float, float], index: int, x: int, width: int, height: int) -> bytes:
    cx, cy, radius = disc
    return _with_ellipse(sky, (x - cx * width) / (radius * width), cy * height, radius * width, index)


def _with_ellipse(column: bytes, offset: float, centre: float, radius: float, index: int) -> bytes:
    """The column, filled where an ellipse crosses it; ``offset`` is the distance from its axis, from -1 to 1."""
    if abs(offset) >= 1:
        return column
    half = radius * sqrt(1 - offset * offset)
    start, stop = max(0, round(centre - half)), min(len(column), round(centre + half))
    return column[:start] + bytes([index]) * (stop - start) + column[stop:] if stop > start else column


def _profile(layer: Layer, random: Random) -> Profile:
    """The skyline: a function from x (0 to 1) to the height of the edge (0 top, 1 foot)."""
    waves = [
        (random.uniform(0.6, 1.0) / n, n * random.uniform(0.8, 1.3), random.uniform(0, 2 * pi)) for n in (1, 2, 4, 7)
    ]
    total = sum(weight for weight, _, _ in waves)

    def swell(x: float) -> float:
        return layer.height + layer.swing * sum(w * sin(2 * pi * f * x + p) for w, f, p in waves) / total

    def peaks(x: float) -> float:
        ridges = sum(w * (2 * abs((f * x * 1.5 + p) % 1 - 0.5) * 2 - 1) for w, f, p in waves)
        return layer.height + layer.swing * ridges / total

    teeth = [random.random() for _ in range(64)]

    def trees(x: float) -> float:
        place = x * 60
        tip = abs(place % 1 - 0.5) * 2
        return swell(x) - layer.swing * (0.25 + 0.5 * teeth[int(place) % 64]) * (1 - tip)

    def roofs(x: float) -> float:
        return layer.height - layer.swing * (teeth[int(x * 26) % 64] - 0.4)

    return {"hill": swell, "peak": peaks, "trees": trees, "roofs": roofs, "flat": swell}[layer.kind]
