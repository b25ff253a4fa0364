"""Chooses which of a picture's addresses to ask. Pure."""

from __future__ import annotations

from reader.media.request import MOST_ENLARGED, PictureRequest, Size


def choose_sources(request: PictureRequest, size: Size | None) -> tuple[list[str], list[str]]:
    """The addresses that are good, best first, and others to fall back on.

    The best is the largest that is not larger than needed, unless it would be enlarged more than twice; else the
    smallest larger one. All larger ones are good as well, if the cache has one. ``size``: the width and height of the
    picture in pixels, in any of its sizes, if known; it tells how wide the picture becomes.
    """
    by_width = sorted(dict.fromkeys(request.sources), key=lambda source: source[1])
    needed = _needed_width(request, size)
    fitting = [url for url, width in by_width if width <= needed]
    larger = [url for url, width in by_width if width > needed]
    best = [url for url, width in by_width if needed / MOST_ENLARGED <= width <= needed][-1:]
    good = list(dict.fromkeys([*best, *larger] or fitting[-1:])) or [request.url]
    others = dict.fromkeys([*reversed(fitting), request.url])
    return good, [url for url in others if url not in good]


def whole_size(request: PictureRequest, size: Size) -> Size:
    """The size of the picture in the largest of its sizes, if it is known as ``size`` in one of them.

    It is what a place on the page is reserved by, so it must not depend on which of them was loaded.
    """
    widest = max((width for _url, width in request.sources), default=0)
    return (widest, round(widest * size[1] / size[0])) if widest > size[0] else size


def _needed_width(request: PictureRequest, size: Size | None) -> int:
    width, height = request.pixels
    return min(width, round(height * size[0] / size[1])) if size and size[1] else width
