"""The progress of a reader in an edition, shared by the front page and the article that was opened from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from reader.lazy_dataclass import dataclass
from reader.model import Change, Field, Headline
from reader.stream import Stream

if TYPE_CHECKING:
    from reader.edition.values import Edition
    from reader.library.edition_articles import EditionArticle
    from reader.ui.reader.pane_sizes import Pane

LONGEST_PAUSE = 600.0  # seconds without a key that still count as reading
_STATES = (Field.READ, Field.STARRED, Field.LATER)


@dataclass(frozen=True, slots=True)
class Before:
    """The state of the main screen before an article was opened from the front page."""

    stream: Stream
    entry: int | None
    pane: Pane
    zoomed: bool


@dataclass(slots=True)
class Visit:
    """``selected``: the story with the cursor. ``reading``: the one that is open in the article pane.

    ``rest``: how many more articles of its time are unread. ``seconds`` of reading; ``active``: the monotonic time of
    the last key. ``at_end``: the reader has come to the end.
    """

    edition: Edition | None = None
    articles: dict[int, EditionArticle] = field(default_factory=dict)
    selected: int | None = None
    reading: int | None = None
    before: Before | None = None
    rest: int = 0
    seconds: float = 0.0
    active: float | None = None
    at_end: bool = False
    opened: set[int] = field(default_factory=set)

    @property
    def order(self) -> list[int]:
        """The stories in the order in which they are read."""
        items = self.edition.items if self.edition else ()
        return [item.entry_id for item in items if item.entry_id in self.articles]

    @property
    def read(self) -> frozenset[int]:
        """The stories that are read."""
        return frozenset(key for key, article in self.articles.items() if article.read)

    def show_nothing(self) -> None:
        """There is no edition to show."""
        self.edition, self.articles, self.selected, self.rest = None, {}, None, 0

    def note_time(self, now: float) -> None:
        """Counts the time since the last key, unless the reader went away. ``now``: monotonic seconds."""
        if self.active is not None:
            self.seconds += min(max(0.0, now - self.active), LONGEST_PAUSE)
        self.active = now

    def next_unread(self, after: int | None) -> int | None:
        """The next story that was neither read nor opened, from the top again at the end; None: there is none."""
        order = self.order
        at = order.index(after) + 1 if after in order else 0
        unread = (key for key in [*order[at:], *order[:at]] if not self.articles[key].read and key not in self.opened)
        return next(unread, None)

    def take_states(self, headlines: Iterable[Headline]) -> None:
        """Takes over the states of articles, which others may have changed."""
        for one in headlines:
            if article := self.articles.get(one.id):
                self.articles[one.id] = replace(article, read=one.read, starred=one.starred, later=one.later)

    def apply(self, change: Change) -> None:
        """Takes over a change of articles."""
        if change.field in _STATES:
            for key in set(change.ids) & self.articles.keys():
                self.articles[key] = replace(self.articles[key], **_state(change))

    def states(self) -> Iterator[str]:
        """The states of the selected story, for the words of the bottom line."""
        article = self.articles.get(self.selected or 0)
        if article:
            yield "article"
            for one in _STATES:
                if getattr(article, one.value):
                    yield one.value
            if article.url:
                yield "address"


def _state(change: Change) -> dict[str, Any]:
    return {change.field.value: change.value}
