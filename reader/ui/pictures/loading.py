"""Loads pictures for the screen: from the cache in a thread, else through the worker. Keeps the last ones in memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol

from reader.lazy_dataclass import dataclass
from reader.library.pictures import Pictures
from reader.media.request import Picture, PictureRequest
from reader.problems import ProblemDetails

MOST_KEPT = 12_000_000  # bytes of loaded pictures
ASK_AGAIN_AFTER = 60.0  # seconds: the worker may have been restarted since


class Viewer(Protocol):
    """Something that shows pictures."""

    def picture_changed(self, request: PictureRequest) -> None:
        """A picture has come, or it is known that it does not come."""


@dataclass(slots=True)
class _Wish:
    """The pictures that a viewer wants, nearest first. ``fetch``: also those that the cache does not have."""

    requests: Sequence[PictureRequest]
    fetch: bool


class PictureLoader:
    """One for all viewers. ``run`` runs a coroutine beside the screen; ``in_thread`` waits for work in a thread."""

    def __init__(
        self,
        pictures: Pictures,
        run: Callable[[Coroutine[Any, Any, None]], object],
        in_thread: Callable[[Callable[[], Picture | None]], Awaitable[Picture | None]],
    ) -> None:
        self._pictures, self._run, self._in_thread = pictures, run, in_thread
        self._wishes: dict[Viewer, _Wish] = {}
        self._loaded: OrderedDict[PictureRequest, Picture] = OrderedDict()
        self._kept = 0  # bytes
        self._missing: set[PictureRequest] = set()  # the cache does not have them
        self._asked: dict[PictureRequest, float] = {}  # the time of each request to the worker
        self._failed: dict[PictureRequest, ProblemDetails] = {}
        self._loading = False
        self.prepare: Callable[[Picture], object] = lambda _picture: None
        """Called in the thread with each picture that was loaded."""

    def picture(self, request: PictureRequest) -> Picture | None:
        """The picture, if it is loaded."""
        picture = self._loaded.get(request)
        if picture is not None:
            self._loaded.move_to_end(request)
        return picture

    def problem(self, request: PictureRequest) -> ProblemDetails | None:
        """Why the picture cannot be shown, if that is known."""
        return self._failed.get(request)

    def is_fetched(self, request: PictureRequest) -> bool:
        """Whether the worker is fetching the picture."""
        return request in self._asked

    def want(self, viewer: Viewer, requests: Sequence[PictureRequest], *, fetch: bool = True) -> None:
        """A viewer wants these pictures, nearest first, and no longer those that it wanted before."""
        self._wishes[viewer] = _Wish(requests, fetch)
        if not self._loading and self._next() is not None:
            self._loading = True
            self._run(self._load_all())

    def leave(self, viewer: Viewer) -> None:
        """A viewer wants nothing any more."""
        self._wishes.pop(viewer, None)

    def turn_to(self, *entry_ids: int) -> None:
        """Other articles are shown now: drops the requests of all others; failed pictures may be tried again."""
        self._missing.clear()
        self._failed.clear()
        if self._asked:
            self._asked = {request: when for request, when in self._asked.items() if request.entry_id in entry_ids}
            self._pictures.keep_only(*entry_ids)

    def retry(self, request: PictureRequest) -> None:
        """Forgets that a picture could not be shown."""
        self._failed.pop(request, None)
        self._missing.discard(request)

    def came(self, request: PictureRequest) -> None:
        """The worker has put a picture into the cache."""
        self._asked.pop(request, None)
        self._missing.discard(request)
        for viewer, wish in list(self._wishes.items()):
            if request in wish.requests:
                self.want(viewer, wish.requests, fetch=wish.fetch)

    def failed(self, request: PictureRequest, problem: ProblemDetails) -> None:
        """The worker could not get a picture."""
        self._asked.pop(request, None)
        self._failed[request] = problem
        self._tell(request)

    async def _load_all(self) -> None:
        """Loads what is wanted, the nearest first, until everything is there or asked for."""
        try:
            while (request := self._next()) is not None:
                picture = await self._in_thread(partial(self._load, request))
                if picture is None:
                    self._missing.add(request)
                else:
                    self._keep(picture)
                self._ask()
                self._tell(request)
        finally:
            self._loading = False

    def _load(self, request: PictureRequest) -> Picture | None:
        """Loads a picture. Called in a thread."""
        picture = self._pictures.load(request)
        if picture is not None:
            self.prepare(picture)
        return picture

    def _next(self) -> PictureRequest | None:
        """The nearest wanted picture that may be in the cache."""
        self._ask()
        for wish in reversed(self._wishes.values()):
            for request in wish.requests:
                if request not in self._loaded and request not in self._missing and request not in self._failed:
                    return request
        return None

    def _ask(self) -> None:
        """Asks the worker for what the cache does not have."""
        now = time.monotonic()
        for wish in self._wishes.values():
            for request in wish.requests if wish.fetch and self._missing else ():
                is_open = request in self._missing and request not in self._failed
                if is_open and now - self._asked.get(request, -ASK_AGAIN_AFTER) >= ASK_AGAIN_AFTER:
                    self._asked[request] = now
                    self._pictures.get(request)
                    self._tell(request)

    def _keep(self, picture: Picture) -> None:
        """Keeps it, and drops those that were looked at longest ago, except for those that are wanted."""
        self._loaded[picture.request] = picture
        self._kept += _bytes(picture)
        if self._kept > MOST_KEPT:
            wanted = {request for wish in self._wishes.values() for request in wish.requests}
            for request in [request for request in self._loaded if request not in wanted]:
                self._kept -= _bytes(self._loaded.pop(request))
                if self._kept <= MOST_KEPT:
                    return

    def _tell(self, request: PictureRequest) -> None:
        for viewer, wish in list(self._wishes.items()):
            if request in wish.requests:
                viewer.picture_changed(request)


def _bytes(picture: Picture) -> int:
    return sum(map(len, picture.data))
