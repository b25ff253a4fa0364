"""Articles in files: names made from titles, safe on every file system, and files that replace no other by accident."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.files import create_file, replace_file
from reader.library.entry_formats import written
from reader.model import Entry
from reader.programs import Format
from reader.text import clean_line
from reader.wording.titles import shown_title

FORMATS = {".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".html": Format.HTML, ".htm": Format.HTML,
           ".txt": Format.TEXT, ".json": Format.JSON}  # fmt: skip
"""By the ending of a file's name."""
_LONGEST = 120  # bytes of a name without its ending; the shortest limit of a file system in use is 143
_MOST_SAME = 10_000  # files of one name in a folder
# Separators, what Windows and its file systems refuse, and characters that are not seen.
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)  # names of devices


def file_name_of(title: str, ending: str) -> str:
    """A title as the name of a file: one part of a path, neither hidden nor like an option, never empty."""
    name = _UNSAFE.sub(" ", clean_line(title))
    name = _cut(" ".join(name.split()).lstrip("-.~ "), _LONGEST).rstrip(". ")
    if not name or _RESERVED.match(name):
        name = f"_{name}"
    return name + ending


def _cut(text: str, limit: int) -> str:
    """The beginning of a text, in whole words if it has any, of at most so many bytes in UTF-8."""
    data = text.encode("utf-8", "replace")
    if len(data) <= limit:
        return data.decode()
    cut = data[:limit].decode("utf-8", "ignore")
    words = cut.rpartition(" ")[0]
    return words if len(words) > len(cut) // 2 else cut


def numbered(name: str) -> Iterator[str]:
    """The name, then the same with numbers, as in ``title (2).md``."""
    yield name
    stem, dot, ending = name.rpartition(".")
    for number in range(2, _MOST_SAME):
        yield f"{stem} ({number}){dot}{ending}"


def save_article(path: Path, entry: Entry, *, tags: Iterable[str] = (), replacing: bool = False) -> bool:
    """Writes an article in the format of the path's ending, whole or not at all. Raises ``OSError``.

    False, with nothing written, if there is such a file; with ``replacing`` it is replaced. A missing folder is an
    error, an ending that is not in :data:`FORMATS` a ``KeyError``.
    """
    data = written(entry, FORMATS[path.suffix.lower()], tags=tags).encode("utf-8", "replace")
    return replace_file(path, data) if replacing else create_file(path, data)


def save_in_folder(folder: Path, articles: Sequence[tuple[Entry, Iterable[str]]], form: Format) -> list[Path]:
    """Writes each article into a new file of the folder and returns them. ``articles``: with the tags of their feeds.

    Raises ``OSError``; the files that were written before stay.
    """
    files = []
    for entry, tags in articles:
        names = numbered(file_name_of(shown_title(entry.title), form.ending))
        data = written(entry, form, tags=tags).encode("utf-8", "replace")
        files.append(next(folder / name for name in names if create_file(folder / name, data)))
    return files
