"""Hands the selected articles to a command of the user's, from ``config.toml``."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reader.errors import StoreError
from reader.library.handing_over import Article, Run, runs_of
from reader.programs import Program, expand_home
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.full_texts import whole_articles
from reader.ui.run_programs import Job, in_thread, missing_program, run_in_background, run_on_screen
from reader.wording.catalogue import N_, _, plural
from reader.wording.problem_messages import system_message

_PREFIX = "broadsheet-"  # of temporary folders
MANY = 10  # articles, above which the user has to confirm that each gets a program of its own


def hand_over(reader: ReaderContext, name: str = "") -> None:
    """Hands the selected articles to the command of that name, or lists the commands."""
    ids, commands = reader.acted_on, reader.library.config.commands
    if not ids:
        reader.status.show_message(_("No article is selected"))
    elif not commands:
        reader.status.show_message(_("Set up commands of your own as tables [[commands]] in config.toml"))
    elif name:
        _ask_if_many(reader, next(one for one in commands if one.name == name), ids)
    else:
        from reader.ui.dialogs.choose import ChoiceDialog

        def chosen(number: int | None) -> None:
            if number is not None:
                _ask_if_many(reader, commands[number], ids)

        title = plural("Hand over to", "Hand {n} articles over to", len(ids))
        reader.app.push_screen(ChoiceDialog(title, [one.name for one in commands]), chosen)


def _ask_if_many(reader: ReaderContext, program: Program, ids: tuple[int, ...]) -> None:
    """Starts at once, or after a question if the program would run many times."""
    start = partial(_start, reader, program, ids)
    if len(ids) <= MANY or program.takes_all:
        start()
        return
    from reader.ui.dialogs.dialog import ConfirmDialog

    question = _("{name} will run {n} times, once for each article.").format(name=program.name, n=len(ids))
    dialog = ConfirmDialog(_("Hand over"), question, accept=N_("{key} hands over"))
    reader.app.push_screen(dialog, lambda yes: start() if yes else None)


def _start(reader: ReaderContext, program: Program, ids: tuple[int, ...]) -> None:
    reader.app.run_worker(_hand_over(reader, program, ids))


async def _hand_over(reader: ReaderContext, program: Program, ids: tuple[int, ...]) -> None:
    """Writes the files, runs the program and removes them again; its failure is said, and its success."""
    if missing := await in_thread(partial(_missing, program)):
        reader.status.show_message(missing, serious=True)
        return
    try:
        articles = await _articles(reader, program, ids)
    except StoreError as error:
        reader.status.show_error(error)
        return
    if not articles:  # removed since they were listed
        reader.status.show_message(_("No article is selected"))
        return
    if not program.terminal:
        reader.status.show_message(_("{name} is running…").format(name=program.name))
    try:
        failures = await _run_all(reader, program, articles)
    except OSError as error:
        reason = system_message(error)
        message = _("Couldn’t write a file for {name}: {reason}").format(name=program.name, reason=reason)
        reader.status.show_message(message, serious=True)
        return
    if failures:
        reader.status.show_message(_failed(failures, runs=1 if program.takes_all else len(articles)), serious=True)
    elif not program.terminal:
        reader.status.show_message(
            plural("{name}: done", "{name}: done with {n} articles", len(articles), name=program.name)
        )


def _missing(program: Program) -> str | None:
    return missing_program(Job(program.name, [expand_home(program.run[0])]))


async def _articles(reader: ReaderContext, program: Program, ids: tuple[int, ...]) -> Sequence[Article]:
    """The articles, with the texts of their pages if the program gets texts. Raises ``StoreError``."""
    if program.gets_text:
        reader.status.show_message(_("{name} is running…").format(name=program.name))
        return await whole_articles(reader, ids)
    return await asyncio.wrap_future(reader.library.articles.load_entries(ids))


async def _run_all(reader: ReaderContext, program: Program, articles: Sequence[Article]) -> list[str]:
    """Runs the program for all articles, one after another. Returns what went wrong."""
    if not program.terminal:
        return await in_thread(partial(_run_here, program, articles))
    folder = Path(await in_thread(partial(tempfile.mkdtemp, prefix=_PREFIX)))
    try:
        jobs = [_job(program, one) for one in await in_thread(partial(runs_of, program, articles, folder))]
        return list(filter(None, [run_on_screen(reader.app, job) for job in jobs]))
    finally:
        await in_thread(partial(shutil.rmtree, folder, ignore_errors=True))


def _run_here(program: Program, articles: Sequence[Article]) -> list[str]:
    """Runs it in this thread. A program that outlives the reader keeps its files."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        jobs = [_job(program, one) for one in runs_of(program, articles, folder)]
        return list(filter(None, map(run_in_background, jobs)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _job(program: Program, one: Run) -> Job:
    return Job(program.name, one.arguments, one.input, program.terminal, program.seconds)


def _failed(failures: list[str], *, runs: int) -> str:
    if runs == 1:
        return failures[0]
    return _("{failed} of {n} failed. {reason}").format(failed=len(failures), n=runs, reason=failures[0])
