"""``broadsheet show --comments`` prints the stored conversation, and fetches none."""

from __future__ import annotations

from contextlib import closing

from reader.comment import Comment, CommentSource, ReadComments, SourceKind
from reader.problems import Problem, problem
from reader.store import open_store
from reader.store.comments import CommentPoll
from tests.support.stocking import NOW, new_entry, stocked

URL = "https://paper.example/feed"
OWN = CommentSource(SourceKind.FEED, "https://paper.example/1/comments", "https://paper.example/1#comments")
FORUM = CommentSource(SourceKind.DISCOURSE, "https://forum.example/t/7.json", "https://forum.example/t/7")


def test_the_stored_conversation_is_printed_as_text_and_as_json(broadsheet):
    broadsheet.subscribe(URL)
    stocked(broadsheet.paths.database, {URL: [new_entry(1)]}).close()
    bare = broadsheet("show", "1", "--comments")
    assert bare.code == 0
    assert bare.out.endswith("No comments are stored; press c in the reader to load them.\n")
    talk = [
        Comment("a", None, "Keel", NOW - 60, "<p>The tables were <b>right</b>.</p><p>All along.</p>", f"{OWN.page}-a"),
        Comment("b", "a", "", None, ""),
        Comment("c", "b", "Ola\x1b[31m", NOW, "<script>alert(1)</script><p>Only from the south.</p>"),
    ]
    with closing(open_store(broadsheet.paths.database, now=NOW)) as store:
        store.comments.write(1, OWN, CommentPoll(), ReadComments(tuple(talk), 9), NOW)
        store.comments.write(1, FORUM, CommentPoll(), None, NOW, problem(Problem.TIMEOUT, seconds=30))
    text = broadsheet("show", "1", "--comments").out
    assert "https://paper.example/1#comments · 3 comments" in text
    assert "\nThe tables were right.\nAll along.\n" in text
    assert "\n  Name unknown\n  This comment was deleted.\n" in text
    assert "\n    Only from the south.\n" in text
    assert "alert" not in text
    assert "\x1b" not in text
    assert "Couldn’t load the comments: the server did not respond within 30 s\n" in text
    assert "Only from the south" not in broadsheet("show", "1").out
    own, forum = broadsheet("show", "1", "--comments", "--json").json["comments"]
    assert (own["source"], own["total"], own["error"], forum["problem"]) == ("feed", 9, None, "timeout")
    assert [(one["id"], one["parent"], one["depth"], one["seen"]) for one in own["comments"]] == [
        ("a", None, 0, False), ("b", "a", 1, False), ("c", "b", 2, False),
    ]  # fmt: skip
    assert own["comments"][0]["content_text"] == "The tables were right.\n\nAll along."
    assert "comments" not in broadsheet("show", "1", "--json").json
