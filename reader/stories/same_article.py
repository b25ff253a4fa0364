"""Whether two articles are copies: the same article in two feeds. Pure.

The same address is not enough if an entry points to somebody else's article: a link blog has a text of its own, and a
hostile feed could hide an article behind any headline. So a feed belongs to the site from which it is fetched, whatever
it claims. The same text is not enough either: columns have the same teaser every week, and templates differ in a name
or a number. So a text must be the same word for word, at least as far as it goes, and of about the same time. A missed
pair shows an article twice; a wrong pair hides one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.lazy_dataclass import dataclass
from reader.text.folding import words_of
from reader.web.address_keys import key_number
from reader.web.canonical_address import canonical_address, canonical_number, same_site

MOST_CHARACTERS = 20_000  # of a text that are compared
HOUR, DAY = 3_600, 86_400
APART = 3 * DAY  # seconds between two copies of one text, at most
OF_ONE_SITE_APART = DAY + DAY // 2  # the same at one address of the site of both feeds
_KEY_WORDS = 10  # at the beginning of a text, that make its key
_KEY_CHARACTERS = 320  # in which they are looked for
_MOSTLY_ENOUGH = 140  # characters; most texts have enough words in them
_FEWEST = 12  # words of a text that can be recognised
_SHORT, _LONG = 20, 60  # words
_OWN_TEASER = 40  # words with which an aggregator may introduce an article under the article's title
_SIGNATURE = 8  # words after a text: who wrote it, or where it appeared first

_URL = re.compile(r"https?://\S+|(?:Article|Comments) URL:|\[(?:link|comments)\]|submitted by\s+/?u/\S+")
_WORD = re.compile(r"\w+")
_TAIL = re.compile(
    r"(?:\bThe post\b.{1,300}?\b(?:appeared first|first appeared)\b|\bDer Beitrag\b.{1,300}?\berschien zuerst\b|"
    r"\b(?:This (?:article|post|story) )?(?:was )?(?:originally|first) (?:published|appeared)\b.{0,40}\b(?:on|in|at)\b|"
    r"(?:©|\(c\)|Quelle:|Source:|Sendung:|Fotos?:|Photos?:|Bild:)[^\n]{0,80}$|"
    r"\b(?:Read more|Read the (?:full|rest)|Continue reading|Keep reading|Weiterlesen|Mehr lesen|Weiter lesen|"
    r"Lesen Sie (?:auch|weiter|mehr)|Zum Artikel|Den (?:ganzen|vollständigen) Artikel|Comments?\s*$|Kommentare?\s*$))"
    r".{0,300}$",
    re.IGNORECASE | re.DOTALL,
)
_TAIL_SIGNS = (
    "appeared", "erschien", "published", "read", "weiter", "mehr lesen", "lesen sie", "artikel", "comment", "komment",
    "©", "(c)", ":",
)  # fmt: skip
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:mehr|more|…|\.\.\.)\s*\))[\s.»›>→]*$", re.IGNORECASE
)
_DATELINE = re.compile(
    r"\s*(?:"
    r"[^.!?\n]{0,70}?\([^()\n]{2,40}\)\s*[-–—:.]+\s"  # Berlin (dpa) - , LONDON, Nov 24 (Reuters) –
    r"|\([^()\n]{2,20}\)\s"  # (dpa)
    r"|[^\W\d_][^.!?:;\n\d–—]{1,40}\s[–—-]+\s"  # HANAU –
    r"|[^\W\d_]+(?:[ /-][^\W\d_]+){0,2}[.:]\s(?=\S)"  # Wiesbaden. So go sentences of a word or two, from all copies.
    r"|(?:By|Von)\s+[^\W\d_][\w.'-]+(?:\s[^\W\d_][\w.'-]+){1,3}\s*[\n,|]"  # a byline
    r")"
)
_CORRECTION = re.compile(
    r"^\W*(?:korrektur|korrigiert|berichtigung|berichtigt\b|richtigstellung|refile|corrected|correction|corrects|"
    r"\(?(?:corrects|fixes|adds|removes|korrigiert|berichtigt)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Article:
    """The compared parts of an article; see :func:`article`. ``date``: Unix seconds. ``cut``: its text breaks off."""

    feed: int
    date: int
    address: str | None
    own: bool  # its address is at the site of its feed
    site: str  # host of the address, else of the feed
    title: tuple[str, ...]
    dateline: frozenset[str]  # words before the text
    words: tuple[str, ...]
    cut: bool
    correction: bool


def article(*, feed: int, site: str, url: str | None, host: str, title: str, text: str, date: int) -> Article:
    """``site``: the feed's host; ``host``: of the article's address. ``text``: plain, as its feed has it."""
    text = _without_urls(text[:MOST_CHARACTERS])
    body = _without_tail(text)
    start = _after_dateline(body)
    return Article(
        feed,
        date,
        canonical_address(url) if url else None,
        is_own(host, site),
        host or site,
        tuple(words_of(title)),
        frozenset(words_of(body[:start])),
        tuple(words_of(body[start:])),
        bool(_CUT.search(body)) or (len(body) < len(text) and len(body) < _KEY_CHARACTERS),
        bool(_CORRECTION.match(title) or _CORRECTION.match(text)),
    )


def is_own(host: str, site: str) -> bool:
    """Whether an article at this host is of the site of its feed; so is one without an address."""
    return not host or same_site(host, site)


def copy_keys(url: str | None, text: str) -> tuple[int | None, int | None]:
    """The numbers of an entry's address and text by which its copies are found. ``text``: as for :func:`article`."""
    return canonical_number(url), text_key(text)


def text_key(text: str) -> int | None:
    """A number that the texts of copies share, for an index; None if there is too little text.

    ``text``: plain, as its feed has it; what does not belong to it may come before and after.
    """
    begin = _without_urls(text[:_KEY_CHARACTERS])
    if len(text) <= _KEY_CHARACTERS:
        begin = _without_tail(begin)
    start = _after_dateline(begin)
    words: Sequence[str] = _WORD.findall(begin[start : start + _MOSTLY_ENOUGH].lower())
    if len(words) <= _FEWEST:
        words = _WORD.findall(begin[start:].lower())
    if not begin.isascii() and len(words) < _FEWEST:
        words = "".join(words)  # a script without spaces
    return key_number("\0".join(words[:_KEY_WORDS])) if len(words) >= _FEWEST else None


def are_copies(one: Article, other: Article, *, by_address: bool = True) -> bool:
    """Whether both are the same article, in either order. ``by_address=False``: their address proves nothing."""
    if one.feed == other.feed:
        return False
    if by_address and one.address is not None and one.address == other.address:
        return _at_one_address(one, other)
    return one.correction == other.correction and _same_text_elsewhere(one, other)


def _at_one_address(one: Article, other: Article) -> bool:
    if one.own and other.own and abs(one.date - other.date) <= OF_ONE_SITE_APART:
        return True
    if _says_the_same(one, other):
        return True
    edited = _mostly_in(one, other) or _mostly_in(other, one)
    if edited and one.own and other.own:
        return True
    if not _same_title(one, other, numbers=not (one.own and other.own)):
        return False  # no feed may hide another's article behind a headline of its own
    if edited:
        return True
    if one.own and other.own:  # at another time: the next of a series at the address of all, unless it has no text
        return not (one.words and other.words) and abs(one.date - other.date) <= 30 * DAY
    return all(each.own or len(each.words) < _OWN_TEASER for each in (one, other))


def _same_text_elsewhere(one: Article, other: Article) -> bool:
    """Whether they are copies by their texts, under different addresses."""
    words = min(len(one.words), len(other.words))
    apart = abs(one.date - other.date)
    if words < _FEWEST or apart > APART or not _says_the_same(one, other):
        return False
    if same_site(one.site, other.site):
        same_page = _page(one) == _page(other) is not None
        nearly = 50 * 60 if words < _OWN_TEASER and not same_page else APART
        return _same_title(one, other) and apart <= nearly
    return apart <= (3 * HOUR if words < _SHORT else 16 * HOUR if words < _LONG else APART)


def _page(one: Article) -> str | None:
    """The address without its parameters."""
    return one.address and re.split(r"[?#]", one.address, maxsplit=1)[0]


def _says_the_same(one: Article, other: Article) -> bool:
    """Whether one text is the beginning of the other, or all of it."""
    short, long = sorted((one, other), key=lambda each: len(each.words))
    if len(short.words) < _FEWEST:
        return False
    last = len(short.words) - (1 if short.cut else 0)  # which may be half a word
    other_place = one.dateline and other.dateline and not one.dateline & other.dateline
    if short.words[:last] != long.words[:last] or other_place:
        return False
    return len(long.words) - last <= _SIGNATURE or short.cut or _same_title(one, other)


def goes_apart(one: Article, other: Article) -> bool:
    """Whether two texts that may begin alike continue differently, so that a third cannot make them copies."""
    least = min(len(one.words), len(other.words))
    if least < _FEWEST:
        return False
    return one.words[: least - _SIGNATURE] != other.words[: least - _SIGNATURE]


def _mostly_in(one: Article, other: Article) -> bool:
    """Whether nearly all of a text is in the other, which an editor may have touched since."""
    if len(one.words) < _LONG or set(filter(str.isdecimal, one.words)) - {*other.words}:
        return False
    there = _runs(other.words)
    mine = _runs(one.words)
    return sum(run in there for run in mine) >= 0.8 * len(mine)


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def _same_title(one: Article, other: Article, *, numbers: bool = False) -> bool:
    """Whether the titles are the same except for a site's name before or after; ``numbers``: or except for a year."""
    short, long = sorted((one.title, other.title), key=len)
    more = len(long) - len(short)
    if not more or not short:
        return short == long and bool(short)
    if more > 4 or len(short) < 3:
        return False
    rest = long[:more] if long[more:] == short else long[len(short) :] if long[: len(short)] == short else None
    return rest is not None and (numbers or not any(map(str.isdecimal, rest)))


def _without_urls(text: str) -> str:
    return _URL.sub(" ", text) if "://" in text or "[" in text else text


def _without_tail(text: str) -> str:
    end = text[-700:].lower()
    found = _TAIL.search(text, max(0, len(text) - 700)) if any(sign in end for sign in _TAIL_SIGNS) else None
    return text[: found.start()].rstrip() if found else text.rstrip()


def _after_dateline(text: str) -> int:
    """Where a text begins after a place, an agency or a byline, and after a sentence of a word or two."""
    start = 0
    while len(text) - start > 60 and start < 200 and (found := _DATELINE.match(text, start)):
        start = found.end()
    return start
