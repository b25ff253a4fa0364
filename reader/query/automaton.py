"""A machine that reads a text once, from left to right, and is in all states at once that an expression allows.

Each set of states is one state of a second machine, made when it is first reached and kept for the next texts. If
there come to be too many, they are forgotten, as in RE2.
"""

from __future__ import annotations

from typing import Any

MATCH, SET, ASSERT, JUMP = range(4)
Node = tuple[int, Any, int]  # kind; letters, place or targets; next node
_MOST_STATES = 2_000
_MOST_STEPS = 5_000  # letters looked at to find places in a text
_START, _WORD, _OTHER = "start", "word", "other"


class _State(dict[str, "_State"]):
    """The next state for each letter met so far. ``nodes``: before jumps and places are followed."""

    __slots__ = ("before", "ends", "nodes")

    def __init__(self, nodes: frozenset[int], before: str) -> None:
        super().__init__()
        self.nodes, self.before = nodes, before
        self.ends: bool | None = None  # whether the text may end here; None: not known yet


_FOUND = _State(frozenset(), _OTHER)


class Automaton:
    """Threads may share it: whichever thread adds a state, it is the same."""

    def __init__(self, nodes: tuple[Node, ...], start: int, literal: str, *, anchored: bool = False) -> None:
        """``literal``: letters in lower case that every text found contains. ``anchored``: found at the start only."""
        self._anchored = anchored
        self._nodes, self._start, self._literal = nodes, start, literal
        self._has_places = any(kind == ASSERT for kind, *_ in nodes)
        self._states: dict[tuple[frozenset[int], str], _State] = {}
        self._first = self._state(frozenset((start,)), _START)

    def found_in(self, text: str) -> bool:
        """Whether the expression describes a part of the text."""
        text = text.lower()
        if self._literal not in text:
            return False
        state = self._first
        for letter in text:
            following = state.get(letter)
            if following is None:
                following = state[letter] = self._after(state, letter)
            if following is _FOUND:
                return True
            if not following.nodes:
                return False
            state = following
        if state.ends is None:
            state.ends = 0 in self._reached(state, "")
        return state.ends

    def places_in(self, text: str) -> list[tuple[int, int]]:
        """Where the expression describes a part of the text: from the left, each part as long as it can be, none empty.

        Looks at a few thousand letters, not further: each place may need the rest of the text.
        """
        lower = text.lower()
        if len(lower) != len(text) or self._literal not in lower:
            return []
        steps: dict[tuple[frozenset[int], str, str], tuple[bool, frozenset[int]]] = {}
        places, at, left = list[tuple[int, int]](), 0, _MOST_STEPS
        while at < len(lower) and left > 0:
            nodes, end, place = frozenset((self._start,)), at, at
            while nodes and place <= len(lower):
                before = _START if not place else _WORD if is_word(lower[place - 1]) else _OTHER
                letter = lower[place : place + 1]
                key = (nodes, before, letter)
                if key not in steps:
                    steps[key] = self._step(_State(nodes, before), letter)
                ends, nodes = steps[key]
                end = place if ends else end
                place, left = place + 1, left - 1
            places += ((at, end),) if end > at else ()
            at = max(end, at + 1)
        return places

    def _step(self, state: _State, letter: str) -> tuple[bool, frozenset[int]]:
        """Whether a part may end before a letter, and the nodes after it."""
        reached = self._reached(state, letter)
        kinds = (self._nodes[number] for number in reached)
        following = {then for kind, letters, then in kinds if kind == SET and letter and letter in letters}
        return 0 in reached, frozenset(following)

    def _state(self, nodes: frozenset[int], before: str) -> _State:
        key = (nodes, before)
        known = self._states.get(key)
        if known is None:
            if len(self._states) >= _MOST_STATES:
                self._states = {}
                self._first.clear()
            known = self._states[key] = _State(nodes, before)
        return known

    def _after(self, state: _State, letter: str) -> _State:
        reached = self._reached(state, letter)
        if 0 in reached:
            return _FOUND
        following = set() if self._anchored else {self._start}
        for number in reached:
            kind, letters, then = self._nodes[number]
            if kind == SET and letter in letters:
                following.add(then)
        before = (_WORD if is_word(letter) else _OTHER) if self._has_places else _OTHER
        return self._state(frozenset(following), before)

    def _reached(self, state: _State, after: str) -> set[int]:
        """The nodes from which a letter is read, or node 0, which is the end, before the letter ``after``."""
        reached: set[int] = set()
        waiting, seen = list(state.nodes), set(state.nodes)
        while waiting:
            number = waiting.pop()
            kind, what, then = self._nodes[number]
            if kind == JUMP:
                targets = what
            elif kind == ASSERT:
                targets = (then,) if _holds(what, state.before, after) else ()
            else:
                reached.add(number)
                continue
            waiting += (target for target in targets if target not in seen)
            seen.update(targets)
        return reached


def _holds(place: str, before: str, after: str) -> bool:
    if place == "^":
        return before == _START
    if place == "$":
        return not after
    at_edge = (before == _WORD) is not (bool(after) and is_word(after))
    return at_edge is (place == "b")


def is_word(letter: str) -> bool:
    """Whether a letter is one of ``\\w``."""
    return letter.isalnum() or letter == "_"
