"""Pictures as files: ``/media/art/KIND/SEED-WIDTH.EXTENSION``, painted when they are first asked for, then kept.

Every width of a picture shows the same, and costs as little time as it has pixels: 20 ms for the narrowest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO

from PIL import Image

from tests.newspaper import drawings, pictures

WIDTHS = (320, 640, 960)
TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif", "avif": "image/avif",
}  # fmt: skip
_OPTIONS: dict[str, dict[str, object]] = {
    "jpg": {"quality": 82}, "png": {}, "webp": {"quality": 78, "method": 2}, "gif": {}, "avif": {"quality": 60, "speed": 9},
}  # fmt: skip
COMICS = {
    "lamp-en": ("Is it on?", "It is between two flashes.", "So it is off.", "It is punctual."),
    "lamp-de": ("Ist sie an?", "Sie ist zwischen zwei Blitzen.", "Also aus.", "Also pünktlich."),
    "clock-de": ("Wer stellt die Uhr?", "Niemand.", "Und wenn sie falsch geht?", "Dann hat sie Zeit."),
}
_PATH = re.compile(r"/media/art/([a-z]+)/([a-z0-9-]+)-(\d{2,4})\.([a-z]+)")


def art_path(kind: str, seed: str, width: int = 960, form: str = "jpg") -> str:
    """The path of a picture."""
    return f"/media/art/{kind}/{seed}-{width}.{form}"


def is_art(path: str) -> bool:
    """Whether there is a picture at a path."""
    match = _PATH.fullmatch(path)
    if match is None or match[4] not in TYPES or int(match[3]) not in WIDTHS:
        return False
    kinds = (*pictures.scenes(), "chart", "map", "light", "portrait")
    return match[1] in kinds or (match[1] == "comic" and match[2] in COMICS)


def art_file(path: str) -> tuple[bytes, str] | None:
    """The picture at a path and its media type; None if there is none."""
    match = _PATH.fullmatch(path)
    if match is None or not is_art(path):
        return None
    return _encoded(match[1], match[2], int(match[3]), match[4]), TYPES[match[4]]


def srcset_of(path: str) -> str:
    """The ``srcset`` with all widths of the picture at a path."""
    return ", ".join(f"{re.sub(r'-[0-9]+[.]', f'-{width}.', path)} {width}w" for width in WIDTHS)


def portrait_file(slug: str) -> bytes:
    """The portrait of an author, as PNG."""
    return _encoded("portrait", slug, WIDTHS[0], "png")


@lru_cache(maxsize=256)
def _encoded(kind: str, seed: str, width: int, form: str) -> bytes:
    frames = _painted(kind, seed, width)
    file = BytesIO()
    first, *others = frames if form == "gif" else frames[-1:]
    animation = {"save_all": True, "append_images": others, "duration": 600, "loop": 0} if others else {}
    first.save(file, {"jpg": "JPEG"}.get(form, form.upper()), **_OPTIONS[form], **animation)
    return file.getvalue()


def _painted(kind: str, seed: str, width: int) -> list[Image.Image]:
    """One picture, or all frames of an animation."""
    match kind:
        case "chart":
            return [drawings.chart(seed, width, width * 5 // 8)]
        case "map":
            return [drawings.island(seed, width, width * 2 // 3)]
        case "light":
            return drawings.lighthouse(seed, width, width * 5 // 8)
        case "comic":
            strip = drawings.comic(COMICS[seed])
            return [strip.resize((width, strip.height * width // strip.width), Image.Resampling.LANCZOS)]
        case "portrait":
            return [pictures.portrait(seed, width)]
    return [pictures.landscape(kind, seed, width, width * 9 // 16)]
