"""What the user's own commands get of articles: the values for their arguments, files, and their input."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader.lazy_dataclass import dataclass
from reader.library.article_files import save_in_folder
from reader.library.entry_formats import address_of, written
from reader.library.entry_formats.entry_as_json import entry_object
from reader.model import Entry, comments_page
from reader.programs import Format, Program, filled
from reader.wording.timestamps import rfc3339

Article = tuple[Entry, Iterable[str]]
"""An entry, and the tags of its feed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: its arguments, and what it gets on standard input, if anything."""

    arguments: list[str]
    input: str | None


def runs_of(program: Program, articles: Sequence[Article], folder: Path) -> list[Run]:
    """The runs that hand articles over: one for all, or one for each. Files are written into ``folder``.

    Raises ``OSError``.
    """
    groups = [articles] if program.takes_all else [[article] for article in articles]
    return [_run(program, group, folder) for group in groups]


def _run(program: Program, articles: Sequence[Article], folder: Path) -> Run:
    wants_files = not program.placeholders.isdisjoint(("file", "files"))
    files = [str(path) for path in save_in_folder(folder, articles, program.file)] if wants_files else []
    addresses = [address for entry, _tags in articles if (address := address_of(entry))]
    values = {**_values(articles[0][0]), "file": next(iter(files), "")}
    arguments = filled(program, values, {"addresses": addresses, "files": files})
    return Run(arguments, None if program.input is None else _input(program.input, articles))


def _values(entry: Entry) -> dict[str, str]:
    """The values of the placeholders, for the first article if there are several."""
    return {
        "title": entry.title,
        "address": address_of(entry) or "",
        "feed": entry.feed_title,
        "author": ", ".join(author.name for author in entry.authors),
        "date": rfc3339(entry.published if entry.published is not None else entry.sort) or "",
        "comments": comments_page(entry) or "",
        "enclosure": next((enclosure.url for enclosure in entry.enclosures), ""),
        "id": str(entry.id),
    }


def _input(form: Format, articles: Sequence[Article]) -> str:
    if form is Format.JSON and len(articles) > 1:
        objects = [entry_object(entry, tags=tags) for entry, tags in articles]
        return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"
    between = "" if form is Format.ADDRESS else "\n"
    return between.join(written(entry, form, tags=tags) for entry, tags in articles)
