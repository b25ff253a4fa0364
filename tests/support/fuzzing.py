"""Strategies for fuzzing: real files with parts removed, repeated, moved and damaged.

``pytest --hypothesis-profile fuzz`` tries many examples, for hours; other profiles try a few. With ``thorough`` or
``fuzz``, tests that take their time by nature do all their rounds (:data:`THOROUGH`), and all of their :func:`cases`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from reader.paths import bundled
from tests.newspaper import Newspaper

T = TypeVar("T")
THOROUGH = settings().max_examples >= 50  # as `thorough` and `fuzz` in conftest.py have
DATA = Path(__file__).parents[1] / "data"
NOW = 1_780_000_000
_JOINT = re.compile(rb"(?=<)|(?<=>)|(?<=\n)")  # where markup and most other text can be split
_NOISE = st.sampled_from(
    [
        b"", b"<", b">", b"&", b"\"", b"'", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80",
        b"\x1b[31m", b"\xe2\x80\xae", b"&#0;", b"&#x1b;", b"&nbsp;", b"&lt;script&gt;", b"{", b"}", b"[", b"]", b"[[feeds]]",
        b"=", b"\\", b"#", b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"<?xml version='1.0' encoding='utf-16'?>", b"9" * 40,
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]>", b"<item>", b"</item>", b"<entry/>", b"<table><tr><td>", b"<pre>", b"<base href='//[/'>",
    ]
)  # fmt: skip


def examples(most: int) -> int:
    """How many examples a law of its own pace is tried with: that many, or with the brief profile a sixth of them."""
    return most if THOROUGH else max(most // 6, 5)


def cases(*all_: T, brief: int) -> tuple[T, ...]:
    """The cases of a test that is slow by nature: all, or with the brief profile the first few."""
    return all_ if THOROUGH else all_[:brief]


@cache
def feeds() -> tuple[bytes, ...]:
    """All feeds of the tests: files, the feeds of the newspaper, and the welcome feeds."""
    with Newspaper(now=NOW) as paper:
        published = [made(paper, url.removeprefix(paper.base)) for url in paper.feed_urls]
    files = [file.read_bytes() for file in sorted((DATA / "feeds").iterdir())]
    return (*files, *published, *(bundled(f"welcome/{language}.xml").read_bytes() for language in ("en", "de")))


@cache
def pages() -> tuple[bytes, ...]:
    """All web pages of the tests: files, and an article, an author page and a front page of the newspaper."""
    with Newspaper(now=NOW) as paper:
        paths = [*(article.path for article in paper.articles[::9]), "/en/", "/de/about/"]
        published = [made(paper, path) for path in paths]
    return (*(file.read_bytes() for file in sorted((DATA / "pages").iterdir())), *published)


def made(paper: Newspaper, path: str) -> bytes:
    """The body that the newspaper serves at a path, without its address, which differs in each run."""
    body = paper._routes[path]().body
    return body.replace(paper.base.encode(), b"https://paper.example")


@st.composite
def mutated(draw: st.DrawFn, bodies: Sequence[bytes]) -> bytes:
    """One of these, split at tags and lines, with some parts removed, repeated, swapped, damaged or taken from another."""
    pieces = _JOINT.split(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(pieces)))
        to = draw(st.integers(at, min(len(pieces), at + 12)))
        pieces[at:to] = draw(st.sampled_from(_CHANGES))(draw, pieces[at:to], bodies)
    whole = b"".join(pieces)
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.integers(0, 9)) == 9 else whole


def _leave_out(_draw: st.DrawFn, _part: list[bytes], _bodies: Sequence[bytes]) -> list[bytes]:
    return []


def _double(draw: st.DrawFn, part: list[bytes], _bodies: Sequence[bytes]) -> list[bytes]:
    return part * draw(st.integers(2, 20))


def _swap(draw: st.DrawFn, part: list[bytes], _bodies: Sequence[bytes]) -> list[bytes]:
    return draw(st.permutations(part))


def _spoil(draw: st.DrawFn, part: list[bytes], _bodies: Sequence[bytes]) -> list[bytes]:
    whole = b"".join(part)
    at = draw(st.integers(0, len(whole)))
    return [whole[:at] + draw(_NOISE) + whole[at + draw(st.integers(0, 3)) :]]


def _graft(draw: st.DrawFn, part: list[bytes], bodies: Sequence[bytes]) -> list[bytes]:
    others = _JOINT.split(draw(st.sampled_from(bodies)))
    at = draw(st.integers(0, len(others)))
    return [*part, *others[at : at + draw(st.integers(0, 8))]]


_CHANGES = (_leave_out, _double, _swap, _spoil, _graft)
