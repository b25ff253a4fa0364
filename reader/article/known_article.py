"""The facts about an article that its feed states, known before its page is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.lazy_dataclass import dataclass
from reader.text import fold
from reader.web.addresses import split_url

_WORDS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_]{3,}")
_FRONT_PAGE = re.compile(r"/?(?:(?:index|home|default|start\w*)(?:\.\w+)?|[a-z]{2}(?:-[a-z]{2})?)?/?", re.IGNORECASE)
_TITLE_SHARE = 0.5  # of the title's words that the page of the article has
_SUMMARY_SHARE = 0.3  # of the summary's
_FEW = 6  # words of a summary that say too little to judge by
_SHORT_TITLE = 3  # words of a title that say too little without a summary
_COMPARED = 20_000  # characters


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a feed says about an article whose page is read; each may be empty.

    ``summary`` is plain text, and ``url`` is the address that was requested.
    """

    title: str = ""
    summary: str = ""
    url: str = ""

    def is_on(self, url: str, title: str, text: str) -> bool:
        """Whether the page at ``url`` can be this article's: it has words of the article's title or summary.

        A redirect to a front page has the headlines of many articles, so only its own ``title`` counts.
        """
        wanted, told = set(_words(self.title)), set(_words(self.summary))
        if len(wanted) < _SHORT_TITLE and len(told) < _FEW:
            return True
        own = set(_words(title))
        if wanted and _share(wanted, own) >= _TITLE_SHARE:
            return True
        if _is_front_page(url) and self.url and not _is_front_page(self.url):
            return False
        words = own.union(_words(text))
        if wanted and _share(wanted, words) >= _TITLE_SHARE:
            return True
        return len(told) >= _FEW and _share(told, words) >= _SUMMARY_SHARE


NOTHING_KNOWN = KnownArticle()


def _words(text: str) -> Iterator[str]:
    return iter(_WORDS.findall(fold(text[:_COMPARED])))


def _share(wanted: set[str], words: set[str]) -> float:
    return len(wanted & words) / len(wanted)


def _is_front_page(url: str) -> bool:
    parts = split_url(url)
    return not parts.query and _FRONT_PAGE.fullmatch(parts.path) is not None
