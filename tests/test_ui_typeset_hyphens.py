"""Words are hyphenated as pyphen does it, although patterns are parsed only when a word needs them."""

from functools import cache
from pathlib import Path

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ui.typeset.hyphen_patterns import HyphenPatterns
from reader.ui.typeset.hyphens import Hyphens, syllables_of
from tests.support.each import each
from tests.support.fuzzing import examples

# German, one with alternatives, one with references to characters, one with two patterns of the same letters.
LANGUAGES = ("de", "ca", "af", "eo")


@cache
def hyphens_of(language: str) -> HyphenPatterns:
    return HyphenPatterns(pyphen.LANGUAGES[language])


@settings(max_examples=examples(100))
@given(st.text("aäbcdeéfghil·mnoöprstuüxz.'-", max_size=24))
def test_any_word_has_the_hyphens_of_pyphen(word: str) -> None:
    for language in LANGUAGES:
        assert hyphens_of(language).positions(word) == pyphen.Pyphen(lang=language).positions(word)


@each(
    ("language", "word"),
    [
        ("de", "Zuckerbäckerei"),
        ("de", "SCHIFFFAHRT"),
        ("ca", "paral·lel"),
        ("eo", "Inhaltsverzeichnis"),
        ("af", "môre"),
    ],
)
def test_a_word_has_the_hyphens_of_pyphen_also_when_it_is_asked_for_again(language: str, word: str) -> None:
    for _ in range(2):
        assert hyphens_of(language).positions(word) == pyphen.Pyphen(lang=language).positions(word)


def test_only_the_patterns_in_a_word_are_parsed() -> None:
    patterns = HyphenPatterns(pyphen.LANGUAGES["de"])
    patterns.positions("Hafen")
    assert 0 < len(patterns.patterns) < 30


def test_patterns_that_are_not_loaded_are_missed_and_then_there() -> None:
    hyphens = Hyphens("de")
    assert (hyphens.are_loaded, hyphens.are_lacking) == (False, False)
    assert not hyphens.positions_if_loaded("Hafenmeister")
    assert (hyphens.are_loaded, hyphens.are_lacking) == (False, True)
    hyphens.load()
    assert (hyphens.are_loaded, hyphens.are_lacking) == (True, False)
    assert list(hyphens.positions_if_loaded("Hafenmeister")) == [2, 5, 9]
    assert not Hyphens(None).positions_if_loaded("Hafenmeister")
    assert Hyphens(None).are_loaded


def test_patterns_that_cannot_be_read_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(pyphen.LANGUAGES, "de", tmp_path / "none.dic")
    hyphens = Hyphens("de")
    assert not hyphens.positions("Hafenmeister")
    assert hyphens.are_loaded


def test_a_language_without_patterns_has_no_hyphens() -> None:
    assert not syllables_of("tlh")("Qapla")
    assert not syllables_of(None)("Hafenmeister")
    assert list(syllables_of("de-AT")("Hafenmeister")) == [2, 5, 9]
