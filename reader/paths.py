"""Where things are kept: the user's folders, and the files that came with the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

NAME = "broadsheet"


@dataclass(frozen=True, slots=True)
class Paths:
    """The two folders of a user, and the files in them."""

    config_dir: Path
    data_dir: Path

    @property
    def feeds(self) -> Path:
        """What the user subscribes to."""
        return self.config_dir / "feeds.toml"

    @property
    def config(self) -> Path:
        """The settings."""
        return self.config_dir / "config.toml"

    @property
    def themes(self) -> Path:
        """The user's own themes, one TOML file each."""
        return self.config_dir / "themes"

    @property
    def database(self) -> Path:
        """What arrived, and what the user did with it."""
        return self.data_dir / "broadsheet.db"

    @property
    def session(self) -> Path:
        """What the reader looked like when it was last closed."""
        return self.data_dir / "session.json"

    @property
    def lock(self) -> Path:
        """Held by whoever refreshes."""
        return self.data_dir / "refresh.lock"

    @property
    def log(self) -> Path:
        """Where every process logs to."""
        return self.data_dir / "broadsheet.log"


def user_paths(config_dir: Path | None = None, data_dir: Path | None = None) -> Paths:
    """The folders by option, else by ``BROADSHEET_…_DIR``, else as the platform has it."""
    return Paths(
        config_dir or _from_environment("BROADSHEET_CONFIG_DIR") or _platform_dir("config"),
        data_dir or _from_environment("BROADSHEET_DATA_DIR") or _platform_dir("data"),
    )


def _from_environment(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value).expanduser() if value else None


def _platform_dir(kind: str) -> Path:
    import platformdirs  # 40 ms that most starts need only here

    function = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return function(NAME, appauthor=False)


def bundled(name: str) -> Path:
    """A file or folder that came with the program: ``themes``, ``feeds.toml``, ``welcome/en.xml``.

    In a wheel these lie inside the package, in a checkout ``themes`` and ``feeds.toml`` beside it.
    """
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name
