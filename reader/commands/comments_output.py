"""The stored conversation of an article as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from reader.commands.json_output import error_fields
from reader.commands.text_output import laid_out
from reader.comment import StoredComments
from reader.conversation.threads import Threaded
from reader.library.entry_formats.entry_as_json import Object
from reader.library.entry_formats.entry_as_text import text_of
from reader.problems import ProblemDetails
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import problem_message
from reader.wording.timestamps import local_time, rfc3339

_DEEPEST = 8  # levels of answers that are indented

Source: TypeAlias = tuple[StoredComments, tuple[Threaded, ...]]


def comment_lines(sources: Sequence[Source], columns: int | None, measure: int) -> Iterator[str]:
    """The comments of each source in their threads, answers indented; wrapped like an article."""
    if not sources:
        yield _("No comments are stored; press c in the reader to load them.")
    for stored, found in sources:
        count = plural("{n} comment", "{n} comments", len(found))
        yield from laid_out([f"{stored.source.page} · {count}"], columns, measure)
        yield ""
        if stored.error:
            reason = problem_message(stored.error)
            yield _("Couldn’t load the comments: {reason}").format(reason=reason)
            yield ""
        for one in found:
            yield from laid_out([_as_text(one)], columns, measure)
            yield ""


def _as_text(one: Threaded) -> str:
    comment, indent = one.comment, "  " * min(one.depth, _DEEPEST)
    head = " · ".join(filter(None, (comment.author or _("Name unknown"), local_time(comment.published))))
    text = text_of(comment.html, comment.url) or _("This comment was deleted.")
    return "\n".join(f"{indent}{line}" for line in (head, *filter(None, text.split("\n"))))


def comment_objects(sources: Sequence[Source]) -> list[Object]:
    """Each source with its comments in reading order."""
    return [
        {
            "source": str(stored.source.kind),
            "url": stored.source.page,
            "fetched": rfc3339(stored.fetched),
            "total": max(stored.total, len(found)),
            **_error_fields(stored.error),
            "comments": [_as_object(one) for one in found],
        }
        for stored, found in sources
    ]


def _error_fields(error: ProblemDetails | None) -> Object:
    return error_fields(error) if error else {"error": None, "problem": None, "arguments": None}


def _as_object(one: Threaded) -> Object:
    comment = one.comment
    return {
        "id": comment.id,
        "parent": comment.parent,
        "depth": one.depth,
        "author": comment.author or None,
        "published": rfc3339(comment.published),
        "url": comment.url,
        "content_text": text_of(comment.html, comment.url) or None,
        "first_seen": rfc3339(comment.first_seen),
        "seen": comment.seen,
    }
