"""How well copies are found in the labelled articles: ``python -m tests.stories.copies [FILE…]``.

Prints a table and the pairs that are wrong. Pairs are judged as in the store: those without a common number of address or
text are not even compared. Each line counts as the article of a feed of its own, except that two lines of one feed with
one address and no common name are two entries of that feed, whose address identifies nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from reader.stories.same_article import Article, are_copies, article, copy_keys
from reader.web.addresses import site_of

FOLDER = Path(__file__).parent
SETS = tuple(sorted(FOLDER.glob("**/*.jsonl")))

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``missed``: labelled pairs that were not found. ``false``: pairs found that are not labelled."""

    name: str
    articles: int
    found: int
    missed: tuple[tuple[Line, Line], ...]
    false: tuple[tuple[Line, Line], ...]

    @property
    def precision(self) -> float:
        """The share of found pairs that are right; 1 if none was found."""
        return self.found / max(1, self.found + len(self.false)) if self.found or self.false else 1.0

    @property
    def recall(self) -> float:
        """The part that was found; 1 if there is nothing to find."""
        return self.found / (self.found + len(self.missed)) if self.found or self.missed else 1.0


def read_set(path: Path) -> list[Line]:
    """The labelled articles of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def evaluate(name: str, lines: Sequence[Line]) -> Evaluation:
    """Judges all pairs."""
    articles = [_article(number, line) for number, line in enumerate(lines)]
    keys = [copy_keys(line["url"], line["lead"]) for line in lines]
    found = 0
    missed: list[tuple[Line, Line]] = []
    false: list[tuple[Line, Line]] = []
    for one, other in combinations(range(len(lines)), 2):
        label = lines[one]["article"]
        wanted = label is not None and label == lines[other]["article"]
        by_address = wanted or lines[one]["feed"] != lines[other]["feed"]
        near = any(mine is not None and mine == its for mine, its in zip(keys[one], keys[other], strict=True))
        copies = near and are_copies(articles[one], articles[other], by_address=by_address)
        found += wanted and copies
        if wanted is not copies:
            (missed if wanted else false).append((lines[one], lines[other]))
    return Evaluation(name, len(lines), found, tuple(missed), tuple(false))


def _article(number: int, line: Line) -> Article:
    return article(
        feed=number, site=line["site"], url=line["url"], host=site_of(line["url"]), title=line["title"],
        text=line["lead"], date=int(line["hours"] * 3_600),
    )  # fmt: skip


def report(evaluations: Iterable[Evaluation]) -> str:
    """A table of the evaluations, with the wrong pairs below it."""
    evaluations = list(evaluations)
    rows = [f"{'set':24} {'articles':>8} {'pairs':>6} {'found':>6} {'wrong':>6} {'precision':>9} {'recall':>7}"]
    for one in evaluations:
        pairs = one.found + len(one.missed)
        rows.append(
            f"{one.name:24} {one.articles:8} {pairs:6} {one.found:6} {len(one.false):6} {one.precision:9.3f}"
            f" {one.recall:7.3f}"
        )
    for one in evaluations:
        for heading, pairs_of in (("missed", one.missed), ("wrongly joined", one.false)):
            for mine, its in pairs_of:
                rows += [
                    "",
                    f"{one.name}, {heading}:",
                    *(f"  {x['id']}  {x['title']}  {x['url']}" for x in (mine, its)),
                ]
    return "\n".join(rows)


def evaluate_all(paths: Iterable[Path] = SETS) -> list[Evaluation]:
    """The evaluation of each set."""
    return [
        evaluate(str(path.relative_to(FOLDER)) if FOLDER in path.parents else str(path), read_set(path))
        for path in paths
    ]


def main() -> None:
    """Prints the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories.copies", description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=SETS)
    print(report(evaluate_all(parser.parse_args().files)))


if __name__ == "__main__":
    main()
