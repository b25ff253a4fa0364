"""Tests the classes and ids of elements: a token is one of the classes, the id, or the name of a custom element.

The elements of a page share a few hundred attribute values, so the answer for a value is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import lru_cache

from reader.article.html_parser import Element, tag_of

_LONG_VALUE = 2_000  # characters of an attribute that are read; answers are kept, so that longer ones would fill memory
_COMMENTS = re.compile(
    r"(?:comments?|kommentare?|respond|disqus_thread|comment-?list|"
    r"comments?[-_](?:area|section|list|wrap(?:per)?|body|author|content|meta|item|thread|text|box|block|container|entry|"
    r"form|feed|holder|row|reply|replies|posts?|stream|tree|inner)|leserkommentare|commentaires|comentarios|commenti|reacties|"
    r"kommentarer|kommentit|komentarze|komentare|diskuse|diskuze|yorumlar|wpdcom|isso-thread)",
    re.IGNORECASE,
)
_OTHER_PARTS = re.compile(
    r"related.*|teaser.*|sidebar|widget.*|recommend.*|more-.*|site-(?:header|footer)|nav.*", re.IGNORECASE
)
# HTML Accessibility API Mappings, section 4.1
_TAGS_OF_ROLES = {
    "complementary": "aside", "navigation": "nav", "contentinfo": "footer", "dialog": "dialog", "alertdialog": "dialog",
}  # fmt: skip
_MEDIA = re.compile(r"(?:Video|Image|Audio|Media)Object|Comment|Clip|Event$", re.IGNORECASE)  # types of items


class TokenTest:
    """Whether an element has a token that passes a test, for the elements of one page."""

    def __init__(self, test: Callable[[str], object]) -> None:
        self._test = test
        self._known: dict[str, tuple[str, ...]] = {}
        self._passed: dict[str, bool] = {}

    def tokens(self, element: Element) -> tuple[str, ...]:
        """The tokens that pass."""
        classes, name = element.get("class"), element.get("id")
        passing = (self._passing(classes) if classes else ()) + (self._passing(name) if name else ())
        return passing + self._passing(element.tag) if "-" in element.tag else passing

    def __call__(self, element: Element) -> bool:
        """Whether any token passes."""
        classes, name = element.get("class"), element.get("id")
        if (classes and self._passing(classes)) or (name and self._passing(name)):
            return True
        return "-" in element.tag and bool(self._passing(element.tag))

    def _passing(self, value: str) -> tuple[str, ...]:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = tuple(filter(self._passes, value.split()))
        return found

    def _passes(self, token: str) -> bool:
        passed = self._passed.get(token)
        if passed is None:
            passed = self._passed[token] = bool(self._test(token))
        return passed


def role_tag(element: Element) -> str:
    """The tag, or the one that means the same as the element's role: ``aside`` for ``complementary``."""
    role = element.get("role")
    return _TAGS_OF_ROLES.get(role, tag_of(element)) if role else tag_of(element)


def has_token(element: Element, pattern: re.Pattern[str]) -> bool:
    """Whether a whole class or the whole id of an element matches."""
    values = (element.get("class"), element.get("id"))
    return any(pattern.fullmatch(token) for value in values if value for token in value.split())


def comments_test() -> TokenTest:
    """The test of :func:`is_comments`, for code that asks it of the elements of a whole page."""
    return TokenTest(_COMMENTS.fullmatch)


def is_comments(element: Element) -> bool:
    """Whether an element contains readers' comments, by its class or id."""
    return _has(_names_comments, element) and tag_of(element) not in ("body", "html")


def in_comments(element: Element) -> bool:
    """Whether an element is a part of readers' comments."""
    return is_comments(element) or any(map(is_comments, element.iterancestors()))


def is_of_media(element: Element) -> bool:
    """Whether the item of microdata that has this property is a video, a picture, an event or a comment."""
    item = next((up for up in element.iterancestors() if up.get("itemscope") is not None), None)
    return item is not None and _MEDIA.search(item.get("itemtype") or "") is not None


def belongs_to_article(element: Element, *, around: Container[Element] = ()) -> bool:
    """Whether an element is about this article, and not part of comments, teasers, navigation or sidebars.

    ``around``: elements around the article, which are trusted whatever they are called.
    """
    if in_comments(element):
        return False
    return not any(up not in around and _is_other_part(up) for up in element.iterancestors())


def _is_other_part(element: Element) -> bool:
    tag = role_tag(element)
    return tag in ("nav", "aside") or (tag != "body" and _has(_names_other_part, element))


def _has(test: Callable[[str], bool], element: Element) -> bool:
    classes, name, tag = element.get("class"), element.get("id"), element.tag
    if (classes and test(classes[:_LONG_VALUE])) or (name and test(name[:_LONG_VALUE])):
        return True
    return "-" in tag and test(tag[:_LONG_VALUE])


@lru_cache(2_048)
def _names_comments(value: str) -> bool:
    return any(map(_COMMENTS.fullmatch, value.split()))


@lru_cache(2_048)
def _names_other_part(value: str) -> bool:
    return any(map(_OTHER_PARTS.fullmatch, value.split()))
