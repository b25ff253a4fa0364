"""Commands of the conversation beneath the article."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import comments_page
from reader.ui.reader.actions.follow import comments, open_in_browser
from reader.ui.reader.actions.read import open_selected
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.conversation_view import ConversationView
from reader.ui.reader.pane_sizes import Pane
from reader.ui.typeset.conversation import Head, key_of
from reader.ui.widgets.article import TOP
from reader.wording.catalogue import _


def show_or_hide(reader: ReaderContext) -> None:
    """Shows the conversation of the selected article, or hides it; without a source, opens it in the browser."""
    entry, view = reader.selected().entry, _view(reader)
    if entry is None:
        reader.status.show_message(_("No article is selected"))
    elif view.is_open:
        _hide(reader, view)
    elif reader.library.conversations.has_sources(entry) or reader.article.pages.would_fetch(entry):
        open_selected(reader)
        reader.layout.focus(Pane.ARTICLE)
        if reader.article.changes.is_open:
            reader.article.switch_changes()
        view.open(entry, _ToStart(reader, view))
    elif comments_page(entry):
        comments(reader)
    else:
        reader.status.show_message(_("Neither the feed nor the page of this article names a discussion"))


def _view(reader: ReaderContext) -> ConversationView:
    if reader.conversation is None:
        reader.conversation = ConversationView(
            reader.screen, reader.library, reader.article, reader.page, reader.glyphs
        )
        reader.article.beneath = reader.conversation
    return reader.conversation


def _hide(reader: ReaderContext, view: ConversationView) -> None:
    """Hides the conversation; the end of the article comes into sight."""
    view.close()
    reader.article.update_beneath()
    reader.page.scroll_lines(0)  # not below the last line


class _ToStart:
    """Scrolls to the beginning of the conversation each time that it is called, until the user scrolls."""

    def __init__(self, reader: ReaderContext, view: ConversationView) -> None:
        self._reader, self._view, self._line = reader, view, -1

    def __call__(self) -> None:
        page = self._reader.page
        if self._view.is_open and self._line in (-1, page.scroll_offset.y):
            page.scroll_to_line(self._view.start + TOP)
            self._line = page.scroll_offset.y


def write(reader: ReaderContext) -> None:
    """Opens the form for a comment in the browser."""
    entry = reader.selected().entry
    url = entry and (comments_page(entry) or entry.url)
    if url:
        open_in_browser(reader, url)
    else:
        comments(reader)


def fold(reader: ReaderContext, comment: str) -> None:
    """Collapses a comment and its answers, or opens them; ``comment``: what its link has behind ``thread:``."""
    key = key_of(comment)
    if key and reader.conversation and reader.conversation.is_open:
        reader.conversation.toggle(key)


def address(reader: ReaderContext, comment: str) -> str | None:
    """The web address of a comment; ``comment``: as for :func:`fold`."""
    key = key_of(comment)
    return reader.conversation.address_of(key) if key and reader.conversation else None


def fold_all(reader: ReaderContext, how: str = "") -> None:
    """Collapses all threads, or opens them if all are collapsed; ``how``: "collapse" or "open"."""
    view = _open_one(reader)
    if view:
        top = reader.page.scroll_offset.y - TOP
        root = _last([head for head in view.heads() if head.depth == 0], top + 1)
        view.fold_all(collapse=how == "collapse" if how else view.has_open_threads)
        again = next((head for head in view.heads() if root and head.key == root.key), None)
        if again and top >= view.start:
            reader.page.scroll_to_line(again.line + TOP)


def to_thread(reader: ReaderContext, by: int) -> None:
    """Goes to the next comments that answer no other, or to those above (``by`` < 0)."""
    view = _open_one(reader)
    if view:
        _go(reader, view, [head for head in view.heads() if head.depth == 0], by, _("No further thread"))


def to_new(reader: ReaderContext, by: int) -> None:
    """Goes to the next new comments, or to those above (``by`` < 0), and opens the threads that they are in."""
    view = _open_one(reader)
    if view:
        view.open_new()
        _go(reader, view, [head for head in view.heads() if head.new], by, _("No further new comment"))


def _open_one(reader: ReaderContext) -> ConversationView | None:
    view = reader.conversation
    if view is None or not view.is_open:
        reader.status.show_message(_("The conversation is not shown"))
        return None
    return view


def _go(reader: ReaderContext, view: ConversationView, heads: Sequence[Head], by: int, message: str) -> None:
    at = view.place if view.place is not None else reader.page.scroll_offset.y - TOP
    if by > 0:
        found = [head for head in heads if head.line > at][by - 1 : by] or heads[-1:]
    else:
        found = [head for head in heads if head.line < at][by:][:1] or heads[:1]
    beyond = not found or (found[0].line <= at if by > 0 else found[0].line >= at)
    if beyond:
        reader.status.show_message(message)
    else:
        reader.page.scroll_to_line(found[0].line + TOP)
        view.went_to(found[0])


def _last(heads: Sequence[Head], before: int) -> Head | None:
    return next((head for head in reversed(heads) if head.line < before), None)
