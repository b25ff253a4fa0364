"""Commands to the worker process, which polls, searches for feeds and fetches pages.

Its modules are imported with the first command, after the first paint.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.config import Config
from reader.library.events import LibraryEvent
from reader.library.feeds import WELCOME, Feeds
from reader.model import Status
from reader.paths import Paths
from reader.problems import ProblemDetails

if TYPE_CHECKING:
    from reader.account import Account
    from reader.media.request import PictureRequest
    from reader.refresh.worker.worker_client import WorkerClient


class Worker:
    """The worker process, once :meth:`start` was called. Without it, every command does nothing."""

    def __init__(self, paths: Paths, config: Config, feeds: Feeds, tell: Callable[[LibraryEvent], None]) -> None:
        self._paths, self._config, self._feeds, self._tell = paths, config, feeds, tell
        self._client: WorkerClient | None = None
        self._searches = 0

    @property
    def pid(self) -> int | None:
        """The process id of the worker while it runs."""
        return self._client.pid if self._client else None

    def start(self) -> None:
        """Starts the process that polls and fetches."""
        from reader.refresh.worker.worker_client import WorkerClient

        self._client = WorkerClient(self._paths, self._tell)
        self._client.start()

    def refresh(self, feed_ids: tuple[int, ...] | None = None, *, force: bool = False) -> None:
        """Polls these feeds, or all that are due."""
        if self._client:
            from reader.refresh.worker.protocol import Refresh

            self._client.send(Refresh(feed_ids, force))

    def sync(self, account: str | None = None, *, push_only: bool = False) -> None:
        """Synchronises an account, or all of them. ``push_only``: sends the user's changes soon, and asks for none."""
        if self._client:
            from reader.refresh.worker.protocol import Sync

            self._client.send(Sync(account, push_only))

    def find_server(self, typed: str) -> int | None:
        """Finds out which server of accounts is at an address; returns the number of this question.

        The answer is the event ``ServerAnswered``. None: the worker is not running.
        """
        if self._client is None:
            return None
        from reader.refresh.worker.protocol import FindServer

        self._searches += 1
        self._client.send(FindServer(self._searches, typed))
        return self._searches

    def try_account(self, account: Account, secret: str) -> int | None:
        """Signs in at the server of an account; ``secret``: as typed, or empty for the one that is kept.

        The answer is the event ``SignedIn``. Returns the number of this question; None: the worker is not running.
        """
        if self._client is None:
            return None
        from reader.refresh.worker.protocol import SignIn

        self._searches += 1
        fields = {one.name: getattr(account, one.name) for one in dataclasses.fields(account)}
        self._client.send(SignIn(self._searches, fields, secret))
        return self._searches

    def reload(self) -> None:
        """Reads ``feeds.toml``, ``accounts.toml`` and ``config.toml`` again."""
        if self._client:
            from reader.refresh.worker.protocol import Reload

            self._client.send(Reload())

    def use_config(self, config: Config) -> None:
        """Uses other settings, which the process reads from ``config.toml``."""
        self._config = config
        self.reload()

    def search_feeds(self, typed: str) -> int | None:
        """Searches for the feeds behind what a person typed; returns the number of this search.

        The answers are the events ``Searching``, ``FeedFound`` and ``Searched``. None: the worker is not running.
        """
        if self._client is None:
            return None
        from reader.refresh.worker.protocol import Search

        self._searches += 1
        self._client.send(Search(self._searches, typed))
        return self._searches

    def stop_search(self, ticket: int) -> None:
        """Ends a search."""
        if self._client:
            from reader.refresh.worker.protocol import StopSearch

            self._client.send(StopSearch(ticket))

    def subscribe_to_found(self, ticket: int, url: str, *, title: str, folder: str, tags: tuple[str, ...]) -> None:
        """Subscribes to a feed that a search found; the answer is the event ``Subscribed``."""
        if self._client:
            from reader.refresh.worker.protocol import Subscribe

            self._client.send(Subscribe(ticket, url, title, folder, tags))

    @staticmethod
    def wrong_address(text: str) -> ProblemDetails | None:
        """Why no feeds can be looked for at an address; None if they can."""
        from reader.subscriptions.discovery import input_problem

        return input_problem(text)

    @property
    def fetches_pages(self) -> bool:
        """Whether the worker runs and the user wants pages of opened entries."""
        return self._client is not None and self._config.fetch_pages

    def get_page(self, entry_id: int, *, force: bool = False) -> None:
        """Fetches an entry's page, unless the user does not want pages. ``force``: even if the store has it."""
        if self._client and self.fetches_pages:
            from reader.refresh.worker.protocol import GetPage

            self._client.send(GetPage(entry_id, force))

    def get_picture(self, request: PictureRequest) -> bool:
        """Asks for a picture; the answer is the event ``PictureReady`` or ``PictureFailed``. False: none follows."""
        if self._client is None:
            return False
        from reader.refresh.worker.protocol import GetPicture

        self._client.send(GetPicture(request))
        return True

    def keep_pictures(self, entry_ids: tuple[int, ...]) -> None:
        """Drops the requests for pictures of other articles."""
        if self._client:
            from reader.refresh.worker.protocol import KeepPictures

            self._client.send(KeepPictures(entry_ids))

    @property
    def fetches_comments(self) -> bool:
        """Whether the worker runs, which fetches conversations."""
        return self._client is not None

    def get_comments(self, entry_id: int, *, force: bool = False) -> None:
        """Asks the sources of an entry's conversation that are due; the answers are events ``CommentsDone``.

        ``force``: even recently asked ones.
        """
        if self._client:
            from reader.refresh.worker.protocol import GetComments

            self._client.send(GetComments(entry_id, force))

    def seed(self) -> None:
        """Stores the Welcome feed's articles if it was never polled; needs no network."""
        feeds = self._feeds.by_id.values()
        if any(feed.url == WELCOME and feed.poll and feed.poll.status is Status.NEW for feed in feeds):
            from reader.refresh.worker.worker_client import poll_once

            poll_once(self._paths, [WELCOME])
            self._feeds.reload()

    def close(self) -> None:
        """Ends the process. Can be called twice."""
        if self._client:
            self._client.close()
            self._client = None
