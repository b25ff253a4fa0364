"""Which telling represents a story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.stories.best_telling import Telling, best_telling, in_order

TELLINGS = st.lists(
    st.builds(Telling, st.integers(1, 99), st.integers(1, 4), st.integers(0, 9), st.booleans()),
    min_size=1,
    unique_by=lambda one: one.id,
)
SHARES = st.dictionaries(st.integers(1, 4), st.floats(0, 1))


def test_the_feed_that_is_opened_most_comes_before_full_text_and_that_before_the_date() -> None:
    early, full, favourite = Telling(1, 1, 10), Telling(2, 2, 20, full_text=True), Telling(3, 3, 30)
    assert best_telling([early, full, favourite], {3: 0.5, 1: 0.1}) == favourite
    assert best_telling([early, full, favourite], {}) == full
    assert best_telling([early, favourite], {}) == early
    assert in_order([favourite, full, early], {3: 0.5}) == [favourite, early, full]


def test_of_equal_tellings_the_first_that_arrived_is_the_best() -> None:
    assert best_telling([Telling(7, 1, 5), Telling(4, 1, 5)], {}).id == 4


def test_a_story_without_tellings_has_no_best() -> None:
    assert in_order([], {}) == []
    with pytest.raises(ValueError, match="empty"):
        best_telling([], {})


@given(TELLINGS, SHARES, st.randoms())
def test_the_order_does_not_depend_on_the_order_in_which_tellings_are_given(tellings, shares, chance) -> None:
    shuffled = list(tellings)
    chance.shuffle(shuffled)
    assert in_order(shuffled, shares) == in_order(tellings, shares)
    assert sorted(one.id for one in in_order(tellings, shares)) == sorted(one.id for one in tellings)
    assert in_order(tellings, shares)[0] == best_telling(tellings, shares)
