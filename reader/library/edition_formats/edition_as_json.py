"""An edition as the JSON object that commands print. Keys are stable and only ever added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reader.edition.values import Edition, Item, Section
from reader.library.edition_formats import Paper
from reader.library.edition_messages import reason_message
from reader.library.entry_formats.entry_as_json import Object, entry_object
from reader.model import Entry
from reader.wording.timestamps import rfc3339

Tags = Callable[[Entry], Iterable[str]]


def edition_object(paper: Paper, tags: Tags) -> Object:
    """The edition with its sections and their articles. ``tags``: of the feed of an article."""
    return {
        **head_object(paper.edition),
        "minutes": paper.minutes,
        "sections": [
            {"title": section.title or None, "items": [*_items(paper, section, tags)]}
            for section in paper.edition.sections
        ],
    }


def head_object(edition: Edition) -> Object:
    """The fields that identify an edition."""
    return {
        "day": edition.day,
        "number": edition.number,
        "made": rfc3339(edition.made),
        "arrived": edition.arrived,
        "stories": len(edition.items),
    }


def article_objects(paper: Paper, tags: Tags) -> Iterator[Object]:
    """Each article with its section, in the order in which they are read."""
    edition = paper.edition
    for section in edition.sections:
        for item in _items(paper, section, tags):
            yield {"day": edition.day, "number": edition.number, "section": section.title or None, **item}


def _items(paper: Paper, section: Section, tags: Tags) -> Iterator[Object]:
    for item in section.items:
        entry = paper.entries.get(item.entry_id)
        if entry:
            yield {**entry_object(entry, tags=tags(entry)), **_place(paper, item)}


def _place(paper: Paper, item: Item) -> Object:
    """The place of an article, with the reasons."""
    feed = paper.articles[item.entry_id].feed_title
    reasons = [
        {"code": str(one.code), "number": one.number, "points": one.points, "text": reason_message(one, feed)}
        for one in item.reasons
    ]
    return {"size": str(item.size), "points": item.points, "reasons": reasons, "tellings": list(item.tellings)}
