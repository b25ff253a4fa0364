"""Feeds as files: RSS with articles of realistic length, before and after each publishes one more."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from email.utils import formatdate
from html import escape
from pathlib import Path

from tests.bench.prose import LANGUAGES, Prose

AGE = 4 * 365 * 86_400  # seconds
BEFORE, AFTER = "before", "after"
CHANGING_EVERY = 4  # entries of a changing feed that differ in every response
UNIQUE = "@unique@"  # placeholder that each response replaces by another word


def feed_name(feed: int) -> str:
    """The file name of a feed."""
    return f"feed-{feed}.xml"


def write_documents(folder: Path, feeds: int, entries: int, *, seed: int = 3) -> None:
    """Two folders of feeds: ``before``, and ``after``, in which each feed has a new entry and has lost its oldest."""
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


def write_changing(folder: Path, feeds: int, entries: int, *, seed: int = 5) -> None:
    """A folder of feeds in which the server's every response changes some entries."""
    prose, now = Prose(seed), time.time()
    folder.mkdir(parents=True)
    for feed in range(feeds):
        prose.begin(feed)
        language = LANGUAGES[feed % len(LANGUAGES)]
        items = [_item(prose, feed, number, now, language) for number in range(entries)]
        items[1::CHANGING_EVERY] = [
            text.replace(f"served-{feed}-", f"{UNIQUE}-{feed}-") for text in items[1::CHANGING_EVERY]
        ]
        (folder / feed_name(feed)).write_text(document(feed, items, language), encoding="utf-8")


def document(feed: int, items: Iterable[str], language: str = "en") -> str:
    """An RSS document of these items. They are listed oldest first here and newest first in the document."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>The Served Feed of Number {feed}</title><link>https://served.example/{feed}</link>"
        f"<description>Made to be measured.</description><language>{language}</language>\n"
        f"{''.join(reversed(list(items)))}</channel></rss>\n"
    )


def _item(prose: Prose, feed: int, number: int, now: float, language: str) -> str:
    """An RSS item with its content, older than everything in the store, so the top of the list stays the same."""
    html = prose.article(prose.length(), language).html
    guid = f"served-{feed}-{number}"
    published = formatdate(now - AGE + 600 * number, usegmt=True)
    return (
        f"<item><title>{escape(prose.title(0, language))}</title><link>https://served.example/{guid}</link>"
        f'<guid isPermaLink="false">{guid}</guid><pubDate>{published}</pubDate>'
        f"<dc:creator>{prose.name()}</dc:creator><content:encoded><![CDATA[{html}]]></content:encoded></item>\n"
    )
