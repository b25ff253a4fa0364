"""Finds who posted an article on blogs and forums, where the name is often a nickname that only its place explains.

Such names stand in lines of text beside other elements ("Posted by tess under <a>Harbour</a>"), in links to a member's
profile beside a date or a portrait, and in lines "by tess" next to a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from urllib.parse import parse_qs, unquote

from reader.article.article_scope import ArticleScope
from reader.article.byline_lines import is_byline
from reader.article.html_parser import INLINE_TAGS, Element, is_innermost, tag_of
from reader.article.short_blocks import LINE
from reader.article.trust import is_out_of_sight
from reader.article.web_page import text_of
from reader.people.given_names import begins_with_given_name
from reader.people.judge import looks_like_person
from reader.people.names import read_byline
from reader.people.posting_lines import LINE_LIMIT, can_be_nickname, may_be_posting_line, nickname_in, poster_in
from reader.people.prefixes import may_be_byline
from reader.people.suffixes import EDGES
from reader.text import clean_line, fold
from reader.web.addresses import split_url

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d{1,2}:\d\d")
_MEMBER = re.compile(
    r"/(?:u|users?|members?|profiles?|profil|mitglied(?:er)?|benutzer|authors?|autor|auteur)/([^/]+)/?$|/@([^/]+)/?$"
)
_MAY_BE_MEMBER = re.compile(
    r"/(?:u|user|member|profil|mitglied|benutzer|aut)|/@|[?&;](?:u|uid|user|member|author|showuser)"
)
_MEMBER_KEYS = frozenset({"u", "uid", "user", "userid", "user_id", "member", "author", "showuser"})
_PIECES = 16  # pieces of text of a line
_NEAR_END = 300  # elements near the headline or the end, where such lines are
_NUMBERED = re.compile(r"\d+(?:-[\w-]+)?")
_AROUND = 3  # elements around a link, in which a date or a portrait may be
_QUOTED = frozenset({"blockquote", "figure", "figcaption", "nav", "footer", "aside"})


def posters(scope: ArticleScope) -> Iterator[str]:
    """The names in the lines that say who posted the article; nobody if they name different people."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in _loose_lines(scope):
        names = _names_in(line)
        if names:
            found.setdefault(tuple(map(fold, names)), names)
    if not found:
        found = {(fold(name),): (name,) for name in _names_beside_dates(scope)}
    if len(found) == 1:
        yield from next(iter(found.values()))


def _names_in(line: str) -> tuple[str, ...]:
    if name := poster_in(line):
        return (name,)
    people = read_byline(line) if is_byline(line) else ()
    return tuple(person.name for person in people if begins_with_given_name(person.name))


def _loose_lines(scope: ArticleScope) -> Iterator[str]:
    """The lines of text that are in a block beside other blocks, or in a short block of their own."""
    elements = scope.short_blocks.elements
    ends = elements if len(elements) <= 2 * _NEAR_END else [*elements[:_NEAR_END], *elements[-_NEAR_END:]]
    for block in ends:
        if tag_of(block) in INLINE_TAGS:
            continue
        if is_innermost(block):
            own, may_be = "".join(islice(block.itertext(), _PIECES)), may_be_posting_line
        else:
            own, may_be = _own_text(block), _may_be_either
        if not 2 < len(own) <= 2 * LINE_LIMIT or not may_be(" ".join(own.split())):
            continue
        lines = [line for line in _lines_in(block) if may_be(line)]
        if lines and block in scope and not _is_quoted(block) and not is_out_of_sight(block):
            yield from lines


def _may_be_either(line: str) -> bool:
    return may_be_posting_line(line) or may_be_byline(line)


def _own_text(block: Element) -> str:
    """The text of a block without that of the blocks in it."""
    text = block.text or ""
    for child in block:
        text += (
            f" {child.tail or ''}" if tag_of(child) not in INLINE_TAGS else f"{text_of(child, 60)} {child.tail or ''}"
        )
        if len(text) > LINE_LIMIT * 2:
            break
    return " ".join(text.split())


def _lines_in(block: Element) -> Iterator[str]:
    """The lines of text directly in a block, which line breaks and other blocks divide."""
    line = block.text or ""
    for child in block:
        if tag_of(child) in INLINE_TAGS and tag_of(child) != "br":
            line += f" {text_of(child, LINE)} " if tag_of(child) == "span" else text_of(child, LINE)
        else:
            yield clean_line(line, LINE_LIMIT + 1)
            line = ""
        line += child.tail or ""
    yield clean_line(line, LINE_LIMIT + 1)


def _names_beside_dates(scope: ArticleScope) -> Iterator[str]:
    """The nicknames of lines such as "by tess" with a line next to them that is a date."""
    before = scope.short_blocks.before
    for first, second in pairwise(before):
        for line, date in ((first, second), (second, first)):
            name = nickname_in(scope.short_blocks.texts[line])
            if name and _DATE.search(scope.short_blocks.texts[date]) and line in scope and not _is_quoted(line):
                yield name


def members(scope: ArticleScope) -> Iterator[Element]:
    """The first link to a member's profile above the text, or the only one below it, beside a date or a portrait."""
    for element in scope.short_blocks.elements:
        if tag_of(element) == "a":
            if _is_poster(element, scope):
                yield element
                return
        elif tag_of(element) == "p" and len(text_of(element, LINE + 1)) > LINE:
            break
    links = (link for block in scope.short_blocks.after for link in block.iter("a"))
    found = {fold(text_of(link, 60)): link for link in links if _is_poster(link, scope)}
    if len(found) == 1:
        yield from found.values()


def _is_poster(link: Element, scope: ArticleScope) -> bool:
    return _is_member(link) and _has_date_or_portrait(link) and link in scope and not _is_quoted(link)


def _is_member(link: Element) -> bool:
    """Whether a link leads to somebody's profile, and its text is that name."""
    href = link.get("href") or ""
    if not _MAY_BE_MEMBER.search(href):
        return False
    name, address = text_of(link, 60).strip(EDGES), split_url(href)
    if not (can_be_nickname(name) or looks_like_person(name)):
        return False
    query = parse_qs(address.query)
    if any(_is_account(value, name) for key in _MEMBER_KEYS & query.keys() for value in query[key]):
        return True
    found = _MEMBER.search(unquote(address.path))
    if found is None:
        return False
    account, key = fold(found[1] or found[2]), fold(name)
    return account.isdecimal() or key.replace(" ", "-") in account or begins_with_given_name(name)


def _is_account(value: str, name: str) -> bool:
    """Whether a part of an address is a member's number or name; in links that share a page, ``?u=`` is its address."""
    return _NUMBERED.fullmatch(value) is not None or fold(name) in (fold(value), fold(value).replace("-", " "))


def _has_date_or_portrait(link: Element) -> bool:
    for up in (link, *islice(link.iterancestors(), _AROUND)):
        text = text_of(up, LINE + 40)
        if len(text) > LINE:
            return False
        if _DATE.search(text) or next(up.iter("time"), None) is not None:
            return True
        if any("avatar" in (image.get("class") or "").lower() for image in up.iter("img")):
            return True
    return False


def _is_quoted(block: Element) -> bool:
    return any(tag_of(up) in _QUOTED for up in (block, *block.iterancestors()))
