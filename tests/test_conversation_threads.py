"""Threads: each comment exactly once below what it answers, whatever the comments claim about each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.comment import Comment
from reader.conversation.threads import Threaded, threads, visible

NAMES = st.sampled_from("abcdefgh")
COMMENTS = st.lists(
    st.builds(
        Comment,
        id=NAMES,
        parent=st.none() | NAMES | st.just("missing"),
        author=st.just("A"),
        published=st.none() | st.integers(0, 9),
        html=st.just(""),
        position=st.integers(0, 9),
    ),
    max_size=12,
)


def comment(name: str, parent: str | None = None, published: int | None = None) -> Comment:
    return Comment(name, parent, name.upper(), published, "", position=ord(name[0]))


def shape(found: tuple[Threaded, ...]) -> list[tuple[str, int]]:
    return [(one.comment.id, one.depth) for one in found]


def parent_of(index: int, found: tuple[Threaded, ...]) -> Threaded | None:
    """The comment that one stands below."""
    above = (one for one in reversed(found[:index]) if one.depth == found[index].depth - 1)
    return next(above, None)


@given(COMMENTS, st.booleans())
def test_every_comment_is_there_once_and_below_its_parent_unless_that_is_missing_or_answers_it(
    comments: list[Comment], by_position: bool
) -> None:
    found = threads(comments, by_position=by_position)
    first = {said.id: said for said in reversed(comments)}
    assert sorted(one.comment.id for one in found) == sorted(first)
    assert all(one.comment is first[one.comment.id] for one in found)
    for index, one in enumerate(found):
        assert index < one.end <= len(found)
        assert all(inner.depth > one.depth for inner in found[index + 1 : one.end])
        assert one.end == len(found) or found[one.end].depth <= one.depth
        above = parent_of(index, found)
        if one.depth:
            assert above is not None
            assert above.comment.id == one.comment.parent
        elif one.comment.parent in first:  # a circle, cut here
            chain, at = [one.comment.id], first[one.comment.parent]
            while at.id not in chain and at.parent in first:
                chain.append(at.id)
                at = first[at.parent or ""]
            assert at.id == one.comment.id


@given(COMMENTS, st.sets(NAMES), NAMES)
def test_collapsing_and_opening_are_inverses_and_hide_exactly_what_is_below(
    comments: list[Comment], collapsed: set[str], name: str
) -> None:
    found = threads(comments, by_position=False)
    shown = [index for index, _one in visible(found, collapsed)]
    hidden = {
        inner for index, one in enumerate(found) if one.comment.id in collapsed for inner in range(index + 1, one.end)
    }
    assert shown == [index for index in range(len(found)) if index not in hidden]
    assert [*visible(found, (collapsed ^ {name}) ^ {name})] == [*visible(found, collapsed)]
    assert [index for index, _one in visible(found, ())] == [*range(len(found))]


def test_answers_stand_below_what_they_answer_oldest_first_or_in_the_order_of_the_source() -> None:
    said = [comment("a", published=5), comment("b", published=3), comment("c", "a", 9), comment("d", "a", 7)]
    assert shape(threads(said, by_position=False)) == [("b", 0), ("a", 0), ("d", 1), ("c", 1)]
    assert shape(threads(said, by_position=True)) == [("a", 0), ("c", 1), ("d", 1), ("b", 0)]
    assert [one.answers for one in threads(said, by_position=True)] == ["", "A", "A", ""]


def test_a_circle_begins_at_its_first_comment_and_a_comment_that_answers_itself_is_a_thread() -> None:
    circle = [comment("a", "c"), comment("b", "a"), comment("c", "b"), comment("x", "x"), comment("y", "gone")]
    assert shape(threads(circle, by_position=True)) == [("a", 0), ("b", 1), ("c", 2), ("x", 0), ("y", 0)]


def test_five_thousand_answers_one_below_the_other_are_one_thread() -> None:
    chain = [Comment(str(n), str(n - 1) if n else None, "A", n, "") for n in range(5_000)]
    found = threads(reversed(chain), by_position=False)
    assert shape(found) == [(str(n), n) for n in range(5_000)]
    assert {one.end for one in found} == {5_000}
    assert len([*visible(found, {"10"})]) == 11
