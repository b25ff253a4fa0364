"""Subscribing: an address is typed, the feeds behind it come up with what they carry, and Enter takes one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import Click, DescendantFocus
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.library import Library
from reader.library.worker_events import FeedFound, Searched, Searching, Subscribed
from reader.problems import ProblemDetails
from reader.subscriptions import field_values as values
from reader.text import clean_line, sentence
from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.dialogs.dialog import Dialog
from reader.ui.dialogs.found_feed import count_of, found_details, found_line
from reader.ui.widgets.choices import Choices
from reader.ui.widgets.field import Field, TextField
from reader.wording.feed_messages import search_step_message
from reader.wording.problem_messages import problem_message

LONGEST = 90  # seconds after which a search that says nothing any more is given up
NO_WORKER = "The process that fetches does not run, so no feed can be looked for now"
GIVEN_UP = "No answer came. Enter tries again"
UNSUBSCRIBED = "Nothing is subscribed yet: Enter subscribes, Esc leaves all as it was."
GO_ON = "Tab goes on to folder, title and tags"
STOPPED = "Stopped. Enter searches again"
FIRST = "Type or paste the address of a site or of its feed. Enter looks for feeds there."
_ROWS_AROUND = 13  # of the dialog, beside the list and what is told of one feed
_DETAILS = 5  # rows, the empty one above included
_TALL = 18  # rows of a terminal that has room for both


@dataclass(frozen=True, slots=True)
class Gone:
    """How the dialog was left: the feed's address, and whether it was there before."""

    url: str
    new: bool


class _Found(Choices):
    """The feeds that were found. A click chooses one, a second click takes it."""

    async def _on_click(self, event: Click) -> None:
        at = event.style.meta.get("option")
        if event.chain > 1:
            self.action_select()
        elif at is not None:
            self.highlighted = at
        event.prevent_default()


class AddScreen(Dialog[Gone]):
    """Returns the feed to show, or None. ``text``: what may be an address; ``folder``: where it is likely to go."""

    CSS_PATH = ["dialog.tcss", "add_feed.tcss"]  # type: ignore[assignment]  # noqa: RUF012 - as Textual has it
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.ADD_FEED)

    def __init__(self, library: Library, *, text: str = "", folder: str = "") -> None:
        super().__init__("Add a feed", "Enter searches, Esc closes")
        self._library = library
        self._address = TextField("address", "Address", text, hint="www.example.org")
        self._choices = _Found(markup=False, classes="found")
        self._details = Static(classes="details", markup=False)
        self._folder = TextField(
            "folder", "Folder", folder, check=values.folder, known=library.feeds.folders(), hint="at the top"
        )
        self._own_title = TextField("title", "Title", hint="the feed's own")
        self._tags = TextField("tags", "Tags", known=library.feeds.tags(), several=True, hint="none")
        self._found: list[FeedFound] = []
        self._ticket: int | None = None  # of the search or the subscribing that is under way
        self._searched = ""  # what was typed for the last search
        self._doing, self._since = "", 0
        self._clock: Timer | None = None

    def rows(self) -> Iterable[Widget]:
        """Address, what was found there, and what is wished for it."""
        yield self._address
        yield self._choices
        yield self._details
        yield self._folder
        yield self._own_title
        yield self._tags

    def on_mount(self) -> None:
        """An address that was handed over can be written over at once."""
        self._address.input.focus()
        self._address.input.action_select_all()
        self._show_found()
        self.call_after_refresh(self.say, FIRST)  # a field that is filled in tells of it first

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.call_after_refresh(self._show_found)

    def suggest(self, text: str) -> None:
        """An address that lies in the clipboard; what was typed meanwhile goes before it."""
        if not self._address.input.value and not self._library.worker.wrong_address(text):
            self._address.input.value = clean_line(text)
            self._address.input.action_select_all()

    # -- the search

    def action_search(self) -> None:
        """Looks for feeds at what is typed."""
        typed = self._address.input.value.strip()
        wrong = self._library.worker.wrong_address(typed)
        if wrong:
            self.say(sentence(wrong), serious=True)
            self._address.input.focus()
            return
        self._stop()
        self._found, self._searched = [], typed
        self._show_found()
        self._ticket = self._library.worker.search_feeds(typed)
        if self._ticket is None:
            self.say(f"{NO_WORKER}.", serious=True)
        else:
            self._do("Asking …")

    def hear(self, event: Searching | FeedFound | Searched | Subscribed) -> None:
        """What the search says; of an older one nothing counts any more."""
        if event.ticket != self._ticket:
            return
        match event:
            case Searching(_, step, host, count):
                self._do(search_step_message(step, host=host, count=count))
            case FeedFound():
                self._found.append(event)
                self._found.sort(key=lambda found: found.comments)
                self._show_found()
            case Searched(_, error, more):
                self._finish(error, more)
            case Subscribed(_, url, error) if error is None:
                self.dismiss(Gone(url, True))
            case Subscribed(_, _, error):
                self._rest()
                self.say(sentence(problem_message(error) if error else ""), serious=True)

    def _finish(self, error: ProblemDetails | None, more: bool) -> None:
        self._rest()
        if error and not self._found:
            self.say(sentence(problem_message(error)), serious=True)
            return
        others = "; the page names more" if more else ""
        self.say(f"{count_of(len(self._found), 'feed')} found{others}. {GO_ON}.")
        if self._address.input.has_focus:
            self._choices.focus()

    def _do(self, words: str) -> None:
        """Something is under way: it is said, with its seconds, until it is over."""
        if self._clock is None:
            self._since = self._library.now()
            self._clock = self.set_interval(1, self._tick)
        self._doing = words
        self._tick()
        self._tell_keys()

    def _tick(self) -> None:
        seconds = self._library.now() - self._since
        if seconds > LONGEST:
            self._stop()
            self.say(f"{GIVEN_UP}.", serious=True)
        elif self._clock:
            self.say(f"{self._doing} {seconds} s" if seconds > 1 else self._doing)

    def _rest(self) -> None:
        if self._clock:
            self._clock.stop()
            self._clock = None
        self._tell_keys()

    def _stop(self) -> bool:
        """Ends what is under way; False if nothing is."""
        if self._clock is None or self._ticket is None:
            return False
        self._library.worker.stop_search(self._ticket)
        self._rest()
        return True

    def action_leave(self) -> None:
        """Ends the search that is under way; if none is, the dialog. Wishes for a feed that was found are not lost
        by one Esc; an address alone is no loss.
        """
        wishes = (self._folder, self._own_title, self._tags)
        if self._stop():
            found = len(self._found)
            self.say(f"Stopped; {count_of(found, 'feed')} found. {GO_ON}." if found else f"{STOPPED}.")
            if found and self._address.input.has_focus:
                self._choices.focus()
        elif self._warned or not self._found or not any(field.changed for field in wishes):
            self.dismiss(None)
        else:
            self._warned = True
            self.say(UNSUBSCRIBED, serious=True)

    # -- what was found

    @property
    def _chosen(self) -> FeedFound | None:
        at = self._choices.highlighted
        return self._found[at] if at is not None and at < len(self._found) else None

    def _show_found(self) -> None:
        """Draws the feeds for the width there is, the cursor where it was."""
        chosen = self._chosen
        tall = self.size.height
        room = max(2, tall - _ROWS_AROUND - (_DETAILS if tall >= _TALL else 0))
        self._choices.styles.max_height = room
        self._choices.display = bool(self._found)
        bar = self._choices.styles.scrollbar_size_vertical if len(self._found) > room else 0
        width = max(10, self._address.size.width - bar)
        self._choices.clear_options()
        self._choices.add_options([Option(found_line(found, width)) for found in self._found])
        if self._found:
            self._choices.highlighted = self._found.index(chosen) if chosen in self._found and chosen else 0
        self._show_details()

    @on(OptionList.OptionHighlighted)
    def _show_details(self) -> None:
        """What is known of the feed under the cursor."""
        found = self._chosen
        self._details.display = found is not None and self.size.height >= _TALL
        self._own_title.input.placeholder = found.title if found else "the feed's own"
        self._details.update(found_details(found, max(10, self._address.size.width)) if found else "")
        self._tell_keys()

    @on(DescendantFocus)
    def _tell_keys(self) -> None:
        """The border says what Enter would do."""
        if self._clock:
            keys = "Esc stops"
        elif not self._ready:
            keys = "Enter searches, Esc closes"
        elif self._chosen and self._chosen.subscribed:
            keys = "Enter shows it, Esc closes"
        else:
            keys = "Enter subscribes, Esc closes"
        self.query_one(".dialog").border_subtitle = keys

    @property
    def _ready(self) -> bool:
        """Whether Enter takes the feed under the cursor: what is typed is what was searched."""
        typed = self._address.input.value.strip()
        return bool(self._found) and typed == self._searched

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_accept()

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        if event.field is self._address:
            self._tell_keys()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Enter behind an address goes to what was found there, and only from there it subscribes."""
        if event.input is self._address.input and self._ready and len(self._found) > 1:
            event.prevent_default().stop()
            self._choices.focus()

    def accept(self) -> None:
        """Subscribes to the feed under the cursor, or searches first."""
        if self._clock:
            return
        found = self._chosen
        if not self._ready or found is None or self._ticket is None:
            self.action_search()
        elif found.subscribed:
            self.dismiss(Gone(found.subscribed, False))
        else:
            self._do("Subscribing …")
            self._library.worker.subscribe_to_found(
                self._ticket, found.url, title=self._own_title.read(), folder=self._folder.read(),
                tags=values.tags(self._tags.read()),
            )  # fmt: skip
