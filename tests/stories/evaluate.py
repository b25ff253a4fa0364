"""Measures the finding of stories on the labelled articles: pairs of articles that are in one story, and should be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from reader.stories.signs import signs_of
from reader.stories.similar import profile_of
from reader.stories.story_index import HOURS_72, StoryIndex

SETS = Path(__file__).parent


@dataclass(frozen=True)
class Item:
    """A labelled article. ``story``: of all copies of the article, from the one that names it."""

    number: int
    name: str
    publisher: str
    title: str
    lead: str
    language: str
    seconds: int
    story: str | None
    kind: str


@dataclass(frozen=True)
class Error:
    """Two articles that were joined wrongly, or not joined (``missed``)."""

    missed: bool
    one: Item
    other: Item


@dataclass(frozen=True)
class Score:
    """Pairs found rightly, found wrongly and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  ({self.right}, {self.wrong} wrong, {self.missed} missed)"


def load(path: Path) -> list[Item]:
    """The articles of a set in order of arrival, of copies the first."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    story_of = {row["article"]: row["story"] for row in rows if row["article"] and row["story"]}
    firsts: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["hours"], row["id"])):
        if row["kind"] != "link-blog" or row["story"]:  # the others could be called either
            firsts.setdefault(row["article"] or row["id"], row)
    return [
        Item(
            number, row["id"], row["site"], row["title"], row["lead"], row["language"], round(row["hours"] * 3600),
            row["story"] or story_of.get(row["article"]), row["kind"],
        )
        for number, row in enumerate(firsts.values(), start=1)
    ]  # fmt: skip


def find_stories(items: Iterable[Item]) -> dict[int, int]:
    """The story of each article that is in one, as the worker finds them when the articles arrive one by one."""
    index, story_of = StoryIndex(), {}
    for item in items:
        index.forget_before(item.seconds - HOURS_72)
        signs = signs_of(item.title, item.lead, item.language)
        index.place(profile_of(item.number, item.publisher, item.seconds, signs))
        group = index.group_of(item.number)
        if len(group) > 1:
            story_of.update(dict.fromkeys(group, group[0]))
    return story_of


def is_tuned(item: Item) -> bool:
    """Whether an article belongs to the half by which the method was tuned, by its story's name."""
    return hashlib.sha256((item.story or item.name).encode()).digest()[0] % 2 == 0


def errors_of(items: Sequence[Item], found: dict[int, int]) -> tuple[Score, list[Error]]:
    """The score of these articles, and its errors."""
    right, errors = 0, []
    for one, other in combinations(items, 2):
        near = abs(one.seconds - other.seconds) <= HOURS_72
        wanted = one.story is not None and one.story == other.story and near
        joined = one.number in found and found[one.number] == found.get(other.number)
        right += wanted and joined
        if wanted != joined:
            errors.append(Error(wanted, one, other))
    missed = sum(error.missed for error in errors)
    return Score(right, len(errors) - missed, missed), errors
