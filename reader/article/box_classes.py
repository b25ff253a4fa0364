"""Recognises the classes and ids of author boxes and of their parts, by the words that a token consists of.

Themes write the same words in many ways: ``author-bio``, ``author_bio``, ``authorBio``, ``article-end__author-bio``,
``jeg_authorbox``. So a token is cut into words, and it is a box if it joins a word for the author with one for a box.
Only the plugins whose classes have neither are listed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reader.article.html_parser import Element

_AUTHOR = (
    "authors?|coauthors?|autor(?:a|as|e|es|en|i|in|innen)?|auteure?s?|autrices?|contributors?|writers?|columnists?|"
    "verfasser(?:in)?|redakteur(?:e|in|innen)?|journalist(?:e|es|in|innen|s)?|kolumnist(?:in)?|giornalist[ae]|forfatter|forfattare|skribent"
)
_BOX = (
    "bios?|biograph(?:y|ie)|biografi(?:e|a)|box(?:es|en)?|cards?|infos?|information|desc|descr|description|beschreibung|"
    "profiles?|profils?|about|section|contents?|text|block|details?|panel|vita|blurb|steckbrief|area|kasten"
)
_MAY_BE_BOX = re.compile(
    "author|autor|auteur|autrice|redakteur|journalist|kolumnist|giornalist|contributor|writer|columnist|verfasser|forfat|skribent|m-a-box|abh_|sabox|ts-fab",
    re.IGNORECASE,
)
_PLUGINS = re.compile(r"saboxplugin-wrap|m-a-box|abh_box|ts-fab-wrapper|wp-block-post-author")
_IS_AUTHOR = re.compile(_AUTHOR)
_IS_BOX = re.compile(_BOX)
_IS_JOINED = re.compile(rf"(?:{_AUTHOR})(?:{_BOX})|(?:{_BOX})(?:{_AUTHOR})|about(?:the)?(?:{_AUTHOR})")
_IS_BIO = re.compile("bios?|biograph(?:y|ie)|biografi(?:e|a)|desc|descr|description|beschreibung|about|note|vita|blurb")
# A token with one of these words is a part of a box, or has to do with other articles.
_PARTS = frozenset({
    "name", "names", "link", "links", "image", "img", "avatar", "photo", "picture", "thumbnail", "thumb", "icon",
    "icons", "social", "socials", "list", "posts", "articles", "related", "latest", "recent", "count", "date", "url",
    "button",
    "btn", "title", "heading", "headline", "role", "job", "position", "function", "comment", "comments", "teaser",
    "teasers", "popup", "tooltip", "email", "contact", "website", "more", "newsletter", "follow", "meta", "search",
    "tag", "tags", "nav", "menu",
})  # fmt: skip
ROLE_WORDS = frozenset({
    "role", "job", "jobtitle", "position", "funktion", "function", "func", "occupation", "beruf", "cargo", "fonction",
    "designation", "profession",
})  # fmt: skip
_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")


def tokens_of(element: Element) -> list[str]:
    """The classes of an element, and its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".split()


def words_of(token: str) -> list[str]:
    """The words of a token in lower case: ``entry__authorBio`` consists of entry, author and bio."""
    return [word.lower() for word in _WORD.findall(token)]


def has_box_token(element: Element) -> bool:
    """Whether a class or the id of an element means an author box."""
    return _has_box(element.get("class")) or _has_box(element.get("id"))


def has_author_token(element: Element) -> bool:
    """Whether a class or the id has a word for the author, and none for a part of a box."""
    return _has_author(element.get("class")) or _has_author(element.get("id"))


def is_marked_as_bio(element: Element) -> bool:
    """Whether a class, the id or ``itemprop`` marks an element within a box as the biography."""
    tokens = (*tokens_of(element), element.get("itemprop") or "")
    return any(_words_match(token, _IS_BIO) and _PARTS.isdisjoint(words_of(token)) for token in tokens if token)


@lru_cache(2_048)
def _has_box(tokens: str | None) -> bool:
    return tokens is not None and _MAY_BE_BOX.search(tokens) is not None and any(map(_is_box_token, tokens.split()))


@lru_cache(2_048)
def _has_author(tokens: str | None) -> bool:
    return tokens is not None and _MAY_BE_BOX.search(tokens) is not None and any(map(_is_author_token, tokens.split()))


def _is_box_token(token: str) -> bool:
    if not _MAY_BE_BOX.search(token):
        return False
    if _PLUGINS.fullmatch(token):
        return True
    words = words_of(token)
    if not _PARTS.isdisjoint(words):
        return False
    if any(map(_IS_JOINED.fullmatch, words)):
        return True
    block, _, element = token.rpartition("__")
    if block and _words_match(element, _IS_AUTHOR) and not _words_match(block, _IS_AUTHOR):
        words = words_of(element)  # the author in a card is not the card
    return any(map(_IS_AUTHOR.fullmatch, words)) and any(map(_IS_BOX.fullmatch, words))


def _is_author_token(token: str) -> bool:
    if not _MAY_BE_BOX.search(token):
        return False
    words = words_of(token)
    return any(map(_IS_AUTHOR.fullmatch, words)) and _PARTS.isdisjoint(words)


def _words_match(token: str, pattern: re.Pattern[str]) -> bool:
    return any(map(pattern.fullmatch, words_of(token)))
