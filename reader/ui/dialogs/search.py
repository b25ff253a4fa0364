"""The dialog that asks for a search."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input

from reader.lazy_dataclass import dataclass
from reader.problems import ProblemDetails
from reader.query.parse_query import parse
from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import accepts, joined_keys, leaves
from reader.ui.dialogs.query_mistake import mistake_place, mistake_text
from reader.ui.typeset.breaking import fit_words
from reader.wording.catalogue import N_, _

_AROUND = 12  # cells beside a text in the frame of the field
PAUSE = 0.15  # seconds without a key, after which is searched


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. ``here``: only in the list that was open."""

    words: str
    here: bool


class SearchDialog(ModalScreen[Query | None]):
    """Returns the search, or None.

    ``name``: of the list that is open; empty if it has all articles. ``here``: search only there, to begin with.
    ``suggester`` completes what is typed; ``preview`` lists what the query finds so far, without waiting for it.
    """

    KEY_CONTEXT = Context.SEARCH

    def __init__(
        self, name: str, *, here: bool, suggester: Suggester, preview: Callable[[Query], object], words: str = ""
    ) -> None:
        super().__init__()
        self._list, self._here, self._preview = name, here, preview
        self._soon: Timer | None = None
        self._previewed: Query | None = None
        placeholder = _('words, "a phrase", begin*, -without, title:word, is:unread')
        self._field = Input(words, placeholder=placeholder, classes="dialog", suggester=suggester)

    def compose(self) -> ComposeResult:
        """One field."""
        yield self._field

    def on_mount(self) -> None:
        """Says where is searched."""
        self._describe()

    def _describe(self) -> None:
        self._field.border_title = _("Search in {list}").format(list=self._list) if self._here else _("Search")
        keys = [accepts(N_("{key} searches")), leaves()]
        if self._list:
            where = _("{key} searches everywhere") if self._here else _("{key} searches this list only")
            keys.insert(1, where.format(key=key_of("search.scope")))
        self._field.border_subtitle = joined_keys(keys, self.app.size.width - _AROUND)

    def action_toggle_scope(self) -> None:
        """Searches only in the list that is open, or everywhere again."""
        if self._list:
            self._here = not self._here
            self._check(self._field.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Searches a moment later, or says what is wrong with the query and where."""
        self._check(event.value)

    def _check(self, typed: str) -> None:
        if self._soon:
            self._soon.stop()
            self._soon = None
        query = parse(typed)
        if isinstance(query, ProblemDetails):
            self._complain(query)
            return
        self._describe()
        wanted = Query(typed.strip(), self._here)
        if wanted.words and wanted != self._previewed:
            self._soon = self.set_timer(PAUSE, partial(self._search, wanted))

    def _search(self, query: Query) -> None:
        self._previewed = query
        self._preview(query)

    def _complain(self, mistake: ProblemDetails) -> None:
        says = fit_words(mistake_text(mistake), self.app.size.width - _AROUND)
        self._field.border_subtitle = Text(says)  # as Text: the user's input is not markup

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Returns the search; of a mistake, moves to its place."""
        query = parse(event.value)
        if isinstance(query, ProblemDetails):
            self._field.cursor_position = mistake_place(query)
            return
        self.dismiss(Query(event.value.strip(), self._here))
