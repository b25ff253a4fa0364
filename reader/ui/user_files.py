"""Which of the user's files were written since the last time that somebody looked."""

from __future__ import annotations

from pathlib import Path

from reader.files import Stamp, stamp
from reader.paths import Paths


class UserFiles:
    """The files as they were looked at last."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._missing: set[Path] = set()
        self._stamps = {path: stamp(path) for path in (paths.config, paths.keys)}
        self._themes = self._stamps_of_themes()

    def _stamps_of_themes(self) -> dict[Path, Stamp]:
        return {path: stamp(path) for path in self._paths.themes.glob("*.toml")}

    def has_changed(self, path: Path) -> bool:
        """Whether a file was written since the last time. One that is gone counts from the second look on: many
        editors remove a file for a moment while they save it."""
        found = stamp(path)
        if found == self._stamps[path]:
            self._missing.discard(path)
            return False
        if found is None and path not in self._missing:
            self._missing.add(path)
            return False
        self._stamps[path] = found
        return True

    def have_themes_changed(self) -> bool:
        """Whether a theme was written, added or removed since the last time."""
        found = self._stamps_of_themes()
        if found == self._themes:
            return False
        self._themes = found
        return True
