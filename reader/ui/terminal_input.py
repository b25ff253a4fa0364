"""Splits what a terminal sends into text, keys and pastes, and drops every other control sequence whole.

Terminals also send replies: to questions of a shell or an editor that ended before the answer came, or reports that
another program switched on. Textual's parser reads an unknown one as single keys, which run commands. So it is fed
only what it knows; the grammar follows ECMA-48, sections 5.3 to 5.6, in which the end of a sequence can be seen
without knowing the sequence. A sequence may arrive in any pieces, and in bytes that are not UTF-8.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Collection
from enum import Enum, auto
from functools import cache
from typing import TypeAlias

from reader.lazy_dataclass import dataclass
from reader.text import clean_text

ESCAPE_DELAY = 0.1  # seconds after which ESC alone is the key Esc
PAUSE = 1.0  # seconds after which the rest of a sequence is no longer waited for
REMAINDER_WITHIN = 3.0  # seconds in which several bytes at once can still be that rest: a person types one by one
_LONGEST_SEQUENCE = 1_000  # characters of a CSI sequence
_LONGEST_PASTE = 1_000_000  # characters

_STRINGS = frozenset("]P_^X")  # OSC, DCS, APC, PM, SOS after ESC
_C1 = {"\x8f": "O", "\x90": "P", "\x98": "X", "\x9b": "[", "\x9d": "]", "\x9e": "^", "\x9f": "_"}
_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
_compiled = cache(re.compile)  # when they are needed: they take a hundredth of the start
_REPORT = (
    r"\x1b\[(?:[IO]"  # focus
    r"|<\d{1,4};\d{1,5};\d{1,5}[Mm]"  # mouse
    r"|\?(?:2026|2048);[0-4]\$y"  # modes that Textual asks for
    r"|48;[1-9]\d{0,3};[1-9]\d{0,3};\d{1,6};\d{1,6}t)"  # the window's size, if such reports are on
)
# https://contour-terminal.org/vt-extensions/color-palette-update-notifications/: mode 2031
_COLOR_SCHEME = r"\x1b\[\?997;([12])n"
_BACKGROUND_COLOR = r"(?i)11;rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?"
_LIGHT = 0.5  # weighted by how bright the colours look (ITU-R BT.709)
_LONGEST_ANSWER = 100  # characters of a string that is kept
_ATTRIBUTES = r"\x1b\[\?(\d{1,4}(?:;\d{1,4}){0,40})c"  # primary device attributes (DA1)
_CELL_SIZE = r"\x1b\[6;(\d{1,4});(\d{1,4})t"  # height and width in pixels (xterm's ctlseqs, CSI 16 t)
_CURSOR_POSITION = r"\x1b\[(\d{1,5});(\d{1,5})R"  # or F3 with a modifier, which xterm sends likewise
# https://sw.kovidgoyal.net/kitty/keyboard-protocol/: code:alternates ; modifiers:event ; text
_EXTENDED = (
    r"\x1b\[(?P<code>\d{0,7})(?::[\d:]*)?(?:;(?P<modifiers>\d{0,3})(?::(?P<event>\d*)[\d:]*)?(?:;(?P<text>[\d:]*))?)?;*"
    r"(?P<end>[u~ABCDEFHPQS])"
)
_RELEASED = "3"
_PRIVATE_USE = range(0xE000, 0xF900)  # kitty's codes of keys without a character


@dataclass(frozen=True, slots=True)
class Known:
    """Text without ESC, or one sequence that Textual's parser knows."""

    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """A bracketed paste, cleaned."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key that is sent as ESC, or as ESC and a character."""

    key: str


@dataclass(frozen=True, slots=True)
class Background:
    """The terminal's answer to what colour its background has, or its report that this changed."""

    dark: bool


class Question(Enum):
    """What a terminal can be asked about itself, with the escape sequence that asks."""

    # https://sw.kovidgoyal.net/kitty/text-sizing-protocol/: where the cursor is before and after a blank of two cells
    # and one of double size, which a terminal that does not know them leaves out. Below line 1, where the answer
    # could be F3 with a modifier.
    TEXT_SIZE = "\x1b7\x1b[2;1H\x1b[6n\x1b]66;w=2; \a\x1b[6n\x1b]66;s=2; \a\x1b[6n\x1b8"
    VERSION = "\x1b[>q"  # XTVERSION: its name and version
    KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"  # whether it takes a picture of one pixel
    CELL = "\x1b[16t"  # height and width of a cell in pixels, "20;10"
    ATTRIBUTES = "\x1b[c"  # DA1, numbers such as "62;4"; every terminal answers


@dataclass(frozen=True, slots=True)
class Answer:
    """The terminal's answer to a question, of which the one about the size of text has three. ``text`` is untrusted."""

    question: Question
    text: str


Token: TypeAlias = Known | Pasted | Pressed | Background | Answer


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    CONSOLE = auto()  # after CSI [, with which Linux begins its function keys
    MOUSE = auto()  # the three bytes after CSI M
    STRING = auto()
    STRING_ESCAPE = auto()
    PASTE = auto()


class TerminalInput:
    """An incremental parser. ``keys``: all sequences that are keys; ``functional``: the same in kitty's form, ``1A``.

    ``extended``: whether Textual's parser reads kitty's form.
    """

    def __init__(self, keys: Collection[str], functional: Collection[str], *, extended: bool = True) -> None:
        self._keys, self._functional, self._extended = keys, functional, extended
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._state = _State.GROUND
        self._sequence = ""  # since ESC, without the contents of a string
        self._content = ""  # the beginning of a string
        self._paste: list[str] = []
        self._mouse_bytes = 0
        self._since = 0.0  # when the last bytes came
        self._late: tuple[_State, str, float] | None = None  # what waited when the pause was over, and when that was
        self._plain: list[str] = []
        self._tokens: list[Token] = []
        self._steps: dict[_State, Callable[[str], None]] = {
            _State.GROUND: self._ground,
            _State.ESCAPE: self._escape,
            _State.CSI: self._csi,
            _State.SS3: self._ss3,
            _State.CONSOLE: self._console,
            _State.MOUSE: self._mouse,
            _State.STRING: self._string,
            _State.STRING_ESCAPE: self._string_escape,
            _State.PASTE: self._pasting,
        }

    def feed(self, data: bytes, now: float) -> list[Token]:
        """What these bytes complete. ``now``: seconds of a monotonic clock."""
        text = self._decoder.decode(data)
        if len(data) > 1:
            self._resume(text, now)
        self._late = None
        for character in text:
            self._steps[self._state](character)
        self._since = now
        return self._taken()

    def tick(self, now: float) -> list[Token]:
        """What a pause completes: the key Esc, or a paste whose end was lost. To be called several times a second."""
        state = self._state
        if now - self._since < (ESCAPE_DELAY if state is _State.ESCAPE else PAUSE):
            return []
        if cut_off := self._decoder.decode(b"", final=True):
            self._plain.extend("\ufffd" * len(cut_off))
        if state is _State.GROUND:
            return self._taken()
        self._late = (state, self._sequence, now)
        if state is _State.ESCAPE:
            self._press("escape")
        elif state is _State.PASTE:
            self._end_paste()
        elif state is _State.CSI and self._sequence in self._keys:  # rxvt ends some keys with "$", which ends no CSI
            self._add(Known(self._sequence))
        self._state = _State.GROUND
        return self._taken()

    def _resume(self, text: str, now: float) -> None:
        """Goes back to a sequence that was given up, if its rest has come after all."""
        if self._late and self._state is _State.GROUND:
            state, sequence, since = self._late
            if now - since < REMAINDER_WITHIN and _is_rest(state, text):
                self._state, self._sequence = state, sequence

    def _taken(self) -> list[Token]:
        self._flush()
        tokens, self._tokens = self._tokens, []
        return tokens

    def _add(self, token: Token) -> None:
        self._flush()
        self._tokens.append(token)

    def _flush(self) -> None:
        if self._plain:
            self._tokens.append(Known("".join(self._plain)))
            self._plain.clear()

    def _press(self, key: str) -> None:
        self._add(Pressed(key))

    # -- the states

    def _ground(self, character: str) -> None:
        self._state = _State.GROUND
        if character == "\x1b":
            self._begin()
        elif character < "\x80" or "\xa0" <= character < "\udc80" or character > "\udcff":
            self._plain.append(character)
        elif introduces := _C1.get(_c1(character)):
            self._begin()
            self._escape(introduces)
        elif character > "\udc9f":  # a byte that is not UTF-8
            self._plain.append("\ufffd")

    def _begin(self) -> None:
        self._state, self._sequence = _State.ESCAPE, "\x1b"

    def _escape(self, character: str) -> None:
        sequence = self._sequence + character
        if character == "[":
            self._state, self._sequence = _State.CSI, sequence
        elif character == "O":
            self._state, self._sequence = _State.SS3, sequence
        elif character in _STRINGS:
            self._state, self._sequence, self._content = _State.STRING, sequence, ""
        elif character == "\x1b":
            self._press("escape")
        elif character == "\\":  # the end of a string that was given up
            self._state = _State.GROUND
        elif sequence in self._keys:
            self._state = _State.GROUND
            self._add(Known(sequence))
        elif character.isprintable() and character != " ":
            self._state = _State.GROUND
            self._press(f"alt+{character}")
        else:
            self._press("escape")
            self._ground(character)

    def _csi(self, character: str) -> None:
        if " " <= character <= "?":
            if len(self._sequence) <= _LONGEST_SEQUENCE:
                self._sequence += character
        elif character == "[" == self._sequence[1:]:
            self._state = _State.CONSOLE
        elif "@" <= character <= "~":
            self._state = _State.GROUND
            self._end_csi(self._sequence + character)
        else:
            self._break_off(character)

    def _end_csi(self, sequence: str) -> None:
        if sequence == "\x1b[M":
            self._state, self._mouse_bytes = _State.MOUSE, 3
        elif sequence == _PASTE_START:
            self._state = _State.PASTE
        elif position := _compiled(_CURSOR_POSITION).fullmatch(sequence):
            self._add(Answer(Question.TEXT_SIZE, f"{position[1]};{position[2]}"))
        elif scheme := _compiled(_COLOR_SCHEME).fullmatch(sequence):
            self._add(Background(scheme[1] == "1"))
        elif attributes := _compiled(_ATTRIBUTES).fullmatch(sequence):
            self._add(Answer(Question.ATTRIBUTES, attributes[1]))
        elif cell := _compiled(_CELL_SIZE).fullmatch(sequence):
            self._add(Answer(Question.CELL, f"{cell[1]};{cell[2]}"))
        elif sequence in self._keys or _compiled(_REPORT).fullmatch(sequence):
            self._add(Known(sequence))
        elif self._extended and (match := _compiled(_EXTENDED).fullmatch(sequence)):
            for key in _extended_keys(match, self._functional):
                self._add(Known(key))

    def _ss3(self, character: str) -> None:
        if "0" <= character <= ";":
            self._sequence = (self._sequence + character)[:_LONGEST_SEQUENCE]
        elif "!" <= character <= "~":
            self._state = _State.GROUND
            sequence = self._sequence + character
            if sequence in self._keys:
                self._add(Known(sequence))
        else:
            self._break_off(character)

    def _console(self, character: str) -> None:
        self._state = _State.GROUND
        sequence = f"\x1b[[{character}"
        if sequence in self._keys:
            self._add(Known(sequence))
        else:
            self._ground(character)

    def _mouse(self, character: str) -> None:
        if character < " ":
            self._break_off(character)
            return
        self._mouse_bytes -= len(character.encode("utf-8", "surrogateescape"))
        if self._mouse_bytes <= 0:
            self._state = _State.GROUND

    def _string(self, character: str) -> None:
        if character == "\x1b":
            self._state = _State.STRING_ESCAPE
        elif _c1(character) == "\x9c" or character in "\x18\x1a" or (character == "\a" and self._sequence[1] == "]"):
            self._state = _State.GROUND
            if character not in "\x18\x1a":
                self._end_string()
        elif len(self._content) <= _LONGEST_ANSWER:
            self._content += character

    def _string_escape(self, character: str) -> None:
        if character == "\\":
            self._state = _State.GROUND
            self._end_string()
        else:  # ESC ends the string and begins a sequence
            self._begin()
            self._escape(character)

    def _end_string(self) -> None:
        """A string is complete. Those that mean something: the colour of the background, XTVERSION, kitty's answer."""
        content = self._content
        if self._sequence == "\x1b]" and (color := _compiled(_BACKGROUND_COLOR).fullmatch(content)):
            # Each part is a share of the largest number with that many digits (XParseColor).
            red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in color.groups())
            self._add(Background(0.2126 * red + 0.7152 * green + 0.0722 * blue < _LIGHT))
        elif self._sequence == "\x1bP" and content.startswith(">|"):
            self._add(Answer(Question.VERSION, content[2:]))
        elif self._sequence == "\x1b_" and content.startswith("Gi=31;"):
            self._add(Answer(Question.KITTY, content[6:]))

    def _pasting(self, character: str) -> None:
        self._paste.append(character)
        if character == "~" and "".join(self._paste[-6:]) == _PASTE_END:
            del self._paste[-6:]
            self._end_paste()
            self._state = _State.GROUND
        elif len(self._paste) > _LONGEST_PASTE:
            del self._paste[_LONGEST_PASTE - 6]

    def _end_paste(self) -> None:
        text, self._paste = clean_text("".join(self._paste)), []
        if text:
            self._add(Pasted(text))

    def _break_off(self, character: str) -> None:
        """Drops a sequence with a character that it cannot have: a control character is a key, CAN and SUB cancel."""
        self._state = _State.GROUND
        if character not in "\x18\x1a":
            self._ground(character)


def _c1(character: str) -> str:
    """A C1 control, whether it came as a byte or in UTF-8; other characters are returned as they are."""
    return chr(ord(character) - 0xDC00) if "\udc80" <= character <= "\udc9f" else character


def _is_rest(state: _State, text: str) -> bool:
    """Whether these characters, several that came at once, can be the rest of a sequence rather than keys."""
    match state:
        case _State.ESCAPE:
            return bool(re.match(r"\[.|[]P_^X]..", text, re.DOTALL))
        case _State.PASTE:
            return text.startswith(_PASTE_END) or text[:1] != "\x1b"
        case _State.CSI | _State.STRING:
            return text[:1] != "\x1b"
        case _:
            return False


def _extended_keys(match: re.Match[str], functional: Collection[str]) -> list[str]:
    """The keys of a sequence in kitty's form, one for each character of its text, in the form that Textual reads."""
    parts = match.groupdict(default="")
    code, end = int(parts["code"] or 1), parts["end"]
    modifiers, texts = int(parts["modifiers"] or 1), [int(part[:8]) for part in parts["text"].split(":") if part]
    if parts["event"] == _RELEASED or not 0 < modifiers <= 256:  # eight of them, as bits
        return []
    if end == "~" and code == 27 and texts:  # xterm's modifyOtherKeys
        code, end, texts = texts[0], "u", []
    texts = [text for text in texts if _is_character(text)]
    is_key = f"{code}{end}" in functional or (
        end == "u" and (bool(texts) if code == 0 else _is_character(code) and code not in _PRIVATE_USE)
    )
    if not is_key:
        return []
    start = f"\x1b[{code};{modifiers}" if modifiers > 1 or texts else f"\x1b[{code}"
    return [f"{start};{text}{end}" for text in texts] or [start + end]


def _is_character(code: int) -> bool:
    return 0x20 <= code <= 0x10FFFF and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000
