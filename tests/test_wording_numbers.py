"""Numbers, counts and spans in the user's language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.wording.catalogue import plural
from reader.wording.numbers import decimal, thousands
from reader.wording.sizes import byte_size
from reader.wording.spans import duration, rhythm
from tests.support.each import each


@each(
    ("number", "english", "german"),
    [(0, "0", "0"), (999, "999", "999"), (12_345, "12,345", "12.345"), (-1_000, "-1,000", "-1.000")],
)
def test_whole_numbers_have_groups_of_three(number: int, english: str, german: str) -> None:
    assert (thousands(number, "en"), thousands(number, "de")) == (english, german)


@each(
    ("number", "digits", "english", "german"),
    [(1.5, 1, "1.5", "1,5"), (1_234.56, 2, "1,234.56", "1.234,56"), (3, 0, "3", "3")],
)
def test_decimals_have_the_languages_sign(number: float, digits: int, english: str, german: str) -> None:
    assert decimal(number, "en", digits=digits) == english
    assert decimal(number, "de", digits=digits) == german


def test_a_count_chooses_the_plural_and_is_grouped() -> None:
    assert [plural("{n} feed", "{n} feeds", n) for n in (0, 1, 1_200)] == ["0 feeds", "1 feed", "1,200 feeds"]


@each(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (45 * 60, "45 minutes"),
        (90 * 60, "90 minutes"),
        (3_600, "1 hour"),
        (2 * 3_600, "2 hours"),
        (6 * 3_600 + 600, "6 hours"),
        (86_400, "1 day"),
        (30 * 3_600, "30 hours"),
        (10 * 86_400, "10 days"),
    ],
)
def test_a_duration_has_the_largest_unit_that_states_it(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@each(("count", "text"), [(1, "1 byte"), (20, "20 bytes"), (1_500, "1.5 kB"), (10_000_000, "10 MB")])
def test_sizes_are_in_decimal_units(count: int, text: str) -> None:
    assert byte_size(count) == text


@given(st.floats(0, 10_000))
def test_every_frequency_has_a_message(per_week: float) -> None:
    assert rhythm(per_week)
