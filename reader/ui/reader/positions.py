"""Where the user stopped reading each article, kept for the next start.

The file has one line for each article, the latest last; :class:`~reader.ui.typeset.page.Position` is valid at any width
and survives a page that is laid out differently.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reader.library.session import SessionFile
from reader.ui.widgets.article import ArticlePane

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.ui.typeset.page import Position

MOST = 2_000  # articles
_LETTERS_OF_OPENING = 24
_LARGEST = 10**7  # lines or letters


class ReadingPositions:
    """The positions, by the id of the entry. One at the top is not kept."""

    def __init__(self, file: SessionFile) -> None:
        self._file = file

    def of(self, entry_id: int) -> Position | None:
        """Where the user stopped reading an entry."""
        return _read(self._file.values.get(str(entry_id)))

    def keep(self, entry_id: int, position: Position | None) -> None:
        """Keeps a position, or forgets it; the file is written soon."""
        kept, key = self._file.values, str(entry_id)
        line = _line(position) if position else None
        if kept.get(key) != line:
            self._file.keep(_with(kept, key, line))


class ReadingPlace:
    """The place in the article that is in the pane: ``position`` gives it, without what is shown beneath the article.

    ``resumed``: it is where the article was left, and that has not been said yet.
    """

    def __init__(self, positions: ReadingPositions, pane: ArticlePane, position: Callable[[], Position | None]) -> None:
        self._positions, self._pane, self._position = positions, pane, position
        self._entry_id: int | None = None
        self._unreached: Position | None = None  # where the article was left, until the page has that place
        self._ended_at: Position | None = None  # the place at the top when the end of the article was in sight
        self.resumed = False
        self._is_held = False

    def hold(self) -> None:
        """Keeps the place as it is while the pane shows something else than the text of the article."""
        self.keep()
        self._is_held = True

    def release(self, position: Position | None) -> None:
        """The pane shows the text again, from that position as soon as the page has it."""
        self._is_held, self._unreached = False, position
        self.reach()
        self.resumed = False

    def turn_to(self, entry_id: int | None) -> None:
        """Another article is about to be shown."""
        self.keep()
        self._is_held = False
        self._entry_id, self.resumed, self._ended_at = entry_id, False, None
        self._unreached = self._positions.of(entry_id) if entry_id is not None else None

    def keep(self) -> None:
        """Keeps the place for the next time; of an article that was read to its end, none."""
        if self._is_held:
            return
        self.scrolled()
        if self._entry_id is not None and not self._unreached and self._pane.width:
            position = self._position()
            self._positions.keep(self._entry_id, None if position == self._ended_at else position)

    def scrolled(self) -> None:
        """Notes where the user is: at the end, below which more may arrive, or elsewhere than where one was last."""
        if self._is_held:
            return
        if self._pane.position is not None:
            self._unreached = None
        if self._pane.at_end:
            self._ended_at = self._position()

    def reach(self) -> None:
        """Goes to where the article was left, if the page has that place, unless the user has scrolled since."""
        if self._is_held:
            return
        if self._unreached and self._pane.position is None:
            self._pane.go_to(self._unreached)
            self.resumed = self._pane.position is not None
        if self._pane.position is not None:
            self._unreached = None


def _with(kept: Mapping[str, object], key: str, line: str | None) -> dict[str, object]:
    others = {other: value for other, value in kept.items() if other != key}
    values = others if line is None else {**others, key: line}
    return dict(list(values.items())[-MOST:])


def _line(position: Position) -> str:
    opening = position.opening[:_LETTERS_OF_OPENING]
    return f"{position.part} {position.letters} {position.blank} {opening}"


def _read(line: object) -> Position | None:
    from reader.ui.typeset.page import Position

    part, letters, blank, opening = (*line.split(" ", 3), *[""] * 4)[:4] if isinstance(line, str) else [""] * 4
    numbers = [int(text) for text in (part, letters, blank) if text.isascii() and text.isdecimal() and len(text) < 9]
    if len(numbers) < 3 or max(numbers) > _LARGEST:
        return None
    return Position(numbers[0], opening, numbers[1], numbers[2])
