"""The user's edits of accounts' subscriptions: for the outbox, and as steps of the journal.

The server keeps titles and folders, so an edit of these is written to ``outbox_edits`` only, and counts from then on
until the server has it or has refused it. What the server does not keep is written to ``account_feeds.settings``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.account import EditKind, FeedEdit, RemoteEdit
from reader.model import Subscription
from reader.store import account_subscriptions
from reader.store.connection import transaction
from reader.store.feed_owners import FORMER
from reader.store.journal import ACCOUNT, Journal, JournalStep, Session
from reader.store.outbox import Outbox, add_edit
from reader.store.rows import dumps
from reader.text import fold

_KINDS = {"title": EditKind.RENAME, "folder": EditKind.MOVE}
_FIELDS = ("title", "folder", "tags", "full_text", "hidden", "mark_read", "updated_unread", "keep")

Fields = Mapping[str, Any]


class AccountEdits:
    """Edits of the tables ``outbox_edits`` and ``account_feeds``."""

    def __init__(self, connection: sqlite3.Connection, journal: Journal) -> None:
        self._connection, self._journal, self._outbox = connection, journal, Outbox(connection)

    def make(self, label: str, feeds: Sequence[FeedEdit], session: Session, now: int) -> tuple[FeedEdit, ...]:
        """Makes edits as one step of the journal; returns those that change something, with what was before.

        ``label``: the edit as :mod:`reader.library.edit_steps` encodes it.
        """
        with transaction(self._connection):
            done = self._make_all(feeds, now, exactly=False)
            if done:
                self._journal.add_edit(encode(label, done), session, now)
        return done

    def revert(self, step: JournalStep, now: int) -> tuple[str, tuple[FeedEdit, ...]]:
        """Undoes edits, or repeats them if they are undone, where nothing else was edited since.

        Returns the label and the edits that this made. If there are none, the step is forgotten. Raises ``ValueError``
        for a damaged step.
        """
        label, feeds = decode(step.edit or "")
        wanted = feeds if step.undone else tuple(one.inverse() for one in reversed(feeds))
        with transaction(self._connection):
            as_read = self._journal.is_as_read(step)
            done = self._make_all(wanted if as_read else (), now, exactly=True)
            if done:
                made = done if step.undone else tuple(one.inverse() for one in reversed(done))
                self._journal.turn(step, encode(label, made))
            else:
                self._journal.remove(step.id)
        return label, done

    def _make_all(self, feeds: Sequence[FeedEdit], now: int, *, exactly: bool) -> tuple[FeedEdit, ...]:
        ids = dict(self._connection.execute("SELECT name_key, id FROM accounts WHERE followed = 1").fetchall())
        known = {(fold(one.account), one.url): one for one in account_subscriptions.subscriptions(self._connection)}
        done = []
        for wanted in feeds:
            key = fold(wanted.account), wanted.url
            if key[0] in ids and (made := _changing(wanted, known.get(key), exactly=exactly)):
                self._write(ids[key[0]], made, known.get(key), now)
                done.append(made)
        for account_id in {ids[fold(one.account)] for one in done}:
            account_subscriptions.show(self._connection, account_id)
        return tuple(done)

    def _write(self, account_id: int, made: FeedEdit, now_is: Subscription | None, now: int) -> None:
        """Has the server hear of an edit, and keeps what is kept here."""
        feed_id, url = self._feed_id(account_id, made.url), made.url
        if made.after is None or made.before is None or not feed_id:  # one that the server does not know is sent again
            unheard = self._drop(account_id, url)
            after = None if made.after is None else {**_fields(now_is), **made.after}
            if after is not None:
                self._send(account_id, EditKind.SUBSCRIBE, url, "", after, now)
            elif feed_id or unheard:  # the undone edit may be on its way to the server
                self._send(account_id, EditKind.UNSUBSCRIBE, url, feed_id, {}, now)
        else:
            after = {**_fields(now_is), **made.after}
            for name in made.after:
                if name in _KINDS and made.after[name] != made.before[name]:
                    self._send(account_id, _KINDS[name], url, feed_id, after, now)
        if made.after and feed_id:
            self._keep(account_id, feed_id, {**_fields(now_is), **made.after})

    def _feed_id(self, account_id: int, url: str) -> str:
        """The server's id of a feed; empty if the server has not heard of it yet."""
        row = self._connection.execute(
            "SELECT remote_id FROM account_feeds a JOIN feeds f ON f.id = a.feed_id AND f.account_id = a.account_id"
            " WHERE a.account_id = ? AND f.url = ?",
            (account_id, url),
        ).fetchone()
        return str(row[0]) if row else ""

    def _send(self, account_id: int, kind: EditKind, url: str, feed_id: str, after: Fields, now: int) -> None:
        feed_id = "" if feed_id.startswith(FORMER) else feed_id
        edit = RemoteEdit(kind, url, feed_id, after.get("title") or "", after.get("folder") or "")
        add_edit(self._connection, account_id, edit, now)

    def _drop(self, account_id: int, url: str) -> bool:
        """Takes back what the server has not heard of a feed; returns whether there was anything."""
        seqs = [(seq,) for seq, edit in self._outbox.edits(account_id) if edit.url == url]
        self._connection.executemany("DELETE FROM outbox_edits WHERE seq = ?", seqs)
        return bool(seqs)

    def _keep(self, account_id: int, feed_id: str, fields: Fields) -> None:
        """Writes the fields that the server does not keep."""
        values: dict[str, Any] = {name: tuple(value) if name == "tags" else value for name, value in fields.items()}
        self._connection.execute(
            "UPDATE account_feeds SET settings = ? WHERE account_id = ? AND remote_id = ?",
            (account_subscriptions.settings_cell(replace(Subscription(""), **values)), account_id, feed_id),
        )


def _fields(subscription: Subscription | None) -> dict[str, Any]:
    one = subscription or Subscription("")
    return {name: getattr(one, name) for name in _FIELDS}


def _changing(wanted: FeedEdit, found: Subscription | None, *, exactly: bool) -> FeedEdit | None:
    """The edit with what was before; None if there is nothing to do.

    ``exactly``: only if all is as ``wanted.before`` says.
    """
    after = None if wanted.after is None else _plain(wanted.after)
    before = None if found is None else _plain(_fields(found))
    if before is not None and after is not None:
        before = {name: before[name] for name in after}
    if before == after or (exactly and not _is_as(before, wanted)):
        return None
    return replace(wanted, after=after, before=before)


def _is_as(before: Fields | None, wanted: FeedEdit) -> bool:
    """Whether all is as the edit says. Of a feed to unsubscribe from, other values do not matter."""
    if before is None or wanted.before is None or wanted.after is None:
        return (before is None) is (wanted.before is None)
    return dict(before) == dict(wanted.before)


def _plain(fields: Fields) -> dict[str, Any]:
    """The values as they are in JSON."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


# -- as text in the journal


def encode(label: str, feeds: Sequence[FeedEdit]) -> str:
    """A step of the journal."""
    made = [[one.account, one.url, one.after, one.before] for one in feeds]
    return dumps({"kind": ACCOUNT, "label": label, "feeds": made})


def decode(text: str) -> tuple[str, tuple[FeedEdit, ...]]:
    """The inverse of :func:`encode`. Raises ``ValueError`` for any other text."""
    try:
        parts = json.loads(text)
        return str(parts["label"]), tuple(_feed_edit(*one) for one in parts["feeds"])
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError from error


def _feed_edit(account: Any, url: Any, after: Any, before: Any) -> FeedEdit:
    if not all(fields is None or set(fields) <= set(_FIELDS) for fields in (after, before)):
        raise ValueError
    return FeedEdit(str(account), str(url), after, before)
