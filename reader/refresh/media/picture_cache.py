"""The folder with the pictures that were loaded: originals, as they came, and ready ones, as terminals take them.

Its files are named by hashes and each is written in one step, so that two processes can use the folder, and one of them
can be killed. Their times of change tell when they were last used. The folder can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from reader.files import TEMPORARY_PREFIX, make_private_folder, replace_file
from reader.media.picture_sizes import add_size, read_sizes, shorten, size_key
from reader.media.ready_files import ready_path
from reader.media.request import PictureRequest, Size, picture_key

SUFFIXES = (".original", ".ready")
_LEFT = 0.9  # of the limit, after files were dropped, so that this is not done for each new one
_ABANDONED = 3600  # seconds after which a temporary file belongs to nobody
_MEGABYTE = 1_000_000


class PictureCache:
    """The methods read and write files: call them in a thread, one at a time."""

    def __init__(self, folder: Path, sizes: Path) -> None:
        self.folder, self._sizes_file = folder, sizes
        self._bytes: int | None = None  # of all files, once they were counted
        self._sizes: dict[str, Size] | None = None

    def original(self, url: str) -> Path:
        """The file of a picture as it came."""
        return self.folder / f"{picture_key(url)}{SUFFIXES[0]}"

    def find_original(self, url: str) -> Path | None:
        """The file of a picture as it came, if it is there; it counts as used."""
        path = self.original(url)
        try:
            os.utime(path)
        except FileNotFoundError:
            return None
        except OSError:  # a folder that cannot be written
            return path if path.exists() else None
        return path

    def find_ready(self, request: PictureRequest) -> Size | None:
        """The size in pixels of a picture that is ready and whose size is known."""
        return self.size(request.url) if ready_path(self.folder, request).exists() else None

    def keep_original(self, url: str, data: bytes) -> Path:
        """Stores a picture as it came. Raises ``OSError``."""
        make_private_folder(self.folder)
        path = self.original(url)
        replace_file(path, data, private=True)
        self.grew(len(data))
        return path

    def drop_original(self, url: str) -> None:
        """Removes a picture that cannot be decoded."""
        with contextlib.suppress(OSError):
            self.original(url).unlink()

    def size(self, url: str) -> Size | None:
        """The width and height of a picture in pixels, if it was ever loaded."""
        return self._known_sizes().get(size_key(url))

    def note_size(self, url: str, size: Size) -> None:
        """Remembers the size of a picture. Does nothing if the folder cannot be written."""
        known = self._known_sizes()
        if known.get(size_key(url)) != size:
            known[size_key(url)] = size
            with contextlib.suppress(OSError):
                add_size(self._sizes_file, url, size)

    def _known_sizes(self) -> dict[str, Size]:
        if self._sizes is None:
            self._sizes = read_sizes(self._sizes_file)
            with contextlib.suppress(OSError):
                self._sizes = shorten(self._sizes_file, self._sizes)
        return self._sizes

    def grew(self, count: int) -> None:
        """Counts the bytes of a new file."""
        if self._bytes is not None:
            self._bytes += count

    def shrink(self, megabytes: int, *, now: float) -> None:
        """Drops the files that were not used for the longest time, if they are too many. ``now``: Unix seconds."""
        limit = megabytes * _MEGABYTE
        if self._bytes is not None and self._bytes <= limit:
            return
        files = sorted(self._files(now))
        self._bytes = sum(size for _used, size, _path in files)
        if self._bytes <= limit:
            return
        for _used, size, path in files:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
                self._bytes -= size
            if self._bytes <= limit * _LEFT:
                return

    def _files(self, now: float) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its size and path. Removes temporary files of processes that were killed."""
        with contextlib.suppress(OSError), os.scandir(self.folder) as found:
            for entry in found:
                with contextlib.suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(SUFFIXES):
                        yield status.st_mtime, status.st_size, Path(entry.path)
                    elif entry.name.startswith(TEMPORARY_PREFIX) and now - status.st_mtime > _ABANDONED:
                        Path(entry.path).unlink()
