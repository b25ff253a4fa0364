"""The table of accounts and feeds and their health; columns without room are left out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from reader.account import Account, AccountState
from reader.feed_health import Concern, Health, bars
from reader.lazy_dataclass import dataclass
from reader.text import capitalized
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.breaking import fit, fit_words
from reader.ui.widgets.inks import Ink
from reader.ui.widgets.line_list import LineList, ground_of, segments
from reader.wording.catalogue import N_, _, language
from reader.wording.feed_messages import concern_message
from reader.wording.numbers import thousands
from reader.wording.spans import rhythm

FAILING = (Concern.GONE, Concern.FAILING)
_GAP = 2
_NARROWEST_TITLE, _WIDEST_TITLE = 20, 36
_NARROWEST_PROBLEM, _ROOM_FOR_FOLDER = 16, 60
_ROOM_FOR_PROBLEM = 30  # cells, if a feed fails
_SORT_SIGN = 2  # cells beside the head of the column that the table is sorted by


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``width``: at least that many cells; ``order``: its order in :data:`reader.feed_health.ORDERS`."""

    head: str
    width: int
    order: str
    text: Callable[[Health, Glyphs], str]
    right: bool = False


def percent(share: float) -> str:
    """A share of 0 to 1 as a percentage."""
    return _("{number}%").format(number=round(share * 100))


def _share(health: Health, _glyphs: Glyphs) -> str:
    return "" if health.read_share is None else percent(health.read_share)


COLUMNS: tuple[Column, ...] = (
    Column(N_("Half a year"), 13, "latest", lambda h, glyphs: bars(h.record.weeks, 13, glyphs.bars)),
    Column(N_("Unread"), 8, "unread", lambda h, _glyphs: thousands(h.feed.unread, language()), right=True),
    Column(N_("Read"), 6, "read", _share, right=True),
    Column(N_("Rhythm"), 16, "rhythm", lambda h, _glyphs: rhythm(h.per_week)),
    Column(N_("Folder"), 20, "folder", lambda h, _glyphs: h.feed.folder),
)
"""The columns between the title and the problem; without room, the last are left out first."""
ORDERS = ("trouble", "title", *(column.order for column in COLUMNS))


@dataclass(frozen=True, slots=True)
class AccountRow:
    """The row of an account. ``words``: what it has come to; ``trouble``: whether that needs attention."""

    account: Account
    state: AccountState | None
    words: str
    trouble: bool


class HealthTable(LineList):
    """One row for each account, and below them one for each feed."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "text": Ink(),
        "dim": Ink("dim"),
        "accent": Ink("accent"),
        "head": Ink("dim", attributes="bold"),
        "cursor": Ink(ground="cursor"),
    }

    def __init__(self, *, id: str, glyphs: Glyphs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self.rows: Sequence[Health] = ()
        self.accounts: Sequence[AccountRow] = ()
        self._order, self._backwards = ORDERS[0], False
        self._filled: Sequence[Column] = COLUMNS
        self._failing = False

    def show(self, rows: Sequence[Health], order: str, *, backwards: bool, feed_id: int | None) -> None:
        """Shows feeds that are sorted by ``order``, with the cursor on a feed if it is among them."""
        self.rows, self._order, self._backwards = rows, order, backwards
        self._filled = [one for one in COLUMNS if any(one.text(row, self._glyphs) for row in rows)]
        self._failing = any(row.concern in FAILING for row in rows)
        places = (number for number, row in enumerate(rows, start=len(self.accounts)) if row.feed.id == feed_id)
        self.cursor = next(places, min(self.cursor, max(0, self.row_count() - 1)))
        self.rows_changed()
        self.show_cursor()

    def show_accounts(self, accounts: Sequence[AccountRow]) -> None:
        """Shows accounts above the feeds. The cursor stays on its row; it begins on the first with trouble, if any."""
        before, self.accounts = len(self.accounts), accounts
        if not before:
            trouble = next((number for number, row in enumerate(accounts) if row.trouble), None)
            self.cursor = self.cursor + len(accounts) if trouble is None else trouble
        else:
            self.cursor = max(0, self.cursor + (len(accounts) - before if self.cursor >= before else 0))
        self.cursor = min(self.cursor, max(0, self.row_count() - 1))
        self.rows_changed()
        self.show_cursor()

    @property
    def current(self) -> Health | None:
        """The selected feed."""
        number = self.cursor - len(self.accounts)
        return self.rows[number] if 0 <= number < len(self.rows) else None

    @property
    def current_account(self) -> AccountRow | None:
        """The selected account."""
        return self.accounts[self.cursor] if self.cursor < len(self.accounts) else None

    # -- as a list of lines

    def row_count(self) -> int:
        """See :class:`LineList`."""
        return len(self.accounts) + len(self.rows)

    def _row(self, line: int) -> AccountRow | Health:
        accounts = len(self.accounts)
        return self.accounts[line] if line < accounts else self.rows[line - accounts]

    def cache_key(self, line: int) -> Hashable:
        """See :class:`LineList`."""
        return (self._row(line), (1 + self.has_focus) * (line == self.cursor))

    def draw_line(self, line: int, width: int) -> Strip:
        """The row of one account or feed."""
        row, selected = self._row(line), line == self.cursor
        ground = ground_of(self.inks["cursor"]) if selected else Style.null()
        text, dim, accent = (self.inks[name] + ground for name in ("text", "dim", "accent"))
        title, problem = self._shares(width)
        if isinstance(row, AccountRow):
            words = max(0, width - 3 - title - _GAP)
            look = text + Style(bold=True)
            pieces = [
                (self._glyphs.cursor if selected else " ", accent if self.has_focus else dim),
                ("! " if row.trouble else "  ", accent),
                (_padded(row.account.name, title), look),
                (" " * _GAP + _padded(fit_words(row.words, words), words), accent if row.trouble else dim),
            ]
            return segments(pieces, width)
        failing = row.concern in FAILING
        pieces = [
            (self._glyphs.cursor if selected else " ", accent if self.has_focus else dim),
            ("! " if failing else "  ", accent),
            (_padded(row.feed.title, title), dim if row.concern is Concern.PAUSED else text),
        ]
        for column, room in self._columns(width):
            text_of_cell = column.text(row, self._glyphs)
            pieces.append((" " * _GAP + _padded(text_of_cell, room, right=column.right), dim))
        if problem:
            says = fit_words(capitalized(concern_message(row)), problem)
            pieces.append((" " * _GAP + _padded(says, problem), accent if failing else dim))
        return segments(pieces, width)

    def head(self, width: int) -> Strip:
        """The heads of the columns, with an arrow on the one that the table is sorted by."""
        title, problem = self._shares(width)
        listed = [(_("Feed"), title, "title", False)]
        listed += [(_(column.head), room, column.order, column.right) for column, room in self._columns(width)]
        if problem:
            listed.append((_("Problem"), problem, "trouble", False))
        pieces = [("   ", self.inks["head"])]
        for number, (head, room, order, right) in enumerate(listed):
            sign = (self._glyphs.arrived if self._backwards else self._glyphs.unfolded) if order == self._order else ""
            label = _padded(f"{sign} {head}".strip() if right else f"{head} {sign}".strip(), room, right=right)
            look = self.inks["text"] if order == self._order else self.inks["head"]
            pieces.append((" " * (_GAP if number else 0) + label, look))
        return segments(pieces, width)

    def _columns(self, width: int) -> list[tuple[Column, int]]:
        """The columns with any text that there is room for, with their widths; the folder needs the most room.

        If a feed fails, its problem needs room, too, and only unread articles and what the table is sorted by stay
        beside it.
        """
        left, found = width - 3 - _NARROWEST_TITLE, []
        for column in self._filled:
            room = max(column.width, cell_len(_(column.head)) + _SORT_SIGN)
            left -= room + _GAP
            if left < (_ROOM_FOR_FOLDER if column.order == "folder" else 0):
                break
            found.append((column, room))
        for one in reversed(found[:]) if self._failing else ():
            if _shares(width, found)[1] < _ROOM_FOR_PROBLEM and one[0].order not in ("unread", self._order):
                found.remove(one)
        return found

    def _shares(self, width: int) -> tuple[int, int]:
        return _shares(width, self._columns(width))


def _shares(width: int, columns: Sequence[tuple[Column, int]]) -> tuple[int, int]:
    """The widths of the title and of the problem, which is left out if it would be too narrow to read."""
    left = width - 3 - sum(room + _GAP for _column, room in columns)
    title = min(max(_NARROWEST_TITLE, left * 2 // 5), _WIDEST_TITLE, left)
    problem = left - title - _GAP
    return (title, problem) if problem >= _NARROWEST_PROBLEM else (left, 0)


def _padded(text: str, width: int, *, right: bool = False) -> str:
    text = fit(text, width)
    filler = " " * (width - cell_len(text))
    return filler + text if right else text + filler
