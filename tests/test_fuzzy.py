"""The search by a few letters behind the finder and the palette."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.commands.fuzzy import Index, named

NAMES = [
    "The Harbour Post", "Hafenblatt", "BBC World", "World Watch", "Zürich heute", "Œuvre", "heise online", "Wolken",
    "newsworld",
]  # fmt: skip


def found(typed: str) -> list[str]:
    return Index([named(name, name) for name in NAMES]).find(typed)


def test_the_best_come_first() -> None:
    assert found("wo")[:4] == ["World Watch", "Wolken", "BBC World", "newsworld"]  # beginning, word, inside
    assert found("world")[:3] == ["World Watch", "BBC World", "newsworld"]
    assert found("bw")[0] == "BBC World"  # initials
    assert found("thp")[0] == "The Harbour Post"
    assert found("wa wo") == ["World Watch"]  # beginnings of words in any order
    assert found("hfb") == ["Hafenblatt"]  # letters in their order
    assert found("zurich") == found("ZÜR") == ["Zürich heute"]
    assert found("oeuvre") == ["Œuvre"]
    assert found("xyz") == []
    assert found(" ") == NAMES


def test_rank_decides_among_equally_good_ones_and_other_names_come_later() -> None:
    things = [named(1, "News", "alpha"), named(2, "Alpha"), named(3, "New York", about="alpha things")]
    index = Index(things)
    assert index.find("new", lambda thing: -thing) == [3, 1]
    assert index.find("alpha") == [2, 1, 3]
    assert index.find("alpha", strictly=True) == [2, 1]
    assert index.find("things alpha") == [3]


_TEXT = st.text(alphabet="abAÄ -.é1", max_size=6)


@given(st.lists(_TEXT, max_size=8), _TEXT, st.integers(0, 6))
def test_typing_on_finds_what_typing_at_once_finds_and_all_of_it_was_found_before(
    names: list[str], typed: str, cut: int
) -> None:
    index = Index([named(number, name) for number, name in enumerate(names)])
    before = index.find(typed[:cut])
    after = index.find(typed)
    assert after == Index([named(number, name) for number, name in enumerate(names)]).find(typed)
    assert set(after) <= set(before)
    if typed.strip():
        assert set(index.find("".join(names[:1]))) >= ({0} if names and names[0].strip(" -.") else set())
