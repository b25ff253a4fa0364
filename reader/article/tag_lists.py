"""Finds the list of an article's tags that people see: what a label such as "Tags:" announces, else a list of links.

Most lists of a few links on a page are something else: menus, clouds of all tags, sections, related articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reader.article.article_scope import ArticleScope
from reader.article.html_parser import Element, classes_of, tag_of
from reader.article.tokens import in_comments
from reader.article.web_page import WebPage, text_of

_IN_ADDRESS = re.compile(
    r"(?:^|/)(?:tags?|tagged|topics?|themen|themes?|keywords?|schlagw[oö]e?rte?r?|stichw[oö]e?rte?r?|subjects?|hashtags?|"
    r"labels?|temas?|etiquetas?|etiket(?:ler)?|mots?-?cles?|sujets?|argoment[io]|onderwerp(?:en)?|emner?|tematy?|aiheet|"
    r"tagi)/[^/]",
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
    r"\W*(?:filed under\W*)?(?:article |post )?"
    r"(?:tags?|tagged(?: with| as)?|getaggt(?: mit)?|topics?|keywords?|key words|schlagw[oö]rte?r?|"
    r"verschlagwortet(?: mit)?|stichw[oö]rte?r?|themen|thema|subjects?|labels|temas|etiquetas|palabras clave|"
    r"palavras-chave|parole chiave|"
    r"mots[- ]cl[ée]s|étiquettes|sujets|th[èe]mes?|argomenti|onderwerpen|trefwoorden|emner|emneord|ämnen|nyckelord|"
    r"asiasanat|avainsanat|aiheet|tagi|tematy|słowa kluczowe|štítky|klíčová slova|kľúčové slová|címkék|kulcsszavak|"
    r"etichete|cuvinte cheie|ključne riječi|oznake|кључне речи|etiketler|anahtar kelimeler|теги|метки|темы|тэги|"
    r"ключевые слова|теґи|етикети|ετικ[έε]τες|θ[έε]ματα|λέξεις κλειδιά|תגיות|نشانه‌?ها|برچسب‌?ها|کلیدواژه‌?ها|"
    r"الكلمات المفتاحية|كلمات مفتاحية|وسوم|الوسوم|टैग|แท็ก|thẻ|từ khóa|chủ đề|タグ|キーワード|関連キーワード|"
    r"标签|標籤|关键词|關鍵字|태그|키워드|filed under|mehr lesen über|in diesem artikel)\W*",
    re.IGNORECASE,
)
_LABELLED = ("b", "dt", "h2", "h3", "h4", "h5", "h6", "label", "li", "p", "div", "span", "strong")
_HASHTAG = re.compile(r"#\w*[^\W\d_]\w*")
_COLON = re.compile("[:：]")
_LONGEST_LABEL = 40  # characters
_LEVELS = 4  # from a link up to the list of tags
_MOST_LINKS = 20  # of a list; one with more is a menu or a cloud of all tags
_DEPTH = 100
_NEAR = 5  # elements around a list whose classes are looked at
_WORDS_OF_TAG = 5
_WORDS_BESIDE = 6  # in a list of tags, such as "Filed under"
_LONGEST_LINE = 300  # characters of tags that are no links


def labelled_tags(page: WebPage, scope: ArticleScope) -> list[str]:
    """What a label announces that is the article's: links, the items of a list, or words between commas."""
    is_behind = next(page.body.iter("h1"), None) is None
    for element in page.body.iter("h1", *_LABELLED):
        if tag_of(element) == "h1":
            is_behind = True
        elif is_behind and _begins_with_label(element):
            if element not in scope or in_comments(element) or not _is_beside_text(element, scope, is_labelled=True):
                continue
            found = max((_items(place, scope) for place in _around_label(element)), key=len)
            found = max(found, _items_behind(element), key=len) or _listed_in_line(element)
            if found:
                return found
    return []


def _begins_with_label(element: Element) -> bool:
    text = element.text
    return bool(text) and len(text) <= _LONGEST_LABEL + _LONGEST_LINE and _label_of(text) is not None


def _label_of(text: str) -> str | None:
    """The label that a text is or that is before its colon, if it is one of tags."""
    label = _COLON.split(text, maxsplit=1)[0].strip()
    return label if 1 < len(label) <= _LONGEST_LABEL and _LABEL.fullmatch(label) else None


def _around_label(label: Element) -> Iterator[Element]:
    """The elements that may hold the tags of a label, and hardly anything else: around it, or the next one."""
    above = [label, *islice(label.iterancestors(), 2)]
    for place in above:
        yield place
        following = place.getnext()
        if following is not None and place is not above[-1]:
            yield following


def _items(place: Element, scope: ArticleScope) -> list[str]:
    links = list(islice(place.iter("a"), _MOST_LINKS + 1))
    if links:
        is_list = (len(links) > 1 or tag_of(place) != "a") and _is_tag_list(place, links, scope, is_labelled=True)
        return [text_of(link, 80) for link in links] if is_list else []
    items = list(islice(place.iter("li"), _MOST_LINKS + 1)) if tag_of(place) in ("ul", "ol") else []
    texts = [text_of(item, 80) for item in items]
    is_list = 0 < len(texts) <= _MOST_LINKS and max(len(text.split()) for text in texts) <= _WORDS_OF_TAG
    return texts if is_list else []


def _items_behind(label: Element) -> list[str]:
    """The texts of elements behind a label that are links."""
    texts: list[str] = []
    for place in islice(label.itersiblings(), _MOST_LINKS):
        text = text_of(place, 80)
        links = list(islice(place.iter("a"), 2))
        if len(links) != 1 or text_of(links[0], 80) != text or len(text.split()) > _WORDS_OF_TAG:
            break
        texts.append(text)
    return texts


def _listed_in_line(label: Element) -> list[str]:
    """The words between commas behind a label with a colon, in its own element or right behind it."""
    own, behind = label.text or "", (label.tail or "").strip()
    line = _COLON.split(own if _COLON.search(own.strip(), 0, -1) else f"{own.strip()}{behind}", maxsplit=1)[1:]
    if len(label) or not line or len(line[0]) > _LONGEST_LINE:
        return []
    parts = [" ".join(part.split()) for part in re.split(r"[,;，、،|•·]", line[0])]
    return parts if max(len(part.split()) for part in parts) <= _WORDS_OF_TAG else []


def listed_tags(page: WebPage, scope: ArticleScope) -> list[str]:
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
                if _is_tag_list(place, links, scope):
                    return [text_of(link, 80) for link in links]
    return []


def _may_be_tags(element: Element, known: dict[Element, bool]) -> bool:
    """Whether a link is to a tag, by its address or its class and those around it, or a label is in front of a list."""
    if tag_of(element) == "a":
        if _IN_ADDRESS.search(element.get("href") or "") or _is_hashtag(element):
            return True
        return any(_is_tag_place(up, known) for up in (element, *islice(element.iterancestors(), 2)))
    before = element.getprevious()
    return before is not None and _LABEL.fullmatch(text_of(before, 40)) is not None


def _is_hashtag(link: Element) -> bool:
    return _HASHTAG.fullmatch((link.text or "").strip()) is not None


def _is_tag_place(element: Element, known: dict[Element, bool]) -> bool:
    if element not in known:
        known[element] = any(map(_TAG_CLASS.fullmatch, (*classes_of(element), element.get("id") or "")))
    return known[element]


def _list_around(link: Element) -> Element | None:
    """The smallest element around a link that is a list of links, perhaps with this one alone, and not a sentence."""
    if _is_hashtag(link) and tag_of(link.getparent()) == "p":
        return link.getparent()
    for up in islice(link.iterancestors(), _LEVELS):
        if tag_of(up) in ("p", "h1", "h2", "body", "main", "article"):
            return None
        if tag_of(up) in ("ul", "ol") or next(islice(up.iter("a"), 1, None), None) is not None:
            return up
    return link.getparent()


def _is_tag_list(place: Element, links: list[Element], scope: ArticleScope, *, is_labelled: bool = False) -> bool:
    """Whether an element holds a few links of a few words, hardly anything else, and is in no menu."""
    if not 0 < len(links) <= _MOST_LINKS or in_comments(place):
        return False
    words = [len(text_of(link, 80).split()) for link in links]
    others = sum(any(map(str.isalnum, word)) for word in text_of(place).split()) - sum(words)
    if max(words) > _WORDS_OF_TAG or others > _WORDS_BESIDE:
        return False
    return _is_beside_text(place, scope, is_labelled=is_labelled)


def _is_beside_text(place: Element, scope: ArticleScope, *, is_labelled: bool) -> bool:
    """Whether an element is in no menu, or in one in the article's element that has a label or a class of tags."""
    holders = set(scope.holders)
    above = [up for up in (place, *islice(place.iterancestors(), _DEPTH)) if up not in holders]
    if any(_NOT_TAGS.fullmatch(name) for up in above[:_NEAR] for name in classes_of(up)):
        return False
    tags = [tag_of(up) for up in above]
    within = {tag_of(up) for up in place.iterancestors()}
    if "article" in within and (is_labelled or any(_is_tag_place(up, {}) for up in above[:_NEAR])):
        return "aside" not in tags
    of_site = {"footer", "header"} if {"article", "main"}.isdisjoint(within) else set()
    is_submenu = bool(tags) and tags[0] == "ul" and "li" in tags[1:]
    return not is_submenu and {"aside", "nav", *of_site}.isdisjoint(tags)
