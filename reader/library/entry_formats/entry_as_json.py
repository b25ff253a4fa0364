"""An article as the JSON object that commands print and the user's own commands get.

Keys are stable and only ever added; dates are RFC 3339; unknown values are null.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reader.library.entry_formats.entry_as_text import text_of
from reader.model import Author, Chapter, Enclosure, Entry, chapters_of, comments_count, comments_page
from reader.text import plain_text
from reader.web.addresses import without_userinfo
from reader.wording.timestamps import rfc3339

Object = dict[str, Any]


def entry_object(entry: Entry, *, tags: Iterable[str] = ()) -> Object:
    """A stored entry, with the content of its page if that was fetched, else of the feed. ``tags``: its feed's."""
    from reader.article.entry_text import body_of

    return {
        "id": entry.id,
        "feed_url": without_userinfo(entry.feed_url),
        "feed_title": entry.feed_title,
        "title": entry.title or None,
        "url": entry.url,
        "authors": author_objects(entry.authors),
        "published": rfc3339(entry.published),
        "updated": rfc3339(entry.updated),
        "edited": rfc3339(entry.edited),
        "read": entry.read,
        "starred": entry.starred,
        "later": entry.later,
        "labels": list(entry.labels),
        "tags": list(tags),
        "categories": list(entry.categories),
        "summary": plain_text(entry.summary_html) or None,
        **content_fields(*body_of(entry)),
        "enclosures": enclosure_objects(entry.enclosures),
        "comments_url": comments_page(entry),
        "comments_count": comments_count(entry),
        "image": entry.image,
        "language": entry.language,
        "chapters": chapter_objects(chapters_of(entry)),
        "transcript": text_of(entry.page.transcript, entry.page.url) or None if entry.page else None,
        "duplicates": list(entry.duplicates),
    }


def author_objects(authors: Iterable[Author]) -> list[Object]:
    """People with all that is known of them."""
    return [{"name": a.name, "url": a.url, "bio": a.bio, "avatar": a.avatar, "role": a.role} for a in authors]


def enclosure_objects(enclosures: Iterable[Enclosure]) -> list[Object]:
    """Attached files."""
    return [
        {"url": e.url, "type": e.type, "length": e.length, "title": e.title, "duration": e.duration} for e in enclosures
    ]


def chapter_objects(chapters: Iterable[Chapter]) -> list[Object]:
    """The chapters of an episode."""
    return [{"start": one.start, "title": one.title, "url": one.url} for one in chapters]


def content_fields(markup: str, base: str | None) -> Object:
    """Sanitised HTML and its text."""
    from reader.article.sanitise import for_others

    return {"content_html": for_others(markup, base=base) or None, "content_text": text_of(markup, base) or None}
