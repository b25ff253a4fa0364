"""``edition``: the front page of a day, as text, Markdown, a web page or JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from reader.commands import Exit
from reader.commands.columns import can_write, width
from reader.commands.console import Form, as_json, as_json_lines, complain, print_values, say
from reader.commands.open_folders import logged, opened
from reader.commands.refresh import no_feeds
from reader.edition.values import Edition
from reader.files import write_output
from reader.library import Library
from reader.library.edition_formats import Paper, ending
from reader.library.edition_formats.edition_as_json import article_objects, edition_object, head_object
from reader.library.edition_messages import name_of_edition, size_message
from reader.model import Entry
from reader.paths import Paths
from reader.problems import Problem
from reader.text import clean_text
from reader.wording.catalogue import _, plural
from reader.wording.timestamps import local_time

_USUAL_WIDTH = 80  # columns, without a terminal
_NARROWEST = 20


def edition(paths: Paths, options: argparse.Namespace) -> int:
    """Prints today's edition, making it if there is none yet, or another one."""
    with opened(paths) as library:
        if options.list:
            return _list(library, options)
        found = _find(library, options)
        if found is None:
            return Exit.PARTLY
        complete = _fetch(paths, library, found) if options.full else True
        text = _written(paths, library, library.editions.paper(found).result(), options)
    if options.output:
        write_output(options.output, text.encode("utf-8", "replace"))
    else:
        sys.stdout.write(text)
    return Exit.DONE if complete else Exit.PARTLY


def _find(library: Library, options: argparse.Namespace) -> Edition | None:
    """The wanted edition; None, after a message, if there is none."""
    if options.date:
        found = library.editions.of(options.date, options.number).result()
        if found is None:
            message = _("there is no such edition; `{command}` lists them")
            complain(message.format(command="broadsheet edition --list"))
        return found
    made = library.editions.make(late=options.late).result()
    if made is None:
        complain(_why_none(library))
    return made


def _fetch(paths: Paths, library: Library, edition: Edition) -> bool:
    """Loads the pages and pictures of the articles that lack them; false, after a message, if one failed."""
    from reader.refresh.in_process import get_articles_now

    ids, subscriptions = [item.entry_id for item in edition.items], library.subscriptions.all
    with logged(paths):
        done = get_articles_now(paths, library.config, subscriptions, ids, now=library.now())
    failed = sum(1 for one in done if one.error and one.error.code is not Problem.NO_PAGE)
    if failed:
        complain(plural("couldn't load the page of {n} article", "couldn't load the pages of {n} articles", failed))
    return not failed


def _why_none(library: Library) -> str:
    if not library.feeds.by_id:
        return no_feeds()
    latest = library.editions.latest().result()
    if latest is None:
        return _("no new articles yet; `{command}` loads them").format(command="broadsheet refresh")
    message = _("nothing new has arrived since {time}; `{command}` shows the last edition")
    return message.format(time=local_time(latest.made), command=f"broadsheet edition --date {latest.day}")


def _list(library: Library, options: argparse.Namespace) -> int:
    editions = library.editions.all().result()
    if options.form in (Form.JSON, Form.LINES):
        print_values(map(head_object, editions), options.form)
    else:
        for one in editions:
            name = name_of_edition(one)
            say("  ".join(filter(None, (one.day, f"{one.number}", local_time(one.made), size_message(one), name))))
    if not editions:
        complain(_("no editions yet; `{command}` makes one").format(command="broadsheet edition"))
    return Exit.DONE if editions else Exit.PARTLY


def _written(paths: Paths, library: Library, paper: Paper, options: argparse.Namespace) -> str:
    """The edition in the wanted form, with a line end at its end."""

    def tags(entry: Entry) -> tuple[str, ...]:
        feed = library.feeds.by_id.get(entry.feed_id)
        return feed.tags if feed else ()

    match options.form:
        case Form.JSON:
            return as_json(edition_object(paper, tags))
        case Form.LINES:
            return as_json_lines(article_objects(paper, tags))
        case Form.MARKDOWN:
            from reader.library.edition_formats.edition_as_markdown import edition_as_markdown

            return clean_text(edition_as_markdown(paper))
        case Form.HTML:
            return _as_html(paths.pictures, paper)
    columns = max(options.width or (None if options.output else width()) or _USUAL_WIDTH, _NARROWEST)
    plain = library.config.ascii or not (options.output or can_write("─━│…▸█▔▗"))
    return "".join(f"{clean_text(line)}\n" for line in _text_lines(paper, columns, plain=plain))


def _text_lines(paper: Paper, columns: int, *, plain: bool) -> list[str]:
    """The front page as the reader sets it, on one page without colours. ``plain``: with ASCII lines."""
    from reader.ui.front_page.copy_desk import copy_of
    from reader.ui.front_page.layout.block import ASCII_SIGNS, SIGNS
    from reader.ui.front_page.layout.pages import front_page_text
    from reader.ui.typeset.hyphens import syllables_of

    copy = copy_of(paper.edition, paper.articles, ending=(ending(paper),))
    return front_page_text(copy, columns, syllables_of, ASCII_SIGNS if plain else SIGNS)


def _as_html(pictures: Path, paper: Paper) -> str:
    from reader.library.edition_formats.edition_as_html import edition_as_html
    from reader.library.edition_formats.embedded_pictures import EmbeddedPictures

    page = edition_as_html(paper, EmbeddedPictures(pictures).address)
    return "\n".join(line if line.isascii() and line.isprintable() else clean_text(line) for line in page.split("\n"))
