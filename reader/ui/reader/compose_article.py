"""From an entry to what its page shows: which text is the body, which the lead, who gets a box. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.article.blocks import Document
from reader.article.document import build_document, make_document
from reader.article.document_text import plain_text_of
from reader.article.drop_repeats import drop_repeated, is_same_text
from reader.model import Entry, Headline
from reader.text import count_words, plain_text, reading_minutes
from reader.ui.typeset.author_box import Profile
from reader.ui.typeset.page import Article, paragraphs

LONG = 60_000  # characters of HTML from which on an article is shown in two steps
BEGINNING = 30_000  # characters of the first step: more than a screen shows
LONGEST_LEAD = 600  # characters; a longer summary is the body


def begin(entry: Entry, more: Sequence[tuple[int, list[Headline]]], *, awaited: bool = False) -> Article:
    """The article of an entry as :func:`compose` makes it; of a very long one, how it begins.

    A book of 100,000 words takes a third of a second; what a screen shows of it takes no longer than a short one.
    """
    if not is_long(entry):
        return compose(entry, more, awaited=awaited)
    page = entry.page and replace(entry.page, content_html=_beginning(entry.page.content_html))
    first = replace(entry, page=page, content_html=_beginning(entry.content_html))
    return replace(compose(first, more, awaited=awaited), entry=entry, minutes=None, partial=True)


def is_long(entry: Entry) -> bool:
    """Whether making a page of it takes longer than a key may."""
    return len((entry.page.content_html if entry.page else "") or entry.content_html) > LONG


def _beginning(html: str) -> str:
    tag = html.rfind("<", BEGINNING // 2, BEGINNING)
    return html[: tag if tag > 0 else BEGINNING] if len(html) > BEGINNING else html


def compose(entry: Entry, more: Sequence[tuple[int, list[Headline]]], *, awaited: bool = False) -> Article:
    """The article of an entry.

    ``more``: for each author, in order, the id and other articles. ``awaited``: its page is on its way.
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
    """What introduces the text: the page's own lead, else the feed's summary if it is not how the text begins."""
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
        return "Getting the full text …"
    if not has_body and entry.url and entry.page_tried and entry.page is None:
        return "The full text could not be had. Press o to read it in the browser."
    return ""
