"""Prints how well copies and stories are found: ``python -m tests.stories [--errors] [FILE…]``."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.stories import copies
from tests.stories.evaluate import SETS, Error, Item, errors_of, find_stories, is_tuned, load

FILES = ("german", "english", "others", "aside/*")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.stories", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="sets of labelled articles; without: those in tests/stories"
    )
    parser.add_argument("--errors", action="store_true", help="list each pair that was judged wrongly")
    options = parser.parse_args()
    files = options.files or [path for name in FILES for path in sorted(SETS.glob(f"{name}.jsonl"))]
    print("Copies\n")
    for path in files:
        judged = copies.evaluate(path.stem, copies.read_set(path))
        print(
            f"{_name(path):24} precision {judged.precision:.3f}  recall {judged.recall:.3f}  of {judged.articles} articles"
        )
    print("\nStories\n")
    for path in files:
        print_stories(path, errors=options.errors)


def print_stories(path: Path, *, errors: bool) -> None:
    """The scores of a set: of all articles, of both halves, and of each kind."""
    items = load(path)
    found = find_stories(items)
    score, wrong = errors_of(items, found)
    tuned = [item for item in items if is_tuned(item)]
    print(f"{_name(path)}: {len(items)} articles, {len({item.story for item in items} - {None})} stories")
    print(f"  {'all':18} {score}")
    print(f"  {'tuned half':18} {errors_of(tuned, found)[0]}")
    print(f"  {'other half':18} {errors_of([item for item in items if item not in tuned], found)[0]}")
    for kind, kind_score in _kinds(items, found, wrong).items():
        print(f"  {kind:18} {kind_score}")
    for error in wrong if errors else ():
        print(f"  {_line(error)}")
    print()


def _kinds(items: Sequence[Item], found: dict[int, int], wrong: Iterable[Error]) -> dict[str, str]:
    """Of each kind: how many articles, and how many wrong and missed pairs one of them is in."""
    lines = {}
    for kind in sorted({item.kind for item in items}):
        numbers = {item.number for item in items if item.kind == kind}
        pairs = [error for error in wrong if {error.one.number, error.other.number} & numbers]
        missed = sum(error.missed for error in pairs)
        in_one = len(numbers & found.keys())
        lines[kind] = (
            f"{len(numbers):4} articles, {in_one:3} in a story; pairs: {len(pairs) - missed:3} wrong, {missed:3} missed"
        )
    return lines


def _line(error: Error) -> str:
    what = "missed" if error.missed else "wrong "
    return f"{what} {error.one.name} {error.one.title[:60]!r} | {error.other.name} {error.other.title[:60]!r}"


def _name(path: Path) -> str:
    return str(path.relative_to(SETS).with_suffix("")) if path.is_relative_to(SETS) else path.stem


if __name__ == "__main__":
    main()
