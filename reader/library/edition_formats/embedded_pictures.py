"""Pictures of the cache as ``data:`` addresses, so that a page is self-contained."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

LARGEST = 2_000_000  # bytes of a picture
MOST = 15_000_000  # characters of all of them: most mail servers take letters of up to 25 MB
_TYPES = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBPVP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL), "image/avif"),
)  # the formats that browsers show (MIME Sniffing, section 6.1)


class EmbeddedPictures:
    """Finds pictures in the cache folder until there are too many. Reads files: use it in a thread or a command."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._left = MOST
        self._found: dict[str, str | None] = {}

    def address(self, url: str) -> str | None:
        """The picture itself as an address; None if it is not in the cache, or there is no more room for it."""
        if url not in self._found:
            self._found[url] = self._read(url)
        found = self._found[url]
        if found is None or len(found) > self._left:
            return None
        self._left -= len(found)
        return found

    def _read(self, url: str) -> str | None:
        from reader.refresh.media.picture_cache import PictureCache

        path = PictureCache(self._folder, self._folder).original(url)
        try:
            data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        except OSError:
            return None
        kind = next((kind for magic, kind in _TYPES if magic.match(data)), None)
        return f"data:{kind};base64,{b64encode(data).decode('ascii')}" if kind else None
