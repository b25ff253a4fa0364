"""Three hundred headlines with newsboat's keys, and all of it undone after a restart."""

from __future__ import annotations

from reader.paths import Paths
from tests.newspaper import Newspaper
from tests.support.stocking import states
from tests.support.terminal import Terminal, reader_command
from tests.support.triage import PAGE, SIZE, TRIAGE, UNDONE, play, subscribe, undo_all


def test_three_hundred_headlines_are_read_labelled_and_all_of_it_is_undone_after_a_restart(paths: Paths) -> None:
    with Newspaper() as paper:
        subscribe(paths, paper)
    before = states(paths.database)
    assert len(before) == 300
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        for _ in play(terminal, TRIAGE):
            pass
        terminal.press("Q")
        assert terminal.ended() == 0
    done = states(paths.database)
    assert [sum(bool(row[column]) for row in done) for column in (1, 2, 3, 4)] == [300, 1, 2, 4]
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows("0 unread")
        undone = list(undo_all(terminal))
        terminal.shows(UNDONE)
        terminal.press("Q")
        assert terminal.ended() == 0
    assert len(undone) == 18
    assert "Undid: 18 articles marked read" in undone[0]
    assert states(paths.database) == before


def test_the_recorded_session_is_the_one_that_is_played() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for step in TRIAGE:
        assert step.told in page
    assert page.count("\n- Undid: ") == 18
