"""The key table of the documents is the key table of the program.

``python -m tests.test_docs_keys`` writes it anew.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from reader.ui.commands.key_table import HEALTH_KEYS, KEYS, Key, shown_keys

ALL = (*KEYS, *HEALTH_KEYS)
PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
TABLES = re.compile(r"(?<=<!-- keys -->\n).*(?=<!-- end of keys -->)", re.DOTALL)


def tables() -> str:
    """The key tables as Markdown, one table a group."""
    groups = dict.fromkeys(key.group for key in ALL)
    return "".join(_table(group, [key for key in ALL if key.group == group]) for group in groups) + "\n"


def _table(group: str, keys: list[Key]) -> str:
    head = [f"## {group}", "", "| Key | What it does | Name |", "| --- | --- | --- |"]
    return "\n".join(["", *head, *map(_row, keys), ""])


def _row(key: Key) -> str:
    signs = " ".join(f"<kbd>{_escaped(sign)}</kbd>" for sign in shown_keys(key).split())
    return f"| {signs} | {_escaped(key.description)} | `{key.id}` |"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "\\|")


def test_the_documented_keys_are_the_keys() -> None:
    found = TABLES.search(PAGE.read_text(encoding="utf-8"))
    assert found, f"{PAGE.name} has no place for the key table"
    assert found[0] == tables(), "run: python -m tests.test_docs_keys"


def test_every_key_that_the_documents_name_is_a_key() -> None:
    known = {sign for key in ALL for sign in shown_keys(key).split()} | {"Ctrl+C"}  # interrupts, as everywhere
    pages = [PAGE.parents[1] / "README.md", *PAGE.parent.glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert {html.unescape(sign) for sign in re.findall(r"<kbd>(.*?)</kbd>", text)} <= known


def test_every_key_has_a_name_of_its_own() -> None:
    ids = [key.id for key in ALL]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("table", [KEYS, HEALTH_KEYS])
def test_no_key_of_a_screen_means_two_things(table: tuple[Key, ...]) -> None:
    keys = [sign for key in table for sign in shown_keys(key).split()]
    assert len(set(keys)) == len(keys)


if __name__ == "__main__":
    PAGE.write_text(TABLES.sub(lambda _: tables(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
