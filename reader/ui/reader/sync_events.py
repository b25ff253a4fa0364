"""What the main screen does when an account is synchronised. Imported with the first event that concerns one.

A synchronisation that the timer began says something only if it brought articles, or fails for the first time. What
waits for a server is mentioned once it has waited for a few seconds.
"""

from __future__ import annotations

import time

from reader.library import AccountsRead, EditRefused, OutboxCounted
from reader.library.worker_events import (
    EntriesChanged,
    ServerAnswered,
    SignedIn,
    SyncDone,
    SyncProgress,
    SyncStarted,
)
from reader.ui.commands.registry import key_of
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.sync_messages import refused_message, sync_message, undecided_message, waiting_message
from reader.wording.catalogue import _, language
from reader.wording.numbers import thousands
from reader.wording.problem_messages import problem_message

WAITING_AFTER = 6.0  # seconds; changes are usually sent after 2
PROGRESS_FOR = 15.0  # seconds without news after which a progress is over
_LONGEST_TITLE = 30  # cells of a title in a message


def begin(reader: ReaderContext) -> None:
    """Shows what waits since the last time, unless it is sent soon; and which feeds the user has to be asked about."""
    outbox_counted(reader, OutboxCounted())
    reader.screen.set_timer(WAITING_AFTER, lambda: mention_undecided(reader))


def started(reader: ReaderContext, event: SyncStarted) -> None:
    """Until it ends, the worker's events tell what it writes."""
    reader.pending.sync.running[event.account] = time.monotonic()


def progress(reader: ReaderContext, event: SyncProgress) -> None:
    """Shows how much has arrived; older articles still arrive after the synchronisation.

    The last progress is like one whose total is unknown: nothing is shown, and more may follow.
    """
    to_dialog(reader, event)
    sync = reader.pending.sync
    sync.running[event.account] = time.monotonic()
    if sync.progress_timer:
        sync.progress_timer.stop()
    sync.progress_timer = reader.screen.set_timer(PROGRESS_FOR, lambda: _end_progress(reader))
    text = ""
    if event.done < event.total:
        done, total = thousands(event.done, language()), thousands(event.total, language())
        text = _("{account}: {done} of {total} articles").format(account=event.account, done=done, total=total)
    reader.status.show_progress(text)


def to_dialog(reader: ReaderContext, event: ServerAnswered | SignedIn | SyncProgress | SyncDone) -> None:
    """Passes an event on to the dialog that adds an account."""
    if reader.pending.account_dialog:
        reader.pending.account_dialog.handle(event)


def _end_progress(reader: ReaderContext) -> None:
    reader.pending.sync.progress_timer = None
    reader.status.show_progress("")
    _end(reader, *reader.pending.sync.running)


def done(reader: ReaderContext, event: SyncDone) -> None:
    """Says what came, or why nothing did."""
    to_dialog(reader, event)
    reader.library.feeds.shares_outdated = True
    sync = reader.pending.sync
    asked = event.account in sync.asked
    sync.asked.discard(event.account)
    if event.error is None:
        new_failure = sync.failing.pop(event.account, None) is not None
    else:
        new_failure = sync.failing.get(event.account) is not event.error.code
        sync.failing[event.account] = event.error.code
    message = sync_message(event, asked=asked) if asked or event.error is None or new_failure else ""
    if message:
        reader.status.show_message(message, serious=asked and event.error is not None, background=not asked)
    _end(reader, event.account)


def _end(reader: ReaderContext, *accounts: str) -> None:
    pending = reader.pending
    for account in accounts:
        pending.sync.running.pop(account, None)
    if pending.changed_outside and not (pending.refreshing or pending.sync.busy):
        pending.changed_outside = False
        reader.reload_feeds_soon()


def entries_changed(reader: ReaderContext, event: EntriesChanged) -> None:
    """Shows states that came from a server: read on the phone."""
    if not event.ids:
        reader.reload_feeds_soon()
        return
    reader.library.feeds.reload_of_entries(event.ids)
    reader.feeds.show_states()
    reader.headlines.forget()
    if reader.article.entry and reader.article.entry.id in event.ids:
        reader.article.reread_states()
    if reader.front_page:
        reader.front_page.changed_outside()
    reader.person.update()
    reader.update_masthead()
    reader.status.draw()


def accounts_read(reader: ReaderContext, event: AccountsRead) -> None:
    """Shows the feeds of accounts as they are now."""
    from reader.ui.reader.edits import show_edit

    if event.file_changed:
        reader.library.worker.reload()
        reader.status.show_mistakes(reader.library.mistakes, None)
    show_edit(reader, again=True)
    if reader.pending.account_dialog:
        reader.pending.account_dialog.show_result()
    mention_undecided(reader)
    if reader.pending.subscribed:
        from reader.ui.reader.actions.subscribe import show_subscribed

        show_subscribed(reader, reader.pending.subscribed)


def mention_undecided(reader: ReaderContext) -> None:
    """Mentions once, quietly, that there are feeds both here and at a server."""
    sync, undecided = reader.pending.sync, reader.library.accounts.undecided
    if undecided > sync.undecided:
        reader.status.show_message(undecided_message(undecided, key_of("account.decide")), background=True)
    sync.undecided = undecided


def edit_refused(reader: ReaderContext, event: EditRefused) -> None:
    """Says that the server does not accept an edit; the accounts have been read again."""
    titles = {feed.url: feed.title for feed in reader.library.feeds.by_id.values()}
    message = refused_message(event.account, event.edit, problem_message(event.reason), titles, longest=_LONGEST_TITLE)
    reader.status.show_message(message, serious=True)


def outbox_counted(reader: ReaderContext, _event: OutboxCounted) -> None:
    """Shows how many changes wait, once they have waited for a moment or cannot be sent."""
    sync, waiting = reader.pending.sync, reader.library.accounts.waiting
    if not waiting:
        if sync.waiting_timer:
            sync.waiting_timer.stop()
            sync.waiting_timer = None
        sync.shows_waiting = False
        reader.status.show_waiting("")
    elif sync.shows_waiting or sync.failing.keys() & waiting.keys():
        _show_waiting(reader)
    elif sync.waiting_timer is None:
        sync.waiting_timer = reader.screen.set_timer(WAITING_AFTER, lambda: _show_waiting(reader))


def _show_waiting(reader: ReaderContext) -> None:
    sync, waiting = reader.pending.sync, reader.library.accounts.waiting
    if sync.waiting_timer:
        sync.waiting_timer.stop()
    sync.waiting_timer, sync.shows_waiting = None, bool(waiting)
    reader.status.show_waiting(waiting_message(waiting))
