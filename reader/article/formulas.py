"""MathML in one line of text: the author's own words or TeX if there are any, else a form such as "(1)/(2) b h²"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.html_parser import Element, descendants, tag_of
from reader.article.small_letters import raised, script
from reader.text import clean_line

_TEX = re.compile(r"(?:application/)?x-(?:la)?tex|(?:la)?tex|text/x-tex", re.IGNORECASE)
_NO_SPACE_AFTER = ("(", "[", "{", "√")
_NO_SPACE_BEFORE = (")", "]", "}", ",", ";", ".", "!")
_INVISIBLE = re.compile("[\u2061-\u2064]")  # function application, invisible operators
_LIMIT = 2_000  # characters


def formula_text(math: Element) -> str:
    """The text of a ``math`` element."""
    given = clean_line(math.get("alttext") or "", _LIMIT)
    if given:
        return given
    for annotation in descendants(math, "annotation"):
        if _TEX.fullmatch((annotation.get("encoding") or "").strip()):
            return clean_line(annotation.text or "", _LIMIT)
    return _row(math)


def _row(element: Element) -> str:
    """The parts of an element one after the other."""
    return _joined(_parts(element))


def _parts(element: Element) -> Iterator[str]:
    yield _own(element.text)
    for child in element:
        if tag_of(child) != "annotation":
            yield _text(child)
        yield _own(child.tail)


def _own(text: str | None) -> str:
    return " ".join(_INVISIBLE.sub("", text or "").split())


def _joined(parts: Iterator[str] | list[str]) -> str:
    line = ""
    for part in filter(None, parts):
        gap = "" if not line or line.endswith(_NO_SPACE_AFTER) or part.startswith(_NO_SPACE_BEFORE) else " "
        line += gap + part
    return line


def _text(element: Element) -> str:
    tag = tag_of(element)
    operands = [_text(child) for child in element] if tag in _ARITY else []
    if len(operands) != _ARITY.get(tag):
        return _other(element, tag)
    first, *others = operands
    match tag:
        case "mfrac":
            return f"({first})/({others[0]})"
        case "mroot":
            return f"{raised(others[0]) or others[0]}√({first})"
        case "msub" | "munder":
            return first + script(others[0], "_")
        case "msup" | "mover":
            return first + script(others[0], "^")
        case _:
            return first + script(others[0], "_") + script(others[1], "^")


_ARITY = {"mfrac": 2, "mroot": 2, "msub": 2, "munder": 2, "msup": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def _other(element: Element, tag: str) -> str:
    match tag:
        case "msqrt":
            return f"√({_row(element)})"
        case "mfenced":
            return f"({', '.join(filter(None, _parts(element)))})"
        case "mtable":
            return f"[{'; '.join(filter(None, _parts(element)))}]"
        case "mtr" | "mlabeledtr":
            return ", ".join(filter(None, _parts(element)))
        case _:
            return _row(element)
