"""The conversation beneath the article in the pane: opened by a key, asked again now and then, gone with the article.

Nothing is fetched before the key is pressed. Stored comments show at once, typeset in a thread: the first ones, then
all when they are ready. New are the comments that came since the conversation was last on the screen.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import replace
from itertools import starmap, takewhile
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.timer import Timer

from reader.comment import StoredComments
from reader.conversation.threads import Threaded
from reader.errors import StoreError
from reader.lazy_dataclass import dataclass
from reader.library import Library
from reader.model import Entry, comments_page, text_language
from reader.problems import ProblemDetails
from reader.text import sentence
from reader.ui.glyphs import Glyphs
from reader.ui.reader.page_work import PageWork, WorkEnded
from reader.ui.typeset.conversation import (
    Conversation,
    ConversationLayout,
    Head,
    Key,
    ShownSource,
    Typeset,
    all_keys,
    lay_out_conversation,
    toggled,
)
from reader.ui.typeset.hyphens import hyphens_of
from reader.ui.typeset.page import PageLayout, PagePart
from reader.ui.widgets.article import ArticlePane
from reader.wording.catalogue import _
from reader.wording.problem_messages import problem_message

if TYPE_CHECKING:
    from reader.ui.reader.article_view import ArticleView

ASK_EVERY = 130.0  # seconds; the worker asks a source again after 120
FIRST = 25  # comments of each source that are shown before the rest is typeset
AT_ONCE = 6_000  # characters of comments that are typeset while a key waits
MOST_AT_ONCE = 500  # comments, typeset before, that are put together while a key waits


@dataclass(frozen=True, slots=True)
class _Placed:
    """A layout at a line of the page."""

    layout: ConversationLayout
    start: int
    parts: tuple[PagePart, ...]
    heads: tuple[Head, ...]


class ConversationView:
    """The conversation of the article in the pane while it is open."""

    def __init__(
        self, screen: Screen[None], library: Library, article: ArticleView, pane: ArticlePane, glyphs: Glyphs
    ) -> None:
        self._screen, self._library, self._article, self._pane, self._glyphs = screen, library, article, pane, glyphs
        self._entry: Entry | None = None  # whose conversation is open
        self._stored: Sequence[StoredComments] = ()
        self._known: set[Key] = set()  # comments seen since the start, which may not be written yet
        self._looked: set[int] = set()  # sources looked at since the start
        self._shown = Conversation()
        self._layout: ConversationLayout | None = None
        self._last_placed: _Placed | None = None
        self._typeset: Typeset | None = None
        self._hyphens = hyphens_of(None)
        self._work = PageWork()
        self._timer: Timer | None = None
        self._asking = False
        self._start = 0  # the line of the page where the conversation begins
        self._gone_to: tuple[Key, int] | None = None  # a comment, and how far the pane was scrolled then
        self._then: Callable[[], None] | None = None  # called when it appears, until there are comments

    @property
    def is_open(self) -> bool:
        """Whether a conversation is shown."""
        return self._entry is not None

    # -- opening and leaving

    def open(self, entry: Entry, then: Callable[[], None]) -> None:
        """Shows the conversation of the article in the pane and has its sources asked; ``then``: once it is there."""
        self._entry, self._then = entry, then
        self._asking = self._library.worker.fetches_comments
        self._shown = Conversation(note=self._note())
        self._lay_out()
        self._reload()
        self._ask()
        self._timer = self._screen.set_interval(ASK_EVERY, self._ask)

    def close(self) -> None:
        """Hides the conversation: its comments are seen, and polling ends."""
        if self._entry is None:
            return
        self._mark_seen()
        if self._timer:
            self._timer.stop()
        self._work.leave()
        self._entry = self._layout = self._last_placed = self._timer = self._typeset = self._then = None
        self._stored, self._shown = (), Conversation()

    def ask_again(self) -> None:
        """Asks the sources even if that was done lately."""
        self._ask(force=True)

    def _ask(self, *, force: bool = False) -> None:
        if self._entry:
            self._library.worker.get_comments(self._entry.id, force=force)

    @property
    def entry(self) -> Entry | None:
        """The entry whose conversation is open."""
        return self._entry

    def comments_done(self, entry_id: int, *, more_to_come: bool, error: ProblemDetails | None) -> None:
        """A source of an entry has answered, or failed."""
        if self._entry is None or self._entry.id != entry_id:
            return
        self._asking = more_to_come or self._article.awaits_page
        if error and not self._asking:
            self._shown = replace(self._shown, note=self._note(error), page=comments_page(self._entry) or "")
            self._lay_out()
        self._reload()

    def page_done(self, entry_id: int, entry: Entry | None) -> None:
        """The page of an entry was loaded, which may name more places of discussion."""
        if self._entry and entry and self._entry.id == entry_id:
            self._entry = entry
            self._ask()

    def _note(self, error: ProblemDetails | None = None) -> str:
        if error:
            return _failure(error)
        return _("Loading the comments…") if self._asking else ""

    def _mark_seen(self) -> None:
        for stored in self._stored:
            if stored.fetched is not None:
                unseen = [one.id for one in stored.comments if not one.seen]
                self._known.update((stored.id, one) for one in unseen)
                self._library.conversations.look(stored.id, unseen)

    # -- what is stored

    def _reload(self) -> None:
        entry = self._entry
        if entry is None:
            return

        async def load() -> None:
            try:
                found = await asyncio.wrap_future(self._library.conversations.load(entry.id))
            except StoreError as error:
                self._show(replace(self._shown, note=_failure(error.as_problem())))
                return
            if self._entry is not None and self._entry.id == entry.id:
                self._take(found)

        self._run(load, "conversation")

    def _take(self, found: Sequence[tuple[StoredComments, tuple[Threaded, ...]]]) -> None:
        """Shows what was read, and remembers which comments are not new."""
        self._stored = stored = [one for one, _threads in found]
        if self._entry:
            self._article.count_comments(self._entry.id, sum(len(one.comments) for one in stored))
        for source in stored:
            if source.looked is None and source.fetched is not None and source.id not in self._looked:
                self._known |= {(source.id, one.id) for one in source.comments}
                self._library.conversations.look(source.id, [one.id for one in source.comments])
            if source.fetched is not None:
                self._looked.add(source.id)
        new = {(source.id, one.id) for source in stored for one in source.comments if not one.seen} - self._known
        if found and not (self._asking and all(one.fetched is None for one in stored)):
            note = ""
        elif not self._asking and not self._shown.note:
            note = _("The comments were not loaded yet.")
        else:
            note = self._shown.note
        self._show(replace(self._shown, sources=tuple(starmap(_shown_source, found)), new=frozenset(new), note=note))

    def _show(self, shown: Conversation) -> None:
        self._shown = shown
        self._lay_out()

    # -- laying out

    def append(self, page: PageLayout) -> PageLayout:
        """The page with the conversation beneath it."""
        if self._entry is None or page.partial:
            return page
        layout = self._layout
        if layout is None or layout.width != page.width:
            layout = self._layout = self._set(page.width) or layout
        if layout is None:
            return page
        self._start = len(page.lines)
        if self._then:
            self._screen.call_after_refresh(self._then)
            if len(self._shown):
                self._then = None
        return replace(
            page, lines=(*page.lines, *layout.lines), parts=(*page.parts, *self._placed(layout, self._start).parts)
        )

    def _placed(self, layout: ConversationLayout, start: int) -> _Placed:
        """The parts and comments of a layout with lines of the page, which are often asked for."""
        placed = self._last_placed
        if placed is None or placed.layout is not layout or placed.start != start:
            parts = tuple(PagePart(start + line, name) for line, name in layout.parts)
            heads = tuple(Head(start + head.line, head.key, head.depth, head.new) for head in layout.heads)
            placed = self._last_placed = _Placed(layout, start, parts, heads)
        return placed

    def _lay_out(self) -> None:
        """Typesets the conversation again and shows it: at once if that is quick, else in a thread."""
        width = self._article.measure
        if self._entry is None or not width:
            return
        layout = self._set(width)
        if layout:
            self._layout = layout
            self._article.update_beneath()

    def _set(self, width: int) -> ConversationLayout | None:
        """The conversation at that width if little of it is left to typeset; else a thread does it, and shows it."""
        self._work.leave()
        typeset = self._typeset
        if typeset is None or typeset.width != width:
            entry = self._entry
            self._hyphens = hyphens_of(text_language(entry) if entry else None)
            typeset = self._typeset = Typeset(width, self._hyphens.positions)
        if self._hyphens.are_loaded and len(self._shown) <= MOST_AT_ONCE and self._letters_left(typeset) <= AT_ONCE:
            return lay_out_conversation(self._shown, typeset, now=self._library.now(), glyphs=self._glyphs)
        self._set_in_thread(typeset)
        return None

    def _letters_left(self, typeset: Typeset) -> int:
        known = {key for key, _level, _html in list(typeset.texts)}  # a thread may be adding some
        return sum(
            len(one.comment.html)
            for source in self._shown.sources
            for one in source.threads
            if (source.id, one.comment.id) not in known
        )

    def _set_in_thread(self, typeset: Typeset) -> None:
        shown, now, work = self._shown, self._library.now(), PageWork(math.inf)  # each comment is short
        hyphens = self._hyphens
        self._work = work

        def make(most: int | None) -> ConversationLayout | None:
            hyphens.load()
            try:
                return lay_out_conversation(shown, typeset, now=now, glyphs=self._glyphs, check=work.check, most=most)
            except WorkEnded:
                return None

        async def set_all() -> None:
            for most in (None,) if self._layout and self._layout.heads else (FIRST, None):
                layout = await asyncio.to_thread(make, most)
                if layout is None or work.is_left:
                    return
                self._layout = layout
                self._article.update_beneath()

        self._run(set_all, "conversation lines")

    def _run(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Runs work instead of older work of its group, which may not have begun: so it is not a coroutine yet."""
        function: Any = work  # Textual's type of such functions has a result that nothing can have
        self._screen.run_worker(function, group=group, exclusive=True)

    # -- commands

    def toggle(self, key: Key) -> None:
        """Collapses a comment with its answers, or opens it."""
        self._show(toggled(self._shown, key))

    def address_of(self, key: Key) -> str | None:
        """The web address of a comment."""
        comments = (one for stored in self._stored if stored.id == key[0] for one in stored.comments)
        return next((one.url for one in comments if one.id == key[1]), None)

    def fold_all(self, *, collapse: bool) -> None:
        """Collapses all threads, or opens them."""
        self._show(replace(self._shown, collapsed=all_keys(self._shown) if collapse else frozenset()))

    @property
    def has_open_threads(self) -> bool:
        """Whether a thread with answers is not collapsed."""
        return not all_keys(self._shown) <= self._shown.collapsed

    def open_new(self) -> None:
        """Opens the threads that hide a new comment."""
        hiding = {key for source in self._shown.sources for key in _around_new(source, self._shown.new)}
        if hiding & self._shown.collapsed:
            self._show(replace(self._shown, collapsed=self._shown.collapsed - hiding))

    @property
    def place(self) -> int | None:
        """The line of the comment that a command went to last, unless the page was scrolled since."""
        if self._gone_to is None or self._gone_to[1] != self._pane.scroll_offset.y:
            return None
        return next((head.line for head in self.heads() if self._gone_to and head.key == self._gone_to[0]), None)

    def went_to(self, head: Head) -> None:
        """A command scrolled to a comment, as far as the end of the page allows."""
        self._gone_to = head.key, self._pane.scroll_offset.y

    @property
    def start(self) -> int:
        """The line of the page where the conversation begins."""
        return self._start

    def heads(self) -> tuple[Head, ...]:
        """The visible comments, with lines of the page."""
        return self._placed(self._layout, self._start).heads if self._layout else ()


def _around_new(source: ShownSource, new: Collection[Key]) -> set[Key]:
    """The comments that have a new one among their answers."""
    found: set[Key] = set()
    above: list[Key] = []
    for one in source.threads:
        del above[one.depth :]
        key = (source.id, one.comment.id)
        if key in new:
            found.update(takewhile(lambda key: key not in found, reversed(above)))
        above.append(key)
    return found


def _shown_source(one: StoredComments, found: tuple[Threaded, ...]) -> ShownSource:
    return ShownSource(one.id, one.source, found, one.total, _failure(one.error) if one.error else "")


def _failure(error: ProblemDetails) -> str:
    """Why comments could not be loaded."""
    return sentence(_("Couldn’t load the comments: {reason}").format(reason=problem_message(error)))
