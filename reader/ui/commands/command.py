"""A command of the reader: what it is called, which keys run it, and where it works."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Context(StrEnum):
    """Where a command works. Within one context a key has one meaning."""

    EVERYWHERE = "everywhere"
    READER = "reader"  # the main screen, whichever pane has the focus
    HEALTH = "health"
    DIALOG = "dialog"
    QUESTION = "question"
    ADD_FEED = "add feed"
    SEARCH = "search"
    LINKS = "links"
    HELP = "help"
    LIST_BOX = "list box"  # a list to choose from, inside a dialog
    CHOICE_FIELD = "choice field"
    PATH_FIELD = "path field"


@dataclass(frozen=True, slots=True)
class Command:
    """A command. Its texts are message ids: translate them with ``_()`` when they are shown.

    ``keys`` are Textual's key names. ``handler`` names the function that runs it, called with ``arguments``: for
    :attr:`Context.READER` a function ``module.function`` of :mod:`reader.ui.reader.actions`, elsewhere (and after
    ``app.``) a Textual action. ``footer`` is its label in the bottom line; ``footer_when`` replaces that label while
    the selected article is in a state: ``("read", "mark unread")``. ``priority``: its keys work before any widget's.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    description: str
    group: str
    handler: str
    arguments: tuple[int | str | None, ...] = ()
    context: Context = Context.READER
    footer: str = ""
    footer_when: tuple[str, str] = ("", "")
    priority: bool = False

    @property
    def action(self) -> str:
        """The Textual action that runs the command: ``run('read.on')`` or ``page(1)``."""
        if self.context is Context.READER and not self.handler.startswith("app."):
            return f"run({self.id!r})"
        return f"{self.handler}({', '.join(map(repr, self.arguments))})" if self.arguments else self.handler

    def label(self, states: Collection[str] = ()) -> str:
        """The footer label while the selected article is in these states."""
        state, label = self.footer_when
        return label if state in states else self.footer
