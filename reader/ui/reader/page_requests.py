"""Requests for the pages of articles: which articles have a page to load, and which are being fetched."""

from __future__ import annotations

from reader.library import Library
from reader.model import EDITED_SINCE, Entry, has_episode_files
from reader.web.addresses import web_url

RETRY_AFTER = 60  # seconds after which opening an article fetches a page again that could not be loaded


class PageRequests:
    """Asks the worker for pages, each once. Gives up after a while, since the worker may have died."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._awaited: dict[int, int] = {}  # when each page was requested

    def can_fetch(self, entry: Entry) -> bool:
        """Whether the entry has a page, or files of an episode, and pages are fetched at all."""
        return self._library.worker.fetches_pages and (bool(web_url(entry.url)) or has_episode_files(entry))

    def would_fetch(self, entry: Entry) -> bool:
        """Whether opening the entry fetches its page."""
        return self.can_fetch(entry) and self._lacks_page(entry)

    def _lacks_page(self, entry: Entry) -> bool:
        if entry.page_tried is None or entry.page_tried == EDITED_SINCE:
            return True
        tried_lately = 0 <= self._library.now() - entry.page_tried < RETRY_AFTER
        return entry.page is None and not tried_lately

    def fetch(self, entry_id: int) -> bool:
        """Requests a page, even if the store has it; False if it is being fetched already."""
        if self.awaits(entry_id):
            return False
        self._awaited[entry_id] = self._library.now()
        self._library.worker.get_page(entry_id, force=True)
        return True

    def awaits(self, entry_id: int) -> bool:
        """Whether a page is being fetched."""
        requested = self._awaited.get(entry_id)
        return requested is not None and 0 <= self._library.now() - requested < RETRY_AFTER

    def done(self, entry_id: int) -> None:
        """The worker has fetched a page, or could not."""
        self._awaited.pop(entry_id, None)
