"""The dialog that asks for a search."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.problems import ProblemDetails
from reader.query.parse_query import parse
from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import accepts, joined_keys, leaves
from reader.wording.catalogue import N_, _
from reader.wording.problem_messages import problem_message


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. ``here``: only in the list that was open."""

    words: str
    here: bool


class SearchDialog(ModalScreen[Query | None]):
    """Returns the search, or None.

    ``name``: of the list that is open; empty if it has all articles. ``here``: search only there, to begin with.
    """

    KEY_CONTEXT = Context.SEARCH

    def __init__(self, name: str, *, here: bool) -> None:
        super().__init__()
        self._list, self._here = name, here
        self._field = Input(
            placeholder=_('words, "a phrase", begin*, -without, title:word, is:unread'), classes="dialog"
        )

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
        self._field.border_subtitle = joined_keys(keys, self.app.size.width - 12)

    def action_toggle_scope(self) -> None:
        """Searches only in the list that is open, or everywhere again."""
        if self._list:
            self._here = not self._here
            self._describe()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Says what is wrong with the query and where, as soon as it is."""
        query = parse(event.value)
        if isinstance(query, ProblemDetails):
            self._complain(query)
        else:
            self._describe()

    def _complain(self, mistake: ProblemDetails) -> None:
        at = mistake["at"]
        assert isinstance(at, int)
        message = _("Character {place}: {problem}").format(place=at + 1, problem=problem_message(mistake))
        self._field.border_subtitle = Text(message)  # what was typed is no markup

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Returns the search; of a mistake, moves to its place."""
        query = parse(event.value)
        if isinstance(query, ProblemDetails):
            at = query["at"]
            assert isinstance(at, int)
            self._field.cursor_position = at
            return
        self.dismiss(Query(event.value, self._here))
