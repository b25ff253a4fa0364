"""The command palette: every command of the screen by its title, with its keys; then the themes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.ui.ascii_filter import ASCII_CLASS
from reader.ui.commands.command import Context
from reader.ui.commands.key_names import key_names
from reader.ui.commands.registry import commands
from reader.wording.catalogue import _

_BY_DESCRIPTION = 0.5  # the weight of a match in the description


class CommandsOfScreen(Provider):
    """Finds commands by title, else by description. A screen says by ``COMMAND_CONTEXT`` which commands it has."""

    async def discover(self) -> Hits:
        """Everything, in the order of the help."""
        for title, keys, help_text, run in self._commands():
            yield DiscoveryHit(_with_keys(Content(title), keys), run, text=title, help=help_text)

    async def search(self, query: str) -> Hits:
        """The commands whose title or description matches."""
        matcher = self.matcher(query)
        for title, keys, help_text, run in self._commands():
            score = matcher.match(title) or matcher.match(help_text) * _BY_DESCRIPTION
            if score > 0:
                yield Hit(score, _with_keys(matcher.highlight(title), keys), run, text=title, help=help_text)

    def _commands(self) -> Iterator[tuple[str, str, str, Callable[[], Awaitable[object]]]]:
        """Title, keys, description, and a function that runs the command."""
        plain = self.app.has_class(ASCII_CLASS)
        context = getattr(self.screen, "COMMAND_CONTEXT", Context.READER)
        for one in commands(context):
            if one.id != "program.palette":
                keys = " ".join(key_names(one.keys, plain=plain))
                yield _(one.title), keys, _(one.description), partial(self.screen.run_action, one.action)
        for name in sorted(self.app.available_themes):
            title = _("Theme: {name}").format(name=name)
            yield title, "", _("Switches to this theme."), partial(self.app.run_action, f"use_theme({name!r})")


def _with_keys(title: Content, keys: str) -> Content:
    return Content.assemble(title, "  ", Content.styled(keys, "$secondary"))
