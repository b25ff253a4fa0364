"""Reads newsboat's ``urls`` (newsboat.org, "First Steps" and "Tagging"), and so every plain list of addresses.

A line is an address and its tags, separated by spaces; words with spaces are in double quotes, with ``\\"``, ``\\\\``
and similar escapes. Among the tags, ``~NAME`` is the title and ``!`` hides the feed. ``exec:`` and ``filter:`` run
programs, ``query:`` is a saved search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.errors import InvalidValue
from reader.model import Subscription
from reader.subscriptions import field_values as values
from reader.subscriptions.import_result import ImportCollector, ImportResult
from reader.subscriptions.newsboat_queries import saved_search

_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<comment>#.*)|"(?P<quoted>(?:[^"\\]|\\.)*+)(?:"|\\?$)|(?P<bare>[^ \t\r\n]+))', re.DOTALL
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def read_urls(text: str) -> ImportResult:
    """The subscriptions in a list. Raises nothing."""
    collector = ImportCollector()
    for number, line in enumerate(text.split("\n"), start=1):
        words = list(tokens(line)) if not line.startswith("#") else []
        if words and words[0]:
            _take(collector, number, *words)
    return collector.result()


def is_urls(text: str) -> bool:
    """Whether the first line that is not empty or a comment begins with an address."""
    lines = (line.strip() for line in text[:200_000].split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "").lstrip('"').lower()
    return first.startswith(("http://", "https://", "feed:", "query:", "exec:", "filter:", "file:"))


def tokens(line: str) -> Iterator[str]:
    """The words of a line without quotes and escapes; a word that begins with ``#`` ends the line."""
    for match in _TOKEN.finditer(line):
        if match["comment"] is not None:
            return
        quoted = match["quoted"]
        yield match["bare"] if quoted is None else _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), quoted)


def _take(collector: ImportCollector, number: int, address: str, *words: str) -> None:
    if address.startswith("query:"):
        _take_query(collector, number, address)
        return
    titles = [word[1:] for word in words if word.startswith("~")]
    wanted = Subscription(
        "",
        title=values.title(titles[0]) if titles else None,
        tags=values.tags([word for word in words if not word.startswith(("~", "!"))]),
        hidden=any(word.startswith("!") for word in words),
    )
    collector.add_address(address, wanted, number)


def _take_query(collector: ImportCollector, number: int, address: str) -> None:
    """``query:NAME:EXPRESSION``; its tags are ignored."""
    name, _, expression = address.removeprefix("query:").partition(":")
    try:
        collector.add_search(saved_search(name, expression), number)
    except InvalidValue as error:
        collector.reject(number, address, error.details)
