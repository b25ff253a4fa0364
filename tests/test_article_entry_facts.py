"""Which lines only say when, by whom and where an entry was published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.article.entry_facts import is_entry_facts
from tests.support.each import each


@each(
    "line",
    [
        "11.01.2022, 09:50 Uhr / Aktualisiert am 21.01.2022, 11:39 Uhr",
        "31 January 2025, 20:02",
        "January 31, 2025 at 8:02 pm",
        "By QTN, in News, Quays, Business · 31 Jan 2025, 20:02 · 0 Comments",
        "Boats, National, Top Story | Published: 5 hours ago | Last Updated: 5 hours ago | Written by Ada Brine",
        "28.04.2021 - 07:18 | Quelle: qta topthem... | Lesedauer etwa 4 min. | Text vorlesen Stop Pause Fortsetzen",
        "This entry was posted on Wednesday, November 27th, 2019 at 3:21 pm and is filed under Boats, Quays.",
        "Der Beitrag wurde am Mittwoch, den 27. November 2019 um 15:21 Uhr veröffentlicht und wurde unter Boote abgelegt.",
    ],
)
def test_facts_are_told_from_text(line: str) -> None:
    assert is_entry_facts(line)


@each(
    "line",
    [
        "On 31 January 2025 at 20:02, the first boat left.",
        "By the end of 31 January 2025, nobody had come to the quay, and the captain went home.",
        "Her book on ferries was published 5 years ago.",
        "Dieser Artikel wurde am 27. November 2019 um einen Absatz über die Boote ergänzt.",
        "12. März 2021",
        "",
    ],
)
def test_sentences_are_no_facts(line: str) -> None:
    assert not is_entry_facts(line)


@given(st.text(max_size=600))
def test_no_line_breaks_the_question(line: str) -> None:
    assert is_entry_facts(line) in (True, False)
