"""Reads the articles and authors beside this file.

An article is an HTML file with a TOML header between two lines of ``+++``; its name is the slug, its folder the
section. Ages (``"3h"``, ``"2d 5h"``) count back from a ``now`` that is passed in, so that the paper is always fresh
and yet the same for the same ``now``. A comment is one line: ``Name | age since the article | text``, with ``Name >
2 | …`` if it replies to the second one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.newspaper.briefs import briefs
from tests.newspaper.site import Article, Author, Comment, Picture, Section, Site

SECTIONS = ("en", "de")
COURIER = ("en-courier", "de-courier")
SIGNAL = ("en-signal", "de-signal")
SECONDS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


@dataclass(frozen=True, slots=True)
class Source:
    """An article's file."""

    slug: str
    section: str
    head: dict[str, Any]
    body: str


def read_site(base: str, now: int, codes: tuple[str, ...] = SECTIONS) -> Site:
    """The whole paper at the time ``now``; ``codes``: its editions."""
    sections = tuple(_section(code, now) for code in codes)
    authors = read_authors() if codes == SECTIONS else read_authors("authors-of-dailies.toml")
    return Site(base, sections, tuple(author for author in authors if author.section in codes))


@cache
def read_authors(name: str = "authors.toml") -> tuple[Author, ...]:
    """All authors in a file, in its order."""
    with (Path(__file__).parent / name).open("rb") as file:
        tables: list[dict[str, Any]] = tomllib.load(file)["authors"]
    return tuple(_author(table) for table in tables)


@cache
def read_sources(code: str) -> tuple[Source, ...]:
    """The articles' files of one section, by name."""
    folder = Path(__file__).parent / "articles" / code
    return tuple(_source(code, path) for path in sorted(folder.glob("*.html")))


def seconds(age: str) -> int:
    """An age such as ``"2d 5h"`` or ``"20m"`` in seconds; ValueError for anything else."""
    parts = re.findall(r"(\d+)([mhdw])", age)
    if not parts or " ".join(number + unit for number, unit in parts) != age:
        raise ValueError(f"not an age: {age!r}")
    return sum(int(number) * SECONDS[unit] for number, unit in parts)


def _section(code: str, now: int) -> Section:
    articles = [article(source, now) for source in read_sources(code)]
    articles.sort(key=lambda a: (-a.published, a.slug))
    short = briefs(code, now) if code in SECTIONS else ()
    return Section(code, tuple(articles), max(a.revised for a in articles), short)


def article(source: Source, now: int) -> Article:
    """The article of a file, with its ages counted back from ``now``."""
    head = source.head
    published = now - seconds(head["age"])
    picture = Picture(head["scene"], head["caption"], head["credit"]) if "scene" in head else None
    comments = (_comment(number, line, published, now) for number, line in enumerate(head.get("comments", []), 1))
    return Article(
        slug=source.slug,
        section=source.section,
        title=head["title"],
        lead=head["lead"],
        category=head["category"],
        authors=tuple(head["authors"]),
        published=published,
        body=source.body,
        updated=now - seconds(head["updated"]) if "updated" in head else None,
        tags=tuple(head["tags"]),
        picture=picture,
        author_style=head["author_style"],
        comments=tuple(comments),
        audio=head.get("audio", False),
        gallery=tuple((path, text) for path, text in head.get("gallery", ())),
    )


def _source(code: str, path: Path) -> Source:
    opening, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    if opening:
        raise ValueError(f"{path.name}: text before the head")
    return Source(path.stem, code, tomllib.loads(head), body.strip())


def _author(table: dict[str, Any]) -> Author:
    return Author(
        slug=table["slug"],
        section=table["section"],
        name=table["name"],
        role=table["role"],
        bio=table.get("bio"),
        portrait=table.get("portrait", True),
        social=tuple(table.get("social", ())),
        about=table["about"],
        page_style=table["page_style"],
    )


def _comment(number: int, line: str, published: int, now: int) -> Comment:
    name, age, text = (part.strip() for part in line.split("|", 2))
    name, _, answered = (part.strip() for part in name.partition(">"))
    return Comment(number, name, min(published + seconds(age), now), text, int(answered) if answered else None)
