"""Formulas in one line of text: MathML, and TeX between the words.

Of MathML, the TeX that it was made from is read if it is there, else the author's own words, else its elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.html_parser import Element, descendants, tag_of
from reader.article.small_letters import raised, script
from reader.article.tex import readable
from reader.lazy_dataclass import dataclass
from reader.text import clean_line

_TEX = re.compile(r"(?:application/)?x-(?:la)?tex|(?:la)?tex|text/x-tex", re.IGNORECASE)
_NO_SPACE_AFTER = ("(", "[", "{", "√")
_NO_SPACE_BEFORE = (")", "]", "}", ",", ";", ".", "!")
_INVISIBLE = re.compile("[\u2061-\u2064]")  # function application, invisible operators
_LIMIT = 2_000  # characters


def formula_of(math: Element) -> tuple[str, str]:
    """The text of a ``math`` element, and its TeX if that is known."""
    for annotation in descendants(math, "annotation"):
        if _TEX.fullmatch((annotation.get("encoding") or "").strip()) and (annotation.text or "").strip():
            tex = clean_line(annotation.text, _LIMIT)
            return readable(tex), tex
    given = clean_line(math.get("alttext") or "", _LIMIT)
    if given:
        return (readable(given), given) if looks_like_tex(given) else (given, "")
    return _row(math), ""


def formula_text(math: Element) -> str:
    """The text of a ``math`` element."""
    return formula_of(math)[0]


def drop_twins(body: Element) -> None:
    """Removes what repeats a formula beside its MathML: KaTeX and MathJax draw each twice, MediaWiki as a picture."""
    for element in list(descendants(body, "span", "img", "mjx-container")):
        classes = element.get("class") or ""
        if "katex-html" in classes or "mwe-math-fallback" in classes:
            parent = element.getparent()
            if parent is not None and next(descendants(parent, "math"), None) is not None:
                element.clear(keep_tail=True)
        elif tag_of(element) == "mjx-container" or (classes.startswith("MathJax") and tag_of(element) == "span"):
            math = next(descendants(element, "math"), None)
            is_block = element.get("display") == "true"  # of MathJax 3
            element.clear(keep_tail=True)
            element.tag = "span"
            if math is not None:
                math.tail = None
                element.append(math)
                if is_block:
                    math.set("display", "block")


# -- TeX in text

_DOLLARS = re.compile(r"\$\$([^$]{1,4000})\$\$|(?<![\w$\\])\$([^$\n\s](?:[^$\n]{0,998}[^$\n\s\\])?)\$(?![\d$\w])")
_SURE = re.compile(r"\\[A-Za-z]|[\^_{}]")
_LETTER = re.compile(r"[A-Za-z]'?")
_PLAIN = re.compile(r"[\w\s+\-*/=<>()\[\],.|!':]+", re.ASCII)
_PROSE = re.compile(r"[^\W\d_]{3,}")
_CLOSERS = {"\\(": "\\)", "\\[": "\\]"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: words, or a formula that has ``tex``. ``is_block``: on a line of its own."""

    text: str
    tex: str = ""
    is_block: bool = False


def parts_of(text: str) -> Iterator[Part]:
    """The words and formulas of a text: in one or two dollar signs, or in brackets behind backslashes.

    Between two dollar signs there must be something that a price never has. Takes linear time.
    """
    at = 0
    for start, end, tex, is_block in _formulas(text):
        if start > at:
            yield Part(text[at:start])
        yield Part(readable(tex), " ".join(tex.split()), is_block)
        at = end
    if at < len(text):
        yield Part(text[at:])


def _formulas(text: str) -> Iterator[tuple[int, int, str, bool]]:
    brackets = list(_in_brackets(text)) if "\\" in text else []
    dollars = [
        (match.start(), match.end(), (match[1] or match[2]).strip(), match[1] is not None)
        for match in (_DOLLARS.finditer(text) if "$" in text else ())
    ]
    end = 0
    for found in sorted([*brackets, *dollars]):
        if found[0] >= end and _is_formula(found[2], sure=found[3]):
            yield found
            end = found[1]


def _in_brackets(text: str) -> Iterator[tuple[int, int, str, bool]]:
    closing: dict[str, int] = {}  # where each closing bracket comes next
    at = 0
    for match in re.finditer(r"\\[(\[]", text):
        closer = _CLOSERS[match[0]]
        if match.start() < at or closing.get(closer, 0) < 0:
            continue
        if closing.get(closer, 0) < match.end():
            closing[closer] = text.find(closer, match.end())
        end = closing[closer]
        if 0 <= end - match.end() <= _LIMIT:
            at = end + 2
            yield match.start(), at, text[match.end() : end].strip(), match[0] == "\\["


def _is_formula(tex: str, *, sure: bool) -> bool:
    """Whether this is TeX and not words or sums of money. ``sure``: between signs that mean nothing else."""
    if not tex or tex.isspace():
        return False
    if looks_like_tex(tex) or _LETTER.fullmatch(tex):
        return True
    words = {word for word in _PROSE.findall(tex) if word not in _FUNCTIONS}
    has_letter = any(letter.isalpha() for letter in tex)
    return not words and _PLAIN.fullmatch(tex) is not None and has_letter and (sure or any(c in tex for c in "=+<>(*/"))


_FUNCTIONS = frozenset({"sin", "cos", "tan", "log", "exp", "lim", "max", "min", "det", "mod", "gcd", "dim"})


def looks_like_tex(text: str) -> bool:
    """Whether a text has a sign that only TeX has."""
    return _SURE.search(text) is not None


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
