"""Whatever bytes a terminal sends, in whatever pieces: keys are keys, and everything else is dropped whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key

from reader.ui.terminal_input import Answer, Background, Known, Pasted, Pressed, Question, TerminalInput, Token
from tests.support.each import each

KEYS = frozenset(sequence for sequence, names in ANSI_SEQUENCES_KEYS.items() if names is not IGNORE_SEQUENCE)
ESC, ST, BEL = "\x1b", "\x1b\\", "\a"
LIMITS = range(0x40, 0x7F)  # final bytes of a CSI sequence
BODY = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20)
CSI = st.builds(
    "{}{}{}{}".format,
    st.sampled_from([ESC + "[", "\x9b"]),
    st.text("0123456789:;<=>?", max_size=12),
    st.text(" !\"#$%&'()*+,-./", max_size=2),
    st.sampled_from([chr(code) for code in LIMITS if chr(code) not in "[M"]),
)
STRINGS = st.builds(
    "{}{}{}".format,
    st.sampled_from([ESC + introducer for introducer in "P_^X]"] + list("\x90\x98\x9d\x9e\x9f")),
    BODY,
    st.sampled_from([ST, "\x9c"]),
) | st.builds("{}{}{}".format, st.sampled_from([ESC + "]", "\x9d"]), BODY, st.just(BEL))
SS3 = st.builds("{}{}".format, st.sampled_from([ESC + "O", "\x8f"]), st.sampled_from('!"#%&Ygh~'))


def terminal() -> TerminalInput:
    return TerminalInput(KEYS, FUNCTIONAL_KEYS)


def read(data: bytes, cuts: Iterable[int] = (), *, gap: float = 0.05) -> list[Token]:
    """The tokens of these bytes, cut at some places, with a pause of ``gap`` between the pieces and a long one after."""
    incoming, now, tokens = terminal(), 0.0, []
    for start, end in pairwise([0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]):
        tokens += incoming.feed(data[start:end], now) if start < end else []
        tokens += incoming.tick(now + gap)
        now += gap
    return [*tokens, *incoming.tick(now + 10)]


def keys(tokens: Sequence[Token]) -> list[str]:
    """The names of the keys that the app gets."""
    parser, found = XTermParser(), []
    for token in tokens:
        match token:
            case Known(text=text):
                found += [message.key for message in parser.feed(text) if isinstance(message, Key)]
            case Pressed(key=key):
                found.append(key)
            case Pasted():
                pass
    assert [message.key for message in parser.feed("x") if isinstance(message, Key)] == ["x"], "half a sequence is left"
    return found


def is_key(sequence: str) -> bool:
    """Whether a CSI sequence is a key: in Textual's tables, or in kitty's form."""
    body = sequence.lstrip("\x1b[\x9b")
    code = body[:-1].split(";")[0].split(":")[0]
    kitty = not body[:-1].strip("0123456789:;") and (f"{code or 1}{body[-1]}" in FUNCTIONAL_KEYS or body[-1] == "u")
    return kitty or f"\x1b[{body}" in KEYS or body == "200~" or (body.startswith("27;") and body.endswith("~"))


@given(CSI.filter(lambda sequence: not is_key(sequence)) | STRINGS | SS3, st.lists(st.integers(0, 60), max_size=4))
def test_a_sequence_that_is_no_key_is_dropped_wherever_it_is_cut(sequence: str, cuts: list[int]) -> None:
    data = sequence.encode()
    assert keys(read(b"a" + data + b"z", [cut + 1 for cut in cuts])) == ["a", "z"]
    if sequence[0] != ESC and ST not in sequence and "\x9c" not in sequence:
        latin = bytes([ord(sequence[0])]) + sequence[1:].encode()  # the control as one byte, as old terminals send it
        assert keys(read(b"a" + latin + b"z", cuts)) == ["a", "z"]


@each(
    "reply",
    [
        "\x1bP>|XTerm(390)\x1b\\", "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", "\x1b]11;rgb:1e1e/1e1e/2e2e\a", "\x1b[?997;1n",
        "\x1b[?1;2c", "\x1b[?1u", "\x1b[>41;390;0c", "\x1bP1+r544e=78746572\x1b\\", "\x1b_Gi=31;OK\x1b\\", "\x1b[8;40;80t",
        "\x1b[24;80R", "\x1b[1;2R", "\x1b]52;c;cXFxUFBQ\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b[?2026;2$y", "\x1b[?62;c",
        "\x1b[113;q", "\x1b[113~", "\x1b^q\x1b\\", "\x1bXq\x1b\\", "\x1b[32;5;9M", "\x1b[?1;0;256S", "\x1b[0n",
    ],
)  # fmt: skip
@each("gap", [0.05, 0.5, 1.5])
def test_a_reply_is_no_key_even_if_its_rest_comes_late(reply: str, gap: float) -> None:
    for cut in range(2, len(reply) - 1):  # after ESC alone a pause means the key Esc; one byte alone is a key
        assert keys(read(reply.encode(), [cut], gap=gap)) == [], cut
    assert keys(read(reply.encode(), [1], gap=gap)) == ([] if gap < 0.1 else ["escape"])


ANSWERS = {
    "\x1bP>|kitty(0.36.4)\x1b\\": Answer(Question.VERSION, "kitty(0.36.4)"),
    "\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\": Answer(Question.VERSION, "WezTerm 20240203-110809-5046fc22"),
    "\x1b_Gi=31;OK\x1b\\": Answer(Question.KITTY, "OK"),
    "\x1b_Gi=31;ENOTSUP:no\x1b\\": Answer(Question.KITTY, "ENOTSUP:no"),
    "\x1b[6;20;10t": Answer(Question.CELL, "20;10"),
    "\x1b[?62;4;22c": Answer(Question.ATTRIBUTES, "62;4;22"),
    "\x1b[?6c": Answer(Question.ATTRIBUTES, "6"),
}


@given(
    st.lists(st.sampled_from(sorted(ANSWERS)) | st.sampled_from("jkqé"), max_size=8),
    st.lists(st.integers(0, 300), max_size=6),
)
def test_answers_are_told_and_keys_among_them_arrive(pieces: list[str], cuts: list[int]) -> None:
    tokens = read("".join(pieces).encode(), cuts, gap=0.01)
    assert [token for token in tokens if isinstance(token, Answer)] == [
        ANSWERS[one] for one in pieces if one in ANSWERS
    ]
    assert keys(tokens) == [one for one in pieces if one not in ANSWERS]


@pytest.mark.parametrize("answer", sorted(ANSWERS))
def test_an_answer_whose_rest_comes_half_a_second_later_is_still_one(answer: str) -> None:
    for cut in range(2, len(answer) - 1):
        tokens = read(b"j" + answer.encode() + b"k", [cut + 1], gap=0.6)
        assert keys(tokens) == ["j", "k"]


@pytest.mark.parametrize(
    "reply",
    [
        "\x1bP>|" + "x" * 5_000 + "\x1b\\", "\x1b_Gi=31;" + "9" * 5_000 + "\x1b\\", "\x1b_Gi=32;OK\x1b\\", "\x1b[6;20t",
        "\x1b[6;99999;10t", "\x1b[?" + "4;" * 5_000 + "4c", "\x1b[6;20;10;30t", "\x1b[?c", "\x1b[>1;2c", "\x1bP1$r>|x\x1b\\",
    ],
)  # fmt: skip
def test_answers_that_no_honest_terminal_gives_are_short_or_dropped(reply: str) -> None:
    tokens = read(b"j" + reply.encode() + b"k")
    assert keys(tokens) == ["j", "k"]
    assert all(len(token.text) <= 101 for token in tokens if isinstance(token, Answer))


@given(st.lists(st.binary(max_size=8) | st.sampled_from([b"\x1b", b"\x1b[", b"\x1b[M", b"\x1b]", b"\x1bO", b"\x9b"])))
@example([b"\xe1", b"\x9b"])
def test_after_any_bytes_and_a_pause_keys_work(pieces: list[bytes]) -> None:
    incoming, now = terminal(), 0.0
    for piece in pieces:
        keys(incoming.feed(piece, now))
        now += 0.01
    keys(incoming.tick(now + 2))
    assert keys(incoming.feed(b"q", now + 2.1))[-1:] == ["q"]


@given(st.sampled_from(sorted(KEYS)) | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_keys_and_text_arrive(typed: str) -> None:
    if typed in {"\x1b", "\x1b\x1b", "\x9b", "\x1b[1;2R", "\x1b[1;5R", "\x1b[1;6R"}:
        return  # Esc, and Esc and the beginning of a sequence; an introducer; where the cursor is
    wanted = [message.key for message in XTermParser().feed(typed) if isinstance(message, Key)]
    for cut in range(1, len(typed.encode())):
        assert keys(read(typed.encode(), [cut], gap=0.01)) == wanted
    assert keys(read(typed.encode())) == wanted


@each(
    ("sequence", "expected"),
    [
        ("\x1b[106:74;2u", ["shift+j"]), ("\x1b[1;129:1B", ["down"]), ("\x1b[106;1:1u", ["j"]), ("\x1b[106;1:3u", []),
        ("\x1b[106;1:2u", ["j"]), ("\x1b[;5A", ["ctrl+up"]), ("\x1b[1;5:3A", []), ("\x1b[27u", ["escape"]),
        ("\x1b[106::106;2;74u", ["J"]), ("\x1b[0;;20013:25991:20013:25991:20013:25991:20013u", list("中文中文中文中")),
        ("\x1b[97;;27u", ["a"]), ("\x1b[55296u", []), ("\x1b[97;;55296u", ["a"]), ("\x1b[99999999999999u", []),
        ("\x1b[97;99999999999u", []), ("\x1b[27;5;113~", ["ctrl+q"]), ("\x1b[3u", []), ("\x1b[u", []), ("\x1b[127u", ["backspace"]),
        ("\x1b[57441;2u", ["left_shift"]), ("\x1b[1;1:1:9u", []), ("\x1b[113;;;u", ["q"]),
    ],
)  # fmt: skip
def test_keys_in_kittys_form_are_the_keys_that_they_name(sequence: str, expected: list[str]) -> None:
    for cut in range(len(sequence)):
        found = keys(read(sequence.encode(), [cut], gap=0.01))
        assert found == expected or (sequence == "\x1b[106:74;2u" and found in (["J"], ["shift+j"]))


@each(
    ("data", "expected"),
    [
        (b"\xe9j", ["replacement_character", "j"]), (b"\xffj", ["replacement_character", "j"]), (b"\x1b[M \x84%j", ["j"]),
        (b"\x1b[M \xe1\xffj", ["j"]), ("é".encode(), ["é"]), (b"\x1b", ["escape"]), (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1bj", ["alt+j"]), (b"\x1b[\rj", ["enter", "j"]), (b"\x1b]11;\x18j", ["j"]), (b"\x1b[[A", ["f1"]), (b"\x1b[[jk", ["j", "k"]),
        (b"\x1b[3$", ["shift+delete"]), (b"\x1b]0;q\x1b[B", ["down"]),
    ],
)  # fmt: skip
def test_bytes_of_other_charsets_old_mice_and_broken_sequences(data: bytes, expected: list[str]) -> None:
    assert keys(read(data)) == expected


def test_a_paste_arrives_whole_and_clean_and_its_lost_end_locks_nothing() -> None:
    assert read(b"\x1b[200~a\x1b[31mb\x1b]0;x\x07c\xff\x1b[201~", [3, 9, 25]) == [Pasted("abc\ufffd")]
    incoming = terminal()
    assert incoming.feed(b"\x1b[200~first", 0.0) == []
    assert incoming.tick(2.0) == [Pasted("first")]
    assert incoming.feed(b" and the rest\x1b[201~", 3.0) == [Pasted(" and the rest")]
    assert incoming.feed(b"\x1b[200~lost", 4.0) == []
    assert incoming.tick(6.0) == [Pasted("lost")]
    assert incoming.feed(b"q", 6.5) == [Known("q")]


@pytest.mark.parametrize(
    ("answer", "dark"),
    [
        ("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", True), ("\x1b]11;rgb:fdfd/f6f6/e3e3\a", False), ("\x9d11;rgb:f/f/f\x9c", False),
        ("\x1b]11;rgba:00/00/00/ff\x1b\\", True), ("\x1b]11;RGB:FFFF/FFFF/0000\a", False), ("\x1b[?997;1n", True),
        ("\x1b[?997;2n", False), ("\x1b]11;?\a", None), ("\x1b]10;rgb:ffff/ffff/ffff\a", None), ("\x1b]11;rgb:zz/0/0\a", None),
        ("\x1bP11;rgb:ffff/ffff/ffff\x1b\\", None), ("\x1b]11;rgb:" + "f" * 9000 + "/f/f\a", None), ("\x1b[?997;3n", None),
        ("\x1b]11;rgb:ffff/ffff/ffff\x18", None),
    ],
)  # fmt: skip
@given(st.lists(st.integers(0, 60), max_size=3))
def test_the_background_is_understood_in_any_pieces_and_nothing_else_is_taken_for_it(
    answer: str, dark: bool | None, cuts: list[int]
) -> None:
    assert read(answer.encode(), cuts) == ([] if dark is None else [Background(dark)])
