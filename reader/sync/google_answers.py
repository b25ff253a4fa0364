"""What the answers of servers with the Google Reader API mean. Pure: bytes in, values out, in linear time.

Function for the pool of parser processes: :func:`read_items` (with its options bound by ``functools.partial``),
because the articles in an answer are large and come from strangers. The others are fast on the largest answers.

Sources: ``p/api/greader.php`` of FreshRSS, ``internal/googlereader`` of Miniflux, github.com/theoldreader/api,
github.com/bazqux/bazqux-api.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from reader.account import RemoteEntry, RemoteFeed
from reader.errors import SyncError
from reader.lazy_dataclass import dataclass
from reader.model import Enclosure
from reader.problems import Problem, problem
from reader.sync.answers import a_list, an_object, is_page, load_object, text_of, unusable
from reader.sync.google_ids import item_id, label_of, state_of
from reader.sync.remote_parts import enclosure, moment, parsed_entry
from reader.text import clean_line

BODY_LIMIT = 1_048_576  # bytes of an article's text at FreshRSS; a longer one is cut
_LONGEST_CHARACTER = 4  # bytes
_AUTH = re.compile(r"^Auth=([\x21-\x7e]{1,1000})\s*$", re.MULTILINE)
_TOKEN = re.compile(r"[\x21-\x7e]{1,1000}")
_NARROW = str.maketrans("＆＜＞", "&<>")
_NARROW_TOO = str.maketrans("＆＜＞？＼／，；", "&<>?\\/,;")
_EAST_ASIAN = re.compile("[\u2e80-\ufeff]")  # there a wide comma is an ordinary one
_STREAM = re.compile(r"[\x20-\x7e\xa0-\U0010ffff]{1,4000}")


class Product(Enum):
    """Programs whose answers differ."""

    FRESHRSS = "FreshRSS"
    MINIFLUX = "Miniflux"
    OLD_READER = "The Old Reader"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class IdsPage:
    """A page of ids in the server's order, and where the next one begins; empty: this is the last."""

    ids: tuple[str, ...]
    continuation: str


@dataclass(frozen=True, slots=True)
class Tags:
    """The labels of articles. ``unclear``: names that may be labels or folders."""

    labels: frozenset[str]
    unclear: frozenset[str]


def read_auth(body: bytes) -> str:
    """What proves that the user has signed in: the answer to ``ClientLogin``."""
    found = None if is_page(body) else _AUTH.search(body[:10_000].decode("utf-8", "replace"))
    if found is None:
        raise _not_text(body, "Auth")
    return found[1]


def read_token(body: bytes) -> str:
    """The token for changes."""
    text = body[:10_000].decode("utf-8", "replace").strip()
    if is_page(body) or not _TOKEN.fullmatch(text) or text[0] in "[{<":
        raise _not_text(body, "token")
    return text


def read_ok(body: bytes) -> None:
    """Makes sure that a change was made. Raises :class:`SyncError` for any other answer than ``OK``."""
    if body[:100].strip().upper() != b"OK":
        raise _not_text(body, "OK")


def _not_text(body: bytes, part: str) -> SyncError:
    return SyncError(problem(Problem.SERVER_SENT_PAGE)) if is_page(body) else unusable(part)


def read_ids(body: bytes) -> IdsPage:
    """A page of ids: the answer to ``stream/items/ids``."""
    found = load_object(body)
    refs = a_list(found.get("itemRefs"), "itemRefs")
    ids = tuple(item_id(an_object(one, "itemRefs").get("id")) for one in refs)
    following = found.get("continuation")
    if isinstance(following, int) and not isinstance(following, bool):
        following = str(following)
    if following is not None and not isinstance(following, str):
        raise unusable("continuation")
    return IdsPage(ids, following or "")


def read_feeds(body: bytes, product: Product) -> tuple[RemoteFeed, ...]:
    """All subscriptions with a web address: the answer to ``subscription/list``."""
    found = a_list(load_object(body).get("subscriptions"), "subscriptions")
    feeds = [_feed(an_object(one, "subscription"), product) for one in found]
    kept = tuple(feed for feed in feeds if feed.url.startswith(("http://", "https://")))
    if feeds and not kept:
        raise unusable("url")
    return kept


def _feed(found: dict[str, Any], product: Product) -> RemoteFeed:
    stream = _stream(found.get("id"), "id")
    url = text_of(found, "url").strip() or stream.removeprefix("feed/")
    title = text_of(found, "title")
    if product is Product.FRESHRSS:
        title = title.translate(_NARROW if _EAST_ASIAN.search(title) else _NARROW_TOO)
    categories = a_list(found.get("categories") or [], "categories")
    folder = next((an_object(one, "category") for one in categories), {})
    return RemoteFeed(
        id=stream,
        url=url,
        title=clean_line(title),
        folder=clean_line(text_of(folder, "label") or label_of(text_of(folder, "id"))),
        folder_id=text_of(folder, "id")[:1_000],
        link=text_of(found, "htmlUrl").strip() or None,
    )


def _stream(value: object, part: str) -> str:
    if not isinstance(value, str) or not _STREAM.fullmatch(value):
        raise unusable(part)
    return value


def read_tags(body: bytes) -> Tags:
    """The labels: the answer to ``tag/list``."""
    tags = [an_object(one, "tag") for one in a_list(load_object(body).get("tags"), "tags")]
    named = [(label_of(_stream(one.get("id"), "tag")), text_of(one, "type")) for one in tags]
    labels = frozenset(name for name, kind in named if name and kind == "tag")
    return Tags(labels, frozenset(name for name, kind in named if name and not kind) - labels)


def read_folders(body: bytes) -> frozenset[str]:
    """The names of all folders that have feeds: from the answer to ``subscription/list``."""
    feeds = (an_object(one, "subscription") for one in a_list(load_object(body).get("subscriptions"), "subscriptions"))
    folders = (an_object(one, "category") for feed in feeds for one in a_list(feed.get("categories"), "categories"))
    return frozenset(label_of(text_of(one, "id")) or text_of(one, "label") for one in folders)


def read_added(body: bytes) -> str | None:
    """The id of a feed from the answer to ``quickadd``; None if the server found no feed.

    FreshRSS gives the bare number.
    """
    found = load_object(body)
    number = found.get("numResults")
    if not isinstance(number, int) or isinstance(number, bool):
        raise unusable("numResults")
    stream = found.get("streamId")
    if number < 1:
        return None
    text = str(stream) if isinstance(stream, int | str) and not isinstance(stream, bool) else ""
    return text if text.startswith("feed/") else f"feed/{text}" if text else None


def read_items(
    body: bytes, *, product: Product = Product.OTHER, labels: frozenset[str] = frozenset()
) -> tuple[RemoteEntry, ...]:
    """Articles: the answer to ``stream/items/contents``. ``labels``: names that are labels, and not folders."""
    found = a_list(load_object(body).get("items"), "items")
    return tuple(_item(an_object(one, "item"), product, labels) for one in found)


def _item(found: dict[str, Any], product: Product, labels: frozenset[str]) -> RemoteEntry:
    streams = [one for one in a_list(found.get("categories"), "categories") if isinstance(one, str)]
    states = {state for one in streams if (state := state_of(one))}
    own = dict.fromkeys(name for one in streams if (name := label_of(one)) in labels)
    crawled = found.get("crawlTimeMsec")
    received = _thousandth(crawled) if crawled else _thousandth(_thousandth(found.get("timestampUsec")))
    published = moment(found.get("published")) or moment(received)
    freshrss, miniflux = product is Product.FRESHRSS, product is Product.MINIFLUX
    title, author = text_of(found, "title"), text_of(found, "author")
    parsed = parsed_entry(
        url=_link(found, "canonical") or _link(found, "alternate"),
        title=title.translate(_NARROW) if freshrss else title,
        author=author.translate(_NARROW) if freshrss else author,
        published=published,
        content=_content(found),
        categories=[one for one in streams if not one.startswith("user/")],
        files=map(_file, _objects(found, "enclosure")),
        html_title=not freshrss and not miniflux,
    )
    if freshrss and len(parsed.content_html) * _LONGEST_CHARACTER >= BODY_LIMIT and _is_cut(parsed.content_html):
        # It was cut, so it is no more than a summary: opening the article fetches its page.
        parsed = replace(parsed, summary_html=parsed.content_html, content_html="")
    return RemoteEntry(
        id=item_id(found.get("id")),
        feed_id=_stream(an_object(found.get("origin"), "origin").get("streamId"), "streamId"),
        parsed=parsed,
        read="read" in states,
        starred="starred" in states,
        labels=tuple(own),
        received=moment(received),
    )


def _is_cut(content: str) -> bool:
    return len(content.encode()) > BODY_LIMIT - _LONGEST_CHARACTER


def _content(found: Mapping[str, Any]) -> str:
    """The longer one of the two places for a text."""
    holders = [found.get(key) for key in ("content", "summary")]
    return max((text_of(one, "content") for one in holders if isinstance(one, dict)), key=len, default="")


def _link(found: dict[str, Any], key: str) -> str:
    return next((text_of(one, "href") for one in _objects(found, key) if text_of(one, "href")), "")


def _objects(found: dict[str, Any], key: str) -> Iterable[dict[str, Any]]:
    value = found.get(key)
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _file(found: dict[str, Any]) -> Enclosure | None:
    length = found.get("length")
    if isinstance(length, str) and length.isascii() and length.isdigit() and len(length) < 16:
        length = int(length)
    return enclosure(text_of(found, "href") or text_of(found, "url"), text_of(found, "type"), length)


def _thousandth(value: object) -> int | None:
    """A thousandth of a number that may be written as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    return value // 1_000 if isinstance(value, int) and not isinstance(value, bool) else None


def error_of(body: bytes) -> str:
    """What ``quickadd`` says about a feed that it could not add; empty if it says nothing."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return clean_line(text_of(found, "error"), 300) if isinstance(found, dict) else ""
