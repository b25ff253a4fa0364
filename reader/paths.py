"""The user's folders, and the files installed with the program."""

from __future__ import annotations

import os
from pathlib import Path

from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem

NAME = "broadsheet"


@dataclass(frozen=True, slots=True)
class Paths:
    """A user's two folders, and the files in them."""

    config_dir: Path
    data_dir: Path

    @property
    def feeds(self) -> Path:
        """The subscriptions."""
        return self.config_dir / "feeds.toml"

    @property
    def accounts(self) -> Path:
        """The servers that hold subscriptions and state."""
        return self.config_dir / "accounts.toml"

    @property
    def secrets(self) -> Path:
        """The passwords and tokens of accounts, a file each that only its owner can read."""
        return self.config_dir / "secrets"

    @property
    def config(self) -> Path:
        """The settings."""
        return self.config_dir / "config.toml"

    @property
    def keys(self) -> Path:
        """The user's own keys."""
        return self.config_dir / "keys.toml"

    @property
    def themes(self) -> Path:
        """The user's own themes, one TOML file each."""
        return self.config_dir / "themes"

    @property
    def database(self) -> Path:
        """The articles and their state."""
        return self.data_dir / "broadsheet.db"

    @property
    def session(self) -> Path:
        """The state of the screen when the reader was last closed."""
        return self.data_dir / "session.json"

    @property
    def positions(self) -> Path:
        """Where the user stopped reading each article."""
        return self.data_dir / "positions.json"

    @property
    def lock(self) -> Path:
        """The lock held while feeds are refreshed."""
        return self.data_dir / "refresh.lock"

    @property
    def pictures(self) -> Path:
        """The pictures that were loaded: a cache, which can be deleted at any time."""
        return self.data_dir / "cache" / "pictures"

    @property
    def picture_sizes(self) -> Path:
        """The sizes of the pictures that were loaded."""
        return self.pictures / "sizes"

    @property
    def log(self) -> Path:
        """The log of every process."""
        return self.data_dir / "broadsheet.log"


def user_paths(config_dir: Path | None = None, data_dir: Path | None = None) -> Paths:
    """The folders from options, else from ``BROADSHEET_…_DIR``, else the default of the platform."""
    return Paths(
        config_dir or _from_environment("BROADSHEET_CONFIG_DIR") or _platform_dir("config"),
        data_dir or _from_environment("BROADSHEET_DATA_DIR") or _platform_dir("data"),
    )


def typed_path(typed: str) -> Path:
    """The path that somebody typed, with ``~`` resolved. Raises :class:`~reader.errors.InvalidValue`."""
    if "\0" in typed:
        raise InvalidValue(problem(Problem.NOT_A_FILE_NAME))
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # ~name, where there is no such user, or ~ without HOME
        raise InvalidValue(problem(Problem.HOME_UNKNOWN)) from None


def _from_environment(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value).expanduser() if value else None


def _platform_dir(kind: str) -> Path:
    import platformdirs  # 40 ms, which starts with options do not need

    function = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return function(NAME, appauthor=False)


def bundled(name: str) -> Path:
    """A file or folder installed with the program: ``themes``, ``feeds.toml``, ``welcome.xml``.

    In a wheel they are inside the package; in a checkout, ``themes`` and ``feeds.toml`` are beside it.
    """
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name
