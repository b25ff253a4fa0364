"""Pictures painted when somebody asks for them: landscapes for articles, portraits of their authors.

Everything is the same each time for the same seed, and in every size. A landscape is a sky, a sun or moon with its glow, clouds, and
surfaces from far to near, each with its skyline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Profile = Callable[[float], float]
FINER = 2  # shapes are drawn at this scale and reduced, for smooth edges


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


def landscape(scene: str, seed: str, width: int = 960, height: int = 540) -> Image.Image:
    """The named scene; the same seed gives the same picture."""
    plan = scenes()[scene]
    random = Random(f"{scene}/{seed}")
    picture = gradient(width, height, plan.sky_top, plan.sky_foot)
    _add_stars(picture, plan, random)
    _add_disc(picture, plan)
    clouds = noise(random, width, height, (5, 9)).point([max(0, value - 140) for value in range(256)])
    picture.paste(plan.disc_colour, (0, 0), clouds)
    for number, layer in enumerate(plan.layers):
        surface = gradient(width, height, layer.top, layer.foot, start=max(0.0, layer.height - layer.swing))
        grain = noise(random, width, height, (2, 40) if layer.kind == "flat" else (30, 20))
        surface = ImageChops.soft_light(surface, Image.merge("RGB", (grain,) * 3))
        if layer.kind == "flat":
            _add_reflection(surface, plan, layer, random)
        picture.paste(surface, (0, 0), _skyline(_profile(layer, random), width, height))
        if number < len(plan.layers) - 1:  # haze between this surface and the next
            haze = gradient(width, height, (0, 0, 0), (70, 70, 70), start=layer.height).convert("L")
            picture.paste(plan.sky_foot, (0, 0), haze)
    return picture


def gradient(width: int, height: int, top: Colour, foot: Colour, start: float = 0.0) -> Image.Image:
    """One colour above, the other below, and between them from ``start`` (a share of the height) on all between."""
    ramp = Image.new("RGB", (1, 64))
    for y in range(64):
        share = max(0.0, (y / 63 - start) / (1 - start))
        ramp.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, foot, strict=True)))
    return ramp.resize((1, height), Image.Resampling.BICUBIC).resize((width, height), Image.Resampling.NEAREST)


def noise(random: Random, width: int, height: int, cells: tuple[int, int]) -> Image.Image:
    """Soft noise whose coarsest spots form a grid of ``cells`` columns and rows."""
    small = (max(1, width // 2), max(1, height // 2))
    total = Image.new("L", small, 128)
    for octave in range(3):
        columns, rows = cells[0] << octave, cells[1] << octave
        spots = Image.frombytes("L", (columns, rows), random.randbytes(columns * rows))
        total = Image.blend(total, spots.resize(small, Image.Resampling.BICUBIC), 0.5 / (1 + octave))
    return total.resize((width, height), Image.Resampling.BILINEAR)


def _add_stars(picture: Image.Image, plan: Scene, random: Random) -> None:
    if sum(plan.sky_top) > 150:
        return
    draw = ImageDraw.Draw(picture)
    for _ in range(150):
        place = (random.random() * picture.width, random.random() * picture.height * 2 / 3)
        draw.point(place, fill=(random.randint(120, 255),) * 3)


def _add_disc(picture: Image.Image, plan: Scene) -> None:
    width, height = picture.size
    x, y, radius = plan.disc[0] * width, plan.disc[1] * height, plan.disc[2] * width
    glow = Image.radial_gradient("L").point([max(0, 180 - value) ** 2 // 180 for value in range(256)])
    reach = round(6 * radius)
    picture.paste(plan.disc_colour, (round(x) - reach, round(y) - reach), glow.resize((2 * reach, 2 * reach)))
    mask = Image.new("L", (FINER * width, FINER * height))
    box = tuple(FINER * side for side in (x - radius, y - radius, x + radius, y + radius))
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    picture.paste(plan.disc_colour, (0, 0), mask.reduce(FINER))


def _add_reflection(surface: Image.Image, plan: Scene, layer: Layer, random: Random) -> None:
    """The way of light on the water, in strips that become wider towards the shore."""
    draw = ImageDraw.Draw(surface, "RGBA")
    width, height = surface.size
    top = round(layer.height * height)
    for number in range(60):
        y = top + (height - top) * number // 60
        half = width * (0.02 + 0.05 * (y - top) / max(1, height - top)) * random.uniform(0.3, 1.0)
        middle = plan.disc[0] * width + random.uniform(-0.3, 0.3) * half
        draw.line((middle - half, y, middle + half, y), fill=(*plan.disc_colour, random.randint(60, 170)))


def _skyline(profile: Profile, width: int, height: int) -> Image.Image:
    """A mask of everything below the skyline."""
    mask = Image.new("L", (FINER * width, FINER * height))
    edge = [(x, FINER * height * profile(x / (FINER * width))) for x in range(FINER * width + 1)]
    ImageDraw.Draw(mask).polygon([(0, FINER * height), *edge, (FINER * width, FINER * height)], fill=255)
    return mask.reduce(FINER)


@dataclass(frozen=True, slots=True)
class Face:
    """The looks of a portrait."""

    back: Colour
    skin: Colour
    hair: Colour
    coat: Colour
    width: float
    long_hair: bool
    glasses: bool
    beard: bool
    smile: float


def face_of(seed: str) -> Face:
    """The looks that belong to a seed."""
    random = Random(seed)
    return Face(
        back=random.choice([(196, 214, 222), (222, 206, 190), (204, 216, 194), (216, 200, 214), (230, 218, 178)]),
        skin=random.choice([(238, 204, 176), (204, 156, 120), (150, 106, 78), (112, 76, 56), (224, 180, 148)]),
        hair=random.choice([(48, 36, 32), (110, 72, 44), (176, 140, 92), (150, 150, 154), (28, 26, 32)]),
        coat=random.choice([(44, 66, 92), (118, 50, 52), (52, 84, 70), (78, 70, 96), (60, 60, 64)]),
        width=random.uniform(0.155, 0.175),
        long_hair=(long_hair := random.random() < 0.5),
        glasses=random.random() < 0.4,
        beard=not long_hair and random.random() < 0.4,
        smile=random.uniform(0.01, 0.035),
    )


def portrait(seed: str, size: int = 320) -> Image.Image:
    """Head and shoulders before a soft background, as a square."""
    face = face_of(seed)
    picture = gradient(FINER * size, FINER * size, (248, 246, 242), face.back)
    brush = _Brush(ImageDraw.Draw(picture), FINER * size)
    if face.long_hair:
        brush.oval(0.5, 0.50, face.width + 0.075, 0.33, face.hair)
    brush.oval(0.5, 1.08, 0.40, 0.37, face.coat)
    brush.oval(0.5, 1.10, 0.37, 0.36, _lighter(face.coat, 14))
    brush.oval(0.5, 0.70, 0.075, 0.14, _lighter(face.skin, -28))
    brush.oval(0.5, 0.38, face.width + 0.035, 0.225, face.hair)
    if face.beard:
        brush.oval(0.5, 0.545, face.width - 0.01, 0.135, face.hair)
    brush.oval(0.5, 0.445, face.width, 0.195 if not face.beard else 0.175, face.skin)
    brush.oval(0.5 - face.width * 0.2, 0.40, face.width * 0.7, 0.12, _lighter(face.skin, 9))
    brush.arc(0.5, 0.33, face.width * 0.98, 0.10, face.hair)
    for side in (-1, 1):
        x = 0.5 + side * face.width * 0.45
        brush.oval(x, 0.44, 0.026, 0.017, (250, 250, 250))
        brush.oval(x, 0.44, 0.013, 0.015, (44, 36, 32))
        brush.line([(x - 0.035, 0.405), (x, 0.395), (x + 0.035, 0.405)], _lighter(face.hair, -14), 0.010)
        if face.glasses:
            brush.ring(x, 0.442, 0.052, 0.042, (40, 40, 46))
    brush.line([(0.495, 0.46), (0.485, 0.52), (0.51, 0.525)], _lighter(face.skin, -34), 0.008)
    brush.line([(0.5 - 0.05, 0.575), (0.5, 0.575 + face.smile), (0.5 + 0.05, 0.575)], (156, 72, 70), 0.012)
    return picture.reduce(FINER).filter(ImageFilter.GaussianBlur(size / 500))


class _Brush:
    """Draws in shares of the picture's side."""

    def __init__(self, draw: ImageDraw.ImageDraw, side: int) -> None:
        self._draw, self._side = draw, side

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        return (x - rx) * self._side, (y - ry) * self._side, (x + rx) * self._side, (y + ry) * self._side

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        self._draw.ellipse(self._box(x, y, rx, ry), fill=fill)

    def ring(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        self._draw.ellipse(self._box(x, y, rx, ry), outline=fill, width=max(1, self._side // 90))

    def arc(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        self._draw.pieslice(self._box(x, y, rx, ry), 180, 360, fill=fill)

    def line(self, points: list[tuple[float, float]], fill: Colour, width: float) -> None:
        scaled = [(x * self._side, y * self._side) for x, y in points]
        self._draw.line(scaled, fill=fill, width=max(1, round(width * self._side)), joint="curve")


def _lighter(colour: Colour, more: int) -> Colour:
    red, green, blue = (max(0, min(255, channel + more)) for channel in colour)
    return red, green, blue


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
