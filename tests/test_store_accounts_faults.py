"""Accounts in a database that is killed, locked or out of space: every step is whole or not there."""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import StoreBusy, StoreFull
from reader.model import Change, Field
from reader.store import Store, check, open_store
from reader.store.integrity import check_integrity
from tests.support.disks import disk
from tests.support.forked_popen import ForkedPopen
from tests.support.locks import LONG, held
from tests.support.remote import arrive, followed, recount
from tests.support.stocking import NOW

WORK = """
import sys
from pathlib import Path
from reader.model import Change, Field
from reader.store import open_store
from tests.support.remote import arrive, followed
from tests.support.stocking import NOW

store = open_store(Path(sys.argv[1]), now=NOW)
account = followed(store)
session = store.journal.begin_session("reader", 1)
first = int(store.accounts.cursor(account) or 0)
print("begun", flush=True)
for number in range(first + 1, first + 10_000):
    ids = arrive(store, account, *range(number * 10, number * 10 + 10)).new_ids
    store.journal.apply(Change(Field.READ, True, ids[:5]), session, NOW)
    store.journal.apply(Change(Field.LABEL, True, ids[3:7], "x"), session, NOW)
    unread = {f"r{n}" for n in range(number * 10)}
    store.accounts.reconcile(account, unread=unread, starred=None, labelled=None, cursor=str(number))
    store.outbox.done(store.outbox.pending(account, 7))
    if number % 3 == 0:
        store.journal.revert(store.journal.latest(session))
"""


def unsent_differ(path: Path) -> list[object]:
    """Unsent changes that the article does not have."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT o.* FROM outbox o JOIN entries e ON e.id = o.entry_id LEFT JOIN labels l ON l.name_key = o.label_key"
            " LEFT JOIN entry_labels x ON x.label_id = l.id AND x.entry_id = e.id"
            " WHERE value <> CASE field WHEN 'read' THEN e.read ELSE x.entry_id IS NOT NULL END"
        ).fetchall()


@pytest.mark.parametrize("seconds", [0.15, 0.4])
def test_a_kill_leaves_every_step_whole_and_the_cursor_covers_only_what_is_stored(
    tmp_path: Path, seconds: float
) -> None:
    path, reached = tmp_path / "s.db", 0
    for _ in range(2):
        with ForkedPopen([sys.executable, "-c", WORK, str(path)]) as process:
            assert process.stdout.readline() == b"begun\n"
            time.sleep(seconds)
            process.kill()
        with closing(open_store(path, now=NOW)) as store:
            account = store.accounts.ids()["home"]
            cursor = int(store.accounts.cursor(account) or 0)
            wanted = [f"r{number}" for number in range(10, cursor * 10 + 10)]
            assert store.accounts.known(account, wanted) == frozenset(wanted)
            assert cursor > reached
            reached = cursor
        assert check_integrity(path, now=NOW).sound
        assert recount(path)
        assert unsent_differ(path) == []


def synchronise(store: Store, account: int, ids: tuple[int, ...]) -> None:
    """All that writes; may be done again after it has failed."""
    with store.translated():
        store.state.apply(Change(Field.STARRED, True, ids))
        store.outbox.done(store.outbox.pending(account))
        fresh = [n for n in range(100, 500) if not store.accounts.known(account, [f"r{n}"])]
        arrive(store, account, *fresh)
        store.accounts.reconcile(account, unread=set(), starred=set(), labelled={"x": {"r1"}}, cursor="new")
        store.accounts.write_result(account, now=NOW, succeeded=True)


def test_a_locked_database_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    open_store(path, now=NOW).close()
    with closing(open_store(path, now=NOW, busy_seconds=0.1)) as store:
        account = followed(store)
        ids = arrive(store, account, 1, 2).new_ids
        before = store.data_version()
        with held(path, LONG):
            for _ in range(2):
                with pytest.raises(StoreBusy):
                    synchronise(store, account, ids)
        assert (store.data_version(), store.outbox.waiting(), store.accounts.cursor(account)) == (before, {}, "")
        synchronise(store, account, ids)
        assert (store.outbox.waiting(), store.accounts.cursor(account)) == ({}, "new")
    assert recount(path)


def test_on_a_full_disk_each_step_is_whole_and_can_be_made_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "s.db"
    with disk("limit", path.parent) as small, closing(open_store(path, now=NOW)) as store:
        account = followed(store)
        ids = arrive(store, account, 1, 2).new_ids
        store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        small.fill()
        with pytest.raises(StoreFull):
            synchronise(store, account, ids)
        small.free()
        assert check(path) == []
        assert recount(path)
        assert unsent_differ(path) == []
        assert store.accounts.cursor(account) == ""
        synchronise(store, account, ids)
        assert len(store.accounts.known(account, [f"r{number}" for number in range(600)])) == 402
        assert (store.accounts.cursor(account), store.feeds.subscribed()[0].unread) == ("new", 0)
