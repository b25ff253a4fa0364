"""Finds the elements that the page itself marks as a byline: by a class, an id or an attribute."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from itertools import islice

from reader.article.article_scope import ArticleScope
from reader.article.author_boxes import is_box
from reader.article.box_classes import words_of
from reader.article.byline_lines import lines_of
from reader.article.html_parser import Element, tag_of
from reader.article.marked_elements import MARKS
from reader.article.trust import is_out_of_sight
from reader.article.web_page import text_of
from reader.people.given_names import begins_with_given_name
from reader.people.judge import looks_like_person
from reader.people.names import Person, read_byline

BYLINE_LIMIT = 200  # characters
ELEMENTS_LIMIT = 400  # elements of one source that are read
_AUTHOR_WORDS = frozenset({
    "author", "authors", "autor", "autoren", "autorin", "auteur", "auteurs", "autore", "byline", "bylines",
    "contributor", "contributors", "writer", "authorname", "autorname", "authornames", "username", "submitted",
    "autorenzeile", "authorlink", "signature", "signatur", "verfasser", "redakteur", "authored", "skribent",
    "authorline", "autorlinie", "journalist", "journalists", "journaliste", "journalistes", "reporter", "reporters",
    "redakteurin", "redacteur", "redactor", "redactora", "redaktor", "schrijver", "verslaggever", "toimittaja",
    "kirjoittaja", "dziennikarz", "giornalista", "periodista", "firma", "firmas", "firmante", "firmantes", "autoria",
    "assinatura", "creator", "createdby", "postedby", "writtenby", "publishedby", "submittedby", "authoredby",
    "verfasserin",
})  # fmt: skip
_NO_NAME_WORDS = frozenset({
    "image", "img", "avatar", "photo", "picture", "url", "email", "mail", "id", "bio", "description", "desc",
    "twitter", "tweet", "href", "social", "type", "comment", "comments", "role", "title", "job", "smartbanner", "app",
    "web", "webauthor", "license", "licence", "lizenz", "copyright", "credit", "credits", "foto",
})  # fmt: skip
_WITH_STYLE = re.compile(
    r"(?:authors?|autor(?:en|in)?|auteurs?|byline)(?:bold|line|text|wrap|wrapper|row|item|label|tag|div|span|date|info|meta)"
)
_OF_LICENCE = re.compile(r"(?:^|[-_\s])(?:licen[sc]e|copyright)(?:$|[-_\s])", re.IGNORECASE)
_CONTRIBUTED = re.compile(
    r"\bcontributed (?:to|reporting)|^contributing\b|\btrug(?:en)? zu diese[mr]|\bont contribué|"
    r"\bcontribuyó|\bcontribuyeron|\bha contribuito|\bhanno contribuito|\bdroeg(?:en)? bij",
    re.IGNORECASE,
)
_OTHERS_LIMIT = 80  # characters of a byline without a person; a longer one is a list of topics


def marked_byline(scope: ArticleScope) -> Element | None:
    """The first element that is a byline by its class and names a person; else one that names somebody."""
    others: list[Element] = []
    for element in marked_bylines(scope):
        people = read_byline(lines_of(element))
        if any(looks_like_person(person.name) for person in people):
            return element
        if people and (len(text_of(element, BYLINE_LIMIT)) <= _OTHERS_LIMIT or _is_given_name_and_more(people)):
            others.append(element)
    return others[0] if others else None


def _is_given_name_and_more(people: tuple[Person, ...]) -> bool:
    """Whether a given name has what its bearer does behind it."""
    return len(people) == 1 and people[0].role is not None and begins_with_given_name(people[0].name)


def marked_bylines(scope: ArticleScope) -> Iterator[Element]:
    """The short elements of the article whose class or id has the word "author" or "byline", outermost first."""
    marked = islice((one for one in scope.marked.hinted if _is_marked(one) and one in scope), ELEMENTS_LIMIT)
    short = (
        one
        for one in marked
        if not is_box(one) and not is_out_of_sight(one) and 3 <= len(text_of(one, BYLINE_LIMIT + 40)) <= BYLINE_LIMIT
    )
    return (one for one in short if not _is_of_licence(one) and not _CONTRIBUTED.search(text_of(one, BYLINE_LIMIT)))


def _is_of_licence(element: Element) -> bool:
    """Whether the element is part of a statement of a picture's licence or rights."""
    near = islice(element.iterancestors(), 3)
    return any(tag_of(up) == "figcaption" or _OF_LICENCE.search(up.get("class") or "") for up in near)


def credited_elements(scope: ArticleScope) -> list[Element]:
    """The elements of the article that name a person by an attribute or as a card."""
    credited = (*scope.marked.stated, *scope.marked.with_class("vcard", "h-card"))
    return [one for one in credited if one in scope and not is_box(one)]


def _is_marked(element: Element) -> bool:
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.tag}"
    return any(map(has_author_word, (*marks.split(), *(element.get(name) or "" for name in MARKS))))


def has_author_word(token: str) -> bool:
    """Whether a class or a name has the word "author" in it, apart from its picture, address and the like."""
    words = words_of(token)
    if not words or not _NO_NAME_WORDS.isdisjoint(words):
        return False
    pairs = itertools.pairwise(words)
    words += [first + second for first, second in pairs if "by" in (first, second) or first == "user"]  # by-line
    return any(
        word in _AUTHOR_WORDS or word.endswith(("author", "authors")) or _WITH_STYLE.fullmatch(word) for word in words
    )
