"""Keys that read and mark: on, next, read, star, undo."""

from __future__ import annotations

import asyncio
from functools import partial

from reader.errors import StoreError
from reader.model import Change, Entry, Field, Headline
from reader.text import sentence
from reader.ui.reader.article_view import Opening
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.panes import PanesScreen
from reader.wording.problem_messages import error_message


class MarkingScreen(PanesScreen):
    """Opening articles, and the user's marks on them."""

    def _open(self) -> None:
        """The article under the cursor is read from now on."""
        self._selected.open()
        self._count_as_read()
        self.desk.show(Pane.ARTICLE)

    @property
    def _selected(self) -> Opening:
        """The article under the cursor, shown now if the page has not followed yet: a key is meant of that one."""
        self.opening.show(self.headlines.current_id)
        return self.opening

    def _count_as_read(self) -> None:
        entry = self.opening.entry
        if entry and self._library.subscriptions.reads_on_open(entry.feed_url):
            self._switch([entry], Field.READ, True)

    def action_read_on(self) -> None:
        """A page down, and at the end the next unread article."""
        if self._selected.entry is None:
            self.action_next_unread()
        elif not self.article.at_end:
            self._open()
            self.article.page_by(1)
        else:
            self._open()
            self.action_next_unread()

    def action_next_unread(self) -> None:
        """To the next unread article."""
        self._to_unread(before=False)

    def action_previous_unread(self) -> None:
        """To the one before."""
        self._to_unread(before=True)

    def _to_unread(self, *, before: bool) -> None:
        nothing = "Nothing unread above." if before else "Nothing else is unread here."
        self.browsing.to_unread(partial(self._at_unread, nothing), before=before)

    def _at_unread(self, nothing: str, found: bool) -> None:
        if not found:
            self.notices.tell(nothing)
            return
        self._open()
        if self.desk.pane is Pane.TREE:
            self.desk.focus(Pane.LIST)

    def action_next_entry(self) -> None:
        """To the next article."""
        self._to_entry(1)

    def action_previous_entry(self) -> None:
        """To the article before."""
        self._to_entry(-1)

    def _to_entry(self, by: int) -> None:
        self.headlines.move_by(by)
        self._open()

    def action_toggle_read(self) -> None:
        """Read or unread."""
        self._toggle(Field.READ)

    def action_toggle_star(self) -> None:
        """Starred or not."""
        self._toggle(Field.STARRED)

    def _toggle(self, field: Field) -> None:
        current = self.headlines.current
        if current:
            self._switch([current], field, not getattr(current, field.value))

    def _switch(self, entries: list[Headline] | list[Entry], field: Field, value: bool) -> None:
        change = self._library.changes.switch(entries, field, value)
        if change.ids:
            self._library.changes.apply(change)
            self._show_change(change)

    def action_undo(self) -> None:
        """Takes the last marking back."""
        undone = self._library.changes.undo()
        if undone is None:
            self.notices.tell("Nothing to undo.")
        elif isinstance(undone, Change):
            self._show_change(undone)
            self.notices.tell_undone(undone, self._library.articles.headlines(undone.ids[:1]))
        else:
            from reader.library.edits import vanished_stream
            from reader.ui.reader.edit_messages import undone_message

            self._show_edit()
            self._return_to = vanished_stream(undone)
            if self._return_to and self.feeds.select(self._return_to):
                self._browse(self._return_to)
            self.notices.tell(undone_message(undone))

    async def action_mark_all(self) -> None:
        """Marks the whole list read; entries that arrived unseen stay unread."""
        try:
            change = self.browsing.listed(await asyncio.wrap_future(self.browsing.would_read_all()))
        except StoreError as error:
            self.notices.tell(sentence(error_message(error)), serious=True)
            return
        if change.ids:
            self._library.changes.apply(change)
            self._show_change(change)
        self.notices.tell_marked(change)

    def action_turn_order(self) -> None:
        """The best of what was found first, or the newest again."""
        if not self.browsing.turn_order():
            self.notices.tell("What a search finds can be ranked; this list is by date.")

    def action_clean_up(self) -> None:
        """Takes what is read out of the list."""
        self.browsing.clean_up()
        self.tell_masthead()

    def action_show_new(self) -> None:
        """Takes in what has arrived."""
        if not self.browsing.arrived:
            self.notices.tell("Nothing new here.")
        self.browsing.take_in(to_newest=self.browsing.arrived > 0 and self.desk.pane is not Pane.ARTICLE)
        self.tell_masthead()
