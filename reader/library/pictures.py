"""Pictures of articles: asks the worker for them, and reads those that are ready from the cache."""

from __future__ import annotations

from reader.library.events import LibraryEvent
from reader.library.worker import Worker
from reader.media.picture_sizes import read_sizes, size_key
from reader.media.ready_files import read_ready
from reader.media.request import Picture, PictureRequest, Size
from reader.paths import Paths


class Pictures:
    """``load`` and ``load_sizes`` read files and belong in a thread; the other methods return at once."""

    def __init__(self, paths: Paths, worker: Worker) -> None:
        self._paths, self._worker = paths, worker
        self._sizes: dict[str, Size] = {}

    def get(self, request: PictureRequest) -> None:
        """Asks the worker for a picture. It answers with the event ``PictureReady`` or ``PictureFailed``."""
        self._worker.get_picture(request)

    def keep_only(self, *entry_ids: int) -> None:
        """Cancels pending requests of all articles but these; no event follows."""
        self._worker.keep_pictures(entry_ids)

    def load(self, request: PictureRequest) -> Picture | None:
        """The ready picture from the cache, or None. Call it in a thread: it reads a file."""
        return read_ready(self._paths.pictures, request)

    def load_sizes(self) -> None:
        """Reads the sizes of all pictures that were seen. Call it in a thread, before the first article is set."""
        self._sizes = {**read_sizes(self._paths.picture_sizes), **self._sizes}

    def size(self, url: str) -> Size | None:
        """The width and height in pixels of a picture that was fetched once, or None."""
        return self._sizes.get(size_key(url))

    def hear(self, event: LibraryEvent) -> None:
        """Remembers the size of a picture that the worker has made ready."""
        from reader.refresh.worker.protocol import PictureReady

        if isinstance(event, PictureReady):
            self._sizes[size_key(event.request.url)] = event.width, event.height
