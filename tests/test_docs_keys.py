"""The keys in the documents match the command registry."""

from __future__ import annotations

import html
import re

from reader.ui.commands.key_names import english_sequence_names
from reader.ui.commands.registry import all_commands, keys_of
from tests.support import triage
from tests.support.keys_page import PAGE, TABLES, tables


def test_the_documented_keys_are_those_of_the_registry() -> None:
    found = TABLES.search(PAGE.read_text(encoding="utf-8"))
    assert found, f"{PAGE.name} has no place for the tables"
    assert found[0] == tables(), "run: python -m tests.support.keys_page"


def test_every_key_named_in_the_documents_exists() -> None:
    known = {key for command in all_commands() for key in english_sequence_names(keys_of(command))}
    pages = {PAGE.parents[1] / "README.md", *PAGE.parent.glob("*.md")} - {triage.PAGE}  # it has newsboat's keys
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert {html.unescape(key) for key in re.findall(r"<kbd>(.*?)</kbd>", text)} <= known
