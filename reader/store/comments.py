"""The conversations of articles: where they are discussed, and the comments from there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from reader.comment import Comment, CommentSource, ReadComments, SourceKind, StoredComments
from reader.lazy_dataclass import dataclass
from reader.model import Validators
from reader.problems import ProblemDetails
from reader.store.connection import transaction
from reader.store.rows import problem_cell, read_problem

MOST_STORED = 4_000  # comments of one source; the oldest that it no longer gives go first


@dataclass(frozen=True, slots=True)
class CommentPoll:
    """The state of polling a source. ``next_check``: Unix seconds before which it is not asked again."""

    validators: Validators = Validators()
    next_check: int = 0
    failures: int = 0  # in a row


class Comments:
    """The tables ``comment_sources`` and ``comments``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of_entry(self, entry_id: int) -> list[StoredComments]:
        """The conversation of an entry, by source, in the order in which the sources were first asked."""
        rows = self._connection.execute(
            "SELECT id, kind, url, page, total, fetched, error, looked FROM comment_sources"
            " WHERE entry_id = ? ORDER BY id",
            (entry_id,),
        ).fetchall()
        return [
            StoredComments(
                source_id, CommentSource(_kind(kind), url, page), self._of_source(source_id), total, fetched,
                read_problem(error), looked,
            )
            for source_id, kind, url, page, total, fetched, error, looked in rows
        ]  # fmt: skip

    def _of_source(self, source_id: int) -> tuple[Comment, ...]:
        rows = self._connection.execute(
            "SELECT id, parent, author, published, html, url, position, first_seen, seen FROM comments"
            " WHERE source_id = ?",
            (source_id,),
        )
        return tuple(
            Comment(one, parent, author, published, html, url, position, first_seen, bool(seen))
            for one, parent, author, published, html, url, position, first_seen, seen in rows
        )

    def poll(self, entry_id: int, url: str) -> CommentPoll:
        """The state of polling a source of an entry."""
        row = self._connection.execute(
            "SELECT etag, last_modified, next_check, failures FROM comment_sources WHERE entry_id = ? AND url = ?",
            (entry_id, url),
        ).fetchone()
        return CommentPoll(Validators(row[0], row[1]), row[2] or 0, row[3]) if row else CommentPoll()

    def write(self, entry_id: int, source: CommentSource, poll: CommentPoll, read: ReadComments | None, now: int,
              error: ProblemDetails | None = None) -> int:  # fmt: skip
        """Stores what a source answered: comments, nothing new (None), or an error, after which the old ones stay.

        Returns how many comments were not known before. Does nothing for an entry that no longer exists.
        """
        with transaction(self._connection):
            if not self._connection.execute("SELECT 1 FROM entries WHERE id = ?", (entry_id,)).fetchone():
                return 0
            source_id = self._write_source(entry_id, source, poll, now, error)
            if read is None:
                return 0
            self._connection.execute("UPDATE comment_sources SET total = ? WHERE id = ?", (read.total, source_id))
            return self._write_comments(source_id, read.comments, now)

    def _write_source(
        self, entry_id: int, source: CommentSource, poll: CommentPoll, now: int, error: ProblemDetails | None
    ) -> int:
        row = self._connection.execute(
            """
            INSERT INTO comment_sources (entry_id, kind, url, page, etag, last_modified, fetched, next_check, failures,
                error)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (entry_id, url) DO UPDATE SET kind = ?2, page = ?4, etag = ?5, last_modified = ?6,
                fetched = coalesce(?7, fetched), next_check = ?8, failures = ?9, error = ?10
            RETURNING id
            """,
            (
                entry_id, source.kind, source.url, source.page, poll.validators.etag, poll.validators.last_modified,
                now if error is None else None, poll.next_check, poll.failures, problem_cell(error),
            ),
        ).fetchone()  # fmt: skip
        return int(row[0])

    def _write_comments(self, source_id: int, comments: Sequence[Comment], now: int) -> int:
        known = {
            row[0] for row in self._connection.execute("SELECT id FROM comments WHERE source_id = ?", (source_id,))
        }
        self._connection.executemany(
            """
            INSERT INTO comments (source_id, id, parent, author, published, html, url, position, first_seen)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (source_id, id) DO UPDATE SET parent = ?3, author = ?4, html = ?6, url = ?7, position = ?8
            """,
            (
                (
                    source_id, one.id, one.parent, one.author,
                    None if one.published is None else min(one.published, now), one.html, one.url, one.position, now,
                )
                for one in comments
            ),
        )  # fmt: skip
        self._drop_oldest(source_id, known.difference(one.id for one in comments), len(comments))
        return sum(one.id not in known for one in comments)

    def _drop_oldest(self, source_id: int, others: set[str], kept: int) -> None:
        """Drops comments that the source no longer gives, if there are too many."""
        surplus = len(others) + kept - MOST_STORED
        if surplus > 0:
            rows = self._connection.execute(
                "SELECT id FROM comments WHERE source_id = ? ORDER BY coalesce(published, first_seen), id", (source_id,)
            )
            oldest = [row[0] for row in rows if row[0] in others][:surplus]
            self._connection.executemany(
                "DELETE FROM comments WHERE source_id = ? AND id = ?", ((source_id, one) for one in oldest)
            )

    def look(self, source_id: int, ids: Iterable[str], now: int) -> None:
        """The user has looked at a source and seen exactly these comments."""
        with transaction(self._connection):
            self._connection.execute("UPDATE comment_sources SET looked = ? WHERE id = ?", (now, source_id))
            self._connection.executemany(
                "UPDATE comments SET seen = 1 WHERE source_id = ? AND id = ?", ((source_id, one) for one in ids)
            )


def _kind(cell: str) -> SourceKind:
    return SourceKind(cell) if cell in frozenset(SourceKind) else SourceKind.FEED
