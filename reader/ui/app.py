"""The Textual app: themes, the main screen, and the library's events.

It imports nothing that the first headline does not need.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.signal import Signal
from textual.theme import Theme
from textual.timer import Timer

from reader.config import Config
from reader.errors import BroadsheetError, ConfigError
from reader.library import Library, LibraryEvent
from reader.paths import bundled
from reader.problems import Problem, problem
from reader.ui.ascii_filter import ASCII_CLASS, AsciiFilter
from reader.ui.commands.command import Context
from reader.ui.commands.key_presses import KeyPresses, Waiting
from reader.ui.commands.key_queue import Handled, KeyQueue
from reader.ui.commands.registry import key_of
from reader.ui.deadline import Deadline
from reader.ui.glyphs import ASCII_GLYPHS, UNICODE_GLYPHS
from reader.ui.reader.messages import EventReceived
from reader.ui.reader.screen import ReaderScreen
from reader.ui.reader.session import SessionKeeper
from reader.ui.reader.status_lines import StatusLines
from reader.ui.terminal_input import Answer
from reader.ui.textual_internals import (
    ask_background,
    driver_class,
    free_uncut_strips,
    on_failure,
    paint_large,
    paint_soon,
    restore_terminal,
    wrap_without_room,
)
from reader.ui.themes import CODE_NAMES, THEMES_OF_SETTINGS, load_themes, theme_named, unknown_themes
from reader.ui.user_files import UserFiles
from reader.wording.catalogue import _

if TYPE_CHECKING:
    from reader.ui.graphics.probe import Probe
    from reader.ui.graphics.protocol import Graphics

DEFAULT_THEME = "ink"
REPAINT_AFTER = 0.05  # seconds; Textual gathers resizes for 0.01 s
ASK_AFTER = 0.3  # seconds without another resize

log = logging.getLogger(__name__)


class BroadsheetApp(App[None], inherit_bindings=False):
    """Shows a library. ``theme_name``: from the command line; it precedes the session's and the settings' theme."""

    TITLE = "Broadsheet"
    CSS_PATH = "broadsheet.tcss"
    KEY_CONTEXT = Context.EVERYWHERE
    ENABLE_COMMAND_PALETTE = False  # ours is reader.ui.dialogs.pick

    def __init__(self, library: Library, *, theme_name: str = "", with_worker: bool = True) -> None:
        super().__init__(
            driver_class=driver_class(
                on_lost=self.end, on_death=self.died, on_background=self.background_is, on_answer=self.answered
            )
        )
        self.animation_level = "none"
        on_failure(self, self._failed)
        free_uncut_strips()
        wrap_without_room()
        paint_soon()
        self._library, self._with_worker = library, with_worker
        self.deadline = Deadline(library.close, lambda: restore_terminal(self))
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self._ending = False
        self.failure: BaseException | None = None  # the exception that ended the app, if one did
        self._painted = False
        self.graphics: Graphics | None = None  # how pictures are drawn; None: the terminal has not answered yet
        self.graphics_found: Signal[Graphics] = Signal(self, "graphics found")
        self._draws_large = False
        self._probe: Probe | None = None
        self._asking_again: Timer | None = None
        self._session = SessionKeeper(library.session)
        self._themes_read: asyncio.Event | None = None  # while the other themes are being read, and after
        for name in self.available_themes:
            self.unregister_theme(name)
        self._theme_folders = (bundled("themes"), library.paths.themes)
        self._theme_option = theme_name
        self._files = UserFiles(library.paths)  # before the themes are read, so that no change is missed
        config, session = library.config, self._session.now
        self._follows_terminal = bool(config.theme_light or config.theme_dark) and not theme_name
        following = self._theme_on(dark=session.dark) if self._follows_terminal else ""
        wanted = (theme_name, following, session.theme_over(config.theme), config.theme)
        self._wanted_themes = [name for name in wanted if name]
        self._load_first_theme()
        glyphs = ASCII_GLYPHS if library.config.ascii else UNICODE_GLYPHS
        self.set_class(library.config.ascii, ASCII_CLASS)
        self._plain = AsciiFilter(enabled=library.config.ascii)
        self._screen = ReaderScreen(library, self._session, glyphs)
        self._presses = KeyPresses(self, self._show_waiting)
        self._key_queue = KeyQueue(self, self._dispatch)

    def _load_first_theme(self) -> None:
        """Reads the theme of the first paint; the others are read after it."""
        ours, users = self._theme_folders
        # One of the user's may replace it under any file name.
        first = None if any(users.glob("*.toml")) else theme_named(ours, self._wanted_themes[0])
        if first:
            self.register_theme(first)
        else:
            self._offer(*load_themes(self._theme_folders))
        name = next(
            name
            for name in (*self._wanted_themes, DEFAULT_THEME, *self.available_themes)
            if name in self.available_themes
        )
        theme = self.available_themes[name]
        self.set_reactive(BroadsheetApp.theme, name)  # set later, it would have all styles read again
        self.set_class(theme.dark, "-dark-mode")
        self.set_class(not theme.dark, "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())  # Textual set its own theme's

    def _offer(self, themes: dict[str, Theme], mistakes: Iterable[ConfigError]) -> None:
        """Offers themes, and notes the mistakes in their files."""
        for theme in themes.values():
            self.register_theme(theme)
        self._library.file_mistakes["themes"] = tuple(mistakes)
        self._name_unknown_themes(self._wanted_themes[0])

    def _name_unknown_themes(self, wanted: str) -> None:
        """Notes the settings that name no theme. ``wanted``: the theme of the command line, or the setting."""
        config = replace(self._library.config, theme=wanted)
        self._library.file_mistakes[THEMES_OF_SETTINGS] = unknown_themes(
            config, self._library.paths.config, self.available_themes
        )

    async def _load_other_themes(self, read: asyncio.Event) -> None:
        try:
            self._offer(*await asyncio.to_thread(load_themes, self._theme_folders))
        finally:
            read.set()
        self._show_theme_mistakes()

    def _show_theme_mistakes(self) -> None:
        found = self._library.file_mistakes
        if found.get("themes") or found.get(THEMES_OF_SETTINGS):
            self._status.show_mistakes(self._library.mistakes, None)
            self._status.mark_mistakes(self._library.mistakes)

    def offer_again(self, themes: dict[str, Theme], mistakes: Sequence[ConfigError]) -> None:
        """Offers the themes as their files are now. While one has a mistake, the last good one stays."""
        shown = self.current_theme
        for name in set(self.available_themes) - set(themes):
            if not mistakes and name != shown.name:
                self.unregister_theme(name)
        for theme in themes.values():
            self.register_theme(theme)
        self._library.file_mistakes["themes"] = tuple(mistakes)
        self._name_unknown_themes(self._theme_option or self._library.config.theme)
        if self.current_theme != shown:
            self.mutate_reactive(BroadsheetApp.theme)

    def use_themes_of_settings(self, before: Config) -> None:
        """Takes the theme of changed settings, unless the command line named one. ``before``: the settings before."""
        config = self._library.config
        self._name_unknown_themes(self._theme_option or config.theme)
        if self._theme_option:
            return
        followed, self._follows_terminal = self._follows_terminal, bool(config.theme_light or config.theme_dark)
        if self._follows_terminal and not followed:
            ask_background(self)
        dark = self._session.now.dark if self._follows_terminal else None
        wanted = self._theme_on(dark=dark) or (config.theme if config.theme != before.theme or followed else "")
        if wanted in self.available_themes:
            self.theme = wanted

    def _theme_on(self, *, dark: bool | None) -> str:
        """The theme in the settings for a background; empty if there is none or the terminal did not tell."""
        config = self._library.config
        return "" if dark is None else (config.theme_dark if dark else config.theme_light)

    def background_is(self, dark: bool) -> None:
        """Takes the theme for the terminal's background. Can be called in any thread."""
        if self._event_loop and self._follows_terminal:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._event_loop.call_soon_threadsafe(self._follow_background, dark)

    def _follow_background(self, dark: bool) -> None:
        self._session.change(dark=dark)
        self.run_worker(self._use_theme_on(dark=dark))

    @property
    def loads_themes(self) -> bool:
        """Whether the themes that were not needed for the first paint are still being read."""
        return self._themes_read is not None and not self._themes_read.is_set()

    async def all_themes_loaded(self) -> None:
        """Waits for the themes that were not needed for the first paint.

        Textual's ``Worker.wait`` would cancel the reading together with the one who waits.
        """
        if self._themes_read:
            await self._themes_read.wait()

    async def _use_theme_on(self, *, dark: bool) -> None:
        await self.all_themes_loaded()
        name = self._theme_on(dark=dark)
        if name in self.available_themes:
            self.theme = name

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return self._screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Adds the filter that replaces signs if the setting ``ascii`` is on."""
        return [*super().get_line_filters(), *([self._plain] if self._plain.enabled else ())]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Values until a theme of ours is chosen."""
        colors = {"dim": "#888888", "hairline": "#444444", "cursor": "#333333", "marked": "#555555"}
        return colors | {f"code-{name}": "#888888" for name in CODE_NAMES}

    def on_mount(self) -> None:
        """Starts the worker, and everything else that takes time, after the first paint."""
        self._event_loop = asyncio.get_running_loop()
        if self._ending:
            self.exit()
        self._library.listen(self._receive)
        self.call_after_refresh(self._after_first_paint)

    def end(self) -> None:
        """Quits soon, at the latest when :attr:`deadline` is over. Can be called in any thread and signal handler."""
        self._ending = True
        self.deadline.start()
        if self._event_loop:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._event_loop.call_soon_threadsafe(self.exit)

    @property
    def is_ending(self) -> bool:
        """Whether the reader is about to end."""
        return self._ending

    def came_back(self) -> None:
        """Another program had the terminal, so questions to it have to be repeated."""
        if self._follows_terminal:
            ask_background(self)
        self.ask_graphics()
        self._screen.reader.article.came_back()

    def answered(self, answer: Answer) -> None:
        """Takes what the terminal says about itself. Can be called in any thread."""
        if self._event_loop and self._probe:
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._event_loop.call_soon_threadsafe(self._probe.answered, answer)

    def ask_graphics(self) -> None:
        """Finds out how pictures are drawn, with the settings as they are now; :attr:`graphics_found` tells."""
        from reader.ui.graphics.probe import Probe

        self._probe = self._probe or Probe(self, lambda: self._library.config, self._use_graphics)
        self._probe.ask()

    def _use_graphics(self, graphics: Graphics) -> None:
        if graphics.large_text and not self._draws_large:
            from reader.ui.graphics.large_text import LargeText

            paint_large(self, LargeText())
            self._draws_large = True
        self.graphics = graphics
        self._session.change(graphics=graphics.protocol.value, large_text=graphics.large_text)
        self.graphics_found.publish(graphics)

    def died(self, error: BaseException) -> None:
        """Quits because a thread of the screen died."""
        self.failure = self.failure or error
        self.end()

    def _failed(self, error: Exception | None) -> None:
        self.failure = error or BroadsheetError(problem(Problem.UNEXPECTED))
        log.critical("event=screen_failed", exc_info=error)

    def _after_first_paint(self) -> None:
        self._painted = True
        gc.freeze()
        gc.enable()
        if len(self.available_themes) == 1:
            self._themes_read = asyncio.Event()
            self.run_worker(self._load_other_themes(self._themes_read))
        if self._follows_terminal:
            ask_background(self)
        self.ask_graphics()
        self._show_theme_mistakes()
        self._follow_files()
        if self._with_worker:
            self._library.worker.start()

    def _follow_files(self) -> None:
        """Uses settings, keys and themes as soon as their files change."""
        from reader.ui.reload import CHECK_EVERY, Reloader

        reloader = Reloader(self, self._library, self._screen.reader, self._files, self._theme_folders)
        self.set_interval(CHECK_EVERY, lambda: self.run_worker(reloader.check()))

    def on_resize(self) -> None:
        """Repaints: a window resized twice between two frames has its old size, but lost its content."""
        if self._painted:
            self.set_timer(REPAINT_AFTER, self.refresh)
            if self._asking_again:
                self._asking_again.stop()
            self._asking_again = self.set_timer(ASK_AFTER, self.ask_graphics)  # of the size that cells have now

    async def on_event(self, event: Event) -> None:
        """Queues a key that comes from the terminal."""
        if isinstance(event, Key) and not event.is_forwarded:
            await self._key_queue.put(event)
        else:
            await super().on_event(event)

    async def _dispatch(self, key: Key) -> None:
        if not await self._presses.press_first(key):
            await super().on_event(key)

    async def on_handled(self, message: Handled) -> None:
        """The next key follows."""
        message.stop()
        await self._key_queue.handled(message)

    async def on_key(self, event: Key) -> None:
        """Runs the commands of a key that no widget took, instead of what Textual binds to it."""
        if await self._presses.press(event):
            event.prevent_default()

    def _show_waiting(self, waiting: Waiting) -> None:
        """Shows the keys typed so far in a sequence, and the keys that can follow."""
        from reader.ui.sequence_panel import show_waiting

        show_waiting(self.screen, waiting)

    def _receive(self, event: LibraryEvent) -> None:
        """Passes an event to the main screen. Called from any thread."""
        self._screen.post_message(EventReceived(event))

    @property
    def _status(self) -> StatusLines:
        return self._screen.reader.status

    def action_interrupt(self) -> None:
        """Says how to quit: Ctrl+C is often pressed out of habit."""
        self._status.show_message(_("Press {key} to quit").format(key=key_of("program.quit")))

    def action_choose_theme(self) -> None:
        """Lists the themes; each is shown while it is selected."""
        from reader.ui.dialogs.choose_theme import ThemeDialog

        before = self.theme
        dialog = ThemeDialog(before, self.all_themes_loaded if self.loads_themes else None)

        def chosen(number: int | None) -> None:
            if number is None:
                self.theme = before
            else:
                self.action_use_theme(dialog.names[number])

        self.push_screen(dialog, chosen)

    def action_use_theme(self, name: str) -> None:
        """Switches to a theme and keeps it, until the settings name another one."""
        self.theme = name
        self._session.change(theme=name, theme_instead_of=self._library.config.theme)
        self._status.show_message(_("Theme: {name}").format(name=name))
