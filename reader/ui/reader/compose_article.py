"""Composes an article from an entry: its text, its authors' boxes, and a note about its full text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from reader.article.blocks import Block
from reader.article.document_text import plain_text_of
from reader.article.entry_pictures import hero_of, with_lengths, with_pictures
from reader.article.entry_text import body_of, lacks_rest, text_of_entry
from reader.article.flow import keep_working
from reader.model import Entry, Headline
from reader.problems import Problem, ProblemDetails
from reader.text import count_words, reading_minutes
from reader.ui.commands.registry import key_of
from reader.ui.typeset.author_box import Profile
from reader.ui.typeset.page import Article
from reader.wording.catalogue import _

LONG = 60_000  # characters of HTML, see _effort; longer articles are shown in two steps
LONGEST_SUMMARY = 200  # words; a feed's text of more is taken for the whole article
BEGINNING = 30_000  # characters of the first step: more than a screen shows
_TAG = 20  # characters; a tag takes as long as this many of them
_FIRST_TAGS = BEGINNING // 2 // _TAG
_MARKS = re.compile("<(?! )|\n")  # of tags and of lines, which preformatted text keeps


def begin(
    entry: Entry, more: Sequence[Sequence[Headline]], *, awaited: bool = False, more_to_load: bool = False
) -> Article:
    """The article of an entry as :func:`compose` makes it, or only its beginning if it is very long.

    A book of 100,000 words takes a third of a second; its beginning takes no longer than a short article.
    """
    if not is_long(entry):
        return compose(entry, more, awaited=awaited, more_to_load=more_to_load)
    page = entry.page and replace(entry.page, content_html=_beginning(entry.page.content_html), transcript="")
    first = replace(
        entry,
        page=page,
        content_html=_beginning(entry.content_html),
        summary_html=_beginning(entry.summary_html),
        enclosures=(),  # whether the text has their pictures is not known yet
    )
    return replace(compose(first, more, awaited=awaited), entry=entry, minutes=None, partial=True)


def is_long(entry: Entry) -> bool:
    """Whether typesetting it takes longer than a key press may."""
    transcript = _effort(entry.page.transcript) if entry.page else 0
    return max(_effort(body_of(entry)[0]) + transcript, _effort(entry.summary_html)) > LONG


def _effort(html: str) -> int:
    return len(html) + _TAG * (html.count("<") - html.count("< "))


def _beginning(html: str) -> str:
    if len(html) > BEGINNING:
        tag = html.rfind("<", BEGINNING // 2, BEGINNING)
        html = html[: tag if tag > 0 else BEGINNING]
    further = next(islice(_MARKS.finditer(html), _FIRST_TAGS, None), None)
    return html[: further.start()] if further else html


def compose(
    entry: Entry,
    more: Sequence[Sequence[Headline]],
    *,
    awaited: bool = False,
    more_to_load: bool = False,
    check: Callable[[], None] = keep_working,
) -> Article:
    """The article of an entry.

    ``more``: other articles of each of the first authors, in order. ``awaited``: its page is being fetched.
    ``more_to_load``: opening it would fetch its page. ``check`` is called often, and what it raises ends the work.
    """
    text = text_of_entry(entry, check)
    words = count_words(plain_text_of(text.body))
    hero = hero_of(entry, text.body)
    note = _note(entry, awaited=awaited, more_to_load=more_to_load)
    return Article(
        entry=entry,
        lead=text.lead,
        document=with_pictures(with_lengths(text.body, entry.enclosures), entry.enclosures, hero),
        profiles=_profiles(entry, more),
        minutes=reading_minutes(words),
        note=note if not text.body.blocks else "",
        ending=note if text.body.blocks and words <= LONGEST_SUMMARY else "",
        lacks_rest=lacks_rest(entry),
        hero=hero,
        transcript=_transcript(entry, check),
    )


def _transcript(entry: Entry, check: Callable[[], None]) -> tuple[Block, ...]:
    page = entry.page
    if page is None or not page.transcript:
        return ()
    from reader.article.document import build_document

    return build_document(page.transcript, base=page.url or None, check=check).blocks


def _profiles(entry: Entry, more: Sequence[Sequence[Headline]]) -> tuple[Profile, ...]:
    persons = [credit for credit in entry.credits if not credit.nobody]
    known = zip_longest(entry.authors, persons, more)
    return tuple(
        Profile(author, credit.person if credit else 0, tuple(others or ()), credit is not None and credit.followed)
        for author, credit, others in known
        if author
    )


def _failure(error: ProblemDetails | None) -> str:
    key = key_of("entry.browser")
    if error is None or error.code is Problem.EARLIER_FAILURE:
        return _("Couldn’t load the full text. Press {key} to open it in your browser.").format(key=key)
    from reader.wording.problem_messages import problem_message  # only with a page that failed

    message = _("Couldn’t load the full text: {reason}. Press {key} to open the page in your browser.")
    return message.format(reason=problem_message(error), key=key)


def _note(entry: Entry, *, awaited: bool, more_to_load: bool) -> str:
    """Why this is not the whole article, if it is not."""
    if awaited:
        return _("Fetching the full text…")
    if entry.url and entry.page_tried and entry.page is None:
        return _failure(entry.page_error)
    if more_to_load:
        message = _("This is only what the feed says. Press {key} to load the whole article.")
        return message.format(key=key_of("move.in"))
    return ""
