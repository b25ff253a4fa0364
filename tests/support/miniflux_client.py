"""The phone: a second client of a Miniflux, which changes things through its API and reads its state set by set."""

from __future__ import annotations

import http.client
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

IDS_A_PAGE = 10_000  # the most that Miniflux 2.3 gives
PATIENCE = 120.0  # seconds


class ApiError(Exception):
    """An answer other than 2xx. ``status``: of HTTP."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status


@dataclass(frozen=True, slots=True)
class ServerFeed:
    """A feed at the server."""

    id: int
    title: str
    url: str
    category: str


@dataclass(frozen=True, slots=True)
class Phone:
    """Works directly at the server on ``port`` with an API token. Every method waits for the answer."""

    port: int
    token: str
    patience: float = PATIENCE  # seconds

    # --- what it does

    def mark(self, ids: Iterable[int], *, read: bool = True) -> None:
        """Marks articles read or unread."""
        self._put_entries(ids, {"status": "read" if read else "unread"})

    def star(self, ids: Iterable[int], *, starred: bool = True) -> None:
        """Stars articles or takes the star away."""
        self._put_entries(ids, {"starred": starred})

    def mark_feed_read(self, feed: int) -> None:
        """All that the server has of the feed at this moment."""
        self.call("PUT", f"/v1/feeds/{feed}/mark-all-as-read")

    def mark_category_read(self, category: int) -> None:
        """All that the server has in the category at this moment."""
        self.call("PUT", f"/v1/categories/{category}/mark-all-as-read")

    def mark_all_read(self) -> None:
        """All that the server has at this moment."""
        self.call("PUT", f"/v1/users/{self.call('GET', '/v1/me')['id']}/mark-all-as-read")

    def subscribe(self, url: str, category: str | None = None) -> int:
        """Subscribes to a feed, in a category which is made if need be; returns the feed's id."""
        asked: dict[str, Any] = {"feed_url": url}
        if category is not None:
            asked["category_id"] = self.category_id(category)
        return int(self.call("POST", "/v1/feeds", asked)["feed_id"])

    def unsubscribe(self, feed: int) -> None:
        """Removes a feed with its articles."""
        self.call("DELETE", f"/v1/feeds/{feed}")

    def rename(self, feed: int, title: str) -> None:
        """Gives a feed another title."""
        self.call("PUT", f"/v1/feeds/{feed}", {"title": title})

    def move(self, feed: int, category: str) -> None:
        """Moves a feed into a category, which is made if need be."""
        self.call("PUT", f"/v1/feeds/{feed}", {"category_id": self.category_id(category)})

    def rename_category(self, category: int, title: str) -> None:
        """Gives a category another title."""
        self.call("PUT", f"/v1/categories/{category}", {"title": title})

    def delete_category(self, category: int) -> None:
        """Removes a category with its feeds and their articles."""
        self.call("DELETE", f"/v1/categories/{category}")

    def refresh(self, *feeds: int) -> None:
        """Lets the server fetch these feeds (all without any) and waits for it."""
        for feed in feeds or [feed.id for feed in self.feeds()]:
            self.call("PUT", f"/v1/feeds/{feed}/refresh")

    # --- what the server has

    def unread(self) -> set[int]:
        """The ids of the unread articles."""
        return self._ids("status=unread")

    def starred(self) -> set[int]:
        """The ids of the articles with a star."""
        return self._ids("starred=true")

    def everything(self) -> set[int]:
        """The ids of all articles."""
        return self._ids("")

    def feeds(self) -> list[ServerFeed]:
        """All feeds, by id."""
        found = self.call("GET", "/v1/feeds")
        made = [
            ServerFeed(feed["id"], feed["title"], feed["feed_url"], feed["category"]["title"]) for feed in found or []
        ]
        return sorted(made, key=lambda feed: feed.id)

    def categories(self) -> dict[str, int]:
        """The ids of the categories by title."""
        return {category["title"]: category["id"] for category in self.call("GET", "/v1/categories")}

    def category_id(self, title: str) -> int:
        """The id of the category with this title, which is made if need be."""
        known = self.categories()
        return known[title] if title in known else int(self.call("POST", "/v1/categories", {"title": title})["id"])

    def entries(self, feed: int | None = None) -> list[dict[str, Any]]:
        """All articles with their contents (of a feed), by id."""
        found: list[dict[str, Any]] = []
        while True:
            after = found[-1]["id"] if found else 0
            where = f"&feed_id={feed}" if feed is not None else ""
            page = self.call("GET", f"/v1/entries?limit=1000&order=id&direction=asc&after_entry_id={after}{where}")
            found += page["entries"] or []
            if not page["entries"]:
                return found

    # --- how

    def call(self, method: str, path: str, body: object = None) -> Any:
        """A request; returns what the JSON says, None after a 204.

        Raises :class:`ApiError` for any answer other than 2xx, :class:`OSError` if there is none, and
        :class:`ValueError` if it is not JSON.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"X-Auth-Token": self.token, "Content-Type": "application/json"})
            answer = connection.getresponse()
            raw = answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        if not 200 <= answer.status < 300:
            raise ApiError(answer.status, raw.decode(errors="replace"))
        return None if answer.status == 204 else json.loads(raw)

    def _put_entries(self, ids: Iterable[int], change: dict[str, object]) -> None:
        listed: Collection[int] = list(ids)
        if listed:  # an empty list is refused
            answer = self.call("PUT", "/v1/entries", {"entry_ids": listed, **change})
            if answer is not None:
                raise ValueError("that was not the server's answer, which has no content")

    def _ids(self, filters: str) -> set[int]:
        found: set[int] = set()
        offset = 0
        while True:
            page = self.call("GET", f"/v1/entries/ids?{filters}&limit={IDS_A_PAGE}&offset={offset}")
            found.update(page["entry_ids"])
            offset += len(page["entry_ids"])
            if not page["entry_ids"] or offset >= page["total"]:
                return found
