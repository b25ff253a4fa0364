"""The addresses of a picture: what a browser would load, rather than the placeholder that a lazy loader shows first.

Sources: HTML sections 4.8.1 (picture) and 4.8.4.2.1 (srcset); the attributes of WordPress, lazysizes, Lozad and other
scripts that load pictures late.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.html_parser import Element, tag_of
from reader.lazy_dataclass import dataclass
from reader.web.addresses import resolve

LAZY_ADDRESSES = ("data-src", "data-lazy-src", "data-original", "data-lazy")
LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
IN_NOSCRIPT = "data-noscript"  # marks a picture that was in ``noscript``: the twin of one that loads late
_DECODED = frozenset(
    {"", "image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/gif", "image/webp", "image/avif"}
)
_OTHER_MEDIA = re.compile(r"\bprint\b|orientation:\s*portrait|color-scheme:\s*dark|\bspeech\b", re.IGNORECASE)
_MIN_WIDTH = re.compile(r"min-(?:device-)?width:\s*(\d{2,4})(?:\.\d+)?px", re.IGNORECASE)
_MAX_WIDTH = re.compile(r"max-(?:device-)?width:", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:placeholder|lazy(?:load)?|loading|spinner|blank|spacer|grey|gray)(?:[-_.][a-z0-9]+){0,3}\.(?:gif|png|svg|jpe?g)"
)
_CANDIDATES = re.compile(r",\s+|,(?=https?://)")
_DESCRIPTOR = re.compile(r"\s*(\d{1,6}(?:\.\d{1,3})?)([wx])")
_RATIO = re.compile(r"aspect-ratio:\s*(?:auto\s+)?(\d{1,5}(?:\.\d{1,4})?)\s*(?:/\s*(\d{1,5}(?:\.\d{1,4})?))?")
_SIZE_IN_NAME = re.compile(r"[-_](\d{2,4})x(\d{2,4})\.(?:jpe?g|png|webp|avif|gif)\Z", re.IGNORECASE)
_LONGEST_SET = 8_192  # characters
_MOST_SOURCES = 16
_USUAL_WIDTH = 700  # pixels of a picture whose address is for a density of 1
_LONGEST_SIDE = 30_000  # pixels that a page may state


@dataclass(frozen=True, slots=True)
class PictureAddresses:
    """``src``, ``sources`` and ``size`` as in :class:`reader.article.blocks.Figure`."""

    src: str | None
    sources: tuple[tuple[str, int], ...] = ()
    size: tuple[int, int] | None = None


def picture_addresses(image: Element, base: str | None) -> PictureAddresses:
    """The addresses of an ``img`` and of the ``picture`` around it."""
    size = _stated_size(image)
    widths: dict[str, int] = {}
    for url, width in _sources(image, base, size):
        widths.setdefault(url, width)
    sources = tuple(sorted(widths.items(), key=lambda source: source[1]))[-_MOST_SOURCES:]
    src = _address(image, base) or (sources[-1][0] if sources else None)
    named = _SIZE_IN_NAME.search(src.partition("?")[0]) if src and size is None else None
    if named:
        size = int(named[1]), int(named[2])
    return PictureAddresses(src, sources if len(sources) > 1 else (), size)


def picture_address(image: Element, base: str | None) -> str | None:
    """The address of a picture."""
    return picture_addresses(image, base).src


def loads_late(image: Element) -> bool:
    """Whether an ``img`` has no picture until a script runs."""
    src = image.get("src") or ""
    return not src or src.startswith("data:") or any(image.get(name) for name in (*LAZY_ADDRESSES, *LAZY_SETS))


def is_twin(image: Element) -> bool:
    """Whether an ``img`` was in ``noscript`` and stands for the picture before it, which loads late."""
    if image.get(IN_NOSCRIPT) is None:
        return False
    place, before = image, image.getprevious()
    while before is None and place.getparent() is not None and tag_of(place.getparent()) in ("a", "picture", "span"):
        place = place.getparent()
        before = place.getprevious()
    twin = None if before is None else next(iter([*before.iter("img")][-1:]), None)
    return twin is not None and twin.get(IN_NOSCRIPT) is None and loads_late(twin)


def _address(image: Element, base: str | None) -> str | None:
    """The address in an attribute of its own, the late one first."""
    for name in LAZY_ADDRESSES:
        url = resolve(base, image.get(name))
        if url:
            return url
    url = resolve(base, image.get("src"))
    if url is None or _PLACEHOLDER.fullmatch(url.partition("?")[0].rpartition("/")[2].lower()):
        return None
    return url


def _sources(image: Element, base: str | None, size: tuple[int, int] | None) -> Iterator[tuple[str, int]]:
    usual = size[0] if size and size[0] > 100 else _USUAL_WIDTH
    for name in ("srcset", *LAZY_SETS):
        yield from _read_set(image.get(name), base, usual)
    parent = image.getparent()
    if parent is None or tag_of(parent) != "picture":
        return
    usable = [source for source in parent.iterchildren("source") if _is_usable(source)]
    large = [source for source in usable if not _MAX_WIDTH.search(source.get("media") or "")] or usable
    kind = (large[0].get("type") or "") if large else ""
    for source in large:
        if (source.get("type") or "") == kind:  # the same pictures follow in other formats
            narrowest = _MIN_WIDTH.search(source.get("media") or "")
            for name in ("srcset", *LAZY_SETS):
                yield from _read_set(source.get(name), base, int(narrowest[1]) if narrowest else usual)


def _is_usable(source: Element) -> bool:
    kind = (source.get("type") or "").partition(";")[0].strip().lower()
    return kind in _DECODED and not _OTHER_MEDIA.search(source.get("media") or "")


def _read_set(srcset: str | None, base: str | None, usual: int) -> Iterator[tuple[str, int]]:
    """The addresses of a ``srcset`` with their widths; ``usual``: the width at a density of 1."""
    if not srcset:
        return
    for part in _CANDIDATES.split(srcset[:_LONGEST_SET]):
        address, _, descriptor = part.strip().rstrip(",").partition(" ")
        url = resolve(base, address)
        if url is None:
            continue
        match = _DESCRIPTOR.match(descriptor)
        number = float(match[1]) if match else 1.0
        yield url, round(number if match and match[2] == "w" else number * usual)


def _stated_size(image: Element) -> tuple[int, int] | None:
    """The size in the attributes, else the ratio in the style."""
    sides = [(image.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    if all(side.isdecimal() and side.isascii() and len(side) < 6 for side in sides):
        width, height = map(int, sides)
        return (width, height) if 1 < width <= _LONGEST_SIDE and 1 < height <= _LONGEST_SIDE else None
    ratio = _RATIO.search(image.get("style") or "")
    if ratio is None:
        return None
    wide, high = float(ratio[1]), float(ratio[2] or 1)
    return (round(wide * 100), round(high * 100)) if wide and high else None
