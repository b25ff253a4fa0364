"""Finds the few elements of a page whose class, id, name or attributes may have to do with its authors, in one pass.

The sources of authors, the author boxes and the bylines choose from these instead of walking through the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from reader.article.html_parser import HEADINGS, Element, classes_of
from reader.article.web_page import WebPage, text_of
from reader.lazy_dataclass import dataclass
from reader.people.given_names import is_surely_person
from reader.text import fold

# Parts of the words that the readers of these elements look for; see box_classes.py and marked_bylines.py.
_HINTS = (
    "auth", "aute", "auto", "autr", "byline", "by-line", "by_line", "contrib", "writer", "username", "user-name",
    "submitted",
    "signat", "verfasser", "redakteur", "columnist", "forfat", "skribent", "card", "m-a-box", "abh_", "sabox", "ts-fab",
    "site-d",
    "site-t", "journali", "reporter", "redact", "redakt", "schrijver", "verslagg", "toimitta", "kirjoitta", "dziennik",
    "giornali", "periodist", "firma", "assinatura", "creator", "createdby", "created-by", "created_by", "postedby",
    "posted-by", "posted_by", "writtenby", "written-by", "written_by", "published-by", "publishedby",
)  # fmt: skip
_ABOUT = re.compile(
    r"(?:about (?:the |our |this )?(?:authors?|writers?|contributors?)|meet the (?:author|writer)s?|"
    r"author(?:'s|’s)? (?:bio(?:graphy)?|profile|info(?:rmation)?)|"
    r"(?:informationen |infos? )?(?:uber|zur|zum) (?:den autor(?:en)?|autorin|autor|die autor(?:in|en|"
    r"innen))(?: .{0,20})?|"
    r"zu(?:r|m|den) (?:person|autor|autorin|autoren|verfasser|verfasserin)|die autor(?:in|en|innen)|der autor|"
    r"autor(?:en|innen)?-?(?:info(?:s|rmation(?:en)?)?|profil|portrat|box)|wer schreibt hier|"
    r"a propos (?:de l['’](?:aute(?:ur|ure|rice)|autrice)|des (?:auteurs|autrices))|"
    r"(?:sobre|acerca de) ?(?:el |la |los |las |o |a |os |as |l )?autor(?:es|as|a)?|acerca del autor|"
    r"(?:informazioni )?(?:sull['’]|l['’]|sugli |chi e l['’])aut(?:ore|rice|ori)|"
    r"over de (?:auteurs?|schrijvers?|schrijfster)|o autor(?:ze|ce|ach|ovi|kach|om)|"
    r"om (?:forfatteren|forfattaren|skribenten|forfatterne|journalisten)|(?:tietoa )?kirjoittajasta|"
    r"об авторе|об авторах|про автора|a szerzorol|despre autor(?:ul|e)?|yazar hakkinda|sobre quem escreve)",
)
# Headings that are the labels of bylines as well.
_LABELS = re.compile(
    r"(?:article )?written by|the (?:author|writer)s?|autor(?:in|en|innen|ka|ki)?|(?:verfasst|geschrieben) von|"
    r"l['’]auteure?|"
    r"ecrit par|(?:el|la|o|a) autora?|escrito por|scritto da|de auteur|geschreven door|kirjoittaja|szerzo|"
    r"biograph(?:y|ie)|biografi(?:a|e)"
)
# How such headings begin.
_MAY_BE_ABOUT = re.compile(
    r"\s*(?:a(?:bout|rticle written|uthor|utor|cerca|\s)|[àá] propos|meet|the (?:au|wr)|written|info|über|uber|"
    r"zu[rm ]|d(?:er|ie) autor|"
    r"verfasst|geschr|wer schr|sobre|el autor|la autor|o\s+(?:sobre|autor)|escrito|[ée]crit|scritto|sull|sugli|"
    r"l['’]|chi\s|"
    r"over|de\s+au|om\s|tietoa|kirjoitt|об\s|про\s|szerz|despre|yazar|biogr)",
    re.IGNORECASE,
)
_ABOUT_SOMEBODY = re.compile(r"(?:about|meet|über|à propos de|sobre|over|om)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_LONGEST_START = 40  # characters, more than any of these beginnings has
_HEADING_LIMIT = 60  # characters of a heading that can open a box
_ABOUT_LIMIT = 400  # such headings of one page
MARKS = ("data-testid", "data-component", "data-hook")  # names for tests
_MAY_OPEN_BOX = (*HEADINGS, "strong", "b", "p", "div", "dt", "summary", "span")
_WITH_CLASS = etree.XPath(
    "descendant-or-self::*[@class or @id or contains(name(), '-') or self::author or self::byline or "
    + " or ".join(f"@{name}" for name in MARKS)
    + "]"
)
_WITH_PROPERTY = etree.XPath("descendant-or-self::*[@rel or @itemprop or (@property and not(self::meta))]")


@dataclass(frozen=True, slots=True)
class MarkedElements:
    """Elements in document order."""

    hinted: Sequence[Element]  # by a part of a class, the id or the tag
    stated: Sequence[Element]  # by ``rel`` or ``itemprop``
    about: Sequence[Element]  # headings such as "About the author"

    def with_class(self, *names: str) -> list[Element]:
        """The elements that have one of these classes, of those that the hints know."""
        wanted = set(names)
        return [element for element in self.hinted if not wanted.isdisjoint(classes_of(element))]

    def still_in(self, tree: Element) -> MarkedElements:
        """Those that have not been removed from the tree."""
        lists = (self.hinted, self.stated, self.about)
        return MarkedElements(*([found for found in marked if tree in found.iterancestors()] for marked in lists))


def find_marked(page: WebPage) -> MarkedElements:
    """The marked elements of a page."""
    found = _WITH_CLASS(page.tree)
    marks = [(one, one.get("class"), one.get("id"), _name_for_tests(one), one.tag) for one in found]
    hinting = _hinting({value for _, *values, _ in marks for value in values if value})
    hinted = [
        element
        for element, classes, name, test, tag in marks
        if classes in hinting or name in hinting or test in hinting or "-" in tag or tag in ("author", "byline")
    ]
    stated = list(filter(_states_author, _WITH_PROPERTY(page.tree)))
    return MarkedElements(hinted, stated, list(islice(filter(_is_about, page.tree.iter(*_MAY_OPEN_BOX)), _ABOUT_LIMIT)))


def _name_for_tests(element: Element) -> str | None:
    """The name that tests know an element by; on sites whose classes have no meaning, only it tells."""
    attribute = element.get
    name: str | None = attribute("data-testid") or attribute("data-component") or attribute("data-hook")
    return name


def _states_author(element: Element) -> bool:
    attribute = element.get
    properties = attribute("itemprop") or attribute("property") or ""
    return "author" in properties or "creator" in properties or "author" in (attribute("rel") or "")


def _hinting(values: set[str]) -> set[str]:
    """The values with a hint in them. Most pages have few of the hints, so the others are sorted out at once."""
    together = "\n".join(values).lower()
    hints = [hint for hint in _HINTS if hint in together]
    return {value for value in values if any(map(value.lower().__contains__, hints))}


def _is_about(element: Element) -> bool:
    children = len(element)
    if children > 2:
        return False
    text = element.text or ""
    if len(text) > _HEADING_LIMIT + 20:
        return False
    if children:
        if len(text) > _LONGEST_START and not (text.isspace() or _MAY_BE_ABOUT.match(text)):
            return False
        if len(list(islice(element.iter(), 5))) > 4:
            return False
        text = "".join(element.itertext())
    if not _MAY_BE_ABOUT.match(text) or not 4 < len(" ".join(text.split())) <= _HEADING_LIMIT:
        return False
    text = text_of(element, _HEADING_LIMIT + 20)
    if _ABOUT.fullmatch(_key(text)) or (element.tag in HEADINGS and _LABELS.fullmatch(_key(text))):
        return True
    somebody = _ABOUT_SOMEBODY.sub("", text).strip(" :")
    return somebody != text.strip(" :") and is_surely_person(somebody)


def is_label_of_byline(heading: Element) -> bool:
    """Whether a heading such as "Author" can be the label of a byline, with the text of the article below it."""
    return _ABOUT.fullmatch(_key(text_of(heading, _HEADING_LIMIT + 20))) is None


def _key(text: str) -> str:
    return fold(text).rstrip(":.? ")
