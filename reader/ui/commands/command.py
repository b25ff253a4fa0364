"""A command of the reader: what it is called, which keys run it, and where it works."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from reader.lazy_dataclass import dataclass


class Context(StrEnum):
    """Where a command works. Within one context a key has one meaning."""

    EVERYWHERE = "everywhere"
    READER = "reader"  # the main screen, whichever pane has the focus
    HEALTH = "health"
    FRONT_PAGE = "front page"
    DIALOG = "dialog"
    QUESTION = "question"
    ADD_FEED = "add feed"
    ACCOUNTS = "accounts"  # the list of them
    SEARCH = "search"
    FILTER = "filter"
    FIND = "find"  # in the article
    LINKS = "links"
    SELECT_TEXT = "select text"  # of the article
    LETTERS = "letters"  # over the links of the article
    PICTURE = "picture"  # an enlarged picture
    COMMAND_LINE = "command line"
    PICK = "finder"  # a line to type in with a list of what fits
    CHOICES = "choices"  # a dialog that is a list
    HELP = "help"
    LIST_BOX = "list box"  # a list to choose from, inside a dialog
    CHOICE_FIELD = "choice field"
    PATH_FIELD = "path field"


class Counted(StrEnum):
    """What a number typed before the key does, as in ``5j``."""

    NOT = "not"
    MULTIPLIED = "multiplied"  # the first argument is multiplied by it
    ROW = "row"  # the command gets it as a further argument: a row, counted from 1


class Kind(StrEnum):
    """What the argument of a command is."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"  # one of Argument.choices
    AGE = "age"
    QUERY = "query"
    PATH = "path"
    ADDRESS = "address"
    THEME = "theme"
    FEED = "feed"
    FOLDER = "folder"  # that exists, or a new one
    STREAM = "list"  # anything in the feeds pane
    TAG = "tag"
    LABEL = "label"
    COMMAND = "command"  # one of the user's own, from config.toml
    BROWSER = "browser"  # one of config.toml
    PERSON = "person"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Argument:
    """Text typed after a command: ``entry.label Weltraum``. It reaches to the end of the line, without quotes.

    Only commands of :attr:`Context.READER` have one. Their handler gets it as one more positional argument after
    ``Command.arguments``, or not at all if it is optional and nothing was typed; it then asks, or uses the selection.
    What it gets depends on the kind: a number or an age (in seconds) is an ``int``, a path a ``Path``, a feed
    or list a ``Stream``, a person the id of one, everything else a ``str``: a theme as it is spelled, a choice as in
    ``choices``, the path of a folder, a tag and a label perhaps new. Input that cannot be read never reaches the
    handler.

    Another kind needs a member of :class:`Kind`, its name in :mod:`reader.wording.problem_messages`, and a line in the
    table of :mod:`reader.ui.reader.arguments`, which reads and completes it.
    """

    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command. Its texts are message ids: translate them with ``_()`` when they are shown.

    ``keys`` are the default keys by Textual's names; :func:`~reader.ui.commands.registry.keys_of` knows the user's.
    ``handler`` names the function that runs it, called with ``arguments``: for
    :attr:`Context.READER` a function ``module.function`` of :mod:`reader.ui.reader.actions`, elsewhere (and after
    ``app.``) a Textual action. ``priority``: its keys work before any widget's.

    ``counted``: what a number typed before the key does: nothing, multiply the first argument, or name a row. Typed
    after the command, the number does the same: ``move.down 5``.

    ``pane``: the pane in which its default keys work, by the id of its widget; empty: all. There they win over
    keys of all panes. ``keys_need``: a state of the screen without which its keys mean what they mean elsewhere; in
    that state they go first in every pane.

    ``argument``: its kind of argument, in keys.toml, in the palette and after ``:``.

    ``footer`` is its label in the bottom line, in the panes ``footer_in`` (empty: all) and in the state
    ``footer_needs`` (empty: any); ``footer_when`` replaces that label in a state: ``("read", "mark unread")``. A state
    says something about the selected row or the screen.
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
    footer_in: tuple[str, ...] = ()
    footer_needs: str = ""
    footer_when: tuple[str, str] = ("", "")
    priority: bool = False
    counted: Counted = Counted.NOT
    argument: Argument | None = None
    pane: str = ""
    keys_need: str = ""

    @property
    def takes(self) -> Argument | None:
        """Its argument, or the number of a counted command."""
        return self.argument or (Argument(Kind.NUMBER) if self.counted is not Counted.NOT else None)

    @property
    def action(self) -> str:
        """The Textual action that runs the command: ``run('read.on')`` or ``page(1)``."""
        if self.context is Context.READER and not self.handler.startswith("app."):
            return f"run({self.id!r})"
        return f"{self.handler}({', '.join(map(repr, self.arguments))})" if self.arguments else self.handler

    def arguments_for(self, count: int) -> tuple[int | str | None, ...]:
        """The arguments if a number was typed before the key; 0: none was."""
        first, *rest = self.arguments or (None,)
        if self.counted is Counted.MULTIPLIED and count and isinstance(first, int):
            return (first * count, *rest)
        return (*self.arguments, count) if self.counted is Counted.ROW and count else self.arguments

    def label(self, states: Collection[str] = (), pane: str = "") -> str:
        """The footer label in these states, while that pane has the focus; empty if the footer does not show it."""
        if pane and self.footer_in and pane not in self.footer_in:
            return ""
        if self.footer_needs and self.footer_needs not in states:
            return ""
        state, label = self.footer_when
        return label if state in states else self.footer
