"""A small fake of the servers that speak the Google Reader API, with the oddities of each.

``with ReaderServer(Product.FRESHRSS) as server``: ``server.url`` is its address, ``server.library`` what it has,
``server.faults`` what goes wrong. The behaviour is that of FreshRSS's ``p/api/greader.php``, and of the documents of
The Old Reader (github.com/theoldreader/api) and BazQux Reader (github.com/bazqux/bazqux-api).
"""

from __future__ import annotations

import hashlib
import json
import urllib.parse
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.faulty_http import Answer, Asked, Faults, FaultyHttp
from tests.support.reader_library import FakeItem, Product, ReaderLibrary

USER = "reader"
PASSWORD = "password-of-the-tests"

READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
READING_LIST = "user/-/state/com.google/reading-list"
UNREAD = "user/-/state/com.google/unread"
LABEL = "user/-/label/"

PHP_FIELDS = 1_000  # max_input_vars: later fields of a form are not in $_POST
PHP_INPUT = 1_048_576  # bytes that greader.php reads of a body, in which it looks for the ids itself


class ReaderServer(FaultyHttp):
    """The fake. ``asked``: the requests so far."""

    def __init__(self, product: Product, faults: Faults | None = None) -> None:
        self.library = ReaderLibrary(product)
        self._api = _Api(product, self.library)
        super().__init__(self._api.answer, faults)

    @property
    def url(self) -> str:
        """The address that its user knows."""
        return super().url + self._api.base

    def end_session(self) -> None:
        """The sign-in no longer counts; signing in again gives another one."""
        self._api.sessions += 1

    def end_token(self) -> None:
        """The token for changes has expired (after half an hour at BazQux)."""
        self._api.tokens += 1


@dataclass
class _Form:
    """A query or form. ``first``: a field's first value."""

    fields: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, name: str, otherwise: str = "") -> str:
        return self.fields[name][0] if self.fields[name] else otherwise


@dataclass
class _Api:
    product: Product
    library: ReaderLibrary
    sessions: int = 0
    tokens: int = 0

    @property
    def base(self) -> str:
        return "/api/greader.php" if self._php else ""

    @property
    def _php(self) -> bool:
        return self.product is Product.FRESHRSS

    def answer(self, asked: Asked) -> Answer:
        address = urllib.parse.urlsplit(asked.path)
        path = urllib.parse.unquote(address.path)
        if not path.startswith(self.base):
            return Answer(404, b"Not found", _TEXT)
        path = path.removeprefix(self.base)
        query, form = _read(address.query), self._posted(asked.body)
        if self._php and path.strip("/") == "":
            return _ok()
        if path.endswith("/accounts/ClientLogin"):
            return self._sign_in(query, form)
        if asked.headers.get("authorization") != f"GoogleLogin auth={self._auth()}":
            return self._unauthorized()
        with self.library.lock:
            return self._routed(path.removeprefix("/reader/api/0/"), query, form)

    def _routed(self, name: str, query: _Form, form: _Form) -> Answer:
        if name.startswith("stream/contents"):
            return self._contents(name.removeprefix("stream/contents").strip("/"), query)
        route = _ROUTES.get(name)
        if route is None:
            return self._unknown()
        if name in _CHANGING and not self._token_holds(form.first("T") or query.first("T")):
            return self._unauthorized(bad_token=True)
        if self._php and name in ("tag/list", "subscription/list", "unread-count") and query.first("output") != "json":
            return Answer(501, b"Not Implemented!", _TEXT)
        return route(self, query, form)

    # --- who asks

    def _auth(self) -> str:
        secret = hashlib.sha1(f"{PASSWORD}{self.sessions}".encode()).hexdigest()
        return f"{USER}/{secret}" if self._php else secret

    def _token(self) -> str:
        return hashlib.sha1(f"token{self.tokens}{self._auth()}".encode()).hexdigest().ljust(57, "Z")

    def _token_holds(self, token: str) -> bool:
        if self._php and token in ("", "x"):
            return True  # for two old clients
        return self.product is Product.OLD_READER or token == self._token()  # there it is required, but not checked

    def _sign_in(self, query: _Form, form: _Form) -> Answer:
        user, password = (form.first(name) or query.first(name) for name in ("Email", "Passwd"))
        if (user, password) != (USER, PASSWORD):
            return self._unauthorized() if self._php else Answer(403, b"Error=BadAuthentication\n", _TEXT)
        sid = "null" if self._php else "none"
        return Answer(200, f"SID={sid}\nLSID={sid}\nAuth={self._auth()}\n".encode(), _TEXT)

    def _unauthorized(self, *, bad_token: bool = False) -> Answer:
        if self.product is Product.OLD_READER:
            return Answer(403, b'{"errors":["Forbidden"]}', _JSON)
        name = "Google-Bad-Token" if self._php else "X-Reader-Google-Bad-Token"
        return Answer(401, b"Unauthorized!" if self._php else b"Unauthorized", {**_TEXT, name: "true"})

    def _unknown(self) -> Answer:
        return Answer(400, b"Bad Request!", _TEXT) if self._php else Answer(404, b"Not found", _TEXT)

    def _posted(self, body: bytes) -> _Form:
        """PHP knows the first thousand fields only, but greader.php finds all ``i``, ``s`` and ``t`` in the body."""
        if not self._php:
            return _read(body.decode(errors="replace"))
        form = _read(b"&".join(body.split(b"&")[:PHP_FIELDS]).decode(errors="replace"))
        multiple = _read(body[:PHP_INPUT].decode(errors="replace"))
        for name in ("i", "s", "t"):
            form.fields[name] = multiple.fields[name]
        return form

    # --- lists

    def token(self, query: _Form, form: _Form) -> Answer:
        return Answer(200, f"{self._token()}\n".encode(), _TEXT)

    def user_info(self, query: _Form, form: _Form) -> Answer:
        return _json({"userId": USER, "userName": USER, "userProfileId": USER, "userEmail": ""})

    def tag_list(self, query: _Form, form: _Form) -> Answer:
        folders = [{"id": LABEL + folder, "type": "folder"} for folder in self._folders()]
        labels = [{"id": LABEL + label, "type": "tag", "unread_count": 0} for label in self.library.labels()]
        return _json({"tags": [{"id": STARRED}, *folders, *labels]})

    def subscription_list(self, query: _Form, form: _Form) -> Answer:
        found = [
            {
                "id": self.library.feed_id(feed),
                "title": self._told(feed.title, more=True),
                "categories": [{"id": LABEL + folder, "label": folder} for folder in self._folders_of(feed.folders)],
                "url": feed.url,
                "htmlUrl": f"https://site.example/{feed.number}",
                "iconUrl": f"{self.base}/f.php?{feed.number}",
            }
            for feed in self.library.feeds.values()
        ]
        return _json({"subscriptions": found})

    def unread_count(self, query: _Form, form: _Form) -> Answer:
        counts = [
            {"id": self.library.feed_id(feed), "count": sum(not item.read for item in self._items_of(feed.number))}
            for feed in self.library.feeds.values()
        ]
        total = sum(not item.read for item in self.library.items.values())
        return _json({"max": total, "unreadcounts": [*counts, {"id": READING_LIST, "count": total}]})

    def items_ids(self, query: _Form, form: _Form) -> Answer:
        if not query.first("s"):
            return self._unknown()
        items, continuation = self._page(query.first("s"), query, most=50_000 if self._bazqux else 10_000)
        refs = {"itemRefs": [{"id": self.library.short_id(item.number)} for item in items]}
        return _json({**refs, "continuation": continuation} if continuation else refs)

    def items_contents(self, query: _Form, form: _Form) -> Answer:
        ids = form.fields["i"] or query.fields["i"]
        if not ids:
            return self._unknown()
        items = self.library.newest_first(self.library.named(ids))
        return _json({"id": READING_LIST, "updated": 0, "items": [self._item(item) for item in items]})

    def _contents(self, stream: str, query: _Form) -> Answer:
        items, continuation = self._page(stream or query.first("s", READING_LIST), query, most=1_000)
        found = {"id": READING_LIST, "updated": 0, "items": [self._item(item) for item in items]}
        return _json({**found, "continuation": continuation} if continuation else found)

    def _page(self, stream: str, query: _Form, *, most: int) -> tuple[list[FakeItem], str]:
        items = self.library.newest_first(self._selected(stream, query))
        if query.first("r") == "o":
            items.reverse()
        count = int(query.first("n", "20"))
        count = count if self._php else min(count, most)
        last = query.first("c")
        if self.product is Product.OLD_READER:  # by offset: marking in between moves the rest forward
            begin = int(last or 0)
            page = items[begin : begin + count]
            return page, str(begin + count) if begin + count < len(items) else ""
        if last:
            number = self.library.number_of(last)
            older = query.first("r") != "o"
            items = [item for item in items if (item.number < number if older else item.number > number)]
        page = items[:count]
        goes_on = (
            len(page) >= count > 0 if self._php else len(items) > count
        )  # FreshRSS does not look whether more is there
        return page, self.library.short_id(page[-1].number) if goes_on and page else ""

    def _selected(self, stream: str, query: _Form) -> list[FakeItem]:
        items = list(self._stream(stream))
        wanted, excluded = query.first("it"), query.first("xt")
        if stream == STARRED and self.product is Product.OLD_READER:
            excluded = ""  # "does not work for starred items"
        for state, holds in ((wanted, True), (excluded, False)):
            if state in (READ, UNREAD):
                items = [item for item in items if (item.read == (state == READ)) == holds]
            elif state == STARRED:
                items = [item for item in items if item.starred == holds]
        since, until = (int(query.first(name, "0")) for name in ("ot", "nt"))
        return [
            item
            for item in items
            if (not since or self._time(item) >= since) and (not until or self._time(item) <= until)
        ]

    def _stream(self, stream: str) -> list[FakeItem]:
        every = list(self.library.items.values())
        if stream == STARRED:
            return [item for item in every if item.starred]
        if stream == READ and not self._php:
            return [item for item in every if item.read]
        if stream.startswith("feed/"):
            feed = self.library.feed_of(stream)
            return self._items_of(feed.number) if feed else []
        if stream.startswith(LABEL):
            name = stream.removeprefix(LABEL)
            if name in self._folders():
                return [item for item in every if name in self._folders_of(self.library.feeds[item.feed].folders)]
            if name in self.library.labels() or not self._php:
                return [item for item in every if name in item.labels]
        return every  # FreshRSS: whatever it does not know is everything

    def _item(self, item: FakeItem) -> dict[str, Any]:
        feed = self.library.feeds[item.feed]
        states = [READING_LIST, *(LABEL + folder for folder in self._folders_of(feed.folders))]
        states += [READ] * item.read + [STARRED] * item.starred + [LABEL + label for label in sorted(item.labels)]
        found: dict[str, Any] = {
            "id": self.library.long_id(item.number),
            "crawlTimeMsec": str(item.number // 1_000),
            "timestampUsec": str(item.number),
            "published": item.published,
            "title": self._told(item.title),
            "summary": {"content": item.content},
            "alternate": [{"href": item.link}],
            "categories": states,
            "origin": {"streamId": self.library.feed_id(feed), "title": self._told(feed.title, more=True)},
        }
        return {**found, "author": self._told(item.author)} if item.author else found

    # --- changes

    def edit_tag(self, query: _Form, form: _Form) -> Answer:
        items = self.library.named(form.fields["i"])
        several = self._bazqux
        for name, value in (("a", True), ("r", False)):
            for tag in form.fields[name] if several else form.fields[name][-1:]:
                for item in items:
                    self._tag(item, tag, value)
        return _ok()

    def _tag(self, item: FakeItem, tag: str, value: bool) -> None:
        if tag == READ:
            item.read = value
        elif tag == STARRED:
            item.starred = value
        elif tag.startswith(LABEL) and self.product is not Product.OLD_READER:
            (item.labels.add if value else item.labels.discard)(tag.removeprefix(LABEL))

    def mark_all_as_read(self, query: _Form, form: _Form) -> Answer:
        """``ts`` is compared with ids, which are microseconds at FreshRSS: in seconds it is older than everything."""
        until = int(form.first("ts") or 0) if form.first("ts").isdigit() else 0
        stream = form.first("s")
        known = stream == READING_LIST or self.library.feed_of(stream) or stream.removeprefix(LABEL) in self._names()
        for item in self._stream(stream) if known else ():
            if not until or item.number <= until:
                item.read = True
        return _ok()

    def subscription_edit(self, query: _Form, form: _Form) -> Answer:
        action, title = form.first("ac"), form.first("t")
        folder = form.first("a").removeprefix(LABEL)
        for stream in form.fields["s"]:
            feed = self.library.feed_of(stream)
            if action == "subscribe" and (feed is None or not self._php):
                self.library.subscribe(stream.removeprefix("feed/"), title, folder)
            elif action == "unsubscribe" and feed:
                self.library.unsubscribe(feed.number)
            elif action == "edit" and feed:
                feed.title = title or feed.title
                kept = [one for one in feed.folders if self._bazqux and LABEL + one not in form.fields["r"]]
                if folder or form.first("r"):
                    feed.folders = [*kept, *([folder] if folder else [])]
            else:
                return Answer(400, b"Bad Request!", _TEXT)
        return _ok()

    def quickadd(self, query: _Form, form: _Form) -> Answer:
        url = query.first("quickadd") or ("" if self._php else form.first("quickadd"))
        if not url:
            return self._unknown()
        if "nothing" in url:
            return _json({"query": url, "numResults": 0, "error": "Feed was not added."})
        feed = self.library.subscribe(url)
        return _json({"query": url, "numResults": 1, "streamId": self.library.feed_id(feed)})

    def rename_tag(self, query: _Form, form: _Form) -> Answer:
        old, new = (form.first(name).removeprefix(LABEL) for name in ("s", "dest"))
        for feed in self.library.feeds.values():
            feed.folders = [new if folder == old else folder for folder in feed.folders]
        for item in self.library.items.values():
            item.labels = {new if label == old else label for label in item.labels}
        return _ok()

    def disable_tag(self, query: _Form, form: _Form) -> Answer:
        gone = {stream.removeprefix(LABEL) for stream in form.fields["s"]}
        for feed in self.library.feeds.values():
            feed.folders = [folder for folder in feed.folders if folder not in gone]
        for item in self.library.items.values():
            item.labels -= gone
        return _ok()

    # --- small things

    @property
    def _bazqux(self) -> bool:
        return self.product is Product.BAZQUX

    def _names(self) -> list[str]:
        return [*self._folders(), *self.library.labels()]

    def _folders(self) -> list[str]:
        return sorted({folder for feed in self.library.feeds.values() for folder in self._folders_of(feed.folders)})

    def _folders_of(self, folders: list[str]) -> list[str]:
        return folders or (["Uncategorized"] if self._php else [])  # each feed of FreshRSS is in exactly one

    def _items_of(self, feed: int) -> list[FakeItem]:
        return [item for item in self.library.items.values() if item.feed == feed]

    def _time(self, item: FakeItem) -> int:
        return item.number // 1_000_000 if self._php else item.published

    def _told(self, text: str, *, more: bool = False) -> str:
        """FreshRSS gives some characters their full width, in names of feeds some more."""
        return text.translate(_WIDE_TOO if more else _WIDE) if self._php else text


_WIDE = str.maketrans("&<>", "＆＜＞")
_WIDE_TOO = str.maketrans("&<>?\\/,;", "＆＜＞？＼／，；")
_TEXT = {"Content-Type": "text/plain; charset=UTF-8"}
_JSON = {"Content-Type": "application/json; charset=UTF-8"}
_CHANGING = {
    "edit-tag", "rename-tag", "disable-tag", "mark-all-as-read", "subscription/edit", "subscription/quickadd",
}  # fmt: skip
_ROUTES: dict[str, Callable[[_Api, _Form, _Form], Answer]] = {
    "token": _Api.token,
    "user-info": _Api.user_info,
    "tag/list": _Api.tag_list,
    "subscription/list": _Api.subscription_list,
    "subscription/edit": _Api.subscription_edit,
    "subscription/quickadd": _Api.quickadd,
    "unread-count": _Api.unread_count,
    "stream/items/ids": _Api.items_ids,
    "stream/items/contents": _Api.items_contents,
    "edit-tag": _Api.edit_tag,
    "rename-tag": _Api.rename_tag,
    "disable-tag": _Api.disable_tag,
    "mark-all-as-read": _Api.mark_all_as_read,
}


def _read(encoded: str) -> _Form:
    form = _Form()
    for name, value in urllib.parse.parse_qsl(encoded, keep_blank_values=True):
        form.fields[name].append(value)
    return form


def _ok() -> Answer:
    return Answer(200, b"OK", {"Content-Type": "text/html; charset=UTF-8"})  # PHP's default, of FreshRSS too


def _json(value: object) -> Answer:
    return Answer(200, (json.dumps(value, ensure_ascii=False) + "\n").encode(), _JSON)
