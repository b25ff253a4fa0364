"""Pictures of articles: asks the worker for them, and reads those that are ready from the cache.

What knows the cache is imported with the first picture, after the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.paths import Paths
from reader.problems import Problem

if TYPE_CHECKING:
    from reader.library.events import LibraryEvent
    from reader.library.worker import Worker
    from reader.media.request import Picture, PictureRequest, Size


class Pictures:
    """``load`` and ``load_sizes`` read files and belong in a thread; the other methods return at once."""

    def __init__(self, paths: Paths, worker: Worker) -> None:
        self._paths, self._worker = paths, worker
        self._sizes: dict[str, Size] = {}
        self._pending: dict[PictureRequest, None] = {}

    def get(self, request: PictureRequest) -> None:
        """Asks the worker for a picture. It answers with the event ``PictureReady`` or ``PictureFailed``."""
        if self._worker.get_picture(request):
            self._pending[request] = None

    def keep_only(self, *entry_ids: int) -> None:
        """Cancels pending requests of all articles but these; no event follows."""
        self._pending = {request: None for request in self._pending if request.entry_id in entry_ids}
        self._worker.keep_pictures(entry_ids)

    def load(self, request: PictureRequest) -> Picture | None:
        """The ready picture from the cache, or None. Call it in a thread: it reads a file."""
        from reader.media.ready_files import read_ready

        return read_ready(self._paths.pictures, request)

    def load_sizes(self) -> None:
        """Reads the sizes of all pictures that were seen. Call it in a thread, before the first article is set."""
        from reader.media.picture_sizes import read_sizes

        self._sizes = {**read_sizes(self._paths.picture_sizes), **self._sizes}

    def size(self, url: str) -> Size | None:
        """The width and height in pixels of a picture that was fetched once, or None."""
        from reader.media.picture_sizes import size_key

        return self._sizes.get(size_key(url))

    def hear(self, event: LibraryEvent) -> None:
        """Remembers the sizes of pictures; asks a restarted worker for those that the last one still owed."""
        from reader.media.picture_sizes import size_key
        from reader.refresh.worker.protocol import PictureFailed, PictureReady, Trouble

        match event:
            case PictureReady(request, width, height):
                self._sizes[size_key(request.url)] = width, height
                self._pending.pop(request, None)
            case PictureFailed(request):
                self._pending.pop(request, None)
            case Trouble(details) if details.code is Problem.WORKER_RESTARTED:
                for request in tuple(self._pending):
                    self._worker.get_picture(request)
