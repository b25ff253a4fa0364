"""Follows the user's files while the reader runs: ``config.toml``, ``keys.toml`` and the themes.

A setting with a mistake keeps its last good value, as does everything in a file that cannot be read at all; the mistake
is named by its line for as long as the file has it. ``feeds.toml`` is followed by the library.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from textual.theme import Theme

from reader.config import SETTINGS, Config, reload_config
from reader.errors import ConfigError
from reader.lazy_dataclass import dataclass
from reader.library import Library
from reader.ui.commands.key_map import KeyMap
from reader.ui.commands.registry import key_map, use_keys
from reader.ui.reader.context import ReaderContext
from reader.ui.themes import THEMES_OF_SETTINGS, load_themes
from reader.ui.user_files import UserFiles
from reader.wording.catalogue import _

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp

CHECK_EVERY = 2.0  # seconds
AT_START_ONLY = frozenset({"language", "ascii"})  # settings that all widgets were made with
_OF_TERMINAL = frozenset({"pictures", "pictures_over_ssh", "large_headlines"})
_OF_THEMES = frozenset({"theme", "theme_light", "theme_dark"})


@dataclass(frozen=True, slots=True)
class _Read:
    """The contents of changed files; None: unchanged."""

    config: tuple[Config, list[ConfigError]] | None = None
    keys: tuple[KeyMap, list[ConfigError]] | None = None
    themes: tuple[dict[str, Theme], list[ConfigError]] | None = None


class Reloader:
    """Reads changed files in a thread and uses what is in them."""

    def __init__(
        self,
        app: BroadsheetApp,
        library: Library,
        reader: ReaderContext,
        files: UserFiles,
        folders: Iterable[Path],
    ) -> None:
        self._app, self._library, self._reader = app, library, reader
        self._folders = tuple(folders)
        self._files = files
        self._at_start = library.config
        self._checking = False

    async def check(self) -> None:
        """Uses what changed since the last time."""
        if self._checking:
            return
        self._checking = True
        try:
            read = await asyncio.to_thread(self._read)
        except OSError:  # of a folder that cannot be looked into now
            return
        finally:
            self._checking = False
        if read is not None:
            self._use(read)

    def _read(self) -> _Read | None:
        paths, files = self._library.paths, self._files
        config = files.has_changed(paths.config)
        keys = files.has_changed(paths.keys)
        themes = files.have_themes_changed()
        if not (config or keys or themes):
            return None
        return _Read(
            reload_config(paths.config, self._library.config) if config else None,
            _keys_again(paths.keys) if keys else None,
            load_themes(self._folders) if themes else None,
        )

    def _use(self, read: _Read) -> None:
        said: list[str] = []
        if read.themes:
            self._app.offer_again(*read.themes)
            said.append(_("Themes read again"))
        if read.keys:
            keys, self._library.file_mistakes["keys"] = read.keys[0], tuple(read.keys[1])
            use_keys(keys)
            said.append(_("Keys read again"))
        if read.config:
            self._library.file_mistakes["config"] = tuple(read.config[1])
            said += self._use_config(read.config[0])
        status, files = self._reader.status, (read.config, read.keys, read.themes)
        mistakes = list(chain.from_iterable(one[1] for one in files if one))
        if read.config or read.themes:
            mistakes += self._library.file_mistakes.get(THEMES_OF_SETTINGS, ())
        status.mark_mistakes(self._library.mistakes)
        if mistakes:
            status.show_mistakes(mistakes, None)
        elif said:
            status.show_message(". ".join(said))

    def _use_config(self, config: Config) -> list[str]:
        """Uses the settings. Returns what to say of it."""
        before = self._library.config
        changed = [name for name in SETTINGS if getattr(config, name) != getattr(before, name)]
        if config == before:
            return []
        self._library.use_config(config)
        if _OF_THEMES.intersection(changed):
            self._app.use_themes_of_settings(before)
        if _OF_TERMINAL.intersection(changed):
            self._app.ask_graphics()
        if "columns" in changed:
            self._reader.headlines.use_columns(config.columns)
        if "measure" in changed:
            self._reader.article.reset()
        later = [name for name in changed if name in AT_START_ONLY and self._differs_from_start(name)]
        now = [name for name in changed if name not in AT_START_ONLY]
        said = [_("New settings: {names}").format(names=", ".join(now))] if now else []
        if later:
            said.append(_("Restart the reader for the new setting: {names}").format(names=", ".join(later)))
        return said

    def _differs_from_start(self, name: str) -> bool:
        return bool(getattr(self._library.config, name) != getattr(self._at_start, name))


def _keys_again(path: Path) -> tuple[KeyMap, list[ConfigError]]:
    """The keys of the file; those in use, if it cannot be read at all."""
    from reader.ui.commands.key_file import load_keys  # with the tables of all commands

    keys, mistakes = load_keys(path)
    unreadable = any(one.key is None for one in mistakes)
    return (key_map() if unreadable else keys), mistakes
