"""The newspaper as values: its articles and authors, and how it changes from one edition to the next.

Nothing here knows HTML or HTTP. Publishing, changing and retracting return a new :class:`Site`, so the server swaps
one value and no request ever sees half a change. Times are Unix seconds UTC.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from tests.newspaper.briefs import Brief
from tests.newspaper.words import Words, words_for


@dataclass(frozen=True, slots=True)
class Author:
    """A writer; ``page_style`` says how the author page marks up the person (jsonld, hcard, opengraph)."""

    slug: str
    section: str
    name: str
    role: str
    bio: str | None
    portrait: bool
    social: tuple[str, ...]
    about: str  # the heading over the biography: "About the author", "Über die Autorin"
    page_style: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment; ``reply_to`` is the number of the one that it answers."""

    number: int
    name: str
    published: int
    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture over an article: a scene of :mod:`pictures` with its caption and credit."""

    scene: str
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article; without authors it is signed by the editors. ``author_style``: see :mod:`author_marks`."""

    slug: str
    section: str
    title: str
    lead: str
    category: str
    authors: tuple[str, ...]
    published: int
    body: str  # HTML, links relative to the article's page
    updated: int | None = None
    tags: tuple[str, ...] = ()
    picture: Picture | None = None
    author_style: str = "rel"
    comments: tuple[Comment, ...] = ()
    audio: bool = False
    gallery: tuple[tuple[str, str], ...] = ()  # paths and descriptions of pictures that only the feed has

    @property
    def revised(self) -> int:
        """The last change of any part but the comments."""
        return max(self.published, self.updated or 0)

    @property
    def guid(self) -> str:
        """An unchanging name that is not an address (RFC 4151)."""
        return f"tag:newspaper.example,2020:{self.section}/{self.slug}"

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"/{self.section}/{words_for(self.section).articles}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the paper's two editions; all newest first. ``revised``: when the list of articles last changed."""

    code: str
    articles: tuple[Article, ...]
    revised: int
    briefs: tuple[Brief, ...] = ()

    @property
    def words(self) -> Words:
        """The language that it is printed in."""
        return words_for(self.code)


@dataclass(frozen=True, slots=True)
class Site:
    """The whole paper under one address (``base``: ``http://127.0.0.1:8000``, no slash at the end)."""

    base: str
    sections: tuple[Section, ...]
    writers: tuple[Author, ...]

    def url(self, path: str) -> str:
        """The absolute address of a path."""
        return self.base + path

    def section(self, code: str) -> Section:
        """The section with that language code; KeyError if it does not exist."""
        return {section.code: section for section in self.sections}[code]

    def article(self, slug: str) -> Article:
        """The article with that slug; KeyError if it does not exist."""
        return {article.slug: article for section in self.sections for article in section.articles}[slug]

    def author(self, slug: str) -> Author:
        """The author with that slug; KeyError if it does not exist."""
        return {author.slug: author for author in self.writers}[slug]

    def authors_of(self, article: Article) -> tuple[Author, ...]:
        """Its authors, in the order of the byline; empty if the editors sign it."""
        return tuple(self.author(slug) for slug in article.authors)

    def articles_by(self, author: Author) -> tuple[Article, ...]:
        """The articles of an author, newest first."""
        return tuple(a for a in self.section(author.section).articles if author.slug in a.authors)

    def with_article(self, article: Article, revised: int) -> Site:
        """The site with the article added, or replacing the one with its slug."""
        section = self.section(article.section)
        others = [other for other in section.articles if other.slug != article.slug]
        ordered = tuple(sorted([article, *others], key=lambda a: (-a.published, a.slug)))
        return self._with(replace(section, articles=ordered, revised=revised))

    def without(self, slug: str, revised: int) -> Site:
        """The site without that article; KeyError if it does not exist."""
        section = self.section(self.article(slug).section)
        kept = tuple(article for article in section.articles if article.slug != slug)
        return self._with(replace(section, articles=kept, revised=revised))

    def _with(self, changed: Section) -> Site:
        return replace(self, sections=tuple(changed if s.code == changed.code else s for s in self.sections))


def briefs_path(code: str) -> str:
    """The path of the page with a section's short reports; the feed beside it ends in ``feed.xml``."""
    return f"/{code}/briefs/"


def author_path(author: Author) -> str:
    """The path of a writer's page."""
    return f"/{author.section}/{words_for(author.section).authors}/{author.slug}/"


def slugify(title: str) -> str:
    """The form of a title in an address: ``Grüße aus Łódź!`` becomes ``gruesse-aus-odz``."""
    for letter, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        title = title.replace(letter, spelled).replace(letter.upper(), spelled.capitalize())
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "untitled"
