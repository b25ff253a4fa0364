"""Conversations as the sites that we read answer with them, and a server on loopback that gives them.

Each document is written as its service writes it, with the fields that we do not read as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

THE_TIME = 1_795_000_000  # Unix seconds of the first comment; each later one comes a minute after


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: its number from 1, and the number of the one that it answers."""

    number: int
    name: str
    text: str
    answers: int | None = None

    @property
    def time(self) -> int:
        """Unix seconds."""
        return THE_TIME + 60 * self.number

    @property
    def date(self) -> str:
        """RFC 3339."""
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    @property
    def html(self) -> str:
        """The text as a paragraph."""
        return f"<p>{escape(self.text)}</p>"


TALK = (
    Said(1, "Keel", "The tables were right all along."),
    Said(2, "Ola", "Only from the south.", 1),
    Said(3, "Keel", "The south is where the water is.", 2),
    Said(4, "Brine", "Und bei Nordwest?"),
)


def hacker_news(said: Sequence[Said]) -> bytes:
    """hn.algolia.com/api/v1/items/ID."""

    def item(one: Said) -> dict[str, Any]:
        return {
            "author": one.name, "children": [item(two) for two in said if two.answers == one.number],
            "created_at": one.date, "created_at_i": one.time, "id": one.number, "options": [],
            "parent_id": one.answers or 42, "points": None, "story_id": 42, "text": one.html, "title": None,
            "type": "comment", "url": None,
        }  # fmt: skip

    story = {"author": "keel", "created_at_i": THE_TIME, "id": 42, "points": 99, "title": "Tides", "type": "story"}
    return json.dumps({**story, "children": [item(one) for one in said if one.answers is None]}).encode()


def lobsters(said: Sequence[Said]) -> bytes:
    """lobste.rs/s/ID.json."""
    comments = [
        {
            "short_id": f"c{one.number}", "short_id_url": f"https://lobste.rs/c/c{one.number}", "created_at": one.date,
            "is_deleted": False, "is_moderated": False, "score": 3, "flags": 0,
            "parent_comment": f"c{one.answers}" if one.answers else None, "comment": one.html,
            "comment_plain": one.text, "depth": 0, "commenting_user": one.name,
        }
        for one in said
    ]  # fmt: skip
    story = {"short_id": "abc", "title": "Tides", "comment_count": len(said), "tags": ["sea"], "comments": comments}
    return json.dumps(story).encode()


def reddit(said: Sequence[Said], left_out: int = 0) -> bytes:
    """reddit.com/comments/ID/.json; ``left_out`` comments are behind "load more"."""

    def listing(things: Sequence[object]) -> dict[str, Any]:
        return {"kind": "Listing", "data": {"after": None, "dist": None, "children": things}}

    def thing(one: Said) -> dict[str, Any]:
        answers = [thing(two) for two in said if two.answers == one.number]
        data = {
            "id": f"r{one.number}", "name": f"t1_r{one.number}", "author": one.name, "body": one.text,
            "body_html": escape(f'<div class="md">{one.html}</div>'), "created_utc": float(one.time), "score": 7,
            "parent_id": f"t1_r{one.answers}" if one.answers else "t3_abc",
            "permalink": f"/r/sea/comments/abc/tides/r{one.number}/", "replies": listing(answers) if answers else "",
        }  # fmt: skip
        return {"kind": "t1", "data": data}

    top: list[object] = [thing(one) for one in said if one.answers is None]
    if left_out:
        top.append({"kind": "more", "data": {"count": left_out, "children": [f"m{n}" for n in range(left_out)]}})
    post = {"kind": "t3", "data": {"id": "abc", "title": "Tides", "num_comments": len(said) + left_out}}
    return json.dumps([listing([post]), listing(top)]).encode()


def reddit_feed(said: Sequence[Said]) -> bytes:
    """reddit.com/comments/ID/.rss, which is Atom; the first entry is the post."""
    entries = "".join(
        f"<entry><author><name>/u/{one.name}</name></author><content type='html'>{escape(one.html)}</content>"
        f"<id>t1_r{one.number}</id><link href='https://www.reddit.com/r/sea/comments/abc/tides/r{one.number}/'/>"
        f"<updated>{one.date}</updated><title>/u/{one.name} on Tides</title></entry>"
        for one in said
    )
    post = "<entry><author><name>/u/keel</name></author><id>t3_abc</id><title>Tides</title></entry>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Tides</title>{post}{entries}</feed>".encode()


def mastodon(said: Sequence[Said]) -> bytes:
    """/api/v1/statuses/ID/context, whose status is 100."""
    statuses = [
        {
            "id": str(100 + one.number), "created_at": one.date, "in_reply_to_id": str(100 + (one.answers or 0)),
            "sensitive": False, "spoiler_text": "", "visibility": "public", "content": one.html,
            "url": f"https://waves.example/@{one.name}/{100 + one.number}", "media_attachments": [],
            "account": {"id": "1", "username": one.name, "acct": f"{one.name}@waves.example", "display_name": one.name},
        }
        for one in said
    ]  # fmt: skip
    return json.dumps({"ancestors": [], "descendants": statuses}).encode()


def discourse(said: Sequence[Said], page: int = 1, per_page: int = 20) -> bytes:
    """/t/ID.json?page=N; the first post introduces the article."""
    posts: list[dict[str, Any]] = [
        {
            "id": 900,
            "post_number": 1,
            "username": "paper",
            "cooked": "<p>Discuss.</p>",
            "created_at": Said(0, "", "").date,
        }
    ]
    posts += [
        {
            "id": 900 + one.number, "post_number": one.number + 1, "username": one.name.lower(), "name": one.name,
            "cooked": one.html, "created_at": one.date, "post_type": 1, "hidden": False, "reads": 8,
            "reply_to_post_number": one.answers + 1 if one.answers else None,
        }
        for one in said
    ]  # fmt: skip
    some = posts[(page - 1) * per_page : page * per_page]
    topic = {"id": 7, "title": "Tides", "posts_count": len(posts), "slug": "tides"}
    stream = {"posts": some, "stream": [post["id"] for post in posts]}
    return json.dumps({**topic, "post_stream": stream}).encode()


def atom(said: Sequence[Said]) -> bytes:
    """A comments feed in Atom with threads (RFC 4685), newest first."""
    entries = "".join(
        f"<entry><id>tag:paper.example,2026:{one.number}</id><title>Re: Tides</title><updated>{one.date}</updated>"
        f"<published>{one.date}</published><author><name>{escape(one.name)}</name></author>"
        f"<link href='https://paper.example/tides/#c{one.number}'/>"
        + (f"<thr:in-reply-to ref='tag:paper.example,2026:{one.answers}'/>" if one.answers else "")
        + f"<content type='html'>{escape(one.html)}</content></entry>"
        for one in reversed(said)
    )
    spaces = "xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'"
    return f"<feed {spaces}><title>Comments on Tides</title>{entries}</feed>".encode()


def wordpress(said: Sequence[Said]) -> bytes:
    """The RSS feed of WordPress, where only a sentence says what a comment answers, newest first."""
    names = {one.number: one.name for one in said}
    items = "".join(
        f"<item><title>By: {escape(one.name)}</title><dc:creator><![CDATA[{one.name}]]></dc:creator>"
        f"<link>https://paper.example/tides/#comment-{one.number}</link>"
        f"<guid isPermaLink='false'>https://paper.example/?p=5#comment-{one.number}</guid>"
        f"<pubDate>{datetime.fromtimestamp(one.time, UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f"<description><![CDATA[{one.text}]]></description><content:encoded><![CDATA["
        + (
            f'Als Antwort auf <a href="https://paper.example/tides/#comment-{one.answers}">{names[one.answers]}</a>.\n\n'
            if one.answers
            else ""
        )
        + f"{one.html}\n]]></content:encoded></item>"
        for one in reversed(said)
    )
    spaces = "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {spaces}><channel><title>Comments</title>{items}</channel></rss>".encode()


@dataclass
class Answer:
    """What the server gives: a status, headers and a body; with an ETag unless ``tagged`` is false."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tagged: bool = True


@dataclass
class Site:
    """A server on loopback: ``answers`` by path; ``asked``: the paths, and the statuses that were sent."""

    base: str = ""
    answers: dict[str, Answer | bytes | Callable[[], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def answer(self, path: str, known: str | None) -> Answer:
        """The answer to a request with that ``If-None-Match``."""
        found = self.answers.get(path, Answer(b"gone", 404))
        found = Answer(found) if isinstance(found, bytes) else found if isinstance(found, Answer) else found()
        if found.status == 200 and found.tagged:
            tag = f'"{hashlib.sha256(found.body).hexdigest()[:12]}"'
            found = Answer(
                b"" if tag == known else found.body, 304 if tag == known else 200, {"ETag": tag, **found.headers}
            )
        self.asked.append((path, found.status))
        return found


@contextmanager
def site() -> Iterator[Site]:
    """A server whose answers can be changed while it runs."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = made.answer(self.path, self.headers.get("If-None-Match"))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        made.base = f"http://127.0.0.1:{server.server_port}"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
