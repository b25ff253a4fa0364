"""The parts of an article that a front page shows: its headline, and the beginning of its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.article.blocks import Block, Figure, Heading, ListBlock, Paragraph, Quote
from reader.article.document_text import plain_text_of_blocks, text_with_scripts
from reader.article.entry_pictures import hero_of
from reader.article.entry_text import EntryText, body_of, text_of_entry
from reader.lazy_dataclass import dataclass
from reader.library.entry_formats import address_of
from reader.model import Entry, text_language
from reader.text import reading_minutes

LONGEST = 2_400  # characters of the beginning of an article
LONGEST_TITLE = 300  # characters
_SHORTEST = 60  # characters of a paragraph that is cut


@dataclass(frozen=True, slots=True)
class EditionArticle:
    """An article of an edition as it is stored now.

    ``text``: the beginning of its text, a paragraph each, the lead first if it has one.
    ``picture``: the address of the picture at its top.
    """

    id: int
    feed_id: int
    feed_title: str
    title: str
    url: str | None
    authors: tuple[str, ...]
    sort: int
    minutes: int | None
    text: tuple[str, ...]
    picture: str | None
    language: str | None
    read: bool
    starred: bool
    later: bool


def edition_article(entry: Entry, feed_title: str) -> EditionArticle:
    """The article with the beginning of its text. ``feed_title``: as the user calls it."""
    whole = text_of_entry(entry)
    return EditionArticle(
        entry.id, entry.feed_id, feed_title, _cut(entry.title, LONGEST_TITLE), address_of(entry),
        tuple(author.name for author in entry.authors), entry.sort, reading_minutes(entry.words), _beginning(whole),
        _picture(entry, whole), text_language(entry), entry.read,
        entry.starred, entry.later,
    )  # fmt: skip


def has_picture(entry: Entry) -> bool:
    """Whether an article has a picture for the front page."""
    markup = body_of(entry)[0]
    named = bool(entry.image or entry.enclosures or (entry.page and entry.page.image))
    return (named or "<img" in markup) and _picture(entry, text_of_entry(entry)) is not None


def shortened(article: EditionArticle, length: int) -> list[str]:
    """The first paragraphs of an article of about that many characters, the last one cut after a word."""
    found: list[str] = []
    for text in article.text:
        if length < (_SHORTEST if found else 1):
            break
        found.append(_cut(text, length))
        length -= len(text)
    return found


def _cut(text: str, length: int) -> str:
    """The text, cut after a word if it has more than ``length`` characters."""
    return text if len(text) <= length else f"{text[:length].rpartition(' ')[0] or text[:length]} …"


def _beginning(whole: EntryText) -> tuple[str, ...]:
    found: list[str] = []
    length = 0
    for text in _paragraphs(whole):
        if length and length + len(text) > LONGEST:
            break
        found.append(text[:LONGEST])
        length += len(text)
    return tuple(found)


def _paragraphs(whole: EntryText) -> Iterator[str]:
    """The running text; lists and quotations only if there is nothing else. Pictures, tables and code are left out."""
    blocks = whole.body.blocks
    found: Sequence[Block] = [block for block in blocks if isinstance(block, Paragraph)] or [
        block for block in blocks if isinstance(block, Quote | ListBlock)
    ]
    yield from filter(None, [_one_line(text_with_scripts(whole.lead))])
    for block in found:
        text = _one_line(plain_text_of_blocks([block]))
        if text:
            yield text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _picture(entry: Entry, whole: EntryText) -> str | None:
    """The picture at the top of the article, else the first one of its text."""
    hero = hero_of(entry, whole.body)
    if hero and hero.src:
        return hero.src
    for block in whole.body.blocks:
        if isinstance(block, Figure) and block.src:
            return block.src
        if isinstance(block, Heading):
            break
    return None
