"""Which way of drawing pictures suits a terminal, and whether it draws large text: decided from its answers, the
environment and the settings.

A terminal's own answers outweigh the environment: programs started from one terminal in another inherit variables of
the first. What each terminal gets is listed in ``docs/pictures.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum

from reader.config import Config
from reader.lazy_dataclass import dataclass
from reader.ui.terminal_input import Answer, Question

USUAL_CELL = (10, 20)  # pixels: the VT340's, which terminals pretend to have that scale sixels (Windows Terminal)
_SIXEL = "4"  # of the primary device attributes
_PLACEHOLDERS_SINCE = {"kitty": (0, 28), "ghostty": (1,)}
_ITERM_SINCE = {"iterm2": (), "wezterm": (), "mintty": (), "konsole": (22, 4)}
_ITERM_PROGRAMS = ("iTerm.app", "WezTerm", "mintty")  # values of TERM_PROGRAM
_SILENT_KINDS = ("", "dumb", "linux")  # values of TERM
_PRINTING_KINDS = ("screen", "rxvt", "eterm", "Eterm")  # beginnings of TERM: these may print what they do not know
_NAME = re.compile(r"([A-Za-z][\w.]*)(?:[ (]+(\d+(?:\.\d+)*))?", re.ASCII)
_OF_PICTURES = (Question.VERSION, Question.KITTY, Question.CELL, Question.ATTRIBUTES)
_LARGE_TEXT = ("2;1", "2;3", "2;5")  # the cursor has moved by two cells twice
_CELL_WIDTHS, _CELL_HEIGHTS = range(2, 101), range(4, 201)  # pixels; other answers are mistakes


class Protocol(StrEnum):
    """A way to draw pictures."""

    KITTY = "kitty"
    SIXEL = "sixel"
    ITERM = "iterm"
    BLOCKS = "blocks"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Graphics:
    """How pictures are drawn. ``cell``: its width and height in pixels. ``through_tmux``: sequences are to be wrapped
    so that tmux passes them on (:func:`reader.media.kitty.through_tmux`). ``large_text``: headlines are drawn in double
    size.
    """

    protocol: Protocol
    cell: tuple[int, int] = USUAL_CELL
    through_tmux: bool = False
    large_text: bool = False


@dataclass(frozen=True, slots=True)
class TmuxClient:
    """What tmux knows. ``terminal``: the name and version of the terminal that it runs in."""

    passes_through: bool
    terminal: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known so far. ``window``: lines, columns, width and height in pixels, 0 where unknown.

    ``cursor``: its last three positions in the answers to :attr:`Question.TEXT_SIZE`, as line and column from 1.
    """

    environment: Mapping[str, str]
    answers: Mapping[Question, str] = field(default_factory=dict)
    window: tuple[int, int, int, int] = (0, 0, 0, 0)
    tmux: TmuxClient | None = None
    cursor: tuple[str, ...] = ()

    def and_answer(self, answer: Answer) -> Facts:
        """With one more answer."""
        if answer.question is Question.TEXT_SIZE:
            return replace(self, cursor=(*self.cursor, answer.text)[-len(_LARGE_TEXT) :])
        return replace(self, answers={**self.answers, answer.question: answer.text})

    @property
    def has_blanks(self) -> bool:
        """Whether the terminal has drawn blanks of :attr:`Question.TEXT_SIZE` over the screen, by its last answer."""
        return self.cursor[-1:] in (_LARGE_TEXT[1:2], _LARGE_TEXT[2:])


def asks_text_size(config: Config, environment: Mapping[str, str]) -> bool:
    """Whether to ask if the terminal draws large text. tmux does not."""
    return config.large_headlines == "auto" and not in_tmux(environment) and not _is_silent(environment)


def questions(config: Config, environment: Mapping[str, str]) -> tuple[Question, ...]:
    """What to ask the terminal about pictures. The last answer tells that no other one follows."""
    wanted = wanted_protocol(config, environment)
    if wanted in (Protocol.BLOCKS, Protocol.OFF):
        return ()
    if wanted is None and (in_tmux(environment) or _is_silent(environment)):
        return ()
    return (Question.CELL, Question.ATTRIBUTES) if wanted else _OF_PICTURES


def wanted_protocol(config: Config, environment: Mapping[str, str]) -> Protocol | None:
    """The protocol that the settings ask for; None: the one that suits the terminal."""
    if not config.pictures_over_ssh and is_remote(environment):
        return Protocol.OFF
    return None if config.pictures == "auto" else Protocol(config.pictures)


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is reached through SSH."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def in_tmux(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is a pane of tmux."""
    return bool(environment.get("TMUX"))


def needs_no_answer(config: Config, environment: Mapping[str, str]) -> bool:
    """Whether it is known without asking the terminal how pictures are drawn; tmux may have to be asked."""
    return wanted_protocol(config, environment) is not None or not questions(config, environment)


def decide(config: Config, facts: Facts) -> Graphics:
    """How pictures are drawn, as far as is known."""
    protocol = wanted_protocol(config, facts.environment) or _suitable(facts)
    wrapped = in_tmux(facts.environment) or _terminal(facts.answers.get(Question.VERSION, ""))[0] == "tmux"
    large_text = asks_text_size(config, facts.environment) and facts.cursor == _LARGE_TEXT
    return Graphics(protocol, _cell(facts), wrapped and protocol is Protocol.KITTY, large_text)


def could_pass_through(client: TmuxClient | None) -> bool:
    """Whether tmux would show pictures by kitty's protocol if it were allowed to pass them on."""
    return client is not None and not client.passes_through and _has_placeholders(client.terminal)


def _suitable(facts: Facts) -> Protocol:
    if in_tmux(facts.environment):
        can = facts.tmux is not None and facts.tmux.passes_through and _has_placeholders(facts.tmux.terminal)
        return Protocol.KITTY if can else Protocol.BLOCKS
    version, attributes = facts.answers.get(Question.VERSION, ""), facts.answers.get(Question.ATTRIBUTES, "")
    if _is_silent(facts.environment) or _terminal(version)[0] == "tmux":  # tmux forgets all but a few strips of sixels
        return Protocol.BLOCKS
    if facts.answers.get(Question.KITTY) == "OK" and _has_placeholders(version):
        return Protocol.KITTY
    if _has_iterm(version, facts.environment):
        return Protocol.ITERM
    return Protocol.SIXEL if _SIXEL in attributes.split(";") else Protocol.BLOCKS


def _is_silent(environment: Mapping[str, str]) -> bool:
    """Whether to ask nothing: such terminals show blocks at most, and may print a question."""
    kind = environment.get("TERM", "")
    prints = bool(environment.get("STY")) or (kind.startswith(_PRINTING_KINDS) and not in_tmux(environment))
    return prints or kind in _SILENT_KINDS or environment.get("TERM_PROGRAM") == "Apple_Terminal"


def _has_placeholders(version: str) -> bool:
    return _is_one_of(version, _PLACEHOLDERS_SINCE)


def _has_iterm(version: str, environment: Mapping[str, str]) -> bool:
    if version:
        return _is_one_of(version, _ITERM_SINCE)
    return environment.get("TERM_PROGRAM") in _ITERM_PROGRAMS or environment.get("LC_TERMINAL") == "iTerm2"


def _is_one_of(version: str, since: Mapping[str, tuple[int, ...]]) -> bool:
    name, numbers = _terminal(version)
    return name in since and numbers >= since[name]


def _terminal(version: str) -> tuple[str, tuple[int, ...]]:
    """The name in lower case and the version of an answer such as ``kitty(0.36.4)`` or ``WezTerm 20240203-110809``."""
    match = _NAME.match(version)
    if match is None:
        return "", ()
    return match[1].lower(), tuple(int(number[:9]) for number in (match[2] or "").split(".") if number)


def _cell(facts: Facts) -> tuple[int, int]:
    return next(_cells(facts), USUAL_CELL)


def _cells(facts: Facts) -> Iterator[tuple[int, int]]:
    """Plausible sizes of a cell: as the terminal said, and by the size of the window."""
    height, _, width = facts.answers.get(Question.CELL, "").partition(";")
    lines, columns, all_width, all_height = facts.window
    said = [(int(width), int(height))] if width.isdecimal() and height.isdecimal() else []
    counted = [(all_width // columns, all_height // lines)] if lines and columns else []
    for cell in (*said, *counted):
        if cell[0] in _CELL_WIDTHS and cell[1] in _CELL_HEIGHTS:
            yield cell
