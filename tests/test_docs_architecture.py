"""``docs/how-it-is-built.md`` shows the floors that the import contracts enforce."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]


def floors_of_the_contract() -> list[set[str]]:
    """The packages of each layer, top first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(one for one in contracts if one["type"] == "layers")["layers"]
    return [{name.strip().removeprefix("reader.") for name in layer.split("|")} for layer in layers]


def floors_of_the_page() -> list[set[str]]:
    """The packages in each row of the table, top first."""
    page = (ROOT / "docs" / "how-it-is-built.md").read_text(encoding="utf-8")
    table = page[page.index("| Floor |") : page.index("\n\n", page.index("| Floor |"))]
    return [set(re.findall(r"`([\w.]+)`", row.split("|")[2])) for row in table.splitlines()[2:]]


def test_the_table_of_floors_names_the_packages_of_the_contract_in_the_same_order() -> None:
    floors = floors_of_the_page()
    level = {package: number for number, floor in enumerate(floors) for package in floor}
    layers = floors_of_the_contract()
    assert set().union(*layers) == set(level)
    for upper, lower in pairwise(layers):
        assert max(level[name] for name in upper) <= min(level[name] for name in lower)
    for layer in layers:
        assert len({level[name] for name in layer}) == 1, f"{layer} is on several floors of the page"


def test_the_table_of_floors_names_every_package() -> None:
    modules = {
        path.stem for path in (ROOT / "reader").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    named = set().union(*floors_of_the_page())
    assert modules - {"__init__", "__main__"} == named


def test_the_notes_are_listed_by_their_titles() -> None:
    notes = ROOT / "docs" / "notes"
    listed = dict(
        re.findall(r"^- \[(.*)\]\((.*\.md)\)$", (notes / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    pages = (page for page in notes.glob("*.md") if page.name != "README.md")
    assert listed == {page.read_text(encoding="utf-8").split("\n")[0].removeprefix("# "): page.name for page in pages}
