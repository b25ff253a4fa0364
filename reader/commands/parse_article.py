"""``parse`` and ``article``: show how a feed or a web page is read, without storing it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from reader.arrival import ParsedFeed
from reader.commands import Exit
from reader.commands.columns import cut, width
from reader.commands.console import Form, complain, print_value, print_values, say
from reader.commands.formats import shown_url
from reader.commands.json_output import page_object, parsed_feed_object
from reader.commands.open_folders import logged
from reader.commands.read_source import base_address, read_source
from reader.commands.text_output import feed_lines, page_lines
from reader.commands.time_limit import time_limit
from reader.config import load_config
from reader.errors import FetchError, ParseError
from reader.model import Page
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.wording.catalogue import _
from reader.wording.problem_messages import error_message, system_message

_SECONDS_FOR_TEXTS = 60.0  # to sanitise the texts of all entries of a feed


def parse(paths: Paths, options: argparse.Namespace) -> int:
    """Prints a feed and its entries."""
    base = base_address(options.base)
    try:
        with logged(paths, make_folder=False):
            url, feed = _feed(paths, options.source, base)
        with time_limit(_SECONDS_FOR_TEXTS):
            found = parsed_feed_object(feed, url or None) if options.form is not Form.TEXT else None
    except (FetchError, ParseError) as error:
        complain(_named(options.source, error))
        return Exit.PARTLY
    if found is not None:
        print_value(found, options.form)
    else:
        columns = width()
        for line in feed_lines(feed):
            say(cut(line, columns))
    return Exit.DONE


def _feed(paths: Paths, given: str, base: str | None) -> tuple[str, ParsedFeed]:
    """The address and the content of a feed."""
    from reader.parse import parse_feed

    source = read_source(paths, given, base=base)
    if not source.body:
        raise ParseError(problem(Problem.FEED_FILE_EMPTY))
    with time_limit():
        return source.url, parse_feed(source.body, url=source.url, content_type=source.content_type, base=base)


def article(paths: Paths, options: argparse.Namespace) -> int:
    """Prints web pages: as JSON, one page is an object; several are an array, with null for one that failed."""
    base = base_address(options.base)
    failed: list[str] = []

    def pages() -> Iterator[Page | None]:
        for given in options.sources:
            try:
                yield _page(paths, given, base)
            except (FetchError, ParseError, OSError) as error:
                if isinstance(error, OSError) and len(options.sources) == 1:
                    raise
                complain(_named(given, error))
                failed.append(given)
                yield None

    with logged(paths, make_folder=False):
        if options.form is Form.TEXT:
            _print_text(paths, pages())
        else:
            _print_json(pages(), options.form, single=len(options.sources) == 1)
    return Exit.PARTLY if failed else Exit.DONE


def _page(paths: Paths, given: str, base: str | None) -> Page:
    from reader.article.extract import extract_page

    source = read_source(paths, given, base=base, page=True)
    with time_limit():
        return extract_page(source.body, url=base or source.url, content_type=source.content_type)


def _print_text(paths: Paths, pages: Iterator[Page | None]) -> None:
    config, _mistakes = load_config(paths.config)
    for number, page in enumerate(filter(None, pages)):
        if number:
            say("\n" + "* " * 12 + "\n")
        for line in page_lines(page, width(), config.measure):
            say(line)


def _print_json(pages: Iterator[Page | None], form: Form, *, single: bool) -> None:
    objects = (page_object(page) if page else None for page in pages)
    if not single:
        print_values(objects, form)
        return
    for found in filter(None, objects):
        print_value(found, form)


def _named(given: str, error: FetchError | ParseError | OSError) -> str:
    name = _("stdin") if given == "-" else shown_url(given)
    return f"{name}: {system_message(error) if isinstance(error, OSError) else error_message(error)}"
