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
_NEAR = 4  # elements around a byline
_OTHERS_LIMIT = 80  # characters of a byline without a person; a longer one is a list of topics


def marked_byline(scope: ArticleScope) -> list[Element]:
    """The first element that is a byline by its class and names a person, else the first that names somebody.

    With it come others of the same class beside it, if a page has an element for each of its authors.
    """
    others: list[Element] = []
    above: Element | None = None
    bylines = list(marked_bylines(scope))
    for element in bylines:
        people = read_byline(lines_of(element))
        if any(looks_like_person(person.name) for person in people):
            if above is None and _is_far_above_headline(element, scope):
                above = element
            elif above is None or not _is_far_above_headline(element, scope):
                return [element, *_beside(element, bylines)]
        if people and (len(text_of(element, BYLINE_LIMIT)) <= _OTHERS_LIMIT or _is_given_name_and_more(people)):
            others.append(element)
    return [above] if above is not None else others[:1]


def _is_far_above_headline(element: Element, scope: ArticleScope) -> bool:
    """Whether a byline precedes the first ``h1``, and is not beside it: in a menu of columnists, in teasers."""
    first = next((one for one in scope.body.iter() if one is element or tag_of(one) == "h1"), element)
    if first is not element:
        return False
    near = islice(element.iterancestors(), _NEAR)
    return next(scope.body.iter("h1"), None) is not None and all(up.find(".//h1") is None for up in near)


def _beside(element: Element, bylines: list[Element]) -> Iterator[Element]:
    """The further bylines of the same class in the smallest element around one that has others, if it is a line."""
    alike = [
        one for one in bylines if one is not element and one.get("class") and one.get("class") == element.get("class")
    ]
    for up in islice(element.iterancestors(), 3) if alike else ():
        if len(text_of(up, BYLINE_LIMIT + 2)) > BYLINE_LIMIT:
            return
        inside = [one for one in alike if any(around is up for around in islice(one.iterancestors(), 3))]
        if inside:
            yield from inside
            return


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
