"""Reads the comments from what a site answers: one function for each kind of site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape, unescape

from reader.comment import ReadComments, SourceKind
from reader.conversation.collect import Collector, Object, key, load_json, moment, objects, string, unreadable, whole

_PAGES = 10  # of a Discourse topic that are read
_POSTS = 20  # on one of them


def read_answer(kind: SourceKind, text: str, url: str) -> ReadComments:
    """The comments in the JSON of a site. ``url``: its address. Raises :class:`~reader.errors.ParseError`."""
    return _READERS[kind](load_json(text), url)


def _hacker_news(found: object, _url: str) -> ReadComments:
    """An item of Hacker News (hn.algolia.com/api): comments are nested in their ``children``."""
    if not isinstance(found, dict) or not isinstance(found.get("children"), list):
        raise unreadable()
    taken = Collector()
    waiting: list[tuple[Object, str | None]] = [(one, None) for one in reversed([*objects(found["children"])])]
    while waiting:
        one, parent = waiting.pop()
        number, answers = key(one.get("id")), [*objects(one.get("children"))]
        author, html = string(one.get("author")), string(one.get("text"))
        if author or html or answers:  # a deleted comment stays where it has answers
            url = f"https://news.ycombinator.com/item?id={number}"
            taken.add(number, parent, author, moment(one.get("created_at_i")), html, url)
        waiting += [(answer, number) for answer in reversed(answers)]
    return taken.result()


def _lobsters(found: object, _url: str) -> ReadComments:
    """A story of Lobsters: a flat list of comments with the ids of their parents."""
    if not isinstance(found, dict) or not isinstance(found.get("comments"), list):
        raise unreadable()
    taken = Collector()
    for one in objects(found["comments"]):
        user = one.get("commenting_user")
        author = string(user.get("username")) if isinstance(user, dict) else string(user)
        gone = one.get("is_deleted") is True or one.get("is_moderated") is True
        taken.add(
            key(one.get("short_id")), key(one.get("parent_comment")), "" if gone else author,
            moment(one.get("created_at")), "" if gone else string(one.get("comment")), string(one.get("short_id_url")),
        )  # fmt: skip
    return taken.result(whole(found.get("comment_count")))


def _reddit(found: object, _url: str) -> ReadComments:
    """A post of Reddit: a list of two listings, the post and its comments, with answers as listings within."""
    listings = [*objects(found)]
    if len(listings) < 2 or not isinstance(_listing(listings[1]), list):
        raise unreadable()
    taken = Collector()
    post = next(objects(_listing(listings[0])), {})
    waiting = [*objects(_listing(listings[1]))][::-1]
    while waiting:
        one = waiting.pop()
        data = one.get("data")
        if one.get("kind") != "t1" or not isinstance(data, dict):
            continue
        parent = string(data.get("parent_id"))
        author, html = string(data.get("author")), string(data.get("body_html"))
        if author == "[deleted]":
            author = html = ""
        link = string(data.get("permalink"))
        taken.add(
            key(data.get("name")) or key(data.get("id")), parent if parent.startswith("t1_") else None, author,
            moment(data.get("created_utc")), unescape(html) if html.startswith("&lt;") else html,
            f"https://www.reddit.com{link}" if link.startswith("/") else None,
        )  # fmt: skip
        waiting += [*objects(_listing(data.get("replies")))][::-1]
    about = post.get("data")
    return taken.result(whole(about.get("num_comments")) if isinstance(about, dict) else None)


def _listing(found: object) -> object:
    """The things in one of Reddit's listings."""
    data = found.get("data") if isinstance(found, dict) else None
    return data.get("children") if isinstance(data, dict) else None


def _mastodon(found: object, _url: str) -> ReadComments:
    """The context of a status (docs.joinmastodon.org/methods/statuses): what answers it is below ``descendants``."""
    if not isinstance(found, dict) or not isinstance(found.get("descendants"), list):
        raise unreadable()
    taken = Collector()
    for one in objects(found["descendants"]):
        account = one.get("account")
        who: Object = account if isinstance(account, dict) else {}
        author = string(who.get("display_name")).strip() or string(who.get("acct"))
        warning = string(one.get("spoiler_text"))
        html = (f"<p><strong>{escape(warning)}</strong></p>" if warning else "") + string(one.get("content"))
        taken.add(
            key(one.get("id")), key(one.get("in_reply_to_id")), author, moment(one.get("created_at")), html,
            string(one.get("url")),
        )  # fmt: skip
    return taken.result()


def _discourse(found: object, url: str) -> ReadComments:
    """A topic of Discourse, or a further page of it: posts by number. The first one introduces the article."""
    stream = found.get("post_stream") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(stream, dict) or not isinstance(stream.get("posts"), list):
        raise unreadable()
    taken = Collector()
    topic = url.partition("?")[0].removesuffix(".json")
    for one in objects(stream["posts"]):
        number, parent = whole(one.get("post_number")), whole(one.get("reply_to_post_number"))
        if number is None or number == 1 or one.get("hidden") is True or not string(one.get("cooked")):
            continue
        author = string(one.get("name")).strip() or string(one.get("username"))
        taken.add(
            str(number), str(parent) if parent and parent > 1 else None, author, moment(one.get("created_at")),
            string(one.get("cooked")), f"{topic}/{number}",
        )  # fmt: skip
    posts = whole(found.get("posts_count")) or 0
    pages = min(-(-posts // _POSTS), _PAGES) if "?" not in url else 1
    return taken.result(max(posts - 1, 0), (f"{topic}.json?page={number}" for number in range(2, pages + 1)))


_READERS: Mapping[SourceKind, Callable[[object, str], ReadComments]] = {
    SourceKind.HACKER_NEWS: _hacker_news,
    SourceKind.LOBSTERS: _lobsters,
    SourceKind.REDDIT: _reddit,
    SourceKind.MASTODON: _mastodon,
    SourceKind.DISCOURSE: _discourse,
}
