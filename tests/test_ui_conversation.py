"""The conversation beneath the article: shown and hidden by a key, in threads that fold, with what is new marked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from reader.arrival import NewEntry
from reader.comment import Comment, CommentSource, ReadComments, SourceKind
from reader.config import Config
from reader.library.worker_events import CommentsDone
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails, problem
from reader.store import open_store
from reader.store.comments import CommentPoll
from reader.ui.typeset.outline import outline_of
from tests.support import discussions
from tests.support.discussions import site
from tests.support.profile import Profile
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW, new_entry, stock

FEED = "https://paper.example/feed"
HERE = "https://paper.example/1"
OWN = CommentSource(SourceKind.FEED, f"{HERE}/comments", f"{HERE}#comments")
FORUM = CommentSource(SourceKind.DISCOURSE, "https://forum.example/t/7.json", "https://forum.example/t/tides/7")
TALK = [
    ("1", None, "Keel", "<p>The tables were <em>right</em> all along.</p>"),
    ("2", "1", "Ola", "<p>Only from the south.</p><h2>Heading</h2><pre>north  = 0\nsouth  = 1</pre>"),
    ("3", "2", "Keel", "<p>Look: <a href='https://tides.example/'>tides</a></p><script>alert(1)</script>"),
    ("4", None, "Brine", "<p>And in a north-westerly?</p>"),
]


def comments(*rows: tuple[str, str | None, str, str]) -> list[Comment]:
    return [Comment(name, parent, who, NOW - 1_000 + int(name), html) for name, parent, who, html in rows]


def entries() -> list[NewEntry]:
    with_feed = new_entry(1, title="Tides")
    parsed = replace(with_feed.parsed, comments_feed=OWN.url, comments_url=OWN.page, comments_count=3)
    page_only = replace(new_entry(2).parsed, comments_url="https://paper.example/2#comments")
    return [replace(with_feed, parsed=parsed), replace(new_entry(2), parsed=page_only), new_entry(3)]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path / "config", tmp_path / "data")
    stock(made, f'[[feeds]]\nurl = "{FEED}"\n', {FEED: entries()})
    return made


def store_comments(
    paths: Paths, found: Sequence[Comment], source: CommentSource = OWN, error: ProblemDetails | None = None,
    total: int = 0,
) -> None:  # fmt: skip
    """What the worker writes when a source has answered."""
    with closing(open_store(paths.database, now=NOW)) as store:
        read = None if error else ReadComments(tuple(found), max(total, len(found)))
        store.comments.write(1, source, CommentPoll(), read, NOW, error)


async def answered(sight: Sight) -> None:
    """The worker tells that all sources were asked."""
    sight.library._tell(CommentsDone(1))
    await sight.settled()


@contextmanager
def asked() -> Iterator[list[int]]:
    """The entries for whose comments the worker is to ask."""
    found: list[int] = []
    with patch(
        "reader.library.worker.Worker.get_comments", lambda _worker, entry_id, *, force=False: found.append(entry_id)
    ):
        yield found


def heads(sight: Sight) -> list[str]:
    """The first lines of the visible comments, with their indentation."""
    lines = [line.rstrip() for line in sight.text().lines_of("article")]
    found = [line for line in lines if re.search(r"[▾▸] \w", line)]
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return [
        re.sub(r" · (today|yesterday|\w+day|\d+ \w+)( \d{4}|, [\d:]+)?", "", line[margin:], count=1) for line in found
    ]


async def test_a_conversation_is_shown_folded_and_hidden_and_asks_only_while_it_is_open(paths: Paths) -> None:
    store_comments(paths, comments(*TALK))
    with asked() as asks:
        async with reading(paths, size=(110, 60), clock=lambda: NOW) as sight:
            assert "4 comments   c" in sight.text().article  # more than the feed said, because they are here
            assert asks == []
            await sight.press("c")
            text = await sight.shows("Conversation   4 comments", "The tables were right all along.")
            assert text.focus == "article"
            assert heads(sight) == ["▾ Keel", "│ ▾ Ola", "│ │ ▾ Keel", "▾ Brine"]
            assert "south  = 1" in text.article
            assert "alert" not in text.article
            assert text.article.endswith("Write a comment")
            assert asks == [1]
            await sight.press("underscore")
            assert heads(sight) == ["▸ Keel · 2 answers", "▾ Brine"]
            await sight.press("underscore")
            assert heads(sight) == ["▾ Keel", "│ ▾ Ola", "│ │ ▾ Keel", "▾ Brine"]
            await sight.pilot.click(offset=sight.text().place_of("▾ Ola", "article"))
            await sight.settled()
            assert heads(sight) == ["▾ Keel", "│ ▸ Ola · 1 answer", "▾ Brine"]
            await sight.press("c")
            assert "Conversation" not in sight.text().article
            view = sight.screen.reader.conversation
            assert (view.is_open, view._timer) == (False, None)
            await sight.press("c")
            assert len(heads(sight)) == 4
            await sight.press("J")  # leaves the article
            assert not view.is_open
            assert asks == [1, 1]


async def test_what_came_since_the_last_look_is_marked_also_after_a_restart_and_reached_by_keys(paths: Paths) -> None:
    store_comments(paths, comments(*TALK[:2]))
    with asked():
        async with reading(paths, size=(110, 60), clock=lambda: NOW) as sight:
            await sight.press("c")
            await sight.shows("Conversation   2 comments")  # the first look: nothing is new
            store_comments(paths, comments(*TALK[:3]))
            await answered(sight)
            assert "3 comments · 1 new" in sight.text().article
            assert [head for head in heads(sight) if "new" in head] == ["│ │ ▾ Keel  ● new"]
            await sight.press("c", "c")
            assert "3 comments\n" in sight.text().article.replace("3 comments   c", "")
        store_comments(paths, comments(*TALK, ("5", "1", "Ada", "<p>Late.</p>")))
        async with reading(paths, size=(110, 60), clock=lambda: NOW) as sight:
            await sight.press("c")
            await sight.shows("5 comments · 2 new")
            await sight.press("underscore")
            assert [head for head in heads(sight) if "new" in head] == ["▸ Keel · 3 answers · 1 new", "▾ Brine  ● new"]
            await sight.press("percent_sign")  # opens the thread that hides it
            assert [head for head in heads(sight) if "new" in head] == ["│ ▾ Ada  ● new", "▾ Brine  ● new"]
            view = sight.screen.reader.conversation
            places = [view.place]
            for key in ("percent_sign", "dollar_sign", "comma", "semicolon", "semicolon"):
                await sight.press(key)
                places.append(view.place)
            names = {head.line: head.key[1] for head in view.heads()}
            assert [names[place] for place in places] == ["5", "4", "5", "4", "1", "1"]
            assert "No further thread" in sight.text().bottom


async def test_a_failure_is_said_in_its_place_and_the_comments_stay(paths: Paths) -> None:
    with asked():
        async with reading(paths, size=(110, 60), clock=lambda: NOW) as sight:
            await sight.press("c")
            await sight.shows("The comments were not loaded yet.")
            store_comments(paths, [], error=problem(Problem.COMMENTS_WEB_PAGE))
            await answered(sight)
            expected = "Couldn’t load the comments: the server sent a web page instead of the comments."
            assert f"{expected} Read the comments in the browser" in " ".join(sight.text().article.split())
            store_comments(paths, comments(*TALK), total=50)
            store_comments(paths, comments(("8", None, "Forum", "<p>Here too.</p>")), FORUM)
            await answered(sight)
            text = " ".join(sight.text().article.split())
            assert "Couldn’t load" not in text
            assert "Comments at paper.example 4" in text
            assert "4 of 50 comments are shown; the others are at paper.example." in text
            outline = [(item.title, item.depth) for item in outline_of(sight.screen.reader.page._lines)]
            assert outline[-3:] == [("Conversation", 0), ("Comments at paper.example", 1), ("Forum forum.example", 1)]
            assert "Forum forum.example 1" in text
            store_comments(paths, [], error=problem(Problem.TIMEOUT, seconds=30))
            await answered(sight)
            assert "the server did not respond within 30 s." in " ".join(sight.text().article.split())
            assert len(heads(sight)) == 5


async def test_without_a_source_the_comments_open_in_the_browser_and_without_comments_that_is_said(
    paths: Paths,
) -> None:
    opened: list[str] = []

    def opening(_app: object, url: str, *_how: object) -> bool:
        opened.append(url)
        return True

    config = Config(language="en")
    with (
        asked() as asks,
        patch("reader.ui.system.open_address", opening),
    ):
        async with reading(paths, config=config, size=(110, 60), clock=lambda: NOW) as sight:
            await sight.press("alt+w", "alt+c")
            await sight.press("j", "c", "alt+c")
            assert opened == [OWN.page, OWN.page, *["https://paper.example/2#comments"] * 2]
            await sight.press("j", "c")
            assert "names a discussion" in sight.text().bottom
            await sight.press("comma")
            assert "The conversation is not shown" in sight.text().bottom
            assert asks == []


async def test_a_thousand_comments_and_a_thread_of_any_depth_are_all_there_at_any_width(paths: Paths) -> None:
    many = comments(
        *[(str(n), str(n - 1) if n < 300 and n > 1 else None, f"W{n}", f"<p>no {n}</p>") for n in range(1, 1_001)]
    )
    store_comments(paths, many)
    with asked():
        async with reading(paths, size=(60, 20), clock=lambda: NOW) as sight:
            await sight.press("c")
            await sight.shows("▾ W1 ")
            view = sight.screen.reader.conversation
            await sight.until(lambda _text: len(view.heads()) == 1_000)
            await sight.press("end")
            assert "W1000" in sight.text().article
            narrow = view._layout.width
            await sight.pilot.resize_terminal(100, 30)
            await sight.settled()
            await sight.until(lambda _text: len(view.heads()) == 1_000 and view._layout.width != narrow)
            await sight.press("end", "comma")
            lines = sight.screen.reader.page._lines
            deep = next(line for line in lines if any(piece.text == "▾ W299" for piece in line))
            assert sum(len(piece.text) for piece in deep) <= view._layout.width
            assert "to W298" in "".join(piece.text for piece in deep)


async def test_the_worker_asks_once_a_conversation_is_opened_and_the_page_may_name_more_places(
    tmp_path: Path,
) -> None:
    with site() as server:
        feed = (
            f"<rss version='2.0'><channel><title>P</title><item><title>Tides</title><link>{server.base}/tides/</link>"
        )
        text = "<p>" + "The sea comes back when nobody looks at it. " * 20 + "</p>"
        server.answers |= {
            "/feed": f"{feed}<description>Soon.</description></item></channel></rss>".encode(),
            "/tides/": (
                "<html><head><title>Tides</title><link rel='alternate' type='application/rss+xml' href='feed/'></head>"
                f"<body><article><h1>Tides</h1>{text}</article></body></html>"
            ).encode(),
            "/tides/feed/": discussions.wordpress(discussions.TALK),
        }
        profile = Profile(tmp_path)
        profile.subscribe(f"{server.base}/feed")
        await asyncio.to_thread(profile.refresh)
        server.asked.clear()
        async with reading(profile.paths, size=(110, 60), worker=True) as sight:
            await sight.press("c")
            await sight.shows("Conversation   4 comments")
            assert heads(sight) == ["▾ Keel", "│ ▾ Ola", "│ │ ▾ Keel", "▾ Brine"]
            assert [path for path, _status in server.asked if "feed/" in path] == ["/tides/feed/"]
            assert "4 comments   c" not in sight.text().article  # the page names no place to read them
            await sight.press("c")
            assert "Conversation" not in sight.text().article
