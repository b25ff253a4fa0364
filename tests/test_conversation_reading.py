"""Comments in the documents of each kind of source, good and hostile."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.comment import ReadComments, SourceKind
from reader.conversation.limits import DEEPEST, LONGEST_COMMENT, MOST_COMMENTS
from reader.conversation.threads import threads
from reader.errors import ParseError
from reader.problems import Problem
from reader.refresh.conversation.comment_fetcher import joined
from reader.refresh.conversation.read_comments import read_comments
from tests.support import discussions
from tests.support.discussions import TALK, Said
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://paper.example/t/7.json"
WRITERS: dict[SourceKind, Callable[[Sequence[Said]], bytes]] = {
    SourceKind.FEED: discussions.atom,
    SourceKind.HACKER_NEWS: discussions.hacker_news,
    SourceKind.LOBSTERS: discussions.lobsters,
    SourceKind.REDDIT: discussions.reddit,
    SourceKind.MASTODON: discussions.mastodon,
    SourceKind.DISCOURSE: discussions.discourse,
}
KINDS = [*WRITERS]
BY_POSITION = {kind: kind is not SourceKind.FEED for kind in KINDS}


def read(kind: SourceKind, body: bytes) -> ReadComments:
    return read_comments(body, kind=kind, url=URL)


def told(found: ReadComments, *, by_position: bool = False) -> list[tuple[int, str, str, int | None]]:
    """Depth, author, text and date of the comments in reading order."""
    text = {one.id: one.html.replace("<p>", "").replace("</p>", "").strip() for one in found.comments}
    ordered = threads(found.comments, by_position=by_position)
    return [(one.depth, one.comment.author, text[one.comment.id], one.comment.published) for one in ordered]


EXPECTED = [(0, 1), (1, 2), (2, 3), (0, 4)]  # depth, number


@each("kind", KINDS)
def test_each_kind_of_source_gives_who_said_what_when_and_to_whom(kind: SourceKind) -> None:
    found = read(kind, WRITERS[kind](TALK))
    by_number = {one.number: one for one in TALK}
    expected = [(d, by_number[n].name, by_number[n].text, by_number[n].time) for d, n in EXPECTED]
    unwrapped = [(d, a, t.replace('<div class="md">', "").replace("</div>", ""), w) for d, a, t, w in told(found)]
    assert unwrapped == expected
    assert found.total == len(TALK)
    assert all(one.url is None or one.url.startswith("https://") for one in found.comments)


def test_wordpress_says_in_a_sentence_what_a_comment_answers_and_that_is_not_shown() -> None:
    found = read(SourceKind.FEED, discussions.wordpress(TALK))
    assert told(found) == [(d, TALK[n - 1].name, TALK[n - 1].text, TALK[n - 1].time) for d, n in EXPECTED]
    (answer,) = read(SourceKind.FEED, discussions.wordpress(TALK).replace(b"comment-1<", b"comment-9<")).comments[1:2]
    assert answer.parent == "comment-1"  # which this feed no longer has, but an earlier one may have had


def test_the_feed_of_reddit_does_for_its_json_and_has_no_threads() -> None:
    found = read(SourceKind.REDDIT, discussions.reddit_feed(TALK))
    assert [one.author for one in found.comments] == [f"/u/{one.name}" for one in TALK]
    assert {one.parent for one in found.comments} == {None}
    assert found.total == 4 + 1


def test_comments_that_were_deleted_keep_the_place_of_their_answers_and_no_text() -> None:
    gone = json.loads(discussions.hacker_news(TALK))
    gone["children"][0] |= {"author": None, "text": None}
    gone["children"][1] |= {"author": None, "text": None}
    found = read(SourceKind.HACKER_NEWS, json.dumps(gone).encode())
    assert [one.author for one in found.comments] == ["", "Ola", "Keel"]
    removed = json.loads(discussions.lobsters(TALK))
    removed["comments"][0] |= {"is_moderated": True, "comment": "<p>rude</p>"}
    assert read(SourceKind.LOBSTERS, json.dumps(removed).encode()).comments[0].html == ""
    deleted = discussions.reddit([Said(1, "[deleted]", "[removed]")])
    assert (read(SourceKind.REDDIT, deleted).comments[0].author, read(SourceKind.REDDIT, deleted).comments[0].html) == (
        "",
        "",
    )


def test_more_than_there_is_room_for_is_counted() -> None:
    more = 200
    many = [Said(n, "A", "b", n - 1 if n % 7 else None) for n in range(1, MOST_COMMENTS + more + 1)]
    read_as = {
        kind: read(kind, WRITERS[kind](many)) for kind in (SourceKind.FEED, SourceKind.LOBSTERS, SourceKind.MASTODON)
    }
    for kind, found in read_as.items():
        assert (len(found.comments), found.total) == (MOST_COMMENTS, MOST_COMMENTS + more), kind
    assert min(one.published or 0 for one in read_as[SourceKind.FEED].comments) == many[more].time
    assert read(SourceKind.REDDIT, discussions.reddit(TALK, left_out=90)).total == 94


def test_a_hundred_thousand_comments_are_cut() -> None:
    comments = [{"short_id": str(n), "comment": "x", "commenting_user": "a"} for n in range(100_000)]
    found = read(SourceKind.LOBSTERS, json.dumps({"comments": comments}).encode())
    assert (len(found.comments), found.total) == (MOST_COMMENTS, 100_000)


def test_a_topic_of_discourse_is_read_page_by_page() -> None:
    many = [Said(n, "A", f"no {n}", n - 1 if n == 30 else None) for n in range(1, 51)]
    first = read(SourceKind.DISCOURSE, discussions.discourse(many))
    assert first.more == tuple(f"https://paper.example/t/7.json?page={n}" for n in (2, 3))
    parts = [first] + [
        read_comments(discussions.discourse(many, page), kind=SourceKind.DISCOURSE, url=f"{URL}?page={page}")
        for page in (2, 3)
    ]
    assert all(not part.more for part in parts[1:])
    whole = joined(parts)
    assert [one.html for one in whole.comments] == [one.html for one in many]
    assert [one.position for one in whole.comments] == [*range(50)]
    assert (whole.total, whole.comments[29].parent) == (50, whole.comments[28].id)


@each("kind", KINDS)
def test_what_is_not_a_conversation_is_said(kind: SourceKind) -> None:
    def problem_of(body: bytes) -> Problem:
        with pytest.raises(ParseError) as caught:
            read(kind, body)
        return caught.value.details.code

    page = b"<!doctype html><html><body><h1>Log in</h1></body></html>"
    assert problem_of(page) is Problem.COMMENTS_WEB_PAGE or kind is SourceKind.REDDIT
    bodies = [b"no json", b"{", b"[]", b'{"a": 1}', b"null", b"[[[[", b'"text"', b"\xff\xfe\x00", b"[1, 2]"]
    assert {problem_of(body) for body in bodies} <= {Problem.COMMENTS_UNREADABLE, Problem.COMMENTS_WEB_PAGE}


def test_what_is_nested_five_thousand_times_is_cut_and_the_rest_is_there() -> None:
    begin = '{"author": "A", "text": "t", "created_at_i": 1, "id": %d, "children": ['
    deep = "".join(begin % n for n in range(1, 5_001)) + "]}" * 5_000
    also = '{"author": "B", "text": "a \\"]}{[ quoted", "id": 9999, "children": []}'
    found = read(SourceKind.HACKER_NEWS, f'{{"id": 1, "children": [{deep}, {also}]}}'.encode())
    assert len(found.comments) in (DEEPEST, 5_001)
    assert found.comments[-1].html == 'a "]}{[ quoted'


def test_a_comment_of_any_length_and_with_any_text_keeps_its_beginning() -> None:
    loud = [Said(1, "A" * 5_000 + "\x1b[31m\u202e", "<script>alert(1)</script>" * 10_000)]
    for kind in KINDS:
        (one,) = read(kind, WRITERS[kind](loud)).comments
        assert len(one.html) <= LONGEST_COMMENT + 2
        assert len(one.author) <= 300
        assert "\x1b" not in one.author + "x"
    several = [Said(n, "A", "x" * 19_000) for n in range(1, 400)]
    assert len(read(SourceKind.LOBSTERS, discussions.lobsters(several)).comments) < 250


def test_ids_may_come_twice_and_dates_may_be_anything() -> None:
    document = {
        "comments": [
            {"short_id": "a", "comment": "one", "created_at": "2999-01-01T00:00:00Z"},
            {"short_id": "a", "comment": "two", "parent_comment": "a"},
            {"short_id": "b", "comment": 7, "parent_comment": {"x": 1}, "created_at": -5, "commenting_user": [1]},
            {"short_id": None, "comment": "without an id"},
            "no comment", None, 7, [],
            {"short_id": "c", "comment": "self", "parent_comment": "c", "created_at": 1e300},
        ]
    }  # fmt: skip
    found = read(SourceKind.LOBSTERS, json.dumps(document).encode())
    assert [(one.id, one.html, one.parent, one.published) for one in found.comments] == [
        ("a", "one", None, None), ("b", "", None, None), ("c", "self", None, None),
    ]  # fmt: skip


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["comments", "children", "descendants", "post_stream", "posts", "id", "short_id", "data", "kind", "replies",
             "post_number", "cooked", "account", "created_at", "parent_comment", "name", "author"]
        ),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=examples(60))
@given(ANY, st.sampled_from(KINDS[1:]))
def test_any_json_gives_comments_or_is_refused(document: object, kind: SourceKind) -> None:
    found: ReadComments | None = None
    with contextlib.suppress(ParseError):
        found = read(kind, json.dumps(document).encode())
    assert found is None or len({one.id for one in found.comments}) == len(found.comments) <= found.total


def test_a_feed_without_ids_or_authors_gives_each_comment_once() -> None:
    items = "".join(
        f"<item><title>{title}</title><description>{escape(text)}</description></item>"
        for title, text in (("Von: Ada", "a"), ("Comment on Tides by Keel", "b"), ("Tides", "c"), ("Tides", "c"))
    )
    found = read(SourceKind.FEED, f"<rss version='2.0'><channel><title>C</title>{items}</channel></rss>".encode())
    assert [one.author for one in found.comments] == ["", "Keel", "Ada"]
