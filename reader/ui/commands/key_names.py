"""Keys: as they are compared, as people write them, and as they are printed on a keyboard, in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from reader.wording.catalogue import language
from reader.wording.catalogue import pgettext as translate

_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_SIGNS = {
    "exclamation_mark": "!", "left_curly_bracket": "{", "right_curly_bracket": "}", "full_stop": ".", "slash": "/",
    "less_than_sign": "<", "greater_than_sign": ">", "question_mark": "?", "plus": "+", "comma": ",", "colon": ":",
    "left_parenthesis": "(", "right_parenthesis": ")", "left_square_bracket": "[", "right_square_bracket": "]",
    "minus": "-", "semicolon": ";", "asterisk": "*", "ampersand": "&", "number_sign": "#", "at": "@",
    "quotation_mark": '"', "equals_sign": "=",
    "percent_sign": "%", "dollar_sign": "$", "underscore": "_",
}  # fmt: skip
_MODIFIERS = ("ctrl", "alt", "shift")  # in the order in which Textual's parser names them
_NAMED = frozenset(
    ("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "escape", "space", "tab",
     "backspace", "delete", "insert", *(f"f{number}" for number in range(1, 25)))
)  # fmt: skip
_OTHER_NAMES = {
    "esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "return": "enter", "del": "delete", "ins": "insert",
    **{arrow: name for name, arrow in _ARROWS.items()},
}  # fmt: skip


# -- as they are compared


def plain_key(key: str) -> str:
    """A Textual key as it is compared: a key with a sign by that sign, ``question_mark`` as ``?``."""
    return "space" if key == " " else _SIGNS.get(key, key)


def parse_key(text: str) -> str | None:
    """A key as people write it, spelled like :func:`plain_key`: ``Ctrl+F``, ``G``, ``?``, ``PgDn``.

    A single sign is taken as it is, so ``g`` and ``G`` differ; in names, capitals do not matter. None: no such key.
    """
    *modifiers, base = _parts(text)
    modifiers = [modifier.lower() for modifier in modifiers]
    if any(modifier not in _MODIFIERS for modifier in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    if len(base) == 1 and base not in _ARROWS.values():
        if not base.isprintable() or base == " ":
            return None
        if modifiers == ["shift"]:
            return base.upper()  # what terminals send
        base = base.lower() if modifiers else base
    else:
        base = _SIGNS.get(base.lower()) or _OTHER_NAMES.get(base.lower(), base.lower())
        if base not in _NAMED and base not in _SIGNS.values():
            return None
    return "+".join([*(modifier for modifier in _MODIFIERS if modifier in modifiers), base])


def _parts(key: str) -> list[str]:
    """The modifiers of a key and its last part, which may be a plus sign."""
    *modifiers, rest = key[:-1].split("+")
    return [*modifiers, rest + key[-1:]]


# -- as they are printed on a keyboard


def key_name(key: str, *, plain: bool = False) -> str:
    """A Textual key by its name on a keyboard: ``shift+tab`` is Shift+Tab.

    ``plain`` spells arrows out, for terminals that cannot show them.
    """
    return _name(key, _words(language()), plain=plain)


def sequence_name(keys: Iterable[str], *, plain: bool = False) -> str:
    """Keys that are pressed one after another: ``g g``."""
    return " ".join(key_name(key, plain=plain) for key in keys)


def sequence_names(sequences: Iterable[Iterable[str]], *, plain: bool = False) -> list[str]:
    """The names of some sequences, each once."""
    return list(dict.fromkeys(sequence_name(keys, plain=plain) for keys in sequences))


def listed(names: Iterable[str]) -> str:
    """The names of all keys of a command in a row. Two spaces part them if one of them is a sequence."""
    found = list(names)
    return ("  " if any(" " in name for name in found) else " ").join(found)


def english_sequence_names(sequences: Iterable[Iterable[str]]) -> list[str]:
    """The same in English, for output that other programs read."""
    return list(dict.fromkeys(" ".join(_name(key, _words("en"), plain=False) for key in keys) for keys in sequences))


def _name(key: str, words: dict[str, str], *, plain: bool) -> str:
    *modifiers, base = _parts(key)
    if modifiers and len(base) == 1:
        name = base.upper()
    elif base in _ARROWS and not plain:
        name = _ARROWS[base]
    else:
        name = _SIGNS.get(base) or words.get(base, base)
    return "+".join([*(words[modifier] for modifier in modifiers), name])


@cache
def _words(language: str) -> dict[str, str]:
    return _spelled(translate if language != "en" else lambda _, english: english)


def _spelled(pgettext: Callable[[str, str], str]) -> dict[str, str]:
    """``pgettext`` is a parameter of that name so that the messages are extracted."""
    return {
        "ctrl": pgettext("key", "Ctrl"), "shift": pgettext("key", "Shift"), "alt": pgettext("key", "Alt"),
        "up": pgettext("key", "Up"), "down": pgettext("key", "Down"),
        "left": pgettext("key", "Left"), "right": pgettext("key", "Right"),
        "pageup": pgettext("key", "PgUp"), "pagedown": pgettext("key", "PgDn"),
        "home": pgettext("key", "Home"), "end": pgettext("key", "End"),
        "enter": pgettext("key", "Enter"), "escape": pgettext("key", "Esc"),
        "space": pgettext("key", "Space"), "tab": pgettext("key", "Tab"),
        "backspace": pgettext("key", "Backspace"), "delete": pgettext("key", "Del"), "insert": pgettext("key", "Ins"),
        **{f"f{number}": f"F{number}" for number in range(1, 25)},
    }  # fmt: skip
