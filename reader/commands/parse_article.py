"""``parse`` and ``article``: what the reader makes of a feed or a page, without storing anything."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from reader.commands import Exit
from reader.commands.console import Form, complain, cut, print_value, print_values, say, shown_url, width
from reader.commands.json_output import Object, page_object, parsed_feed_object
from reader.commands.open_folders import logged
from reader.commands.read_source import Source, base_of, read_source
from reader.commands.text_output import feed_lines, page_lines
from reader.config import load_config, reason
from reader.errors import FetchError, ParseError
from reader.model import Page
from reader.paths import Paths


def parse(paths: Paths, options: argparse.Namespace) -> int:
    """One feed: itself and its entries."""
    from reader.parse import parse_feed

    base = base_of(options.base)
    try:
        with logged(paths, make_folder=False):
            source = read_source(paths, options.source, base=base)
            feed = parse_feed(source.body, url=source.url, content_type=source.content_type, base=base)
    except (FetchError, ParseError) as error:
        complain(_with_name(options.source, error))
        return Exit.PARTLY
    if options.form is not Form.TEXT:
        print_value(parsed_feed_object(feed, source.url or None), options.form)
    else:
        columns = width()
        for line in feed_lines(feed):
            say(cut(line, columns))
    return Exit.DONE


def article(paths: Paths, options: argparse.Namespace) -> int:
    """Some pages: of one an object, of several an array (or JSON lines), with null for one that failed."""
    base = base_of(options.base)
    failed: list[str] = []

    def pages() -> Iterator[Page | None]:
        for given in options.sources:
            try:
                yield _page(paths, given, base)
            except (FetchError, ParseError, OSError) as error:
                if isinstance(error, OSError) and len(options.sources) == 1:
                    raise
                complain(_with_name(given, error))
                failed.append(given)
                yield None

    with logged(paths, make_folder=False):
        _PRINTERS[options.form](paths, pages(), options)
    return Exit.PARTLY if failed else Exit.DONE


def _page(paths: Paths, given: str, base: str | None) -> Page:
    from reader.article import extract_page

    source: Source = read_source(paths, given, base=base, page=True)
    return extract_page(source.body, url=base or source.url, content_type=source.content_type)


def _print_text(paths: Paths, pages: Iterator[Page | None], _: argparse.Namespace) -> None:
    config, _mistakes = load_config(paths.config)
    first = True
    for page in filter(None, pages):
        if not first:
            say("\n" + "* " * 12 + "\n")
        first = False
        for line in page_lines(page, width(), config.measure):
            say(line)


def _print_json(_: Paths, pages: Iterator[Page | None], options: argparse.Namespace) -> None:
    objects: Iterator[Object | None] = (page_object(page) if page else None for page in pages)
    if len(options.sources) > 1:
        print_values(objects, options.form)
    else:
        for found in filter(None, objects):
            print_value(found, options.form)


_PRINTERS: dict[Form, Callable[[Paths, Iterator[Page | None], argparse.Namespace], None]] = {
    Form.TEXT: _print_text,
    Form.JSON: _print_json,
    Form.LINES: _print_json,
}


def _with_name(given: str, error: FetchError | ParseError | OSError) -> str:
    name = shown_url(given)
    words = reason(error) if isinstance(error, OSError) else str(error)
    return words if words.startswith(name) else f"{name}: {words}"
