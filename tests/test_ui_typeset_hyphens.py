"""Words are hyphenated as pyphen does it, although patterns are parsed only when a word needs them."""

from functools import cache

import pyphen
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ui.typeset.hyphen_patterns import HyphenPatterns
from reader.ui.typeset.hyphens import syllables_of
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


def test_a_language_without_patterns_has_no_hyphens() -> None:
    assert not syllables_of("tlh")("Qapla")
    assert not syllables_of(None)("Hafenmeister")
    assert list(syllables_of("de-AT")("Hafenmeister")) == [2, 5, 9]
