"""The command palette: every command of the screen by its title, with its keys in a column; then the themes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.text import fold
from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Command, Context
from reader.ui.commands.key_names import listed, sequence_names
from reader.ui.commands.reader_commands import FEEDS, MOVING
from reader.ui.commands.registry import commands, key_of, keys_of
from reader.ui.commands.synonyms import SYNONYMS
from reader.wording.catalogue import _

# How well a typed word fits: it begins a word of the title, of a synonym or of the description, or is in the title.
_IN_TITLE, _IN_SYNONYM, _INSIDE_TITLE, _IN_DESCRIPTION = 1.0, 0.8, 0.6, 0.4
_BY_LETTERS = 0.2  # the weight of a title that has the typed letters in their order
_MOVES = ("down", "up", "page", "first", "last")  # of the other screens
_WIDEST, _SHARE = 80, 0.96  # cells, and share of the terminal, in broadsheet.tcss
_AROUND = 8  # cells of border, padding and scroll bar
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    run: Callable[[], Awaitable[object]]
    help_text: str
    keys: str = ""
    synonyms: str = ""

    def score(self, query: str) -> float:
        """How well it fits what was typed, 0 to 1; 0 if a word fits nowhere."""
        title = fold(self.title)
        scores = []
        for word in fold(query).split():
            places = (
                (_IN_TITLE, _begins(title, word)),
                (_IN_SYNONYM, _begins(fold(self.synonyms), word)),
                (_INSIDE_TITLE, word in title),
                (_IN_DESCRIPTION, _begins(fold(self.help_text), word)),
            )
            scores.append(max((weight for weight, fits in places if fits), default=0.0))
        return sum(scores) / len(scores) if scores and all(scores) else 0.0


class CommandsOfScreen(Provider):
    """Finds commands by title, synonyms and description. A screen says by ``KEY_CONTEXT`` which commands it has."""

    async def discover(self) -> Hits:
        """Everything: first what is done with feeds and articles, the keys that everybody knows last."""
        for item in self._items():
            yield DiscoveryHit(self._line(item), item.run, text=item.title, help=item.help_text)

    async def search(self, query: str) -> Hits:
        """The commands that fit; if there are none, those whose title has these letters in this order, or a line."""
        items = list(self._items())
        matcher = self.matcher(query)
        found = [(item.score(query), item) for item in items]
        if not any(score for score, _item in found):
            found = [(matcher.match(item.title) * _BY_LETTERS, item) for item in items]
        for score, item in found:
            if score > 0:
                yield Hit(score, self._line(item), item.run, text=item.title, help=item.help_text)
        if not any(score > 0 for score, _item in found):
            message = Content(_("No command for “{words}”").format(words=query))
            yield Hit(
                1,
                message,
                _nothing,
                text=query,
                help=_("Try another word, or press {key} for all keys.").format(key=key_of("program.help")),
            )

    def _items(self) -> Iterator[_Item]:
        plain = self.app.has_class(ASCII_CLASS)
        context = getattr(self.screen, "KEY_CONTEXT", Context.READER)
        for one in sorted(commands(context), key=_page):
            if one.id != "program.palette":
                run = partial(self.screen.run_action, one.action)
                keys = listed(sequence_names(keys_of(one), plain=plain))
                yield _Item(
                    _(one.title), run, _(one.description), keys, _(SYNONYMS[one.id]) if one.id in SYNONYMS else ""
                )
        for name in sorted(self.app.available_themes):
            title = _("Theme: {name}").format(name=name)
            yield _Item(title, partial(self.app.run_action, f"use_theme({name!r})"), _("Switches to this theme."))

    def _line(self, item: _Item) -> Content:
        """The title, with the keys at the right."""
        width = min(_WIDEST, int(self.app.size.width * _SHARE)) - _AROUND
        gap = max(2, width - cell_len(item.title) - cell_len(item.keys))
        return Content.assemble(item.title, " " * gap if item.keys else "", Content.styled(item.keys, "$secondary"))


async def _nothing() -> None:
    """What the line for no command does."""


def _begins(text: str, word: str) -> bool:
    """Whether a word of the text begins like this."""
    return any(match[0].startswith(word) for match in _WORD.finditer(text))


def _page(one: Command) -> int:
    """Feeds on the first page, since few know their keys; what only moves last."""
    return 2 if one.group == MOVING or one.handler in _MOVES else one.group != FEEDS
