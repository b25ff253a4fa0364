"""Feeds as files: RSS with articles of realistic lengths, as they stand and as they stand an article later."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from email.utils import formatdate
from html import escape
from pathlib import Path

from tests.bench.prose import LANGUAGES, Prose

BEFORE, AFTER = "before", "after"


def feed_name(feed: int) -> str:
    """The name of a feed's file."""
    return f"feed-{feed}.xml"


def write_documents(folder: Path, feeds: int, entries: int, *, seed: int = 3) -> None:
    """Two folders of feeds: ``before``, and ``after``, in which each has a new entry and has lost its oldest."""
    prose = Prose(seed)
    now = time.time()
    for name in (BEFORE, AFTER):
        (folder / name).mkdir(parents=True)
    for feed in range(feeds):
        prose.begin(feed)
        language = LANGUAGES[feed % len(LANGUAGES)]
        items = [_item(prose, feed, number, now, language) for number in range(entries + 1)]
        for name, some, modified in ((BEFORE, items[:-1], now - 3_600), (AFTER, items[1:], now)):
            file = folder / name / feed_name(feed)
            file.write_text(document(feed, some, language), encoding="utf-8")
            os.utime(file, (modified, modified))


def document(feed: int, items: Iterable[str], language: str = "en") -> str:
    """An RSS document of these items, the newest of which comes last here and first there."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>The Served Feed of Number {feed}</title><link>https://served.example/{feed}</link>"
        f"<description>Made to be measured.</description><language>{language}</language>\n"
        f"{''.join(reversed(list(items)))}</channel></rss>\n"
    )


def item(title: str, guid: str, published: float, html: str, author: str) -> str:
    """An item of RSS with its content."""
    return (
        f"<item><title>{escape(title)}</title><link>https://served.example/{guid}</link>"
        f'<guid isPermaLink="false">{guid}</guid><pubDate>{formatdate(published, usegmt=True)}</pubDate>'
        f"<dc:creator>{author}</dc:creator><content:encoded><![CDATA[{html}]]></content:encoded></item>\n"
    )


def _item(prose: Prose, feed: int, number: int, now: float, language: str) -> str:
    html, _ = prose.article(prose.length(), language)
    published = now - 86_400 + 600 * number
    return item(prose.title(number, language), f"served-{feed}-{number}", published, html, prose.name())
