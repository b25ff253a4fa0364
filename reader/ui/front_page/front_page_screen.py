"""The screen of the front page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from reader.edition.values import Edition
from reader.errors import StoreError
from reader.library.edition_messages import item_reasons
from reader.model import Change, Field
from reader.stream import Stream
from reader.ui.commands.command import Context
from reader.ui.commands.footer import footer
from reader.ui.commands.key_presses import pressed
from reader.ui.commands.registry import key_map
from reader.ui.front_page.edition_commands import choose, make_late, mark_rest
from reader.ui.front_page.edition_loading import edition_key, load
from reader.ui.front_page.layout.block import ASCII_SIGNS, SIGNS
from reader.ui.front_page.layout.moves import Way, neighbour
from reader.ui.front_page.page_printing import PagePrinter
from reader.ui.front_page.page_view import FrontPageView
from reader.ui.front_page.progress_line import ProgressLine
from reader.ui.front_page.visit import Visit
from reader.ui.glyphs import ASCII_GLYPHS
from reader.ui.message_panel import LongMessages
from reader.ui.other_screen import OtherScreen
from reader.ui.typeset.breaking import fit_words
from reader.ui.widgets.bars import Bar, Part
from reader.wording.catalogue import _

if TYPE_CHECKING:
    from textual.worker import WorkType

    from reader.ui.reader.context import ReaderContext

CHECK_EVERY = 0.25  # seconds between two looks at the messages of the main screen
_KEEP_EVERY = 20  # looks after which the time of reading is kept

Result = int | Stream | None
"""The story that the user opened, a list to go to, or None."""


class FrontPageScreen(OtherScreen[Result]):
    """Shows the edition of a visit; without one, today's edition, which is made if there is none."""

    CSS_PATH = "front_page.tcss"
    KEY_CONTEXT = Context.FRONT_PAGE

    def __init__(self, reader: ReaderContext, visit: Visit) -> None:
        super().__init__(reader)
        self._library, self._glyphs, self._visit = reader.library, reader.glyphs, visit
        self._view = FrontPageView(id="front-page", glyphs=reader.glyphs)
        signs = ASCII_SIGNS if reader.glyphs is ASCII_GLYPHS else SIGNS
        self._printer = PagePrinter(reader, visit, self._view, signs)
        self._line, self._keys = ProgressLine(signs, id="front-page-line"), Bar(id="front-page-keys")
        self._long = LongMessages(self)
        self._why = Static(id="front-page-why", markup=False)
        self._looks = 0
        self._early: list[Key] = []  # typed before the page was there
        self._must_wait = False  # for articles, before there can be a page

    def compose(self) -> ComposeResult:
        """The pages, the line with the progress, and the keys."""
        yield self._view
        yield self._why
        yield self._line
        yield self._keys

    def on_mount(self) -> None:
        """Shows the edition of the visit, or loads one."""
        self._why.display = False
        self._view.focus()
        self._visit.note_time(time.monotonic())
        self._reader.front_page = self
        self._reader.app.graphics_found.subscribe(self, lambda _found: self._print())
        if self._visit.edition is None:
            self._view.show_words((_("Making today’s edition…"),))
            self._load()
        else:
            self._take_states()
            self.call_after_refresh(self._print)
        self.set_interval(CHECK_EVERY, self._look)

    def on_unmount(self) -> None:
        """Takes the picture away."""
        self._printer.leave()

    # -- what the reader context asks

    @property
    def current_id(self) -> int | None:
        """The story on which commands act."""
        return self._visit.selected

    def show_change(self, change: Change) -> None:
        """Shows which stories are read now, and counts the other articles again if they were changed."""
        self._view.show_read(self._visit.read)
        self._show_state()
        if change.field is Field.READ and not self._visit.articles.keys() >= set(change.ids):
            self._run(self._count_rest, "count")

    def changed_outside(self) -> None:
        """Shows changes by others to the stories and to the other articles."""
        self._take_states()
        self._view.show_read(self._visit.read)
        self._show_state()
        self._run(self._count_rest, "count")

    def _take_states(self) -> None:
        with suppress(StoreError):  # they stay as they were
            self._visit.take_states(self._library.articles.headlines(tuple(self._visit.articles)))

    def _run(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Runs work in the background, instead of the earlier work of this group."""
        self.run_worker(cast("WorkType[None]", work), group=group, exclusive=True)

    # -- loading

    def _load(self, wanted: Edition | None = None) -> None:
        self._run(partial(self._load_edition, wanted), "edition")

    async def _load_edition(self, wanted: Edition | None) -> None:
        self._printer.notice = await load(self._reader, self._visit, wanted, self._show_arriving)
        self._keep()
        self._print()

    def _show_arriving(self) -> None:
        """Says that today's edition is not made yet; it may take long, so that nothing is to happen by itself then."""
        self._must_wait = True
        self._early.clear()
        words = _("New articles are arriving."), _("Today’s edition will be made when they are all here.")
        self._view.show_words(words)
        self._show_state()

    # -- printing

    def _print(self) -> None:
        """Sets the pages for the size of the screen, in a thread."""
        if (self._visit.edition is not None or self._printer.notice) and self._view.size.height:
            self._run(self._set_pages, "print")

    async def _set_pages(self) -> None:
        if not await self._printer.print():
            return
        if self._visit.at_end:
            self._view.show_end()
        self._show_state()
        early, self._early = self._early, []
        for key in early:
            self.app.post_message(Key(key.key, key.character))

    def on_key(self, event: Key) -> None:
        """Keeps what is typed before the page is there, but for the key that leaves."""
        if self._view.sheet is not None or self._must_wait:
            return
        ids = key_map().scope(Context.FRONT_PAGE).commands.get((pressed(event),), ())
        if "front-page.back" in ids:
            self._early.clear()
        elif ids or self._early:
            self._early.append(event)
            event.stop()

    def on_resize(self) -> None:
        """Sets the pages for the new size; the selected story stays in sight."""
        self.call_after_refresh(self._print)

    # -- the lines at the bottom

    def _look(self) -> None:
        self._show_state()
        self._looks += 1
        if self._looks % _KEEP_EVERY == 0:
            self._keep()

    def _show_state(self) -> None:
        """Draws the progress, the panel with the reasons, and the message or the keys."""
        visit, status, width = self._visit, self._reader.status, self.size.width - 2
        total, done = len(visit.order), len(visit.read)
        self._line.show(done / total if total else 0.0)
        self._long.show(status.message, width)
        if status.message:
            self._keys.show((Part(fit_words(status.message, width), "text"),))
            return
        aside = _("{read} of {total} read").format(read=done, total=total) if total else ""
        sheet = self._view.sheet
        if sheet and len(sheet.pages) > 1:
            aside = f"{self._view.page + 1}/{len(sheet.pages)}   {aside}"
        room = width - cell_len(aside) - 3 * bool(aside)
        states = {*visit.states(), *(("end",) if visit.rest and self._is_last_page else ())}
        states |= {"edition"} if visit.edition else set()
        self._keys.show(footer(Context.FRONT_PAGE, room, states), right=aside)

    @property
    def _is_last_page(self) -> bool:
        sheet = self._view.sheet
        return self._visit.edition is not None and sheet is not None and self._view.page == len(sheet.pages) - 1

    def _show_why(self) -> None:
        visit = self._visit
        items = visit.edition.items if visit.edition else ()
        item = next((one for one in items if one.entry_id == visit.selected), None)
        article = visit.articles.get(visit.selected or 0)
        if not self._why.display or item is None or article is None:
            return
        self._why.border_title = Content(_("Why it is here"))
        reasons = item_reasons(item, article.feed_title) or [_("Little else has arrived")]
        self._why.update(Content("\n".join(f"{self._glyphs.bullet} {reason}" for reason in reasons)))

    # -- moving

    def _select(self, key: int | None) -> None:
        if key is None:
            return
        self._visit.note_time(time.monotonic())
        self._visit.selected, self._visit.at_end = key, False
        self._view.select(key)
        self._moved()

    def _moved(self) -> None:
        self._visit.selected = self._view.selected
        self._keep()
        self._show_why()
        self._show_state()

    def _keep(self) -> None:
        visit = self._visit
        if visit.edition:
            self._reader.session.change(
                edition=edition_key(visit.edition), edition_story=visit.selected, edition_seconds=int(visit.seconds)
            )

    def action_step(self, way: str) -> None:
        """Moves to the next story on one side."""
        sheet, key = self._view.sheet, self._visit.selected
        if sheet and key in sheet.places:
            self._select(neighbour(sheet, key, Way(way)))

    def action_page(self, step: int) -> None:
        """Turns a page."""
        self._visit.note_time(time.monotonic())
        self._view.page_by(step)
        self._moved()

    def action_first(self) -> None:
        """Goes to the first page."""
        self._select(next(iter(self._view.sheet.places), None) if self._view.sheet else None)

    def action_last(self) -> None:
        """Goes to the last page."""
        if self._view.sheet:
            self._select(next(reversed(self._view.sheet.places), None))
            self._view.show_end()
            self._show_state()

    # -- reading

    def action_choose(self) -> None:
        """Opens the selected story."""
        if self._visit.selected is not None and self._view.sheet:
            self._visit.note_time(time.monotonic())
            self.dismiss(self._visit.selected)

    @on(FrontPageView.Chosen)
    def _clicked(self, message: FrontPageView.Chosen) -> None:
        self._select(message.key)
        self.action_choose()

    def action_read_on(self) -> None:
        """Opens the selected story if it is unread, else the next one."""
        visit, selected = self._visit, self._visit.selected
        if not self._view.sheet:
            return
        fresh = selected in visit.articles and not visit.articles[selected].read and selected not in visit.opened
        following = selected if fresh else visit.next_unread(selected)
        if following is None:
            self._reader.status.show_message(_("You have read every story of this edition"))
            self.action_last()
        else:
            self._select(following)
            self.action_choose()

    def action_why(self) -> None:
        """Shows or hides the reasons of the selected story."""
        self._why.display = not self._why.display and self._visit.selected is not None
        self._show_why()

    # -- editions

    def action_late(self) -> None:
        """Makes another edition."""
        self._run(self._make_late, "edition")

    async def _make_late(self) -> None:
        if made := await make_late(self._reader):
            self._load(made)
        self._show_state()

    def action_editions(self) -> None:
        """Lists the editions of a month."""
        self._run(partial(choose, self._reader, self._visit.edition, self._load), "choose")

    def action_mark_rest(self) -> None:
        """Marks the day's articles read that are not in this edition."""
        if self._visit.edition:
            self._run(partial(mark_rest, self._reader, self._visit.edition), "rest")

    async def _count_rest(self) -> None:
        """Counts again how many articles are not in the edition, and prints the number."""
        if self._visit.edition is None:
            return
        try:
            rest = await asyncio.wrap_future(self._library.editions.would_mark_rest(self._visit.edition))
        except StoreError:
            return  # the number stays as it was
        self._visit.rest = rest.count
        self._print()

    # -- the selected story

    async def action_toggle(self, field: str) -> None:
        """Sets a state of the story, or clears it."""
        from reader.ui.reader.actions.read import toggle

        await self._with_story(partial(toggle, self._reader, field))

    async def action_label(self) -> None:
        """Labels the story."""
        from reader.ui.reader.actions.labels import label

        await self._with_story(partial(label, self._reader))

    async def action_browser(self) -> None:
        """Opens the story in the browser."""
        from reader.ui.reader.actions.follow import browser

        await self._with_story(partial(browser, self._reader))

    async def action_copy(self) -> None:
        """Copies the address of the story."""
        from reader.ui.reader.actions.follow import copy_addresses

        await self._with_story(partial(copy_addresses, self._reader))

    async def _with_story(self, command: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs a command of the lists on the story; without one, it would act on the article behind this screen."""
        if self.current_id is None:
            self._reader.status.show_message(_("No article is selected"))
        else:
            await command()
        self._show_state()

    def action_pictures(self) -> None:
        """Shows or hides pictures."""
        from reader.ui.reader.actions.pictures import switch

        switch(self._reader)
        self._print()
        self._show_state()

    # -- other screens

    def action_back(self) -> None:
        """Hides the reasons, or goes back to the lists."""
        if self._why.display:
            self._why.display = False
        else:
            self._visit.note_time(time.monotonic())
            self._visit.active = None
            self._keep()
            self.dismiss(None)
