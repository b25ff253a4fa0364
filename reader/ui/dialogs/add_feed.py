"""The dialog that subscribes: type an address, look at the feeds found there, and choose one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import replace

from rich.cells import cell_len
from textual import on
from textual.content import Content
from textual.events import Click, DescendantFocus
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.errors import StoreError
from reader.lazy_dataclass import dataclass
from reader.library import Library
from reader.library.edits import SubscribeAt
from reader.library.found_feeds import best_first, subscribed_beside
from reader.library.worker_events import FeedFound, Searched, Searching, Subscribed
from reader.problems import ProblemDetails
from reader.subscriptions import field_values as values
from reader.text import clean_line, sentence
from reader.ui.commands.command import Context
from reader.ui.commands.key_names import key_name
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import Dialog, accepts, leaves
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.field import ChoiceField, Choices, Field, TextField
from reader.web.addresses import web_url
from reader.wording.catalogue import N_, _, pgettext, plural
from reader.wording.feed_messages import frequency_message, search_step_message
from reader.wording.problem_messages import problem_message

TIMEOUT = 90  # seconds without an event after which a search is given up
_OTHER_ROWS = 13  # rows of the dialog beside the list of feeds and the details
_DETAILS = 5  # rows of the details, with the empty row above them
_TALL = 18  # rows of a terminal with room for the details


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """The address of the chosen feed, and whether the subscription is new.

    ``at``: the new subscription, if it is to be made at the server of an account.
    """

    url: str
    new: bool
    at: SubscribeAt | None = None


class _FoundFeeds(Choices):
    """The feeds that were found. A click selects one, a double click subscribes to it."""

    async def _on_click(self, event: Click) -> None:
        clicked = event.style.meta.get("option")
        if event.chain > 1:
            self.action_select()
        elif clicked is not None:
            self.highlighted = clicked
        event.prevent_default()


class AddFeedDialog(Dialog[AddedFeed]):
    """Returns the feed to show, or None. ``text``: an address to begin with; ``folder``: the suggested folder.

    ``account``: the suggested account, in which the folder is then; empty: the feed is refreshed here.
    """

    CSS_PATH = ["dialog.tcss", "add_feed.tcss"]  # type: ignore[assignment]  # noqa: RUF012 - as Textual declares it
    KEY_CONTEXT = Context.ADD_FEED

    def __init__(self, library: Library, *, text: str = "", folder: str = "", account: str = "") -> None:
        super().__init__(_("Add a feed"), accepts(N_("{key} searches")), leaves())
        self._library = library
        self._address = TextField("address", _("Address"), text, hint="www.example.org")
        self._choices = _FoundFeeds(markup=False, classes="found")
        self._details = Static(classes="details", markup=False)
        self._folder = TextField(
            "folder", _("Folder"), folder, check=values.folder, known=library.feeds.folders(),
            hint=_("top level"),
        )  # fmt: skip
        places = [("", _("here")), *((one.name, one.name) for one in library.accounts.all)]
        self._place = ChoiceField("account", _("Subscribe"), places, account) if len(places) > 1 else None
        self._own_title = TextField("title", _("Title"), hint=_("title of the feed"))
        self._tags = TextField(
            "tags", _("Tags"), known=library.feeds.tags(), several=True, hint=pgettext("tags", "none")
        )
        self._found: list[FeedFound] = []
        self._better: dict[str, FeedFound] = {}  # for an address, a better feed with the same articles
        self._repeats = ""  # the address for which the user was warned about duplicate articles
        self._ticket: int | None = None  # of the current search or subscription
        self._searched = ""  # the text of the last search
        self._step, self._since = "", 0  # the current step, and its Unix second
        self._clock: Timer | None = None  # runs while something is being done

    def rows(self) -> Iterable[Widget]:
        """The address, the feeds found there, and the fields of the subscription."""
        yield self._address
        yield self._choices
        yield self._details
        if self._place:
            yield self._place
        yield self._folder
        yield self._own_title
        yield self._tags

    def on_mount(self) -> None:
        """Selects the address, so that typing replaces it."""
        self._address.input.focus()
        self._address.input.action_select_all()
        self._show_found()
        self.call_after_refresh(self._show_instructions)  # after the message about a field with a value

    def _show_instructions(self) -> None:
        text = _("Type or paste the address of a website or of its feed. {key} searches for feeds.")
        server = _("{key} adds an account on a server such as Miniflux or FreshRSS.")
        keys = key_of("dialog.accept"), key_of("add-feed.account")
        self.show_message(f"{text.format(key=keys[0])} {server.format(key=keys[1])}")

    def on_resize(self) -> None:
        """Draws the feeds for the new size."""
        self.call_after_refresh(self._show_found)

    def suggest_address(self, text: str) -> None:
        """Suggests an address from the clipboard, unless something was typed already."""
        if not self._address.input.value and not self._library.worker.wrong_address(text):
            self._address.input.value = clean_line(text)
            self._address.input.action_select_all()

    def action_account(self) -> None:
        """Adds an account instead, beginning with the typed address."""
        typed = self._address.input.value.strip()
        screen = self.app.get_default_screen()
        self.dismiss(None)
        self.app.run_worker(screen.run_action(f"run({f'account.manage {typed}'.strip()!r})"))

    # -- the search

    def action_search(self) -> None:
        """Searches for feeds at the typed address."""
        typed = self._address.input.value.strip()
        mistake = self._library.worker.wrong_address(typed)
        if mistake:
            self.show_message(sentence(problem_message(mistake)), error=True)
            self._address.input.focus()
            return
        self._stop()
        self._found, self._better, self._searched = [], {}, typed
        self._show_found()
        self._ticket = self._library.worker.search_feeds(typed)
        if self._ticket is None:
            self.show_message(_("Cannot search for feeds: the background process is not running."), error=True)
        else:
            self._begin(_("Connecting…"))

    def handle(self, event: Searching | FeedFound | Searched | Subscribed) -> None:
        """Shows an event of the search; events of an older search are ignored."""
        if event.ticket != self._ticket:
            return
        match event:
            case Searching(_ticket, step, host, count):
                self._begin(search_step_message(step, host=host, count=count))
            case FeedFound():
                self._take_in(event)
                self._show_found()
            case Searched(_ticket, error, more):
                self._show_result(error, more)
            case Subscribed(_ticket, url, error) if error is None:
                self.dismiss(AddedFeed(url, True))
            case Subscribed(_ticket, _url, error):
                self._end()
                self.show_message(sentence(problem_message(error)) if error else "", error=True)

    def _take_in(self, event: FeedFound) -> None:
        """Adds a feed to the list: other formats of a feed below it, comment feeds last."""
        if not event.subscribed and self._library.subscriptions.is_known(event.url):
            event = replace(event, subscribed=event.url)
        groups = sorted(best_first([*self._found, event]), key=lambda pair: pair[0].comments)
        self._found = [found for found, _better in groups]
        self._better = {found.url: better for found, better in groups if better}

    def _show_result(self, error: ProblemDetails | None, more: bool) -> None:
        self._end()
        if error and not self._found:
            problem = sentence(problem_message(error))
            known = self._library.subscriptions.is_known(web_url(self._searched) or "")
            message = _("You have this feed already. {problem}").format(problem=problem) if known else problem
            self.show_message(message, error=True)
            return
        if more:
            found = plural(
                "{n} feed found; the page names more.", "{n} feeds found; the page names more.", len(self._found)
            )
        else:
            found = plural("{n} feed found.", "{n} feeds found.", len(self._found))
        self._show_with_next_step(found)

    def _show_with_next_step(self, message: str) -> None:
        next_step = _("{key} goes to folder, title and tags.").format(key=key_name("tab"))
        self.show_message(f"{message} {next_step}")
        if self._address.input.has_focus:
            self._choices.focus()

    def _begin(self, step: str) -> None:
        """Shows a step with its seconds until the next event."""
        if self._clock is None:
            self._since = self._library.now()
            self._clock = self.set_interval(1, self._tick)
        self._step = step
        self._tick()
        self._update_keys()

    def _tick(self) -> None:
        seconds = self._library.now() - self._since
        if seconds > TIMEOUT:
            self._stop()
            self.show_message(_("No answer. {key} tries again.").format(key=key_of("dialog.accept")), error=True)
        elif self._clock:
            waiting = _("{step} {seconds} s").format(step=self._step, seconds=seconds)
            self.show_message(waiting if seconds > 1 else self._step)

    def _end(self) -> None:
        if self._clock:
            self._clock.stop()
            self._clock = None
        self._update_keys()

    def _stop(self) -> bool:
        """Cancels the current search or subscription; False if there is none."""
        if self._clock is None or self._ticket is None:
            return False
        self._library.worker.stop_search(self._ticket)
        self._end()
        return True

    def action_leave(self) -> None:
        """Cancels the search; without one, leaves, but not at once if fields were filled in for a found feed."""
        fields = (self._folder, self._own_title, self._tags)
        if self._stop():
            if self._found:
                found = len(self._found)
                self._show_with_next_step(plural("Stopped; {n} feed found.", "Stopped; {n} feeds found.", found))
            else:
                self.show_message(_("Stopped. {key} searches again.").format(key=key_of("dialog.accept")))
        elif self._warned or not self._found or not any(field.changed for field in fields):
            self.dismiss(None)
        else:
            self._warned = True
            text = _("Not subscribed yet: {accept} subscribes, {leave} discards.")
            self.show_message(text.format(accept=key_of("dialog.accept"), leave=key_of("dialog.leave")), error=True)

    # -- the feeds

    @property
    def _chosen(self) -> FeedFound | None:
        index = self._choices.highlighted
        return self._found[index] if index is not None and index < len(self._found) else None

    def _show_found(self) -> None:
        """Draws the feeds for the current width; the cursor stays on its feed."""
        chosen = self._chosen
        tall = self.size.height
        room = max(2, tall - _OTHER_ROWS - (_DETAILS if tall >= _TALL else 0))
        self._choices.styles.max_height = room
        self._choices.display = bool(self._found)
        bar = self._choices.styles.scrollbar_size_vertical if len(self._found) > room else 0
        width = max(10, self._address.size.width - bar)
        self._choices.clear_options()
        self._choices.add_options(
            [Option(found_line(found, width, better=self._better.get(found.url))) for found in self._found]
        )
        if self._found:
            self._choices.highlighted = self._found.index(chosen) if chosen in self._found and chosen else 0
        self._show_details()

    @on(OptionList.OptionHighlighted)
    def _show_details(self) -> None:
        """Shows the details of the selected feed."""
        found = self._chosen
        self._details.display = found is not None and self.size.height >= _TALL
        self._own_title.input.placeholder = found.title if found else _("title of the feed")
        better = self._better.get(found.url) if found else None
        width = max(10, self._address.size.width)
        self._details.update(found_details(found, width, better=better) if found else "")
        self._update_keys()

    @on(DescendantFocus)
    def _update_keys(self) -> None:
        """Shows what the keys do now."""
        if self._clock:
            self.show_keys(leaves(N_("{key} stops")))
        elif not self._ready:
            self.show_keys(accepts(N_("{key} searches")), leaves())
        elif self._chosen and self._chosen.subscribed:
            self.show_keys(accepts(N_("{key} shows the feed")), leaves())
        else:
            self.show_keys(accepts(N_("{key} subscribes")), leaves())

    @property
    def _ready(self) -> bool:
        """Whether Enter subscribes to the selected feed: the address is the one that was searched."""
        typed = self._address.input.value.strip()
        return bool(self._found) and typed == self._searched

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_accept()

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        if event.field is self._address:
            self._update_keys()
        elif event.field is self._place:
            self._tags.display = not self._place.read()  # a server keeps none

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """If there is a choice, Enter in the address moves to the list instead of subscribing."""
        if event.input is self._address.input and self._ready and len(self._found) > 1:
            event.prevent_default().stop()
            self._choices.focus()

    def accept(self) -> None:
        """Subscribes to the selected feed; searches first if the address has changed."""
        if self._clock:
            return
        found = self._chosen
        if not self._ready or found is None or self._ticket is None:
            self.action_search()
        elif found.subscribed:
            self.dismiss(AddedFeed(found.subscribed, False))
        else:
            self._begin(_("Subscribing…"))
            if self._repeats == found.url:
                self._subscribe(found)
            else:
                self.run_worker(self._subscribe_unless_repeated(found, self._ticket), group="subscribe", exclusive=True)

    async def _subscribe_unless_repeated(self, found: FeedFound, ticket: int) -> None:
        """Subscribes, unless another feed has the same articles: then it says so, and Enter subscribes anyway."""
        beside = None
        with contextlib.suppress(StoreError):
            beside = await asyncio.wrap_future(subscribed_beside(self._library, found))
        if self._ticket != ticket:  # the user stopped it
            return
        if beside is None:
            self._subscribe(found)
            return
        self._end()
        self._repeats = found.url
        text = _("You get these articles from {title} already. Press {key} again to subscribe anyway.")
        self.show_message(text.format(title=beside.title, key=key_of("dialog.accept")), error=True)

    def _subscribe(self, found: FeedFound) -> None:
        assert self._ticket is not None
        account = self._place.read() if self._place else ""
        if account:
            title = self._own_title.read() or found.title
            at = SubscribeAt(account, found.url, title, self._folder.read(), title or found.url)
            self.dismiss(AddedFeed(found.url, True, at))
            return
        self._library.worker.subscribe_to_found(
            self._ticket, found.url, title=self._own_title.read(), folder=self._folder.read(),
            tags=values.tags(self._tags.read()),
        )  # fmt: skip


def found_line(found: FeedFound, width: int, *, better: FeedFound | None = None) -> Content:
    """The title of a feed, with its format and size on the right. ``better``: one above with the same articles."""
    notes = [_("the same articles")] if better else []
    notes += [_("comments")] if found.comments else []
    notes += [_("subscribed")] if found.subscribed else []
    notes += [found.kind, plural("{n} article", "{n} articles", found.entries)]
    title = f"  {found.title}" if better else found.title
    return _two_ends(title, ", ".join(notes), width, style="$dim" if better else "", short=found.kind)


def found_details(found: FeedFound, width: int, *, better: FeedFound | None = None) -> Content:
    """The address of a feed, how often it publishes, and its newest headlines, or that a better feed has the same."""
    address, style = found.url, "$dim"
    if found.subscribed:
        address, style = _("You subscribe to it already: {url}").format(url=found.subscribed), "$accent"
    lines = [_two_ends(address, frequency_message(found.per_week, found.silent_for), width, style)]
    if better:
        same = _("The same articles as in {title} ({format}) above").format(title=better.title, format=better.kind)
        return Content("\n").join((*lines, Content(fit(same, width))))
    lines += [Content(fit(f"– {title}", width)) for title in found.newest] or [Content(_("No articles yet"))]
    return Content("\n").join(lines)


def _two_ends(left: str, right: str, width: int, style: str = "", short: str = "") -> Content:
    """A text on the left and a dim one on the right, or ``short`` if the right one does not fit."""
    room = width - cell_len(right) - 2
    if not right or room < min(cell_len(left), 12):
        return _two_ends(left, short, width, style) if short else Content.styled(fit(left, width), style)
    left = fit(left, room)
    gap = " " * (width - cell_len(left) - cell_len(right))
    return Content.assemble(Content.styled(left, style), gap, Content.styled(right, "$dim"))
