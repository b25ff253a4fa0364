"""Comments as threads: each comment exactly once, below the one that it answers.

Nothing here is recursive, and a publisher's mistakes cost nothing: a comment whose parent is missing begins a thread, a
second one with the same id is left out, and comments that answer each other in a circle begin at the first of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from reader.comment import Comment
from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Threaded:
    """A comment in its thread. ``depth``: 0 for the beginning of a thread. ``end``: the index behind its last answer.

    ``answers``: the author of the comment that it answers.
    """

    comment: Comment
    depth: int
    end: int
    answers: str = ""


def threads(comments: Iterable[Comment], *, by_position: bool) -> tuple[Threaded, ...]:
    """The comments in reading order: each thread whole, answers below what they answer.

    ``by_position``: siblings are in the order of their source, which puts the best first; else the oldest is first.
    """
    known: dict[str, Comment] = {}
    for comment in comments:
        known.setdefault(comment.id, comment)
    order = sorted(known.values(), key=_position if by_position else _age)
    parents = _parents(order, known)
    children: dict[str | None, list[Comment]] = {}
    for comment in order:
        children.setdefault(parents[comment.id], []).append(comment)
    return _in_reading_order(children, known, parents)


def _position(comment: Comment) -> tuple[int, int, str]:
    return comment.position, comment.published or 0, comment.id


def _age(comment: Comment) -> tuple[int, int, str]:
    return comment.published if comment.published is not None else comment.first_seen, -comment.position, comment.id


def _parents(order: Sequence[Comment], known: dict[str, Comment]) -> dict[str, str | None]:
    """The parent of each comment; None for the beginning of a thread. Circles are cut at their first comment."""
    rank = {comment.id: number for number, comment in enumerate(order)}
    parents: dict[str, str | None] = {one.id: one.parent if one.parent in known else None for one in order}
    settled: set[str] = set()
    for comment in order:
        path: list[str] = []
        on_path: set[str] = set()
        at: str | None = comment.id
        while at is not None and at not in settled and at not in on_path:
            path.append(at)
            on_path.add(at)
            at = parents[at]
        if at is not None and at in on_path:
            circle = path[path.index(at) :]
            parents[min(circle, key=rank.__getitem__)] = None
        settled.update(path)
    return parents


def _in_reading_order(
    children: dict[str | None, list[Comment]], known: dict[str, Comment], parents: dict[str, str | None]
) -> tuple[Threaded, ...]:
    found: list[tuple[Comment, int]] = []
    ends: list[int] = []
    open_ones: list[int] = []  # indexes of the comments around the next one
    waiting = [(comment, 0) for comment in reversed(children.get(None, []))]
    while waiting:
        comment, depth = waiting.pop()
        while len(open_ones) > depth:
            ends[open_ones.pop()] = len(found)
        open_ones.append(len(found))
        found.append((comment, depth))
        ends.append(0)
        waiting += [(answer, depth + 1) for answer in reversed(children.get(comment.id, []))]
    for index in open_ones:
        ends[index] = len(found)
    return tuple(
        Threaded(comment, depth, end, known[parent].author if (parent := parents[comment.id]) is not None else "")
        for (comment, depth), end in zip(found, ends, strict=True)
    )


def visible(found: Sequence[Threaded], collapsed: Collection[str]) -> Iterator[tuple[int, Threaded]]:
    """The comments that are not inside a collapsed one, with their indexes. ``collapsed``: ids."""
    index = 0
    while index < len(found):
        one = found[index]
        yield index, one
        index = one.end if one.comment.id in collapsed else index + 1
