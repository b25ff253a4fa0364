"""What the main screen does when the library tells of an event: it reads and shows again only what changed.

Imported with the first event, after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reader.library import (
    AccountsRead,
    ChangedOutside,
    ChangeFailed,
    ChangeReverted,
    ChangeWritten,
    EditDone,
    EditFailed,
    EditRefused,
    LibraryEvent,
    NothingReverted,
    OutboxCounted,
    PeopleChanged,
    StoreFailed,
    SubscriptionsRead,
    SubscriptionsStored,
)
from reader.library.events import StoryCorrected
from reader.library.worker_events import (
    AuthorDone,
    CommentsDone,
    EntriesChanged,
    FeedDone,
    FeedFound,
    FeedsFilled,
    Finished,
    Moved,
    PageDone,
    PictureFailed,
    PictureReady,
    Searched,
    Searching,
    ServerAnswered,
    SignedIn,
    Started,
    StoriesFound,
    Subscribed,
    SyncDone,
    SyncProgress,
    SyncStarted,
)
from reader.person import Said
from reader.stream import Kind
from reader.ui.reader import sync_events
from reader.ui.reader.actions.subscribe import show_subscribed
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.edits import edit_done, edit_failed
from reader.ui.reader.event_messages import event_message
from reader.ui.reader.undo_messages import nothing_reverted_message, reverted_message

CHANGED_FEEDS_AFTER = 0.4  # seconds in which polled feeds are gathered before they are read again


def handle(reader: ReaderContext, event: LibraryEvent) -> None:
    """Shows what an event changed, and its message."""
    text = event_message(event, reader.library.feeds.titles)
    if text.progress is not None:
        reader.status.show_progress(text.progress)
    if text.message:
        asked = isinstance(event, ChangeFailed | StoreFailed)  # what a key seemed to do was not done
        reader.status.show_message(text.message, serious=text.serious, background=not asked)
    handler = _HANDLERS.get(type(event))
    if handler:
        handler(reader, event)


# -- changes of articles


def _change_written(reader: ReaderContext, event: ChangeWritten) -> None:
    reader.library.feeds.reload_of_entries(event.change.ids)
    if event.change.spare and not reader.library.changes.unwritten:  # newer changes would be shown as undone
        reader.show_change(event.change)  # with the copies, one of which may be in sight
    reader.feeds.show_change(event.change)
    reader.person.update()
    reader.update_masthead()


def _change_failed(reader: ReaderContext, event: ChangeFailed) -> None:
    reader.show_change(event.inverse)


def _change_reverted(reader: ReaderContext, event: ChangeReverted) -> None:
    for change in (event.change, *event.more):
        reader.show_change(change)
        _change_written(reader, ChangeWritten(change))
    if event.more:
        from reader.ui.reader.actions.labels import follow_renaming

        follow_renaming(reader, (event.change, *event.more))
    first = reader.library.articles.headlines(event.change.ids[:1])
    reader.status.show_message(reverted_message(event, first, reader.library.now()))


def _nothing_reverted(reader: ReaderContext, event: NothingReverted) -> None:
    reader.status.show_message(nothing_reverted_message(event))


def _people_changed(reader: ReaderContext, event: PeopleChanged) -> None:
    from reader.ui.reader.people_messages import people_message

    if event.correction.facts:
        reader.feeds.show_people()
        reader.headlines.forget()
        shown = reader.person.shown
        reader.person.update()
        reader.article.update()
        if reader.articles.stream.kind is Kind.AUTHOR and event.correction.said in (Said.MERGE, Said.SPLIT):
            reader.articles.show(reader.articles.stream, reader.headlines.current_id)
            if shown:
                reader.person.selected = reader.headlines.current_id
        reader.update_masthead()
        reader.status.draw()
    reader.status.show_message(people_message(event, reader.library.now()))


def _story_corrected(reader: ReaderContext, event: StoryCorrected) -> None:
    from reader.ui.reader.story_messages import corrected_message

    if event.correction.moves:
        reader.articles.follow_stories()
        reader.article.update()
        reader.status.draw_masthead()
        reader.status.draw()
    room = reader.screen.size.width - 2
    reader.status.show_message(corrected_message(event, reader.library.now(), room))


# -- refreshing


def _started(reader: ReaderContext, _: Started) -> None:
    reader.pending.refreshing = True


def _feed_done(reader: ReaderContext, event: FeedDone) -> None:
    if event.updated:
        reader.headlines.forget()
        if reader.article.entry and reader.article.entry.feed_id == event.feed_id:
            reader.article.update()
    _gather(reader, event.feed_id)


def _feeds_filled(reader: ReaderContext, event: FeedsFilled) -> None:
    _gather(reader, *event.feed_ids)


def _gather(reader: ReaderContext, *feed_ids: int) -> None:
    """Has these feeds read again soon, together with others."""
    reader.pending.changed_feeds.update(feed_ids)
    if reader.pending.changed_feeds_timer is None:
        reader.pending.changed_feeds_timer = reader.screen.set_timer(CHANGED_FEEDS_AFTER, reader.reload_changed_feeds)


def _finished(reader: ReaderContext, _: Finished) -> None:
    reader.pending.refreshing = False
    reader.library.feeds.shares_outdated = True
    if reader.pending.changed_outside and not reader.pending.sync.busy:
        reader.pending.changed_outside = False
        reader.reload_feeds_soon()


def _article_done(reader: ReaderContext, event: PageDone | AuthorDone) -> None:
    reader.article.page_done(event.entry_id)
    if reader.conversation and isinstance(event, PageDone):
        reader.conversation.page_done(event.entry_id, reader.article.entry)
    reader.headlines.forget()
    if reader.pending.pages and isinstance(event, PageDone):
        from reader.ui.reader.full_texts import page_done

        page_done(reader, event.entry_id)


def _stories_found(reader: ReaderContext, event: StoriesFound) -> None:
    """The rows stay where they are and show the new stories; the list is grouped again when the user reloads it."""
    reader.headlines.forget()
    if reader.article.entry and reader.article.entry.id in event.entry_ids:
        reader.article.update()
    reader.status.draw()
    reader.count_arrivals()


def _comments_done(reader: ReaderContext, event: CommentsDone) -> None:
    if reader.conversation:
        reader.conversation.comments_done(event.entry_id, more_to_come=event.more_to_come, error=event.error)


def _picture_ready(reader: ReaderContext, event: PictureReady) -> None:
    reader.article.pictures.ready(event)


def _picture_failed(reader: ReaderContext, event: PictureFailed) -> None:
    reader.article.pictures.failed(event)


def _feed_moved(reader: ReaderContext, event: Moved) -> None:
    reader.library.feeds.reload()  # the list is selected by the new address
    reader.articles.follow(event.old_url, event.new_url)
    reader.library.subscriptions.reload()


# -- subscriptions and other programs


def _subscriptions_read(reader: ReaderContext, _: SubscriptionsRead) -> None:
    reader.status.show_mistakes(reader.library.mistakes, None)
    reader.reload_feeds()
    if reader.pending.subscribed:
        show_subscribed(reader, reader.pending.subscribed)


def _subscriptions_stored(reader: ReaderContext, _: SubscriptionsStored) -> None:
    reader.reload_feeds()


def _changed_outside(reader: ReaderContext, _: ChangedOutside) -> None:
    """During a refresh this is the worker, whose events tell what it changed; others' changes are shown at its end.

    So it is while an account is synchronised.
    """
    if reader.pending.refreshing or reader.pending.sync.busy:
        reader.pending.changed_outside = True
    else:
        reader.reload_feeds_soon()


def _to_add_dialog(reader: ReaderContext, event: Searching | FeedFound | Searched | Subscribed) -> None:
    if reader.pending.add_dialog:
        reader.pending.add_dialog.handle(event)


_HANDLERS: dict[type, Callable[[ReaderContext, Any], None]] = {
    ChangeWritten: _change_written,
    ChangeFailed: _change_failed,
    ChangeReverted: _change_reverted,
    NothingReverted: _nothing_reverted,
    PeopleChanged: _people_changed,
    StoryCorrected: _story_corrected,
    Started: _started,
    FeedDone: _feed_done,
    FeedsFilled: _feeds_filled,
    Finished: _finished,
    PageDone: _article_done,
    AuthorDone: _article_done,
    CommentsDone: _comments_done,
    StoriesFound: _stories_found,
    PictureReady: _picture_ready,
    PictureFailed: _picture_failed,
    Moved: _feed_moved,
    EditDone: edit_done,
    EditFailed: edit_failed,
    SubscriptionsRead: _subscriptions_read,
    SubscriptionsStored: _subscriptions_stored,
    ChangedOutside: _changed_outside,
    Searching: _to_add_dialog,
    FeedFound: _to_add_dialog,
    Searched: _to_add_dialog,
    Subscribed: _to_add_dialog,
    SyncStarted: sync_events.started,
    SyncProgress: sync_events.progress,
    SyncDone: sync_events.done,
    EntriesChanged: sync_events.entries_changed,
    ServerAnswered: sync_events.to_dialog,
    SignedIn: sync_events.to_dialog,
    AccountsRead: sync_events.accounts_read,
    OutboxCounted: sync_events.outbox_counted,
    EditRefused: sync_events.edit_refused,
}
