"""Checks that others on this computer cannot read what is private: articles, the log, files with passwords."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from reader.commands.doctor.finding import Check, Cure, Finding, State
from reader.files import PRIVATE_FILE, PRIVATE_FOLDER
from reader.paths import Paths
from reader.subscriptions.secrets import holds_secrets
from reader.toml_file import read_bytes
from reader.wording.catalogue import _

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_permissions(paths: Paths) -> Finding:
    """Whether only the user can read the data folder, and the settings files that hold secrets."""
    open_to_others = [path for path in _private(paths) if _mode(path) & _OTHERS]
    if not open_to_others:
        return Finding(Check.PERMISSIONS, State.OK, _("private files are readable for you alone"))
    message = _("others on this computer can read {paths}").format(paths=", ".join(map(str, open_to_others)))

    def apply() -> str:
        for path in open_to_others:
            path.chmod(_mode(path) & (PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE))
        return _("only you can read them now")

    advice = _("run `{command}` to change that").format(command=Cure.REPAIR.command)
    return Finding(Check.PERMISSIONS, State.WARNING, message, advice, Cure.REPAIR, apply)


def _private(paths: Paths) -> Iterator[Path]:
    """The existing files and folders that should be private. In a private data folder, its files are too."""
    if not _mode(paths.data_dir) & _OTHERS:
        private: tuple[Path, ...] = ()
    else:
        private = (paths.data_dir, paths.database, paths.log)
    yield from (path for path in private if path.exists())
    if paths.secrets.is_dir():
        yield paths.secrets
        yield from (path for path in sorted(paths.secrets.iterdir()) if path.is_file())
    for path in (paths.feeds, paths.config, paths.accounts):
        try:
            if holds_secrets(read_bytes(path)):
                yield path
        except OSError:
            continue  # reported by another check


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
