"""Saves the selected articles as files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reader.errors import StoreError
from reader.library.article_files import FORMATS, save_article, save_in_folder
from reader.library.handing_over import Article
from reader.programs import Format
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.full_texts import whole_articles
from reader.ui.run_programs import in_thread
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import system_message


async def save(reader: ReaderContext, path: Path | None = None) -> None:
    """Saves the articles at a path, which for several must be a folder; without one, asks for it."""
    from reader.ui.dialogs.save_articles import ENDING, SaveDialog

    ids = reader.acted_on
    if not ids:
        reader.status.show_message(_("No article is selected"))
        return
    try:
        articles = await asyncio.wrap_future(reader.library.articles.load_entries(ids))
    except StoreError as error:
        reader.status.show_error(error)
        return
    session = reader.session.now
    if not articles:  # removed since they were listed
        reader.status.show_message(_("No article is selected"))
    elif path is None:
        dialog = SaveDialog(articles, partial(whole_articles, reader, ids), session.saved_in, session.saved_as)
        reader.app.push_screen(dialog, partial(_saved, reader))
    elif len(articles) == 1 and path.suffix.lower() not in FORMATS:
        reader.status.show_message(_(ENDING))
    else:
        reader.screen.run_worker(_save_at(reader, ids, path))


async def _save_at(reader: ReaderContext, ids: tuple[int, ...], path: Path) -> None:
    try:
        articles = await whole_articles(reader, ids)
        files = await in_thread(partial(_written, articles, path, FORMATS.get(reader.session.now.saved_as)))
    except StoreError as error:
        reader.status.show_error(error)
        return
    except OSError as error:
        text = _("Cannot write {path}: {reason}.")
        reader.status.show_message(text.format(path=error.filename or path, reason=system_message(error)), serious=True)
        return
    if files:
        _saved(reader, files)
    else:
        reader.status.show_message(_("{path} already exists, so nothing was saved").format(path=path))


def _written(articles: Sequence[Article], path: Path, form: Format | None) -> list[Path]:
    if len(articles) > 1:
        return save_in_folder(path, articles, form or Format.MARKDOWN)
    entry, tags = articles[0]
    return [path] if save_article(path, entry, tags=tags) else []


def _saved(reader: ReaderContext, files: list[Path] | None) -> None:
    if not files:
        return
    reader.session.change(saved_in=_with_home(files[0].parent), saved_as=files[0].suffix)
    if len(files) == 1:
        reader.status.show_message(_("Saved as {path}").format(path=_with_home(files[0])))
        return
    folder = _with_home(files[0].parent)
    reader.status.show_message(plural("Saved {n} article in {folder}", "Saved {n} articles in {folder}", len(files),
                                      folder=folder))  # fmt: skip


def _with_home(path: Path) -> str:
    """The path with ``~`` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}" if path != Path.home() else "~"
    except (ValueError, RuntimeError):
        return str(path)
