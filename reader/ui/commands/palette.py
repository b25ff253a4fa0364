"""The command palette, from the key table: every command by its name, with its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.key_table import KEYS, shown_keys


class KeyCommands(Provider):
    """What the keys do, for those who do not know the key."""

    async def discover(self) -> Hits:
        """Everything, in the order of the help; then the themes."""
        for name, keys, run in self._commands():
            yield DiscoveryHit(_with_keys(Content(name), keys), run, text=name)

    async def search(self, query: str) -> Hits:
        """What fits the words."""
        matcher = self.matcher(query)
        for name, keys, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, _with_keys(matcher.highlight(name), keys), run, text=name)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], Awaitable[object]]]]:
        """Name, keys, and what to run."""
        plain = self.app.has_class(ASCII_CLASS)
        for key in KEYS:
            if key.action != "app.command_palette":
                yield key.description, shown_keys(key, plain=plain), partial(self.screen.run_action, key.action)
        for theme in sorted(self.app.available_themes):
            yield f"Theme: {theme}", "", partial(self.app.run_action, f"wear({theme!r})")


def _with_keys(name: Content, keys: str) -> Content:
    return Content.assemble(name, "  ", Content.styled(keys, "$secondary"))
