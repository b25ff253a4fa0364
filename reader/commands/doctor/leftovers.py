"""What ``doctor`` finds lying about: copies of databases, files that were never finished, a log that has grown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.commands.console import count
from reader.commands.doctor.finding import Cure, Finding, State
from reader.files import TEMPORARY_PREFIX
from reader.paths import Paths

_LARGE_LOG = 10_000_000  # bytes; the reader's own lines keep to two, but a library may write past them
_UNFINISHED_AFTER = 3_600  # seconds after which nobody is at work on a file any more


def check_leftovers(paths: Paths, now: int) -> Iterator[Finding]:
    """Copies that may be given up, and rests of what was cut short."""
    name = paths.database.name
    damaged, earlier = _beside(paths, f"{name}.damaged-*"), _beside(paths, f"{name}.before-*")
    unfinished = [
        file
        for file in (
            *_beside(paths, f"{name}.*.part*"),
            *(paths.config_dir.glob(f"{TEMPORARY_PREFIX}*") if paths.config_dir.is_dir() else ()),
        )
        if file.is_file() and file.stat().st_mtime < now - _UNFINISHED_AFTER
    ]
    if damaged:
        words = f"{_listed(damaged)}: set aside because they were damaged"
        yield _removable("damaged databases", damaged, words, "removes them, when you have no more use for them")
    if earlier:
        words = f"{_listed(earlier)}: copies from before the database was renewed"
        yield _removable("copies of the database", earlier, words, "removes them, if the reader works as it should")
    if unfinished:
        words = f"{_listed(unfinished)}: rests of what was cut short"
        yield _removable("unfinished files", unfinished, words, "removes them", Cure.REPAIR)
    if not damaged and not earlier and not unfinished:
        yield Finding("leftovers", State.OK, "none")


def check_log(log: Path) -> Finding:
    """How large the log is."""
    size = log.stat().st_size if log.exists() else 0
    words = f"{log}, {_size(size)}" if size else f"{log}, empty"
    if size <= _LARGE_LOG:
        return Finding("log", State.OK, words)

    def empty() -> str:
        with log.open("r+b") as file:
            file.truncate(0)
        return f"emptied, {_size(size)} are free"

    return Finding("log", State.WARNING, words, "empties it", Cure.CLEAN, empty)


def _beside(paths: Paths, pattern: str) -> list[Path]:
    return sorted(file for file in paths.data_dir.glob(pattern) if file.is_file()) if paths.data_dir.is_dir() else []


def _removable(name: str, files: Sequence[Path], words: str, advice: str, cure: Cure = Cure.CLEAN) -> Finding:
    def remove() -> str:
        size = _total(files)
        for file in files:
            file.unlink(missing_ok=True)
        return f"removed, {_size(size)} are free"

    state = State.WARNING if cure is Cure.REPAIR else State.OK
    return Finding(name, state, words, advice, cure, remove)


def _listed(files: Sequence[Path]) -> str:
    names = ", ".join(str(file) for file in files[:3])
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return f"{count(len(files), 'file')}, {_size(_total(files))} ({names}{more})"


def _total(files: Sequence[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.exists())


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1_000:.1f} kB"
