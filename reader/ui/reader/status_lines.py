"""The top line and the bottom line of the main screen: list and counts, messages, problems, keys."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.screen import Screen
from textual.timer import Timer

from reader.errors import BroadsheetError, ConfigError
from reader.model import Change, Field
from reader.problems import ProblemDetails
from reader.ui.commands.command import Context
from reader.ui.commands.footer import GAP, footer, least_width
from reader.ui.commands.registry import key_of
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import masthead_date
from reader.ui.typeset.breaking import fit, fit_words, shorten_paths
from reader.ui.widgets.bars import Bar, Part
from reader.wording.catalogue import _, plural

if TYPE_CHECKING:
    from reader.ui.message_panel import LongMessages

_LONG_PATH = re.compile(r"(?<!\S)~?/(?:[^\s/]+/)+([^\s/]+)")
SHOWN_FOR = 5.0  # seconds that a message hides the keys
_LEAST_TITLE = 16  # cells of the list's title that leave room for the telling that is shown
ASIDE_FOR = 25.0  # seconds that a serious message stays at the right after that


class StatusLines:
    """Draws both lines. ``states`` gives the focused pane and the states of the selection, for the labels of the keys;
    ``position`` the place in the list or in the article, ``telling`` which article of its story is shown, ``selection``
    how many articles are selected, ``finding`` what is looked for in the article and which hit is shown.

    A message hides the keys for some seconds only. If background messages follow one another, and after a serious one,
    the keys return and the message is shown at the right.
    """

    def __init__(
        self,
        screen: Screen[None],
        masthead: Bar,
        status: Bar,
        glyphs: Glyphs,
        *,
        now: Callable[[], int],
        states: Callable[[], tuple[str, Collection[str]]],
        position: Callable[[], str],
        telling: Callable[[], tuple[str, ...]],
        selection: Callable[[], str],
        finding: Callable[[], str],
    ) -> None:
        self._screen, self._masthead, self._status = screen, masthead, status
        self._glyphs, self._now, self._states, self._position = glyphs, now, states, position
        self._selection, self._finding, self._telling = selection, finding, telling
        self._title, self._counts = "", ""
        self._message, self._serious = "", False
        self._aside, self._aside_is_serious = "", False
        self._progress = ""
        self._held, self._held_warns = "", False
        self._failing, self._waiting = 0, ""
        self._mistake, self._mistaken_file = "", ""
        self._long: LongMessages | None = None  # once there was one
        self._timer: Timer | None = None
        self._aside_timer: Timer | None = None
        self._keys_since = 0.0  # monotonic seconds since when the keys are visible

    # -- the top line

    def show_masthead(self, title: str, counts: str, arrived: int) -> None:
        """The list's title, the day, the counts, and how many new articles are not in the list yet."""
        right = [counts] if counts else []
        if arrived:
            right.append(plural("{sign} {n} new", "{sign} {n} new", arrived, sign=self._glyphs.arrived))
        self._title, self._counts = title, GAP.join(right)
        self.draw_masthead()

    def draw_masthead(self) -> None:
        """Draws the top line, with the place in the list or in the article, and in the story if there is room."""
        selection = self._selection()
        selected = f"  {selection}" if selection else ""
        before = (Part("Broadsheet", "accent"), Part(f"  {self._glyphs.folded} ", "dim"))
        taken = sum(cell_len(part.text) for part in before) + cell_len(selected) + cell_len(self._counts)
        telling, place = self._places(self._screen.size.width - taken - 5)
        room = self._screen.size.width - taken - 5 - cell_len(telling + place)
        title = Part(fit(self._title, max(room, 12), self._glyphs.more), "text")
        left = (*before, title, Part(telling, "text"), Part(place, "dim"), Part(selected, "accent"))
        self._masthead.show(left, masthead_date(self._now()), self._counts)

    def _places(self, room: int) -> tuple[str, str]:
        """The telling that is shown and the place, as far as they leave enough of ``room`` for the list's title."""
        position = self._position()
        place = f"  {position}" if position else ""
        after_telling = f" · {position}" if position else ""
        tellings = [f"  {one}" for one in self._telling()]
        least = min(cell_len(self._title), _LEAST_TITLE)
        forms = [*((one, after_telling) for one in tellings), *((one, "") for one in tellings[-1:])]
        fitting = (form for form in forms if room - cell_len("".join(form)) >= least)
        return next(fitting, ("", place if room > cell_len(place) else ""))

    # -- the bottom line

    def show_message(self, message: str, *, serious: bool = False, background: bool = False) -> None:
        """Shows a message. ``background``: the user did nothing to bring it about just now.

        A serious one that would be cut at the right of the keys hides them first all the same.
        """
        waits = background and (self._message or time.monotonic() - self._keys_since < SHOWN_FOR)
        urgent = serious and not self._serious and cell_len(message) > self._room_aside
        if waits and not urgent:
            if message:
                self._show_aside(message, serious=serious)
            return
        self._message, self._serious = message, serious
        if self._timer:
            self._timer.stop()
        self._timer = self._screen.set_timer(SHOWN_FOR, self._forget)
        self.draw()

    def _show_aside(self, message: str, *, serious: bool) -> None:
        if self._aside_is_serious and not serious:
            return
        self._aside, self._aside_is_serious = message, serious
        if self._aside_timer:
            self._aside_timer.stop()
            self._aside_timer = None
        if not self._message:  # else its time begins when the message goes
            self._aside_timer = self._screen.set_timer(ASIDE_FOR if serious else SHOWN_FOR, self._forget_aside)
        self.draw()

    def show_error(self, error: BroadsheetError) -> None:
        """Shows an error as a serious message."""
        from reader.text import sentence
        from reader.wording.problem_messages import error_message

        self.show_message(sentence(error_message(error, full_path=False)), serious=True)

    @property
    def message(self) -> str:
        """The message shown at the moment; empty while the keys are shown."""
        return self._message

    @property
    def _room_aside(self) -> int:
        width = self._screen.size.width - 3
        return min(width - least_width(Context.READER) - len(GAP), max(24, width // 2))

    def aside(self, room: int) -> str:
        """The message that is shown at the right of the keys, in that many cells."""
        text = self._aside
        if cell_len(text) > room:  # the names of files say enough here
            text = _LONG_PATH.sub(r"\1", text)
        return fit_words(shorten_paths(text, room), room)

    def _forget(self) -> None:
        message, self._message, self._timer = self._message, "", None
        self._keys_since = time.monotonic()
        if self._serious:
            self._serious = False
            self._show_aside(message, serious=True)
        elif self._aside:  # it was hidden until now
            self._show_aside(self._aside, serious=self._aside_is_serious)
        self.draw()

    def _forget_aside(self) -> None:
        self._aside, self._aside_is_serious, self._aside_timer = "", False, None
        self.draw()

    def draw(self) -> None:
        """Draws the bottom line: a message, else as many keys as fit."""
        width = self._screen.size.width - 3
        highlight = bool(self._mistake)
        room = width - 1 if self._mistake else width
        self._show_long(room)
        if self._message:
            message = fit_words(self._message, room)
            left: Sequence[Part] = (Part(message, "accent" if self._serious else "text"),)
            right = self._right(width - cell_len(message))
        elif self._held:
            held = fit_words(shorten_paths(self._held, width - 1), width - 1)
            left, right = (Part(held, "accent" if self._held_warns else "text"),), ""
        else:
            room = width - least_width(Context.READER) - len(GAP)
            right = self.aside(self._room_aside) if self._aside else self._right(room)
            highlight = self._aside_is_serious if self._aside else highlight
            pane, states = self._states()
            finding = fit(self._finding(), width // 2) if "hits" in states else ""
            found = (Part(finding, "text"), Part(GAP, "dim")) if finding else ()
            room = width - cell_len(right) - len(GAP) - sum(cell_len(part.text) for part in found)
            left = (*found, *footer(Context.READER, room, states, pane))
        self._status.show(left, right=right, highlight=highlight)

    def _show_long(self, room: int) -> None:
        """Shows a message that is longer than its room over the lowest lines."""
        if self._long is None:
            if not self._message or cell_len(self._message) <= room:
                return
            from reader.ui.message_panel import LongMessages

            self._long = LongMessages(self._screen)
        self._long.show(self._message, room, serious=self._serious)

    def _right(self, room: int) -> str:
        """What the worker does, what waits for servers, how many feeds fail, and the mark of a mistake.

        With too little room, the progress is left out first; a mark is shortened down to its sign.
        """
        failing = plural("{n} feed failing", "{n} feeds failing", self._failing) if self._failing else ""
        facts = [text for text in (self._progress, self._waiting, failing, self._mistake) if text]
        shorter = (self._mistake, f"! {self._mistaken_file}", "!") if self._mistake else ()
        wholes = (GAP.join(facts[start:]) for start in range(len(facts)))
        return next((text for text in (*wholes, *shorter) if cell_len(text) <= room), "")

    @property
    def room(self) -> int:
        """The cells of a text that fills the bottom line."""
        return self._screen.size.width - 4

    def hold(self, text: str, warning: bool = False) -> None:
        """Shows a text instead of the keys until it is taken back with an empty one; messages go before it.

        ``warning``: it is shown in the accent colour.
        """
        self._held, self._held_warns = text, warning
        self._message = "" if text else self._message
        self.draw()

    def show_progress(self, text: str) -> None:
        """Shows at the right what the worker is doing."""
        self._progress = text
        self.draw()

    def show_failing(self, feeds: int) -> None:
        """Shows at the right how many feeds fail, as many as the tree marks."""
        if feeds != self._failing:
            self._failing = feeds
            self.draw()

    def show_waiting(self, text: str) -> None:
        """Shows at the right what waits for servers of accounts."""
        if text != self._waiting:
            self._waiting = text
            self.draw()

    # -- mistakes in the user's files

    def show_mistakes(self, mistakes: Sequence[ConfigError], notice: ProblemDetails | None) -> None:
        """Shows the first mistake and how many there are, or a notice about the database instead."""
        if notice:
            from reader.text import sentence
            from reader.wording.problem_messages import problem_message

            self.show_message(sentence(problem_message(notice)), serious=True)
        elif mistakes:
            from reader.wording.problem_messages import error_message

            first, others = error_message(mistakes[0], full_path=False), len(mistakes) - 1
            if others:
                first = plural(
                    "{mistake} (and {n} more; run broadsheet doctor)",
                    "{mistake} (and {n} more; run broadsheet doctor)",
                    others, mistake=first,
                )  # fmt: skip
            self.show_message(first, serious=True)
        else:
            self.draw()

    def mark_mistakes(self, mistakes: Sequence[ConfigError]) -> None:
        """Shows the place of a mistake at the right for as long as the file has it."""
        file, self._mistaken_file = self._mistaken_file, mistakes[0].path.name if mistakes else ""
        self._mistake = ""
        if mistakes:
            from reader.wording.problem_messages import config_place

            self._mistake = f"! {config_place(mistakes[0], full_path=False)}"
        if file and not mistakes:  # a message about it is outdated now
            if self._serious and self._message.startswith(file):
                self._message = ""
            if self._aside.startswith(file):
                self._aside = ""
        self.draw()

    # -- changes

    def show_changed(self, change: Change) -> None:
        """Says what was done to several selected articles."""
        if change.ids:
            self.show_message(_changed_many(change))

    def show_labelled(self, changes: Sequence[Change]) -> None:
        """Says which labels articles got or lost."""
        done = " ".join(_labelled(change) for change in changes if change.ids)
        if done:
            key = key_of("list.undo")
            self.show_message(_("{sentence} Press {key} to undo.").format(sentence=done, key=key))

    def show_marked(self, change: Change, *, part: bool = False) -> None:
        """Says that a whole list was marked read, or a ``part`` of it."""
        if not change.ids:
            self.show_message(
                _("Nothing to mark: there is no unread article") if part else _("No unread articles here")
            )
            return
        message = plural(
            "Marked {n} article read. Press {key} to undo.",
            "Marked {n} articles read. Press {key} to undo.",
            change.count, key=key_of("list.undo"),
        )  # fmt: skip
        self.show_message(message)


def _changed_many(change: Change) -> str:
    count, key = change.count, key_of("list.undo")
    match change.field, change.value:
        case Field.READ, True:
            return plural(
                "Marked {n} article read. Press {key} to undo.", "Marked {n} articles read. Press {key} to undo.",
                count, key=key,
            )  # fmt: skip
        case Field.READ, False:
            return plural(
                "Marked {n} article unread. Press {key} to undo.", "Marked {n} articles unread. Press {key} to undo.",
                count, key=key,
            )  # fmt: skip
        case Field.STARRED, True:
            return plural(
                "Starred {n} article. Press {key} to undo.", "Starred {n} articles. Press {key} to undo.",
                count, key=key,
            )  # fmt: skip
        case Field.STARRED, False:
            return plural(
                "Removed the star of {n} article. Press {key} to undo.",
                "Removed the star of {n} articles. Press {key} to undo.",
                count, key=key,
            )  # fmt: skip
        case Field.LATER, True:
            return plural(
                "Kept {n} article for later. Press {key} to undo.", "Kept {n} articles for later. Press {key} to undo.",
                count, key=key,
            )  # fmt: skip
        case Field.LATER, False:
            return plural(
                "{n} article is no longer kept for later. Press {key} to undo.",
                "{n} articles are no longer kept for later. Press {key} to undo.",
                count, key=key,
            )  # fmt: skip
    return ""


def _labelled(change: Change) -> str:
    count, label = change.count, change.label
    if change.value:
        return plural("Labelled {n} article “{label}”.", "Labelled {n} articles “{label}”.", count, label=label)
    return plural("Took “{label}” off {n} article.", "Took “{label}” off {n} articles.", count, label=label)
