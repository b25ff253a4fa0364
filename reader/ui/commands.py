"""The command palette, from the key table: every command by its name, with its key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.ui.keys import KEYS, Key, shown_keys


class KeyCommands(Provider):
    """What the keys do, for those who do not know the key."""

    async def discover(self) -> Hits:
        """Everything, in the order of the help."""
        for key in self._commands():
            yield DiscoveryHit(_with_keys(Content(key.description), key), partial(self._run, key), text=key.description)

    async def search(self, query: str) -> Hits:
        """What fits the words."""
        matcher = self.matcher(query)
        for key in self._commands():
            score = matcher.match(key.description)
            if score > 0:
                found = _with_keys(matcher.highlight(key.description), key)
                yield Hit(score, found, partial(self._run, key), text=key.description)

    def _commands(self) -> Iterator[Key]:
        return (key for key in KEYS if key.action != "command_palette")

    async def _run(self, key: Key) -> None:
        await self.screen.run_action(key.action)


def _with_keys(name: Content, key: Key) -> Content:
    return Content.assemble(name, "  ", Content.styled(shown_keys(key), "$secondary"))
