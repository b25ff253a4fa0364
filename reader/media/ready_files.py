"""Files with ready pictures: a line that describes the parts, then the parts. A damaged file is removed when it is met.

The first line is JSON with the cells that the picture covers, the length of each part and a checksum of them all.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from itertools import accumulate, pairwise
from pathlib import Path

from reader.files import replace_file
from reader.media.request import Picture, PictureRequest

_LONGEST_HEAD = 16_384  # bytes


def ready_path(folder: Path, request: PictureRequest) -> Path:
    """The file of a ready picture in the cache."""
    return folder / f"{request.key}.ready"


def write_ready(folder: Path, picture: Picture) -> None:
    """Writes a ready picture in one step. Raises ``OSError``."""
    body = b"".join(picture.data)
    head = {
        "width": picture.width,
        "height": picture.height,
        "parts": [len(part) for part in picture.data],
        "crc": zlib.crc32(body),
    }
    line = json.dumps(head, separators=(",", ":")).encode("ascii") + b"\n"
    replace_file(ready_path(folder, picture.request), line + body, private=True)


def read_ready(folder: Path, request: PictureRequest) -> Picture | None:
    """The ready picture; None where the cache does not have it, or not whole."""
    path = ready_path(folder, request)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    picture = _read(data, request)
    with contextlib.suppress(OSError):
        if picture is None:
            path.unlink()
        else:
            os.utime(path)  # used just now, so it is dropped last
    return picture


def _read(data: bytes, request: PictureRequest) -> Picture | None:
    end = data.find(b"\n", 0, _LONGEST_HEAD)
    try:
        head = json.loads(data[: max(end, 0)])
        width, height, parts, crc = (head[name] for name in ("width", "height", "parts", "crc"))
        ends = list(accumulate(parts, initial=end + 1))
    except (ValueError, TypeError, KeyError):
        return None
    fits = 0 < width <= request.columns and 0 < height <= request.rows and ends[-1] == len(data)
    if not fits or zlib.crc32(memoryview(data)[end + 1 :]) != crc:
        return None
    return Picture(request, width, height, tuple(data[start:stop] for start, stop in pairwise(ends)))
