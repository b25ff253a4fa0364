"""Finds the edition that the front page shows, with its articles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.edition.values import Edition
from reader.errors import StoreError
from reader.library.editions import local_day
from reader.text import sentence
from reader.ui.front_page.arriving import all_arrived
from reader.ui.front_page.last_page import nothing_yet
from reader.ui.front_page.visit import Visit
from reader.ui.reader.context import ReaderContext
from reader.wording.problem_messages import error_message


async def load(
    reader: ReaderContext, visit: Visit, wanted: Edition | None, tell_arriving: Callable[[], None]
) -> tuple[str, ...]:
    """Fills a visit with an edition: this one, today's that was read last, today's, or the latest.

    Returns a message if there is none. ``tell_arriving`` is called if a refresh has to be waited for.
    """
    editions, session = reader.library.editions, reader.session.now
    try:
        found = wanted or await _read_last(reader) or await _of_today(reader, tell_arriving)
        found = found or await asyncio.wrap_future(editions.latest())
        if found is None:
            visit.show_nothing()
            return nothing_yet(reader.library)
        articles = await asyncio.wrap_future(editions.articles(found))
        rest = await asyncio.wrap_future(editions.would_mark_rest(found))
    except StoreError as error:
        visit.show_nothing()
        return (sentence(error_message(error, full_path=False)),)
    visit.edition, visit.articles, visit.rest = found, dict(articles), rest.count
    visit.opened, visit.at_end = set(), False
    same = session.edition == edition_key(found)
    visit.seconds = float(session.edition_seconds) if same else 0.0
    first = next(iter(visit.order), None)
    visit.selected = session.edition_story if same and session.edition_story in articles else first
    return ()


async def _read_last(reader: ReaderContext) -> Edition | None:
    """The edition of today that was read last."""
    day, _slash, number = reader.session.now.edition.partition("/")
    if day != local_day(reader.library.now()) or not number.isdecimal():
        return None
    return await asyncio.wrap_future(reader.library.editions.of(day, int(number)))


async def _of_today(reader: ReaderContext, tell_arriving: Callable[[], None]) -> Edition | None:
    """Today's last edition, which is made if there is none; None: there is nothing to make it of."""
    editions = reader.library.editions
    if not await asyncio.wrap_future(editions.of(local_day(reader.library.now()))):
        await all_arrived(reader, tell_arriving)
    return await asyncio.wrap_future(editions.make())


def edition_key(edition: Edition) -> str:
    """The edition as the session keeps it."""
    return f"{edition.day}/{edition.number}"
