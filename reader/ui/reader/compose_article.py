"""Composes an article from an entry: which text is the body, which the lead, which authors get a box. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.article.blocks import Document
from reader.article.document import build_document, make_document
from reader.article.document_text import plain_text_of
from reader.article.drop_repeats import drop_repeated, is_same_text
from reader.model import Entry, Headline
from reader.text import count_words, plain_text, reading_minutes
from reader.ui.commands.registry import key_of
from reader.ui.typeset.author_box import Profile
from reader.ui.typeset.page import Article, paragraphs
from reader.wording.catalogue import _

LONG = 60_000  # characters of HTML; longer articles are shown in two steps
BEGINNING = 30_000  # characters of the first step: more than a screen shows
LONGEST_LEAD = 600  # characters; a longer summary is the body


def begin(entry: Entry, more: Sequence[tuple[int, list[Headline]]], *, awaited: bool = False) -> Article:
    """The article of an entry as :func:`compose` makes it, or only its beginning if it is very long.

    A book of 100,000 words takes a third of a second; its beginning takes no longer than a short article.
    """
    if not is_long(entry):
        return compose(entry, more, awaited=awaited)
    page = entry.page and replace(entry.page, content_html=_beginning(entry.page.content_html))
    first = replace(entry, page=page, content_html=_beginning(entry.content_html))
    return replace(compose(first, more, awaited=awaited), entry=entry, minutes=None, partial=True)


def is_long(entry: Entry) -> bool:
    """Whether typesetting it takes longer than a key press may."""
    return len((entry.page.content_html if entry.page else "") or entry.content_html) > LONG


def _beginning(html: str) -> str:
    tag = html.rfind("<", BEGINNING // 2, BEGINNING)
    return html[: tag if tag > 0 else BEGINNING] if len(html) > BEGINNING else html


def compose(entry: Entry, more: Sequence[tuple[int, list[Headline]]], *, awaited: bool = False) -> Article:
    """The article of an entry.

    ``more``: id and other articles of each author, in order. ``awaited``: its page is being fetched.
    """
    page = entry.page
    html = (page.content_html if page else "") or entry.content_html
    summary = plain_text(entry.summary_html)
    document = build_document(html, base=(page.url if page and page.content_html else entry.url))
    lead = _lead(entry, summary, document)
    if not document.blocks and not lead and summary:
        document = build_document(entry.summary_html, base=entry.url)
        if not document.blocks:
            document = make_document(paragraphs(summary))
    image = (page.image if page else None) or entry.image
    document = drop_repeated(document, entry.title, lead or None, image)
    words = count_words(plain_text_of(document))
    return Article(
        entry=entry,
        lead=lead,
        document=document,
        profiles=tuple(
            Profile(author, author_id, tuple(others))
            for author, (author_id, others) in zip(entry.authors, more, strict=False)
        ),
        minutes=reading_minutes(words),
        note=_note(entry, has_body=bool(document.blocks), awaited=awaited),
    )


def _lead(entry: Entry, summary: str, document: Document) -> str:
    """The page's own lead, else the feed's summary unless the text begins with it."""
    if entry.page and entry.page.lead and not is_same_text(entry.page.lead, entry.title):
        return entry.page.lead
    if not summary or len(summary) > LONGEST_LEAD or is_same_text(summary, entry.title):
        return ""
    lead = " ".join(summary.split())
    begins_with = lead.rstrip("….[] ").casefold()[:80]
    opening = " ".join(plain_text_of(make_document(document.blocks[:3])).split()).casefold()
    return "" if begins_with and begins_with in opening else lead


def _note(entry: Entry, *, has_body: bool, awaited: bool) -> str:
    if awaited and not has_body:
        return _("Fetching the full text…")
    if not has_body and entry.url and entry.page_tried and entry.page is None:
        return _("Couldn’t load the full text. Press {key} to open it in your browser.").format(
            key=key_of("entry.browser")
        )
    return ""
