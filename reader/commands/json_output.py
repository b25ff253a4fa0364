"""Values as the JSON objects that commands print.

Keys are stable and only ever added; dates are RFC 3339; unknown values are null.
"""

from __future__ import annotations

from reader.arrival import ParsedEntry, ParsedFeed
from reader.commands.formats import shown_url
from reader.feed_health import Health
from reader.library.entry_formats.entry_as_json import (
    Object,
    author_objects,
    chapter_objects,
    content_fields,
    enclosure_objects,
)
from reader.model import Feed, Page
from reader.problems import ProblemDetails
from reader.text import plain_text
from reader.wording.feed_messages import check_reason_message
from reader.wording.problem_messages import problem_message
from reader.wording.timestamps import rfc3339


def parsed_entry_object(entry: ParsedEntry, feed: ParsedFeed, feed_url: str | None) -> Object:
    """An entry parsed from a feed, with the keys of a stored one and more; id and state are null."""
    return {
        "id": None,
        "feed_url": feed_url,
        "feed_title": feed.title or None,
        "title": entry.title or None,
        "url": entry.url,
        "authors": author_objects(entry.authors),
        "published": rfc3339(entry.published),
        "updated": rfc3339(entry.updated),
        "edited": None,
        "read": None,
        "starred": None,
        "later": None,
        "labels": [],
        "tags": [],
        "categories": list(entry.categories),
        "summary": plain_text(entry.summary_html) or None,
        **content_fields(
            entry.content_html if entry.content_html.strip() else entry.summary_html, entry.url or feed.link
        ),
        "enclosures": enclosure_objects(entry.enclosures),
        "comments_url": entry.comments_url,
        "comments_count": entry.comments_count,
        "image": entry.image,
        "language": entry.language,
        "chapters": chapter_objects(entry.chapters),
        "transcript": None,
        "duplicates": [],
        "story": None,
        "tellings": [],
        "guid": entry.guid,
        "comments_feed": entry.comments_feed,
    }


def parsed_feed_object(feed: ParsedFeed, feed_url: str | None) -> Object:
    """A parsed feed with its entries."""
    return {
        "title": feed.title or None,
        "link": feed.link,
        "description": feed.description or None,
        "language": feed.language,
        "updated": rfc3339(feed.updated),
        "kind": feed.kind,
        "complete": feed.complete,
        "left_out": feed.left_out,
        "ttl": feed.rhythm.ttl,
        "period": feed.rhythm.period,
        "skip_hours": list(feed.rhythm.skip_hours),
        "skip_days": list(feed.rhythm.skip_days),
        "entries": [parsed_entry_object(entry, feed, feed_url) for entry in feed.entries],
    }


def error_fields(details: ProblemDetails) -> Object:
    """A problem as ``error`` (a sentence), ``problem`` (its code) and ``arguments``."""
    return {"error": problem_message(details), **details.as_json()}


def _problem_fields(details: ProblemDetails | None) -> Object:
    return details.as_json() if details else {"problem": None, "arguments": None}


def feed_object(feed: Feed) -> Object:
    """A subscription with the result of its last poll."""
    poll = feed.poll
    return {
        "url": shown_url(feed.url),
        "title": feed.title,
        "link": feed.link,
        "folder": feed.folder or None,
        "tags": list(feed.tags),
        "account": feed.account or None,
        "unread": feed.unread,
        "total": feed.total,
        "last_success": rfc3339(poll.last_success) if poll else None,
        "last_error": problem_message(poll.error) if poll and poll.error else None,
        "next_check": rfc3339(poll.next_check) if poll else None,
        "status": str(poll.status) if poll else None,
    }


def health_object(health: Health) -> Object:
    """A subscription with its health and history."""
    feed, record = health.feed, health.record
    poll = feed.poll
    return {
        **feed_object(feed),
        "concern": str(health.concern),
        "http_status": poll.http_status if poll else None,
        "failures": poll.failures if poll else 0,
        "next_check_reason": check_reason_message(poll.reason) if poll and poll.reason else None,
        **_problem_fields(poll.error if poll else None),
        "last_poll": rfc3339(poll.last_poll) if poll else None,
        "left_out": poll.left_out if poll else 0,
        "newest": rfc3339(record.newest),
        "per_week": None if health.per_week is None else round(health.per_week, 2),
        "read_share": None if health.read_share is None else round(health.read_share, 3),
        "weeks": list(record.weeks),
    }


def page_object(page: Page) -> Object:
    """The article extracted from a web page."""
    from reader.article.running_text import caption_of, running_text
    from reader.article.sanitise import for_others

    running = running_text(page.content_html, page.content_text, base=page.url)
    return {
        "url": page.url or None,
        "title": page.title or None,
        "byline": page.byline or None,
        "lead": page.lead or None,
        "authors": author_objects(page.authors),
        "published": rfc3339(page.published, offset=page.published_offset),
        "site": page.site,
        "language": page.language,
        "category": page.category,
        "tags": list(page.tags),
        "image": page.image,
        "content_html": for_others(page.content_html, base=page.url) or None,
        "content_text": running.text or None,
        "figures": [
            {"src": figure.src, "alt": figure.alt or figure.title or None, "caption": caption_of(figure) or None}
            for figure in running.figures
        ],
        "media": [{"kind": str(media.kind), "title": media.title or None, "url": media.url} for media in running.media],
        "comments_url": page.comments_url,
        "comments_count": page.comments_count,
        "complete": page.complete,
        "next_page": page.next_page,
        "whole_page": page.whole_page,
        "comments_feed": page.comments_feed,
        "discussions": list(page.discussions),
    }
