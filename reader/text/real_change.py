"""Whether an edit changes what a text says. Pure; for feeds, web pages and the display of edits.

Feeds and pages change with every request: their furniture (:mod:`reader.text.furniture`), lists of related articles,
quotation marks, spaces. A text is compared as words and punctuation, without these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest

from reader.model import Page
from reader.text import TEXT_LIMIT, plain_text
from reader.text.furniture import said_parts

_LONGEST_LABEL = 100  # characters
_OPENING = 80  # characters that a teaser and its article have in common
_LINK, _END = "\ue000", "\ue001"  # around the text of a link; from Unicode's private use, removed from the text itself


def feed_text(summary_html: str, content_html: str) -> str:
    """An entry's text in its feed, one line per block: its content, below its summary if that is a text of its own."""
    summary, content = plain_text(summary_html), plain_text(content_html)
    if not content or not summary:
        return content or summary
    return content if _begins_in(summary, content) else f"{summary}\n{content}"


def _begins_in(teaser: str, text: str) -> bool:
    opening = " ".join(teaser.split()).rstrip("….[] ")[:_OPENING].casefold()
    return opening in " ".join(text.split()).casefold()


def feed_says_other(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Whether an edit changed a feed's text; each pair is the HTML of the summary and of the content.

    A feed that begins or stops carrying whole articles has changed itself and not its articles.
    """
    if before == after:
        return False
    if bool(before[1].strip()) != bool(after[1].strip()) and any(before) and any(after):
        return False
    return not same_words(feed_text(*before), feed_text(*after)) and _says_more_than_links(before, after)


def _says_more_than_links(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two texts in HTML differ in more than their lists of related articles."""
    one, other = "\n".join(before), "\n".join(after)
    if not _anchor().search(one) and not _anchor().search(other):
        return True
    return not same_words(_without_links(one), _without_links(other))


def page_text(page: Page) -> str:
    """The text of a page, one line per block: its lead and its article."""
    return "\n".join(filter(None, (page.lead, plain_text(page.content_html))))


def page_says_other(before: Page, after: Page) -> bool:
    """Whether the text of a page was edited, if the same part of it could be read both times."""
    if not before.content_html or not after.content_html or _is_cut(before) != _is_cut(after):
        return False
    return says_other(before.content_html, after.content_html) or title_says_other(before.lead, after.lead)


def _is_cut(page: Page) -> bool:
    return page.complete is False or page.next_page is not None


def same_words(one: str, other: str) -> bool:
    """Whether two plain texts say the same. Looks only at the lines between those that are equal at both ends."""
    if one == other:
        return True
    lines, others = one.split("\n"), other.split("\n")
    most = min(len(lines), len(others))
    start = next((number for number in range(most) if lines[number] != others[number]), most)
    room = most - start
    end = next((number for number in range(room) if lines[-1 - number] != others[-1 - number]), room)
    between = lines[start : len(lines) - end], others[start : len(others) - end]
    return all(first == second for first, second in zip_longest(*map(_tokens_of, between)))


def says_other(before_html: str, after_html: str) -> bool:
    """Whether two versions of a text in HTML differ in what they say."""
    if before_html == after_html or same_words(plain_text(before_html), plain_text(after_html)):
        return False
    return _says_more_than_links((before_html,), (after_html,))


def title_says_other(before: str, after: str) -> bool:
    """Whether two headlines differ in more than quotation marks, spaces, counters and times."""
    if before == after:
        return False
    one, other = ([*_tokens_of([title])] or _tokens(title) for title in (before, after))
    return one != other


def _tokens_of(lines: Iterable[str]) -> Iterator[str]:
    """The words and marks of lines without their furniture, in one spelling of quotation marks and dashes."""
    return (token for line in lines for part in said_parts(line) for token in _tokens(part))


def spelling(word: str) -> str:
    """A word for comparison: quotation marks, dashes, spaces and the parameters of an address do not count."""
    return "".join(_tokens(word))


def _tokens(text: str) -> list[str]:
    return _token().findall(_same_signs(text))


def _same_signs(text: str) -> str:
    if "://" in text:
        text = _parameters().sub(r"\1", text)
    return text if text.isascii() and "'" not in text and "`" not in text else text.translate(_signs())


def _without_links(html: str) -> str:
    """The plain text without lists of related articles: lines that are links only, below a line that announces them."""
    html = html[:TEXT_LIMIT].replace(_LINK, "").replace(_END, "")
    if not _anchor().search(html):
        return plain_text(html)
    marked = plain_text(_anchor().sub(_mark, html))
    kept: list[str] = []
    is_list = False
    for line in marked.split("\n"):
        rest = _linked().sub(" ", line)
        if not rest.strip(" \t•·-–—|:") and _LINK in line:
            if is_list:
                continue
        else:
            is_list = _announces(rest)
            if is_list:
                continue
        kept.append(line)
    return "\n".join(kept).replace(_LINK, "").replace(_END, "")


def _mark(tag: re.Match[str]) -> str:
    return f"{_END}{tag[0]}" if tag[0][1] == "/" else f"{tag[0]}{_LINK}"


def _announces(line: str) -> bool:
    """Whether a line announces related articles, which may follow in the same line as links."""
    words = line.strip(" \t•·-–—|:»›→>+")
    return len(words) <= _LONGEST_LABEL and _related().fullmatch(words) is not None


@cache
def _token() -> re.Pattern[str]:
    return re.compile(r"\w+|[^\w\s]")


@cache
def _parameters() -> re.Pattern[str]:
    return re.compile(r"(?<!\S)(https?://[^\s?#]+)[?#]\S*")


@cache
def _signs() -> dict[int, str]:
    """Signs that are written in several ways."""
    same = {
        "\"": "“”„‟«»″〝〞＂‹›'‘’‚‛′`´",
        "-": "‐‑‒–—―−",
        "...": "…",
        " ": "\u00a0\u202f\u2007\u2009",
    }  # fmt: skip
    return {ord(sign): one for one, signs in same.items() for sign in signs} | {0xAD: "", 0x200B: ""}


@cache
def _anchor() -> re.Pattern[str]:
    return re.compile(r"<a(?=[\s>])[^<>]*>|</a\s*>", re.IGNORECASE)


@cache
def _linked() -> re.Pattern[str]:
    return re.compile(f"{_LINK}[^{_END}]*{_END}?")


@cache
def _related() -> re.Pattern[str]:
    return re.compile(
        r"(?:see|read) (?:also|more|next)|also read|don[’']t miss|in other news"
        r"|related(?: (?:articles?|stories|posts?|content|links?|topics?|news))?"
        r"|more (?:on|from|about|in|stories|news|articles)(?: (?:on|from|about|in))?(?: (?:this|the))?(?: \w+){0,2}"
        r"|(?:most|recommended|popular|trending|top|latest|you (?:may|might) also like|further)"
        r"(?: (?:read|stories|articles|reading|posts|now|news|for you))*"
        r"|(?:lesen sie|lies|mehr|hören sie|sehen sie) (?:auch|dazu|hier(?:zu)?|mehr)(?: (?:dazu|hier|zum thema))?"
        r"|mehr (?:zum thema|zu diesem thema|zum artikel|über|aus|von|artikel)(?: \w+){0,3}"
        r"|(?:weitere|ähnliche|verwandte|andere|neueste|meistgelesene|empfohlene)"
        r" (?:artikel|beiträge|themen|meldungen|nachrichten|links|berichte)"
        r"|(?:auch|ebenfalls) interessant|das könnte (?:sie|dich) auch interessieren"
        r"|weiterlesen|passend (?:dazu|zum thema)|meistgelesen|siehe auch|zum thema|themen|links",
        re.IGNORECASE,
    )
