"""The help: all keys of the screen below, beginning with the focused pane, and a filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.lazy_dataclass import dataclass
from reader.text import fold
from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Command, Context
from reader.ui.commands.key_map import PANES
from reader.ui.commands.key_names import listed, sequence_name, sequence_names
from reader.ui.commands.reader_commands import ARTICLE, FEEDS, LIST, LISTS, MOVING, READING, TREE
from reader.ui.commands.registry import commands, key_map, key_of, keys_of, titles_of
from reader.ui.commands.synonyms import SYNONYMS
from reader.ui.typeset.breaking import break_lines
from reader.wording.catalogue import N_, _

_KEYS_WIDTH, _LEAST_WIDTH = 18, 12
_PANES = {TREE: N_("In the feeds"), LIST: N_("In the headlines"), ARTICLE: N_("In the article")}
_FIRST = {TREE: (FEEDS, MOVING, LISTS), LIST: (READING, LISTS, MOVING), ARTICLE: (READING, MOVING, LISTS)}
"""By pane: the groups that are listed first."""
_LAST = (
    Context.COMMAND_LINE, Context.PICK, Context.SEARCH, Context.FILTER, Context.FIND, Context.LINKS, Context.PICTURE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Keys and what they do. ``sought``: folded words by which the filter finds it."""

    group: str
    keys: str
    description: str
    sought: str = ""


def help_lines(context: Context, pane: str = "", *, plain: bool = False) -> list[Line]:
    """What the help lists for a screen, in its order. ``pane``: the one with the keys; ``plain``: arrows in words."""
    found = list(_own_lines(plain=plain))
    here = [*commands(context), *commands(Context.EVERYWHERE)]
    first = [one for one in here if pane in one.footer_in and keys_of(one)]
    found += [_line(one, _(_PANES[pane]), plain=plain) for one in first]
    order = _FIRST.get(pane, ())
    here.sort(key=lambda one: order.index(one.group) if one.group in order else len(order))
    return found + [_line(one, _(one.group), plain=plain) for one in (*here, *commands(*_LAST))]


def _own_lines(*, plain: bool) -> Iterator[Line]:
    """The user's keys that run several commands, or one with an argument; the others are beside their commands."""
    scopes = (Context.READER.value, *PANES) if key_map().layers else ()
    for scope in scopes:
        for keys, ids in key_map().scope(scope).commands.items():
            if len(ids) > 1 or " " in "".join(ids):
                name = sequence_name(keys, plain=plain)
                where = f"{_(_PANES[scope])}: " if scope in _PANES else ""
                description = where + titles_of(ids)
                yield Line(_("Your own keys"), name, description, _words(name, description))


def _line(one: Command, group: str, *, plain: bool) -> Line:
    keys = listed(sequence_names(keys_of(one), plain=plain))
    synonyms = SYNONYMS.get(one.id, "")
    words = _words(keys, one.title, _(one.title), _(one.description), synonyms, synonyms and _(synonyms), one.id, group)
    return Line(group, keys, _(one.description), words)


def _words(*texts: str) -> str:
    return " ".join(["", *(fold(text) for text in texts)])


def fitting(lines: Iterable[Line], typed: str) -> list[Line]:
    """The lines that a filter leaves: those with a key that is exactly this, else those with all the words."""
    typed = typed.strip()
    every = dict.fromkeys(lines)
    exact = [line for line in every if typed in line.keys.split()]
    words = [f" {word}" for word in fold(typed).split()]
    found = exact + [line for line in every if line not in exact and all(word in line.sought for word in words)]
    seen: dict[tuple[str, str], Line] = {}
    for line in found:
        seen[line.keys, line.description] = line  # of a pane's line and its group's, the latter
    return list(seen.values())


class HelpDialog(ModalScreen[None]):
    """Lists the keys by group. ``context`` and ``pane``: where one came from; ``text``: a filter to begin with."""

    CSS = """
    HelpDialog > .dialog { height: 90%; scrollbar-gutter: stable; }
    HelpDialog Input, HelpDialog Input:focus {
        dock: top; height: 1; margin-bottom: 1; padding: 0; background: $panel; background-tint: $foreground 0%;
    }
    """
    AUTO_FOCUS = ""  # the filter gets the keys when it opens
    KEY_CONTEXT = Context.HELP

    def __init__(self, context: Context = Context.READER, pane: str = "", text: str = "") -> None:
        super().__init__()
        self._where, self._text = (context, pane), text
        self._lines: Sequence[Line] = ()
        self._filter = Input(text, placeholder=_("A word or a key…"), compact=True, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """The filter, and one column in a scrolled box."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = _("Keys")
            yield self._filter
            yield Static(markup=False)

    def on_mount(self) -> None:
        """Hides the filter until it is needed."""
        self._lines = help_lines(*self._where, plain=self.app.has_class(ASCII_CLASS))
        self._filter.display = bool(self._text)
        self._show_keys()

    def on_resize(self) -> None:
        """Wraps the descriptions for the new width."""
        self.call_after_refresh(self._write)

    def _show_keys(self) -> None:
        closes = _("{key} shows all keys") if self._filter.display else _("{key} closes")
        filters = _("{key} filters").format(key=key_of("help.filter"))
        self.query_one(VerticalScroll).border_subtitle = f"{filters}, {closes.format(key=key_of('help.close'))}"

    def _write(self) -> None:
        width = max(self.query_one(VerticalScroll).scrollable_content_region.width - _KEYS_WIDTH, _LEAST_WIDTH)
        typed = self._filter.value
        lines: list[Content] = []
        found = fitting(self._lines, typed) if typed.strip() else self._lines
        for group, members in groupby(found, key=lambda line: line.group):
            lines.append(Content.styled(group.upper(), "$secondary bold"))
            for line in members:
                lines += _painted(line, width)
            lines.append(Content(""))
        if not found:
            lines.append(Content(_("No key and no command for “{words}”").format(words=typed.strip())))
        self.query_one(Static).update(Content("\n").join(lines))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._write()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(None)

    # -- keys

    def action_filter(self) -> None:
        """Asks for a word or a key to look for."""
        self._filter.display = True
        self._filter.focus()
        self._show_keys()

    def action_close(self) -> None:
        """Closes the help; with a filter, only that."""
        if not self._filter.display:
            self.dismiss(None)
            return
        self._filter.value = ""
        self._filter.display = False
        self.set_focus(None)
        self._show_keys()
        self._write()

    def action_scroll(self, lines: int) -> None:
        """Scrolls by lines, without animation."""
        box = self.query_one(VerticalScroll)
        box.scroll_to(y=box.scroll_offset.y + lines, animate=False, force=True)


def _painted(line: Line, width: int) -> list[Content]:
    """The keys, and beside them the description in as many lines as it takes; long keys have a line of their own."""
    keys = f"{line.keys} "
    beside = [line.description[cut.start : cut.end] for cut in break_lines(line.description, width)]
    if len(keys) > _KEYS_WIDTH:
        beside.insert(0, "")
    return [
        Content.assemble(Content.styled(("" if number else keys).ljust(_KEYS_WIDTH), "bold"), Content(text))
        for number, text in enumerate(beside)
    ]
