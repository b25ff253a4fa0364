"""Which way of drawing pictures each terminal gets: decided from its answers, the environment and the settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import PICTURES, Config
from reader.ui.graphics.protocol import (
    USUAL_CELL,
    Facts,
    Graphics,
    Protocol,
    TmuxClient,
    asks_text_size,
    decide,
    questions,
)
from reader.ui.terminal_input import Answer, Question

XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "TERM_PROGRAM": "tmux"}
SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
SIXEL, NO_SIXEL = "62;4;22", "62;22"


def suits(environment: dict[str, str], version: str = "", attributes: str = "", kitty: str = "") -> Protocol:
    answers = {Question.VERSION: version, Question.ATTRIBUTES: attributes, Question.KITTY: kitty}
    return decide(Config(), Facts(environment, {one: text for one, text in answers.items() if text})).protocol


@pytest.mark.parametrize(
    ("environment", "version", "attributes", "kitty", "expected"),
    [
        (XTERM, "kitty(0.36.4)", NO_SIXEL, "OK", Protocol.KITTY), (XTERM, "kitty(0.28.0)", NO_SIXEL, "OK", Protocol.KITTY),
        (XTERM, "kitty(0.26.5)", NO_SIXEL, "OK", Protocol.BLOCKS), (XTERM, "ghostty 1.1.3", NO_SIXEL, "OK", Protocol.KITTY),
        (XTERM, "ghostty 1.1.3", NO_SIXEL, "EINVAL", Protocol.BLOCKS), (XTERM, "kitty(0.36.4)", NO_SIXEL, "", Protocol.BLOCKS),
        (XTERM, "WezTerm 20240203-110809-5046fc22", SIXEL, "OK", Protocol.ITERM), (XTERM, "iTerm2 3.5.11", SIXEL, "", Protocol.ITERM),
        (XTERM, "mintty 3.7.0", SIXEL, "", Protocol.ITERM), (XTERM, "Konsole 22.12.3", SIXEL, "OK", Protocol.ITERM),
        (XTERM, "Konsole 21.12.3", NO_SIXEL, "", Protocol.BLOCKS), (XTERM, "XTerm(379)", SIXEL, "", Protocol.SIXEL),
        (XTERM, "foot(1.13.1)", SIXEL, "", Protocol.SIXEL), (XTERM, "VTE(7006)", NO_SIXEL, "", Protocol.BLOCKS),
        (XTERM, "tmux 3.4", "1;2;4", "", Protocol.BLOCKS), (XTERM, "", SIXEL, "", Protocol.SIXEL), (XTERM, "", "", "", Protocol.BLOCKS),
        (XTERM | {"TERM_PROGRAM": "iTerm.app"}, "", NO_SIXEL, "", Protocol.ITERM), (XTERM | {"LC_TERMINAL": "iTerm2"} | SSH, "", "", "", Protocol.ITERM),
        (XTERM | {"TERM_PROGRAM": "iTerm.app"}, "XTerm(379)", NO_SIXEL, "", Protocol.BLOCKS),
        (XTERM | {"TERM_PROGRAM": "vscode"}, "", SIXEL, "", Protocol.SIXEL),
        (XTERM | {"TERM_PROGRAM": "vscode"}, "", NO_SIXEL, "", Protocol.BLOCKS),
        (XTERM | {"TERM_PROGRAM": "Apple_Terminal"}, "", SIXEL, "", Protocol.BLOCKS), ({"TERM": "screen-256color"}, "", SIXEL, "", Protocol.BLOCKS),
        ({"TERM": "linux"}, "", SIXEL, "", Protocol.BLOCKS), ({}, "", SIXEL, "OK", Protocol.BLOCKS),
        (XTERM | {"STY": "1.pts"}, "", SIXEL, "", Protocol.BLOCKS),
    ],
)  # fmt: skip
def test_a_terminal_gets_what_it_can_show(
    environment: dict[str, str], version: str, attributes: str, kitty: str, expected: Protocol
) -> None:
    assert suits(environment, version, attributes, kitty) is expected


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (TmuxClient(True, "kitty(0.36.4)"), Graphics(Protocol.KITTY, through_tmux=True)),
        (TmuxClient(True, "ghostty 1.1.3"), Graphics(Protocol.KITTY, through_tmux=True)),
        (TmuxClient(False, "kitty(0.36.4)"), Graphics(Protocol.BLOCKS)), (TmuxClient(True, "kitty(0.26.5)"), Graphics(Protocol.BLOCKS)),
        (TmuxClient(True, "XTerm(379)"), Graphics(Protocol.BLOCKS)), (TmuxClient(True, ""), Graphics(Protocol.BLOCKS)),
        (None, Graphics(Protocol.BLOCKS)),
    ],
)  # fmt: skip
def test_in_tmux_kittys_pictures_are_shown_if_tmux_passes_them_on(
    client: TmuxClient | None, expected: Graphics
) -> None:
    answers = {Question.KITTY: "OK", Question.VERSION: "kitty(0.36.4)", Question.ATTRIBUTES: SIXEL}
    assert decide(Config(), Facts(TMUX, answers, tmux=client)) == expected


def test_the_settings_outweigh_what_is_found() -> None:
    for wanted in PICTURES[1:]:
        config = Config(pictures=wanted)
        assert decide(config, Facts(XTERM)).protocol == wanted
        assert decide(replace(config, pictures_over_ssh=False), Facts(XTERM | SSH)).protocol is Protocol.OFF
        assert decide(replace(config, pictures_over_ssh=False), Facts(XTERM)).protocol == wanted
    assert decide(Config(pictures="kitty"), Facts(TMUX)).through_tmux
    remote_tmux = Facts({"TERM": "tmux-256color"} | SSH, {Question.VERSION: "tmux 3.4"})
    assert decide(Config(pictures="kitty"), remote_tmux).through_tmux


def test_only_what_is_needed_is_asked_and_a_terminal_that_may_print_questions_nothing() -> None:
    assert {*questions(Config(), XTERM), Question.TEXT_SIZE} == {*Question}
    assert questions(Config(), XTERM)[-1] is Question.ATTRIBUTES
    assert asks_text_size(Config(), XTERM)
    assert asks_text_size(Config(pictures="off"), XTERM | SSH)
    assert not asks_text_size(Config(large_headlines="off"), XTERM)
    assert questions(Config(pictures="sixel"), XTERM) == (Question.CELL, Question.ATTRIBUTES)
    for silent in (
        {"TERM": "linux"},
        {"TERM": "screen"},
        {"TERM": "rxvt-unicode-256color"},
        XTERM | {"TERM_PROGRAM": "Apple_Terminal"},
        {},
        TMUX,
    ):
        assert questions(Config(), silent) == ()
        assert not asks_text_size(Config(), silent)
    for setting in ("blocks", "off"):
        assert questions(Config(pictures=setting), XTERM) == ()
    assert questions(Config(pictures_over_ssh=False), XTERM | SSH) == ()


@pytest.mark.parametrize(
    ("answer", "window", "expected"),
    [
        ("18;9", (24, 80, 0, 0), (9, 18)), ("", (24, 80, 640, 384), (8, 16)), ("18;9", (24, 80, 640, 384), (9, 18)),
        ("0;0", (24, 80, 640, 384), (8, 16)), ("9999;1", (24, 80, 0, 0), USUAL_CELL), ("", (0, 0, 0, 0), USUAL_CELL),
        ("²;9", (0, 0, 0, 0), USUAL_CELL), ("", (24, 80, 65_535, 65_535), USUAL_CELL),
    ],
)  # fmt: skip
def test_a_cells_size_is_the_terminals_word_else_counted_else_assumed(
    answer: str, window: tuple[int, int, int, int], expected: tuple[int, int]
) -> None:
    assert decide(Config(), Facts(XTERM, {Question.CELL: answer}, window)).cell == expected


@pytest.mark.parametrize(
    ("cursor", "expected"),
    [
        (("2;1", "2;3", "2;5"), True), (("1;5", "2;1", "2;3", "2;5"), True), (("2;1", "2;3", "2;3"), False),
        (("2;1", "2;1", "2;1"), False), (("2;3", "2;5"), False), (("1;1", "1;3", "1;5"), False), ((), False),
        (("2;1", "2;3", "2;5", "7;7"), False), (("2;1", "2;2", "2;3"), False),
    ],
)  # fmt: skip
def test_headlines_are_large_if_the_cursor_has_moved_behind_both_blanks(
    cursor: tuple[str, ...], expected: bool
) -> None:
    facts = Facts(XTERM)
    for place in cursor:
        facts = facts.and_answer(Answer(Question.TEXT_SIZE, place))
    assert decide(Config(), facts).large_text is expected
    assert facts.has_blanks is (cursor[-1:] in (("2;3",), ("2;5",)))
    assert not decide(Config(large_headlines="off"), facts).large_text
    assert not decide(Config(), replace(facts, environment=TMUX)).large_text


@given(st.dictionaries(st.sampled_from(Question), st.text(max_size=101)), st.text(max_size=20), st.booleans())
def test_whatever_is_answered_something_is_decided(answers: dict[Question, str], terminal: str, in_tmux: bool) -> None:
    decide(Config(), Facts(TMUX if in_tmux else XTERM, answers, tmux=TmuxClient(True, terminal)))
