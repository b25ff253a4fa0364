"""The sizes of pictures that were seen once, so that a place of the right size can be reserved before one is loaded.

A text file with a line for each picture: the beginning of its key, width and height in pixels. Lines are appended, each
in one write, so that two processes can; a line that is damaged is skipped, and of two about a picture the last counts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from reader.files import open_to_append, replace_file
from reader.media.request import Size, picture_key

MOST = 20_000  # pictures that are remembered
_KEY = 16  # letters of a picture's key
_LONGEST = 2_000_000  # bytes of a file


def size_key(url: str) -> str:
    """The key of a picture in the file of sizes."""
    return picture_key(url)[:_KEY]


def read_sizes(path: Path) -> dict[str, Size]:
    """The sizes by :func:`size_key`; empty where the file cannot be read."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("ascii", "replace")
    except OSError:
        return {}
    sizes: dict[str, Size] = {}
    for line in text.split("\n"):
        key, _, rest = line.partition(" ")
        width, _, height = rest.partition(" ")
        if len(key) == _KEY and width.isdecimal() and height.isdecimal() and len(rest) < 20 and width.isascii():
            sizes.pop(key, None)  # so that the newest are last
            sizes[key] = int(width), int(height)
    return sizes


def add_size(path: Path, url: str, size: Size) -> None:
    """Adds a line. Raises ``OSError``."""
    descriptor = open_to_append(path)
    try:
        os.write(descriptor, f"{size_key(url)} {size[0]} {size[1]}\n".encode("ascii"))
    finally:
        os.close(descriptor)


def shorten(path: Path, sizes: Mapping[str, Size]) -> dict[str, Size]:
    """The newest :data:`MOST` sizes, and a file with only these if there were more. Raises ``OSError``."""
    if len(sizes) <= MOST:
        return dict(sizes)
    kept = dict(islice(sizes.items(), len(sizes) - MOST // 2, None))
    lines = "".join(f"{key} {width} {height}\n" for key, (width, height) in kept.items())
    replace_file(path, lines.encode("ascii"), private=True)
    return kept
