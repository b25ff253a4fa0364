"""The difference of two texts, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.word_diff import Paragraphs, Part, Passage, changed_paragraphs, changed_words
from tests.support.each import each

SIGNS = {Part.KEPT: "{}", Part.REMOVED: "[-{}-]", Part.ADDED: "{{+{}+}}", Part.LEFT_OUT: "…"}


def drawn(passages: tuple[Passage, ...]) -> str:
    return "".join(" " * (not one.is_glued) + SIGNS[one.part].format(one.text) for one in passages).strip()


def lines(paragraphs: Paragraphs) -> list[str]:
    return [drawn(one) for one in paragraphs]


def numbered(name: str, count: int = 50) -> str:
    return " ".join(f"{name}{number}" for number in range(count))


def test_changed_words_are_shown_in_their_sentence() -> None:
    before = "At least 12 people died near Basel, police said. The cause was not known."
    after = "At least 13 people died near Basel, police said. The cause was a broken rail."
    assert lines(changed_paragraphs(before, after)) == [
        "At least [-12-] {+13+} people died near Basel, police said. The cause was [-not known.-] {+a broken rail.+}"
    ]


@each(
    ("before", "after", "drawn_as"),
    [
        (
            "昨日、大阪で12人が死亡した。",
            "昨日、東京で13人が死亡した。",
            "昨日、[-大阪で12-]{+東京で13+}人が死亡した。",
        ),
        ("警方说有三人受伤。 Police", "警方说有四人受伤。 Police", "警方说有[-三-]{+四+}人受伤。 Police"),
        ("รถไฟตกราง", "รถไฟตกรางแล้ว", "รถไฟตกราง{+แล้ว+}"),
        ("Zug\ue002 entgleist", "Zug entgleist", "Zug entgleist"),
    ],
)
def test_scripts_without_spaces_are_compared_letter_by_letter(before: str, after: str, drawn_as: str) -> None:
    assert lines(changed_paragraphs(before, after)) == [drawn_as]


def test_paragraphs_that_come_and_go_stay_paragraphs() -> None:
    before = "The first one stays here.\nThis one goes away.\nThe last one stays too."
    after = "The first one stays here.\nThe last one stays too.\nSomething was appended."
    assert lines(changed_paragraphs(before, after)) == [
        "The first one stays here.",
        "[-This one goes away.-]",
        "The last one stays too.",
        "{+Something was appended.+}",
    ]


def test_long_unchanged_stretches_are_left_out() -> None:
    paragraphs = [numbered(name) for name in "abcdef"]
    changed = [*paragraphs]
    changed[1] = changed[1].replace("b25 ", "NEW ")
    changed[4] = "Something else"
    found = lines(changed_paragraphs("\n".join(paragraphs), "\n".join(changed)))
    assert found[0].startswith("… b11 ")
    assert "b24 [-b25-] {+NEW+} b26" in found[0]
    assert found[0].endswith("b39 …")
    assert found[1:] == [
        "… d44 d45 d46 d47 d48 d49",
        f"[-{numbered('e')}-] {{+Something else+}}",
        "…",
    ]


def test_a_paragraph_at_the_end_goes_as_one() -> None:
    assert lines(changed_paragraphs("The first one.\nThe last one.", "The first one.")) == [
        "The first one.",
        "[-The last one.-]",
    ]


def test_a_rewritten_sentence_is_not_shown_in_shreds() -> None:
    passages = changed_words(
        "Minister denies all reports of a resignation", "Government confirms the end of its coalition"
    )
    assert [one.part for one in passages] == [Part.REMOVED, Part.ADDED]


def test_quotation_marks_and_furniture_are_not_marked() -> None:
    before = "„Zwölf“, sagte sie.\n3 Kommentare"
    after = "»Dreizehn«, sagte sie.\n17 Kommentare"
    assert lines(changed_paragraphs(before, after)) == ["[-„Zwölf“,-] {+»Dreizehn«,+} sagte sie."]
    assert lines(changed_paragraphs("„Zwölf“, sagte sie.", '"Zwölf", sagte sie.')) == ['"Zwölf", sagte sie.']


@each(
    ("before", "after", "parts"),
    [("", "", []), ("", "One two", [Part.ADDED]), ("One two", "", [Part.REMOVED]), ("One", "One", [Part.KEPT])],
)
def test_nothing_and_something_differ_in_everything(before: str, after: str, parts: list[Part]) -> None:
    assert [one.part for row in changed_paragraphs(before, after) for one in row] == parts


TEXT = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "\n"]), max_size=60).map(" ".join)


@given(TEXT, TEXT)
def test_kept_and_added_words_are_the_new_text_and_kept_and_removed_ones_the_old(before: str, after: str) -> None:
    one, other = before.replace("\n", " ").split(), after.replace("\n", " ").split()
    passages = changed_words(" ".join(one), " ".join(other))
    assert [w for p in passages if p.part is not Part.REMOVED for w in p.text.split()] == other
    assert [w for p in passages if p.part is not Part.ADDED for w in p.text.split()] == one


@given(TEXT, TEXT)
def test_every_word_that_changed_is_shown(before: str, after: str) -> None:
    shown = [one for row in changed_paragraphs(before, after) for one in row]
    whole = changed_words(" ".join(before.split()), " ".join(after.split()))
    for part in (Part.REMOVED, Part.ADDED):
        assert bool(sum(len(p.text.split()) for p in shown if p.part is part)) >= (
            bool(sum(len(p.text.split()) for p in whole if p.part is part)) and not shown
        )
    kept = [w for p in shown if p.part is not Part.REMOVED for w in p.text.split()]
    assert len(kept) <= len(after.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (numbered("a", 100_000), numbered("a", 100_000).replace("a777", "b777")),
        ("a b " * 50_000, "a c " * 50_000),
        ("a " * 100_000, "b a " * 50_000),
        (numbered("a", 100_000), " ".join(reversed(numbered("a", 100_000).split()))),
        (numbered("a", 50_000), ""),
    ],
)
def test_a_hundred_thousand_words_are_compared_in_less_than_quadratic_time(before: str, after: str) -> None:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    assert changed_paragraphs(before, after, count)
    assert steps < 300_000


def test_the_work_can_be_ended() -> None:
    def end() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        changed_paragraphs("One two three", "Four five six", end)
