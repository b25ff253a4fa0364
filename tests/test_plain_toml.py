"""Plain TOML is read as the standard parser reads it; all other texts are left to that."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.plain_toml import read_plain

ROOT = Path(__file__).parents[1]
NAMES = st.sampled_from(["a", "b", "feeds", "1", "-", "a.b", '"a"', "ä", ""])
CHARACTERS = st.sampled_from([*"\"\\#[]{},='", *"\t\r\x00\x7f\x85\u2028 ", "a", "ü", "\U0001f5de"])
VALUES = st.one_of(
    st.text(CHARACTERS | st.characters(), max_size=6).map(lambda text: f'"{text}"'),
    st.sampled_from(["true", "false", "True", "0", "7", "07", "-1", "1_000", "1.5", "1979-05-27", "'a'", '""', '""""""',
                     "[]", '["a"]', '[ "a" , "b", ]', '["a" "b"]', "[1]", '["a", 1]', "[,]", '["a",,]', '["a"]]', "{}", "",
                     "9" * 16, "9" * 17]),
)  # fmt: skip
SPACES = st.sampled_from(["", " ", "\t ", "\u00a0"])
LINES = st.one_of(
    st.builds("{}{}{}={}{}{}".format, SPACES, NAMES, SPACES, SPACES, VALUES, st.sampled_from(["", " # x", "#", " x"])),
    st.builds("[{}]{}".format, NAMES, st.sampled_from(["", " # x", "]"])),
    st.builds("[[{}]]{}".format, NAMES, st.sampled_from(["", "# x", " x", "\r"])),
    st.sampled_from(["", " ", "# words", "#\x01", "words"]),
)


def standard(text: str) -> dict[str, Any] | None:
    """None for a text with a mistake."""
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


@given(st.lists(LINES, max_size=8).map("\n".join))
@example('[[a]]\nb = "c"\n[[a]]\nb = ["c"]')
@example("a = []\n[[a]]")
@example("[a]\n[a]")
@example("[[a]]\n[a]")
@example("a = 1\na = 2")
@example('a = "b\r"')
def test_what_is_read_is_what_the_standard_parser_reads(text: str) -> None:
    plain = read_plain(text)
    if plain is not None:
        expected = standard(text)
        assert plain == expected
        assert repr(plain) == repr(expected)  # true is not 1, and the order is the same


@pytest.mark.parametrize(
    "path", [ROOT / "feeds.toml", *sorted((ROOT / "themes").glob("*.toml"))], ids=lambda path: path.stem
)
def test_files_as_broadsheet_writes_them_are_plain(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_plain(text) == tomllib.loads(text)
