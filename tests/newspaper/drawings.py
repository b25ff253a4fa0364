"""Drawings for articles: charts, maps, a comic, a light that blinks. Numbers and shapes; words where an article has some."""

from __future__ import annotations

from itertools import pairwise
from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from tests.newspaper.pictures import FINER, Colour, gradient, landscape, noise

INK, PAPER, GRID = (48, 52, 60), (252, 250, 245), (222, 218, 208)
BARS: tuple[Colour, ...] = ((46, 106, 142), (208, 124, 62), (92, 142, 98), (168, 76, 84))


def chart(seed: str, width: int = 960, height: int = 600) -> Image.Image:
    """Bars over twelve months and the line of the year before, with a scale."""
    random = Random(seed)
    picture = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(picture)
    left, top, right, foot = width * 0.08, height * 0.08, width * 0.97, height * 0.88
    font = ImageFont.load_default(height / 26)
    for step in range(6):
        y = foot - (foot - top) * step / 5
        draw.line((left, y, right, y), fill=GRID, width=max(1, height // 300))
        draw.text((left - width * 0.012, y), str(20 * step), fill=INK, font=font, anchor="rm")
    base, colour = random.uniform(20, 40), random.choice(BARS)
    values = [base + 45 * (0.5 - 0.5 * sin(2 * pi * (n + 3) / 12)) + random.uniform(-8, 8) for n in range(12)]
    place = lambda n, value: (left + (right - left) * (n + 0.5) / 12, foot - (foot - top) * value / 100)  # noqa: E731
    for n, value in enumerate(values):
        x, y = place(n, value)
        half = (right - left) / 34
        draw.rectangle((x - half, y, x + half, foot), fill=colour)
        draw.text((x, foot + height * 0.02), str(n + 1), fill=INK, font=font, anchor="mt")
    line = [place(n, value + random.uniform(-14, 10)) for n, value in enumerate(values)]
    draw.line(line, fill=INK, width=max(2, height // 120), joint="curve")
    for x, y in line:
        draw.ellipse((x - height / 90, y - height / 90, x + height / 90, y + height / 90), fill=PAPER, outline=INK)
    return picture


def island(seed: str, width: int = 960, height: int = 640) -> Image.Image:
    """A map: sea by its depth, land by its height, lines of equal height, a grid and a scale."""
    random = Random(seed)
    heights = noise(random, width, height, (3, 2))
    middle = ImageChops.invert(Image.radial_gradient("L")).resize((width, height))
    heights = Image.blend(heights, middle, 0.45)
    picture = heights.convert("P")
    picture.putpalette([channel for level in range(256) for channel in _by_height(level)])
    picture = picture.convert("RGB")
    levels = heights.point([value // 10 * 10 for value in range(256)])
    lines = levels.filter(ImageFilter.FIND_EDGES).point([255 * (value > 4) // 4 for value in range(256)])
    picture.paste(INK, (0, 0), lines)
    draw = ImageDraw.Draw(picture, "RGBA")
    for n in range(1, 6):
        draw.line((width * n / 6, 0, width * n / 6, height), fill=(*INK, 60))
        draw.line((0, height * n / 6, width, height * n / 6), fill=(*INK, 60))
    unit, y = width / 12, height * 0.94
    for n in range(4):
        draw.rectangle(
            (unit * (n + 0.5), y, unit * (n + 1.5), y + height / 80), fill=INK if n % 2 else PAPER, outline=INK
        )
    draw.ellipse((width * 0.88, height * 0.06, width * 0.96, height * 0.06 + width * 0.08), fill=PAPER, outline=INK)
    x, middle_y = width * 0.92, height * 0.06 + width * 0.04
    draw.polygon([(x - width * 0.01, middle_y), (x, height * 0.065), (x + width * 0.01, middle_y)], fill=BARS[3])
    draw.polygon([(x - width * 0.01, middle_y), (x, middle_y + width * 0.035), (x + width * 0.01, middle_y)], fill=INK)
    return picture


def _by_height(level: int) -> Colour:
    steps: list[tuple[int, Colour]] = [
        (0, (36, 84, 124)), (90, (78, 140, 172)), (112, (168, 208, 214)), (114, (232, 220, 176)), (135, (150, 186, 118)),
        (165, (206, 196, 132)), (195, (170, 128, 90)), (256, (250, 250, 250)),
    ]  # fmt: skip
    for (start, one), (end, other) in pairwise(steps):
        if level < end:
            share = (level - start) / (end - start)
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
            return red, green, blue
    return steps[-1][1]


def comic(words: tuple[str, ...], width: int = 960, height: int = 360) -> Image.Image:
    """A strip with a panel for each sentence; two people and a lamp that has an opinion."""
    picture = Image.new("RGB", (FINER * width, FINER * height), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    panel = FINER * width / len(words)
    for number, sentence in enumerate(words):
        left = panel * number
        gap = FINER * 8
        box = (left + gap, gap, left + panel - gap, FINER * height - gap)
        draw.rectangle(box, outline=INK, width=FINER * 3)
        font = ImageFont.load_default(FINER * height / 18)
        draw.multiline_text(
            (left + panel / 2, FINER * 24), _wrapped(sentence), fill=INK, font=font, anchor="ma", align="center"
        )
        for side in (-1, 1):
            _figure(
                draw,
                left + panel * (0.5 + 0.22 * side),
                FINER * height * 0.92,
                FINER * height * 0.56,
                side * (number + 1),
            )
    return picture.reduce(FINER)


def _wrapped(sentence: str, most: int = 22) -> str:
    lines = [""]
    for word in sentence.split():
        if len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _figure(draw: ImageDraw.ImageDraw, x: float, foot: float, tall: float, pose: int) -> None:
    head, hip, shoulder = foot - tall, foot - tall * 0.4, foot - tall * 0.7
    thick = max(2, round(tall / 32))
    draw.ellipse((x - tall * 0.12, head, x + tall * 0.12, head + tall * 0.24), outline=INK, width=thick)
    draw.line((x, head + tall * 0.24, x, hip), fill=INK, width=thick)
    for side in (-1, 1):
        draw.line((x, hip, x + side * tall * 0.15, foot), fill=INK, width=thick)
        draw.line(
            (x, shoulder, x + side * tall * 0.2, shoulder + tall * (0.2 if (pose + side) % 3 else -0.12)),
            fill=INK,
            width=thick,
        )


def lighthouse(seed: str, width: int = 640, height: int = 400) -> list[Image.Image]:
    """Three pictures of a light: dark, the beam to the left, the beam to the right."""
    dark = landscape("night", seed, width, height)
    draw = ImageDraw.Draw(dark)
    x, lamp = width * 0.34, height * 0.36
    tower = gradient(width, height, (230, 226, 220), (150, 146, 150))
    mask = Image.new("L", dark.size)
    outline = [
        (x - width * 0.02, lamp),
        (x + width * 0.02, lamp),
        (x + width * 0.035, height),
        (x - width * 0.035, height),
    ]
    ImageDraw.Draw(mask).polygon(outline, fill=255)
    dark.paste(tower, (0, 0), mask)
    draw.rectangle((x - width * 0.026, lamp - height * 0.06, x + width * 0.026, lamp), fill=(40, 44, 66))
    return [dark, *(_with_beam(dark, x, lamp - height * 0.03, side) for side in (-1, 1))]


def _with_beam(dark: Image.Image, x: float, y: float, side: int) -> Image.Image:
    mask = Image.new("L", dark.size)
    end = x + side * dark.width
    ImageDraw.Draw(mask).polygon([(x, y), (end, y - dark.height * 0.3), (end, y + dark.height * 0.1)], fill=150)
    lit = dark.copy()
    lit.paste((255, 246, 206), (0, 0), mask.filter(ImageFilter.GaussianBlur(dark.width / 90)))
    radius = dark.width / 90
    ImageDraw.Draw(lit).ellipse((x - radius, y - radius, x + radius, y + radius), fill=(255, 252, 236))
    return lit
