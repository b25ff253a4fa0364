"""The markers of an ordered list: its numbers as HTML counts them (4.4.5 and 4.4.8), written as ``type`` says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reader.article.html_parser import Element

_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]{1,9})(?![0-9])")  # HTML, section 2.3.4.1
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def item_markers(ol: Element) -> Iterator[str]:
    """A marker such as "7." or "iv." for each ``li`` of an ``ol``, in order."""
    items = list(ol.iterchildren("li"))
    is_reversed = ol.get("reversed") is not None
    start = _integer(ol.get("start"))
    number = (len(items) if is_reversed else 1) if start is None else start
    for item in items:
        value = _integer(item.get("value"))
        number = number if value is None else value
        yield f"{_written(number, item.get('type') or ol.get('type') or '1')}."
        number += -1 if is_reversed else 1


def _integer(value: str | None) -> int | None:
    match = _INTEGER.match(value or "")
    return int(match[1]) if match else None


def _written(number: int, style: str) -> str:
    """The number in a style of ``type``; as digits if the style cannot write it (CSS Counter Styles 3, section 6)."""
    return _STYLES.get(style.strip(), str)(number)


def _roman(number: int) -> str:
    if not 1 <= number <= 3999:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _letters(number: int) -> str:
    if number < 1:
        return str(number)
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


_STYLES: dict[str, Callable[[int], str]] = {
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": _roman,
    "I": lambda number: _roman(number).upper(),
}
