"""Finds the tags of an article: those that its page links to, else those that it states for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reader.article.article_scope import ArticleScope
from reader.article.html_parser import Element, classes_of, tag_of
from reader.article.tokens import belongs_to_article, in_comments
from reader.article.web_page import WebPage, text_of
from reader.text import clean_title, fold

_TAG_LIMIT = 30
_LONGEST_TAG = 60  # characters
_STATED = ("news_keywords", "keywords", "sailthru.tags", "parsely-tags", "dc.subject", "dcterms.subject")

# A comma between digits is a decimal one.
_BETWEEN_TAGS = re.compile(r"\s*(?:(?<!\d)[,，]|[,，](?!\d)|[;；、]|\s#)\s*")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LAST_PART = re.compile(r"[,;]\s*(?:&|\+|and|und|et|y|e|en|og|och|i|и)\s", re.IGNORECASE)
_MOST_PARTS = 4  # of a name such as "Business, Finance, & Economics"

_UUID = r"\{?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?"
_HASH = r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}"
_NUMBER = r"(?!(?:19|20)\d\d$)[\W\d_]+"  # a year is a tag
_LETTERS_AND_DIGITS = r"(?=[^\d]*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_=-]{16,}"
_IDENTIFIER = re.compile(rf"(?:{_UUID}|(?i:{_HASH})|{_NUMBER}|{_LETTERS_AND_DIGITS})")
_PREFIX = re.compile(
    r"(?:tags?|topics?|categor(?:y|ies)|kategorien?|keywords?|themen?|schlagw[oö]rt(?:er)?|stichw[oö]rt(?:er)?|sections?|"
    r"subjects?|temas?|etiquetas?|categor[ií]as?|mots?[ -]cl[ée]s?|sujets?|person(?:en)?|people|places?|locations?|"
    r"orte?|compan(?:y|ies)|organi[sz]ations?)\s*[:=]\s*(?=\S)",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    r"(?:sections?|topics?|organi[sz]ations?|persons?|people|locations?|places?|tags|categor(?:y|ies)|keywords?|subjects?)/"
    r"(?=\S)"
)
_MACHINE_TAG = re.compile(
    r"[a-z_][\w.-]*[:=]\S.*|(?i:[\w /-]*\b(?:nlp|entit(?:y|ies)|tokens?|types?|ids?|template|layout|source|status|"
    r"paywall|format|cms|seo|channel|version|flag)\b\w*\s*[:=].+)|https?://.*|\S*\w@\w\S*"
)

_IN_ADDRESS = re.compile(
    r"/(?:tags?|tagged|topics?|themen?|themes?|keywords?|schlagw[oö]e?rte?r?|stichw[oö]e?rte?r?|subjects?|hashtags?|labels?|"
    r"temas?|etiquetas?|etiket(?:ler)?|mots?-?cles?|sujets?|argoment[io]|onderwerp(?:en)?|emner?|tematy?|aiheet|tagi)/[^/]",
    re.IGNORECASE,
)
_TAG_CLASS = re.compile(
    r"(?:.*[-_])?(?:article|post|entry|story)?-?(?:tags?|topics?|keywords?|schlagw(?:ö|oe|o)rte?r?|subjects?|labels|"
    r"hashtags?|themen)(?:[-_]+(?:list|links?|items?|container|wrapper|box|group|block|area|section|widget|widget_.*|tags?|_.*)"
    r"|row|list|container|wrapper|box)*(?:_{2}\w*)?",
    re.IGNORECASE,
)
_NOT_TAGS = re.compile(r".*(?:cloud|nav|menu|header|teaser|preview|card|slider|breadcrumb|trending).*", re.IGNORECASE)
_LABEL = re.compile(
    r"\W*(?:filed under\W*)?(?:article |post )?(?:tags?|tagged(?: with| as)?|topics?|keywords?|schlagw[oö]rte?r?|"
    r"stichw[oö]rte?r?|themen|thema|subjects?|labels|temas|etiquetas|mots[- ]cl[ée]s|sujets|th[èe]mes|argomenti|"
    r"onderwerpen|emner|ämnen|tagi|tematy|etiketler|теги|метки|темы|タグ|标签|关键词|filed under|mehr lesen über|"
    r"in diesem artikel)\W*",
    re.IGNORECASE,
)
_LEVELS = 4  # from a link up to the list of tags
_MOST_LINKS = 20  # of a list; one with more is a menu or a cloud of all tags
_DEPTH = 100
_NEAR = 5  # elements around a list whose classes are looked at
_WORDS_OF_TAG = 5
_WORDS_BESIDE = 6  # in a list of tags, such as "Filed under"


def find_tags(page: WebPage, scope: ArticleScope | None = None) -> tuple[str, ...]:
    """The article's tags, as written there, each once."""
    scope = scope or ArticleScope(page)
    seen = _usable(_related(page, scope)) or _usable(_listed(page))
    if seen:
        return seen
    stated = page.graph.texts(page.graph.article().get("keywords"))
    texts = [page.metas.get("article:tag", ()), stated, *(page.metas.get(name, ()) for name in _STATED)]
    return next(filter(None, (_usable(_split(several)) for several in texts)), ())


def _usable(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags that people would use, each once."""
    found: dict[str, str] = {}
    for raw in tags:
        tag = _FOLDER.sub("", clean_title(raw).strip().lstrip("#").strip(), count=1)
        tag = _PREFIX.sub("", tag, count=1).strip(" \"'“”„,;")
        if 1 < len(tag) <= _LONGEST_TAG and not _IDENTIFIER.fullmatch(tag) and not _MACHINE_TAG.fullmatch(tag):
            found.setdefault(fold(tag), tag)
    return tuple(found.values())[:_TAG_LIMIT]


def _split(texts: Iterable[str]) -> Iterator[str]:
    """The tags of texts that have several each, or one. A name that enumerates things is one: "Arts, Music & Film"."""
    for text in texts:
        pieces = _BETWEEN_TAGS.split(text)
        if len(pieces) == 1:
            yield from _BETWEEN_HAN.split(text)
        elif len(pieces) <= _MOST_PARTS and _LAST_PART.search(text):
            yield text
        else:
            yield from pieces


def _related(page: WebPage, scope: ArticleScope) -> list[str]:
    """The texts of links with ``rel=tag``; categories have both."""
    links = page.tree.xpath("//a[contains(@rel, 'tag')]")
    relations = ((link, link.get("rel").lower().split()) for link in links)
    return [
        text_of(link, 80)
        for link, names in relations
        if "tag" in names and "category" not in names and (link in scope or belongs_to_article(link))
    ]


def _listed(page: WebPage) -> list[str]:
    """The texts of the first list of links behind the headline that are tags by address, class or label."""
    known: dict[Element, bool] = {}
    seen: set[Element] = set()
    is_behind = next(page.body.iter("h1"), None) is None
    for element in page.body.iter("h1", "a", "ul"):
        if tag_of(element) == "h1":
            is_behind = True
        elif is_behind and _may_be_tags(element, known):
            place = _list_around(element) if tag_of(element) == "a" else element
            if place is not None and place not in seen:
                seen.add(place)
                links = list(islice(place.iter("a"), _MOST_LINKS + 1))
                if _is_tag_list(place, links):
                    return [text_of(link, 80) for link in links]
    return []


def _may_be_tags(element: Element, known: dict[Element, bool]) -> bool:
    """Whether a link is to a tag, by its address or its class and those around it, or a label is in front of a list."""
    if tag_of(element) == "a":
        if _IN_ADDRESS.search(element.get("href") or ""):
            return True
        return any(_is_tag_place(up, known) for up in (element, *islice(element.iterancestors(), 2)))
    before = element.getprevious()
    return before is not None and _LABEL.fullmatch(text_of(before, 40)) is not None


def _is_tag_place(element: Element, known: dict[Element, bool]) -> bool:
    if element not in known:
        known[element] = any(map(_TAG_CLASS.fullmatch, (*classes_of(element), element.get("id") or "")))
    return known[element]


def _list_around(link: Element) -> Element | None:
    """The smallest element around a link that is a list of links, perhaps with this one alone, and not a sentence."""
    for up in islice(link.iterancestors(), _LEVELS):
        if tag_of(up) in ("p", "h1", "h2", "body", "main", "article"):
            return None
        if tag_of(up) in ("ul", "ol") or next(islice(up.iter("a"), 1, None), None) is not None:
            return up
    return link.getparent()


def _is_tag_list(place: Element, links: list[Element]) -> bool:
    """Whether an element holds a few links of a few words, hardly anything else, and is in no menu."""
    if not 0 < len(links) <= _MOST_LINKS or in_comments(place):
        return False
    words = [len(text_of(link, 80).split()) for link in links]
    if max(words) > _WORDS_OF_TAG or len(text_of(place).split()) > sum(words) + _WORDS_BESIDE:
        return False
    above = [place, *islice(place.iterancestors(), _DEPTH)]
    tags = [tag_of(up) for up in above]
    of_site = {"footer", "header"} if {"article", "main"}.isdisjoint(tags) else set()
    is_submenu = tags[0] == "ul" and "li" in tags[1:]
    if is_submenu or not {"aside", "nav", *of_site}.isdisjoint(tags):
        return False
    return not any(_NOT_TAGS.fullmatch(name) for up in above[:_NEAR] for name in classes_of(up))
