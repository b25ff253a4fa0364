"""The Textual app: themes, the screen, and the way of the library's news to it.

Nothing is imported here that the first headline does not need.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from reader.errors import ConfigError
from reader.library import Library, LibraryEvent
from reader.paths import bundled
from reader.ui.ascii_filter import ASCII_CLASS, AsciiFilter
from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.commands.palette import CommandsOfScreen
from reader.ui.commands.registry import key_of
from reader.ui.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS
from reader.ui.reader.messages import LibrarySaid
from reader.ui.reader.screen import ReadingScreen
from reader.ui.reader.session import SessionKeeper
from reader.ui.themes import load_themes
from reader.wording.catalogue import _

DEFAULT_THEME = "ink"
REPAINT_AFTER = 0.05  # seconds; Textual gathers the sizes of a hundredth of a second

log = logging.getLogger(__name__)


class BroadsheetApp(App[None]):
    """Shows a library. ``theme_name``: what the command line asks for, before the session's and the settings'."""

    TITLE = "Broadsheet"
    CSS_PATH = "broadsheet.tcss"
    COMMANDS: ClassVar[set[type]] = {CommandsOfScreen}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.EVERYWHERE)
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, library: Library, *, theme_name: str = "", with_worker: bool = True) -> None:
        super().__init__()
        self.animation_level = "none"
        self._library, self._with_worker = library, with_worker
        self._painted = False
        self._session = SessionKeeper(library.session)
        themes, self._mistakes = load_themes((bundled("themes"), library.paths.themes))
        for name in self.available_themes:
            if name not in themes:
                self.unregister_theme(name)
        for theme in themes.values():
            self.register_theme(theme)
        self._choose_theme(
            (theme_name, self._session.now.theme_over(library.config.theme), library.config.theme, DEFAULT_THEME),
            themes,
        )
        glyphs = ASCII_GLYPHS if library.config.ascii else UNICODE_GLYPHS
        self.set_class(library.config.ascii, ASCII_CLASS)
        self._plain = AsciiFilter(enabled=library.config.ascii)
        self._screen = ReadingScreen(library, self._session, glyphs)

    def _choose_theme(self, wanted: Iterable[str], themes: dict[str, Theme]) -> None:
        names = [name for name in wanted if name]
        theme = next(name for name in [*names, *themes] if name in themes)
        self.set_reactive(BroadsheetApp.theme, theme)  # told later, it would have all styles read a second time
        self.set_class(themes[theme].dark, "-dark-mode")
        self.set_class(not themes[theme].dark, "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())  # they were those of Textual's own theme
        if names[0] not in themes:
            there = ", ".join(themes)
            words = f"there is no theme {names[0]}; there are: {there}"
            self._mistakes.append(ConfigError(self._library.paths.config, words, key="theme"))

    def get_default_screen(self) -> Screen[None]:
        """The only screen but dialogs."""
        return self._screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What all that is drawn passes: with the setting ``ascii``, signs become plain ones."""
        return [*super().get_line_filters(), *([self._plain] if self._plain.enabled else ())]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """For the moment before a theme of ours is chosen."""
        return {"dim": "#888888", "hairline": "#444444", "cursor": "#333333", "marked": "#555555"}

    def on_mount(self) -> None:
        """The first paint comes first; the worker and all that costs time follow it."""
        self._end_in_order_on_signals()
        self._library.listen(self._hear)
        self.call_after_refresh(self._after_first_paint)

    def _end_in_order_on_signals(self) -> None:
        """A reader that is told to end, or loses its terminal, writes what waits and leaves the terminal in order."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit)

    def _after_first_paint(self) -> None:
        self._painted = True
        gc.freeze()
        gc.enable()
        if self._mistakes:
            self._screen.notices.tell_mistakes(self._mistakes, None)
        if self._with_worker:
            self._library.worker.start()

    def on_resize(self) -> None:
        """A window that became small and large again between two frames has the old size, but not the old picture."""
        if self._painted:
            self.set_timer(REPAINT_AFTER, self.refresh)

    def _hear(self, event: LibraryEvent) -> None:
        """Called from any thread."""
        self._screen.post_message(LibrarySaid(event))

    @property
    def failure(self) -> Exception | None:
        """What ended the app, if it was not the user."""
        return self._exception

    def _fatal_error(self) -> None:
        """Textual would print a traceback with all local values here: it goes to the log instead."""
        log.critical("the screen failed", exc_info=self._exception)
        self._close_messages_no_wait()

    def action_interrupt(self) -> None:
        """A reflex does not end the reader, nor what can be undone."""
        self._screen.notices.tell(_("Press {key} to quit").format(key=key_of("program.quit")))

    def action_next_theme(self) -> None:
        """The theme after this one, by name."""
        names = sorted(self.available_themes)
        self.action_use_theme(names[(names.index(self.theme) + 1) % len(names)])

    def action_use_theme(self, name: str) -> None:
        """A theme by its name, from now on; until the settings name another."""
        self.theme = name
        self._session.change(theme=name, theme_instead_of=self._library.config.theme)
        self._screen.notices.tell(_("Theme: {name}").format(name=name))
