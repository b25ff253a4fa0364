"""Completes a query while it is typed: the name of a field, or its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reader.query.query_values import RELATIVE_DAYS
from reader.query.tree import Name, Order, Part, State

_FIELD = re.compile(r"(?:^|[\s(-])([A-Za-z]{2,})$")  # one letter is more often the beginning of a word
_VALUE = re.compile(r'(?:^|[\s(-])([A-Za-z]+):(?:"([^"]*)|([^\s"]*))$')
_BARE = re.compile(r'[^\s()"*/][^\s()"*]*')
_FIXED: Mapping[Name, Iterable[str]] = {
    Name.IS: State,
    Name.HAS: Part,
    Name.SORT: Order,
    Name.DATE: RELATIVE_DAYS,
}


def field_begun(typed: str) -> tuple[Name, str] | None:
    """The field whose value is being typed at the end, and the part of the value typed so far."""
    found = _VALUE.search(typed)
    if found is None or found[1].lower() not in [*Name]:
        return None
    return Name(found[1].lower()), found[2] if found[2] is not None else found[3]


def completed(typed: str, known: Mapping[Name, Iterable[str]]) -> str | None:
    """The text with the first name or value that continues it; None if nothing does. ``known``: values of fields."""
    begun = field_begun(typed)
    if begun:
        field, value = begun
        fits = (one for one in (*_FIXED.get(field, ()), *known.get(field, ())) if _continues(one, value))
        first = next(fits, None)
        return first and typed + _rest(first, value, quoted=typed.endswith(f'"{value}'))
    name = _FIELD.search(typed)
    field_name = next((one for one in Name if name and one.startswith(name[1].lower())), None)
    return f"{typed}{field_name[len(name[1]) :]}:" if name and field_name else None


def _continues(known: str, begun: str) -> bool:
    return len(known) > len(begun) and known.casefold().startswith(begun.casefold()) and '"' not in known


def _rest(known: str, begun: str, *, quoted: bool) -> str:
    """The missing end of a value, or of its first word only if it needs quotes but was begun without them."""
    if quoted:
        return f'{known[len(begun) :]}"'
    if _BARE.fullmatch(known):
        return known[len(begun) :]
    return f'"{known}"' if not begun else known.split(" ", 1)[0][len(begun) :]
