"""The name of a label as the user typed it: checked, and in the spelling that is stored."""

from __future__ import annotations

import unicodedata

from reader.errors import InvalidValue
from reader.problems import Problem, problem
from reader.text import clean_line, fold

MOST = 60  # characters


def label_name(typed: str) -> str:
    """The label that was typed, without white space around it. Raises :class:`~reader.errors.InvalidValue`.

    No label has a comma, which separates several.
    """
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in " ".join(typed.split())):
        raise InvalidValue(problem(Problem.LABEL_UNPRINTABLE))
    name = clean_line(typed)
    if not fold(name):
        raise InvalidValue(problem(Problem.LABEL_EMPTY))
    if "," in name:
        raise InvalidValue(problem(Problem.LABEL_WITH_COMMA))
    if len(name) > MOST:
        raise InvalidValue(problem(Problem.LABEL_TOO_LONG, most=MOST))
    return name


def flag_label(letter: str) -> str:
    """The label of a flag of newsboat, which is a letter: capitals are other flags, but no other labels."""
    return f"flag-{letter}" if letter.islower() else f"flag-capital-{letter.lower()}"


def label_names(typed: str) -> list[str]:
    """The labels of a list separated by commas, each once. Raises as :func:`label_name` does."""
    names: dict[str, str] = {}
    for part in filter(str.strip, typed.split(",")):
        name = label_name(part)
        names.setdefault(fold(name), name)
    return [*names.values()]
