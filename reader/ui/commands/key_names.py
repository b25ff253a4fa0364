"""Keys as they are printed on a keyboard, in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from reader.wording.catalogue import language
from reader.wording.catalogue import pgettext as translate

_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_SIGNS = {
    "exclamation_mark": "!", "left_curly_bracket": "{", "right_curly_bracket": "}", "full_stop": ".", "slash": "/",
    "less_than_sign": "<", "greater_than_sign": ">", "question_mark": "?",
}  # fmt: skip


def key_name(key: str, *, plain: bool = False) -> str:
    """A Textual key by its name on a keyboard: ``shift+tab`` is Shift+Tab.

    ``plain`` spells arrows out, for terminals that cannot show them.
    """
    return _name(key, _words(language()), plain=plain)


def key_names(keys: Iterable[str], *, plain: bool = False) -> list[str]:
    """The names of some keys, each once."""
    return list(dict.fromkeys(key_name(key, plain=plain) for key in keys))


def english_key_names(keys: Iterable[str]) -> list[str]:
    """The same in English, for output that other programs read."""
    return list(dict.fromkeys(_name(key, _words("en"), plain=False) for key in keys))


def _name(key: str, words: dict[str, str], *, plain: bool) -> str:
    modifier, plus, base = key.rpartition("+")
    if plus:
        base = _name(base, words, plain=plain)
        return f"{words[modifier]}+{base.upper() if modifier == 'ctrl' and len(base) == 1 else base}"
    if key in _ARROWS and not plain:
        return _ARROWS[key]
    return _SIGNS.get(key) or words.get(key, key)


@cache
def _words(language: str) -> dict[str, str]:
    return _spelled(translate if language != "en" else lambda _, english: english)


def _spelled(pgettext: Callable[[str, str], str]) -> dict[str, str]:
    """``pgettext`` is a parameter of that name so that the messages are extracted."""
    return {
        "ctrl": pgettext("key", "Ctrl"), "shift": pgettext("key", "Shift"),
        "up": pgettext("key", "Up"), "down": pgettext("key", "Down"),
        "left": pgettext("key", "Left"), "right": pgettext("key", "Right"),
        "pageup": pgettext("key", "PgUp"), "pagedown": pgettext("key", "PgDn"),
        "home": pgettext("key", "Home"), "end": pgettext("key", "End"),
        "enter": pgettext("key", "Enter"), "escape": pgettext("key", "Esc"),
        "space": pgettext("key", "Space"), "tab": pgettext("key", "Tab"),
        "f1": "F1",
    }  # fmt: skip
