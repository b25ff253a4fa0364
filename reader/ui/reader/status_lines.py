"""The top line and the bottom line: where one is, what happens, what went wrong, which keys there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rich.cells import cell_len
from textual.screen import Screen
from textual.timer import Timer

from reader.errors import ConfigError
from reader.model import Change, Field, Headline
from reader.problems import ProblemDetails
from reader.text import sentence
from reader.ui.commands.command import Context
from reader.ui.commands.footer import GAP, footer, least_width
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import masthead_date
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.bars import Bar
from reader.wording.problem_messages import config_place, error_message, problem_message

_STATES = {
    (Field.READ, True): "read",
    (Field.READ, False): "unread",
    (Field.STARRED, True): "with a star",
    (Field.STARRED, False): "without a star",
}
SHOWN_FOR, SERIOUS_FOR = 6.0, 30.0  # seconds that a message stays, and a serious one


class Notices:
    """Writes both lines of a screen."""

    def __init__(
        self,
        screen: Screen[None],
        masthead: Bar,
        status: Bar,
        glyphs: Glyphs,
        *,
        now: Callable[[], int],
        states: Callable[[], Collection[str]],
    ) -> None:
        self._screen, self._masthead, self._status = screen, masthead, status
        self._glyphs, self._now = glyphs, now
        self._states = states  # of the selected article: read, starred
        self._message, self._progress, self._mark = "", "", ""
        self._wrong_file = ""  # which the mark names
        self._serious = False
        self._timer: Timer | None = None

    # -- the top line

    def tell_counts(self, title: str, unread: int, arrived: int) -> None:
        """What is listed, the day, how much is unread, and how much is new but not yet in the list."""
        new = f"   {self._glyphs.arrived} {arrived} new" if arrived else ""
        left = (("Broadsheet", "accent"), (f"  {self._glyphs.folded} ", "dim"), (title, "text"))
        self._masthead.show(left, masthead_date(self._now()), f"{unread:,} unread{new}".replace(",", "\u202f"))

    # -- the bottom line

    def tell(self, words: str, *, serious: bool = False) -> None:
        """Shows a message for some seconds; a serious one for longer."""
        self._message, self._serious = words, serious
        if self._timer:
            self._timer.stop()
        self._timer = self._screen.set_timer(SERIOUS_FOR if serious else SHOWN_FOR, self._forget)
        self.draw()

    @property
    def message(self) -> str:
        """What the bottom line says at this moment; empty while it lists the keys."""
        return self._message

    def _forget(self) -> None:
        self._message, self._timer = "", None
        self.draw()

    def draw(self) -> None:
        """Draws the bottom line: a message, else the keys there is room for."""
        width = self._screen.size.width - 3
        if self._message:
            words = fit(self._message, width - 1) if self._mark else self._message
            said: tuple[tuple[str, str], ...] = ((words, "accent" if self._serious else "text"),)
            right = self._right(width - cell_len(words))
        else:
            right = self._right(width - least_width(Context.READER) - len(GAP))
            said = footer(Context.READER, width - cell_len(right) - len(GAP), self._states())
        self._status.show(said, right=right, highlight=bool(self._mark))

    def _right(self, room: int) -> str:
        """Progress, and the mark of a mistake; where there is no room for both the mark, be it only its sign."""
        both = "   ".join(filter(None, (self._progress, self._mark)))
        shorter = (self._mark, f"! {self._wrong_file}", "!") if self._mark else ()
        return next((words for words in (both, *shorter) if cell_len(words) <= room), "")

    # -- what happens

    def tell_mistakes(self, mistakes: Sequence[ConfigError], notice: ProblemDetails | None) -> None:
        """What is wrong in the user's files, or happened to the database."""
        if notice:
            self.tell(sentence(problem_message(notice)), serious=True)
        elif mistakes:
            others = f" (and {len(mistakes) - 1} more: broadsheet doctor)" if len(mistakes) > 1 else ""
            self.tell(f"{error_message(mistakes[0], full_path=False)}{others}", serious=True)
        else:
            self.draw()

    def mark_mistakes(self, mistakes: Sequence[ConfigError]) -> None:
        """A mistake in ``feeds.toml`` is marked at the right, by its place, for as long as it is there."""
        file, self._wrong_file = self._wrong_file, mistakes[0].path.name if mistakes else ""
        self._mark = f"! {config_place(mistakes[0], full_path=False)}" if mistakes else ""
        if file and not mistakes and self._serious and self._message.startswith(file):  # which is not true any more
            self._message = ""
        self.draw()

    def tell_progress(self, words: str) -> None:
        """What the worker is doing, at the right."""
        self._progress = words
        self.draw()

    def tell_undone(self, change: Change, first: Sequence[Headline]) -> None:
        """An undo, in words; ``first``: the only article, or the first of many."""
        what = _STATES[change.field, change.value]
        which = f"“{fit(first[0].title, 50)}”" if first and len(change.ids) == 1 else _articles(len(change.ids))
        self.tell(f"Undone: {which} {what} again.")

    def tell_marked(self, change: Change) -> None:
        """A whole list was marked."""
        count = len(change.ids)
        self.tell(f"{_articles(count)} marked read. u takes it back." if count else "All read already.")


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles".replace(",", "\u202f")
