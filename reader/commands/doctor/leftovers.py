"""Checks of the data folder for files that can go: copies of databases, unfinished files, a large log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.commands.doctor.finding import Check, Cure, Finding, State
from reader.files import TEMPORARY_PREFIX
from reader.paths import Paths
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.sizes import byte_size

_LARGE_LOG = 10_000_000  # bytes; the reader rotates at two, but a library may write more
_UNFINISHED_AFTER = 3_600  # seconds since its last change
_LISTED = 3  # files that are named


def check_leftovers(paths: Paths, now: int) -> Iterator[Finding]:
    """Copies of databases that can be deleted, and files of writes that were interrupted."""
    name = paths.database.name
    damaged, earlier = _beside(paths, f"{name}.damaged-*"), _beside(paths, f"{name}.before-*")
    unfinished = [
        *_beside(paths, f"{name}.*.part*"),
        *(paths.config_dir.glob(f"{TEMPORARY_PREFIX}*") if paths.config_dir.is_dir() else ()),
    ]
    unfinished = [file for file in unfinished if file.is_file() and file.stat().st_mtime < now - _UNFINISHED_AFTER]
    if damaged:
        message = _("damaged databases that were set aside: {files}").format(files=_listed(damaged))
        advice = _("`{command}` deletes them when you no longer need them")
        yield _deletable(Check.DAMAGED, damaged, message, advice, Cure.CLEAN)
    if earlier:
        message = _("copies made before a new version changed the database: {files}").format(files=_listed(earlier))
        advice = _("`{command}` deletes them if the reader works as it should")
        yield _deletable(Check.COPIES, earlier, message, advice, Cure.CLEAN)
    if unfinished:
        message = _("files whose writing was interrupted: {files}").format(files=_listed(unfinished))
        yield _deletable(Check.UNFINISHED, unfinished, message, _("`{command}` deletes them"), Cure.REPAIR)
    if not (damaged or earlier or unfinished):
        yield Finding(Check.LEFTOVERS, State.OK, pgettext("leftovers", "none"))


def check_log(log: Path) -> Finding:
    """The size of the log."""
    length = log.stat().st_size if log.exists() else 0
    message = f"{log}, {byte_size(length)}" if length else _("{file}, empty").format(file=log)
    if length <= _LARGE_LOG:
        return Finding(Check.LOG, State.OK, message)

    def truncate() -> str:
        with log.open("r+b") as file:
            file.truncate(0)
        return _("emptied, {size} freed").format(size=byte_size(length))

    advice = _("`{command}` empties it").format(command=Cure.CLEAN.command)
    return Finding(Check.LOG, State.WARNING, message, advice, Cure.CLEAN, truncate)


def _beside(paths: Paths, pattern: str) -> list[Path]:
    return sorted(file for file in paths.data_dir.glob(pattern) if file.is_file()) if paths.data_dir.is_dir() else []


def _deletable(check: Check, files: Sequence[Path], message: str, advice: str, cure: Cure) -> Finding:
    def delete() -> str:
        length = _total(files)
        for file in files:
            file.unlink(missing_ok=True)
        return _("deleted, {size} freed").format(size=byte_size(length))

    state = State.WARNING if cure is Cure.REPAIR else State.OK
    return Finding(check, state, message, advice.format(command=cure.command), cure, delete)


def _listed(files: Sequence[Path]) -> str:
    """``2 files, 0.3 MB (a, b)``."""
    names = ", ".join(str(file) for file in files[:_LISTED]) + (", …" if len(files) > _LISTED else "")
    length = byte_size(_total(files))
    return plural("{n} file, {size} ({names})", "{n} files, {size} ({names})", len(files), size=length, names=names)


def _total(files: Sequence[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.exists())
