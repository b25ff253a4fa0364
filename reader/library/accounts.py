"""The accounts of ``accounts.toml`` and their subscriptions, with the user's edits, and what waits for their servers.

Without an account this costs one look for the file and one small query, and nothing is imported. The caller never
waits: an edit shows at once and is written on the writer thread; files and the database are read on the reader thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reader.errors import BroadsheetError, ConfigError, StoreError
from reader.files import stamp
from reader.lazy_dataclass import dataclass
from reader.library.events import AccountsRead, EditDone, EditFailed, EditRefused, LibraryEvent, OutboxCounted
from reader.library.readers import Readers
from reader.library.writer import Writer
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import Store
from reader.store.journal import JournalStep

if TYPE_CHECKING:
    from reader.account import Account, AccountState, FeedEdit, FeedOwner, RemoteEdit
    from reader.library.account_folders import Split
    from reader.library.edits import Edit
    from reader.library.undo_history import Stepping
    from reader.problems import ProblemDetails
    from reader.store.feed_owners import Undecided as Undecided  # noqa: PLC0414 - re-exported
    from reader.subscriptions.accounts_toml import AccountsFile


@dataclass(frozen=True, slots=True)
class StoredAccounts:
    """What the database has of the accounts: subscriptions, with the edits that their servers have not heard of.

    ``refused``: edits that a server did not accept, by their number, with the account. ``waiting``: how many changes
    wait, by account; ``undecided``: how many feeds are also subscribed elsewhere; ``failing``: the accounts whose last
    synchronisation failed.
    """

    subscriptions: tuple[Subscription, ...] = ()
    refused: Mapping[int, tuple[str, RemoteEdit, ProblemDetails]] | None = None
    waiting: Mapping[str, int] | None = None
    undecided: int = 0
    failing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OpenedAccounts:
    """``accounts.toml`` as it is at the start, and what the database has."""

    file: AccountsFile
    stored: StoredAccounts


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """Edits that are not written yet."""

    feeds: tuple[FeedEdit, ...]


class Accounts:
    """``all``: the accounts of the file. ``tell`` is called from the writer and the reader thread; ``push`` has the
    worker send the user's changes soon, ``sync`` synchronise an account.
    """

    def __init__(
        self,
        paths: Paths,
        opened: OpenedAccounts | None,
        writer: Writer,
        readers: Readers,
        stepping: Stepping,
        tell: Callable[[LibraryEvent], None],
        push: Callable[[], None],
        sync: Callable[[str], None],
    ) -> None:
        self._paths, self._path = paths, paths.accounts
        self._writer, self._readers, self._stepping = writer, readers, stepping
        self._tell, self._push, self._sync = tell, push, sync
        self._lock = threading.Lock()  # around the values below, which all threads change
        self._stamp = stamp(self._path)
        self._file = opened.file if opened else None
        self._being_saved = False  # perhaps: the file has no accounts, although it had some
        self._stored = opened.stored if opened else StoredAccounts()
        self._pending: tuple[_Pending, ...] = ()
        self._edited: tuple[Subscription, ...] = ()
        self._placed: tuple[object, object, tuple[Subscription, ...], Mapping[str, str]] | None = None
        self._counting = self._reading = False
        self._combine()

    # -- looking

    @property
    def all(self) -> tuple[Account, ...]:
        """The accounts, in the order of ``accounts.toml``."""
        return self._file.accounts if self._file else ()

    @property
    def mistakes(self) -> tuple[ConfigError, ...]:
        """The mistakes in ``accounts.toml``."""
        return self._file.mistakes if self._file else ()

    @property
    def waiting(self) -> dict[str, int]:
        """How many changes wait for the server of each account, by name; without paused accounts."""
        waiting = self._stored.waiting or {}
        return {one.name: waiting[one.name] for one in self.all if waiting.get(one.name) and not one.paused}

    @property
    def failing(self) -> frozenset[str]:
        """The accounts whose last synchronisation failed; without paused ones."""
        return self._stored.failing.intersection(one.name for one in self.all if not one.paused)

    def at(self, folder: str) -> Account | None:
        """The account that has this folder for itself."""
        roots = self._placed[3] if self._placed else {}
        return next((one for one in self.all if folder and roots.get(one.name) == folder), None)

    @property
    def undecided(self) -> int:
        """About how many feeds the user has to be asked whose they are."""
        return self._stored.undecided

    @property
    def removed(self) -> frozenset[str]:
        """Addresses of feeds that the user has unsubscribed from, although the database still has them."""
        if not self._file:
            return frozenset()
        left = {one.url for one in self._edited}
        return frozenset(one.url for one in self._stored.subscriptions if one.url not in left)

    def beside(self, local: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
        """The subscriptions of the accounts with their folders, to go with the local ones."""
        return self._arranged(local)[0] if self._file else ()

    def roots(self, local: tuple[Subscription, ...]) -> Mapping[str, str]:
        """By account, the folder that has its feeds; empty: the top."""
        return self._arranged(local)[1] if self._file else {}

    def _arranged(self, local: tuple[Subscription, ...]) -> tuple[tuple[Subscription, ...], Mapping[str, str]]:
        placed, edited = self._placed, self._edited
        if placed is None or placed[0] is not local or placed[1] is not edited:
            from reader.library.account_folders import placed as place
            from reader.library.account_folders import roots_of

            roots = roots_of([one.name for one in self.all], local)
            here = {one.url for one in local}
            known = (one for one in edited if one.url not in here)
            placed = self._placed = (local, edited, place(known, roots), roots)
        return placed[2], placed[3]

    def owner_of(self, folder: str) -> tuple[str, str]:
        """The account in which a folder is, and its path there; the account is empty for a folder of local feeds."""
        if not self._placed:
            return "", folder
        from reader.library.account_folders import owner_of

        account, inner = owner_of(folder, self._placed[3])
        return account or "", inner

    def states(self) -> Future[tuple[AccountState, ...]]:
        """What synchronising each account has come to, from the reader thread."""
        return self._readers.submit(lambda store: store.accounts.states() if self._file else ())

    # -- following the file and the worker

    def check(self) -> None:
        """Reads ``accounts.toml`` if another program wrote it; on the reader thread.

        One that still has no account when it is looked at again is not being saved: the accounts were removed.
        """
        if stamp(self._path) != self._stamp:
            self.read_file()
        elif self._being_saved:
            self.read_file(may_be_empty=True)

    def read_file(self, *, may_be_empty: bool = False) -> None:
        """Reads ``accounts.toml``, has the database follow it, and tells; on any thread but the caller's of the UI.

        A file without accounts that another program is saving removes none.
        """
        from reader.subscriptions.accounts_toml import AccountsFile, read_accounts

        now, file = stamp(self._path), read_accounts(self._path)
        with self._lock:
            before = self._file or AccountsFile()
            being_saved = bool(before.accounts) and not file.accounts and not file.mistakes and not may_be_empty
            self._stamp, self._being_saved = now, being_saved
            self._file = before if being_saved else file.over(before)
            self._placed = None
        self._writer.submit(self._follow)

    def _follow(self, store: Store) -> None:
        file = self._file
        assert file is not None
        if not self._being_saved:
            with suppress(StoreError), store.translated():
                store.accounts.follow([one.name for one in file.accounts], only=file.whole)
        self._read(store)
        self._tell(AccountsRead(file_changed=True))

    def hear(self, event: LibraryEvent, is_known: Callable[[str], bool]) -> None:
        """Reads what an event of the worker says has changed; ``is_known``: whether a feed is shown already."""
        if not self._file:
            return
        from reader.library.worker_events import FeedDone, SyncDone

        new_feed = isinstance(event, FeedDone) and event.new and not is_known(event.feed_url)
        if (isinstance(event, SyncDone) or new_feed) and not self._reading:
            self._reading = True
            self._readers.submit(self._read_and_tell)

    def _read_and_tell(self, store: Store) -> None:
        self._reading = False
        before = self._stored
        self._read(store)
        now = self._stored
        for number, refused in (now.refused or {}).items():
            if number not in (before.refused or {}):
                self._tell(EditRefused(*refused))
        if _in_sight(before) != _in_sight(now):
            self._tell(AccountsRead())
        self._tell(OutboxCounted())

    def _read(self, store: Store) -> None:
        with store.translated():
            stored = read_stored(store)
        with self._lock:
            self._stored = stored
            self._combine()

    def _combine(self) -> None:
        """Applies the edits that are not written yet."""
        stored = self._stored.subscriptions
        if not self._pending:
            self._edited = stored
            return
        from reader.library.account_folders import edited

        self._edited = edited(stored, [one for pending in self._pending for one in pending.feeds])

    # -- what waits

    def count_soon(self) -> None:
        """Counts what waits, after a change was written; :class:`OutboxCounted` tells, and the worker sends it."""
        if self._file and self.all and not self._counting:
            self._counting = True
            self._writer.submit(self._count)

    def _count(self, store: Store) -> None:
        self._counting = False
        with store.translated():
            names = {number: name for name, number in store.accounts.ids().items()}
            waiting = {names[one]: count for one, count in store.outbox.waiting().items() if one in names}
        if waiting:
            self._push()
        if waiting != (self._stored.waiting or {}):
            with self._lock:
                self._stored = _with_waiting(self._stored, waiting)
            self._tell(OutboxCounted())

    # -- edits

    def split(self, edit: Edit, local: tuple[Subscription, ...], searches: Iterable[Any] = ()) -> Split | None:
        """What an edit means for ``feeds.toml`` and for accounts; None: it is one of the file alone.

        Raises :class:`~reader.errors.UsageError` if it cannot be.
        """
        if not self._file or not self.all:
            return None
        from reader.library.account_folders import split

        feeds = {one.url: one for one in self.beside(local)}
        found = split(edit, feeds, self.roots(local), searches)
        return found if found.feeds else None

    def edit(self, edit: Edit, feeds: Sequence[FeedEdit]) -> Future[tuple[FeedEdit, ...]]:
        """Shows an edit at once and writes it soon, for the server too; it can be undone.

        :class:`EditDone` or :class:`EditFailed` follows. The future gives what changed.
        """
        pending = _Pending(tuple(feeds))
        with self._lock:
            self._pending = (*self._pending, pending)
            self._combine()
        return self._writer.submit(lambda store: self._write(store, edit, pending))

    def _write(self, store: Store, edit: Edit, pending: _Pending) -> tuple[FeedEdit, ...]:
        from reader.library.edit_steps import encode

        try:
            with store.translated():
                stepping = self._stepping
                done = store.account_edits.make(encode(edit), pending.feeds, stepping.session, stepping.now())
        except Exception as error:
            self._end(store, pending)
            known = error if isinstance(error, BroadsheetError) else BroadsheetError(problem(Problem.UNEXPECTED))
            self._tell(EditFailed(edit, known))
            raise
        self._end(store, pending)
        self._tell(EditDone(edit, changed=bool(done)))
        self._send(done)
        return done

    def _send(self, done: Iterable[FeedEdit]) -> None:
        """Has edits sent at once, and again soon in case that a synchronisation has just looked for them."""
        for account in {one.account for one in done}:
            self._sync(account)
        self.count_soon()

    def _end(self, store: Store, pending: _Pending) -> None:
        """Ends the preview of an edit that was written or has failed."""
        with self._lock:
            self._pending = tuple(one for one in self._pending if one is not pending)
        with suppress(StoreError):
            self._read(store)
        with self._lock:
            self._combine()

    def revert(self, store: Store, step: JournalStep) -> Edit | None:
        """Undoes or repeats an edit, on the writer thread; None if nothing of it is left.

        :class:`EditDone` follows. Raises :class:`~reader.errors.StoreError`, and ``ValueError`` for a damaged step.
        """
        from reader.library.edit_steps import decode

        with store.translated():
            label, done = store.account_edits.revert(step, self._stepping.now())
        edit = decode(label)
        if not done:
            return None
        with suppress(StoreError):
            self._read(store)
        when = None if step.own else step.time
        self._tell(EditDone(edit, undone=not step.undone, again=step.undone, when=when))
        self._send(done)
        return edit

    # -- feeds that are subscribed to twice

    def load_undecided(self) -> Future[tuple[Undecided, ...]]:
        """The feeds about which the user has to be asked whose they are, from the reader thread."""
        return self._readers.submit(lambda store: store.accounts.undecided())

    def decide(self, answers: Sequence[tuple[Undecided, FeedOwner]], local: Mapping[str, Subscription]) -> Future[None]:
        """Notes whose feeds will be in future; :class:`AccountsRead` follows.

        ``local``: feeds of ``feeds.toml`` by address; one that goes to an account keeps the settings of its table.
        """

        def job(store: Store) -> None:
            from reader.refresh.feeds.relocate import move_history  # rare, and imports much

            with store.translated():
                for one, owner in answers:
                    changed = store.accounts.decide(one.account_id, one.remote_id, owner)
                    if owner == "account" and one.url in local:
                        store.accounts.write_settings(local[one.url])
                    for old, new in changed.merging:
                        move_history(store, old, new)
            self._read(store)
            self._tell(AccountsRead())

        return self._writer.submit(job)

    # -- refused edits

    def drop_refused(self, account: str) -> Future[int]:
        """Forgets the edits that a server has not accepted; the future gives how many there were."""

        def job(store: Store) -> int:
            account_id = store.accounts.ids().get(account)
            refused = store.outbox.refused(account_id) if account_id is not None else []
            for seq, *_ in refused:
                store.outbox.cancel_edit(seq)
            self._read(store)
            return len(refused)

        return self._writer.submit(job)

    # -- the file; these wait for the keyring and for the disk, so they run on a thread of the caller's

    def has_keyring(self) -> bool:
        """Whether the system has a keyring that can be used."""
        from reader.account import Account, AccountKind, SecretPlace
        from reader.subscriptions.account_secrets import keyring_is_there

        probe = Account("broadsheet", AccountKind.MINIFLUX, "", secret=SecretPlace.KEYRING)
        return keyring_is_there(self._paths, probe)

    def keep(self, account: Account, secret: str, *, before: Account | None = None) -> None:
        """Writes an account to the file, and its secret to where it is kept. ``before``: the account that it was.

        An empty secret stays what it was. Raises :class:`~reader.errors.ConfigError`.
        """
        from dataclasses import fields

        from reader.account import SecretPlace
        from reader.subscriptions.account_secrets import forget_secret, secret_of, store_secret
        from reader.subscriptions.accounts_toml import read_accounts
        from reader.subscriptions.edit_accounts import change_account, write_account

        if before is None and read_accounts(self._path).named(account.name):  # whose secret must stay
            raise ConfigError(self._path, problem(Problem.NAME_TAKEN), key="name")
        moved = before is not None and before.secret is not account.secret
        if before and moved and not secret and account.secret is not SecretPlace.COMMAND:
            secret = secret_of(before, self._paths)
        if secret and account.secret is not SecretPlace.COMMAND:
            store_secret(account, self._paths, secret)
        try:
            if before is None:
                write_account(self._path, account)
            else:
                names = (field.name for field in fields(account))
                changes = {name: getattr(account, name) for name in names if name != "name"}
                change_account(self._path, before.name, changes)
        except ConfigError:
            if before is None:
                forget_secret(account, self._paths)
            raise
        if before and moved:
            forget_secret(before, self._paths)
        self.read_file()

    def pause(self, account: Account) -> None:
        """Pauses an account, or resumes it. Raises :class:`~reader.errors.ConfigError`."""
        from reader.subscriptions.edit_accounts import change_account

        change_account(self._path, account.name, {"paused": not account.paused})
        self.read_file()

    def remove(self, account: Account) -> None:
        """Removes an account from the file, and its secret; nothing is deleted in the database or at the server.

        Raises :class:`~reader.errors.ConfigError`.
        """
        from reader.subscriptions.account_secrets import forget_secret
        from reader.subscriptions.edit_accounts import remove_account

        remove_account(self._path, account.name)
        self.read_file(may_be_empty=True)
        forget_secret(account, self._paths)


def open_accounts(paths: Paths, store: Store) -> OpenedAccounts | None:
    """The accounts at the start, which the database follows from here on; None: there never were any.

    Raises :class:`~reader.errors.StoreError`.
    """
    with store.translated():
        if not store.has_accounts() and not paths.accounts.exists():
            return None
        from reader.subscriptions.accounts_toml import read_accounts

        file = read_accounts(paths.accounts)
        if store.refused is None:
            store.accounts.follow([one.name for one in file.accounts], only=file.whole)
        return OpenedAccounts(file, read_stored(store))


def read_stored(store: Store) -> StoredAccounts:
    """What the database has of the accounts."""
    refused: dict[int, tuple[str, RemoteEdit, ProblemDetails]] = {}
    ids = store.accounts.ids()
    for name, account_id in ids.items():
        refused |= {seq: (name, edit, why) for seq, edit, why in store.outbox.refused(account_id)}
    names = {number: name for name, number in ids.items()}
    waiting = {names[one]: count for one, count in store.outbox.waiting().items() if one in names}
    return StoredAccounts(
        store.accounts.subscriptions(), refused, waiting, len(store.accounts.undecided()), store.accounts.failing()
    )


def _in_sight(stored: StoredAccounts) -> tuple[object, ...]:
    """What the tree shows of the accounts."""
    return stored.subscriptions, stored.undecided, stored.failing


def _with_waiting(stored: StoredAccounts, waiting: Mapping[str, int]) -> StoredAccounts:
    from dataclasses import replace

    return replace(stored, waiting=waiting)
