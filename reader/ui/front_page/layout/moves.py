"""Moves between stories by where they are on the sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from reader.ui.front_page.layout.sheet import Place, Sheet


class Way(StrEnum):
    """A direction."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


def neighbour(sheet: Sheet, key: int, way: Way) -> int:
    """The story that is reached from another one; the same if there is none on that side.

    Up and down stay in the column and continue on the page above or below. Left and right stay on the page, and
    follow the order of reading at its edges.
    """
    here = sheet.places[key]
    places = {one: place for one, place in sheet.places.items() if one != key}
    if way in (Way.UP, Way.DOWN):
        found = _nearest(places, _below(here) if way is Way.DOWN else _above(here))
        return key if found is None else found
    page = sheet.page_of(here.y)
    places = {one: place for one, place in places.items() if sheet.page_of(place.y) == page}
    found = _nearest(places, _right_of(here) if way is Way.RIGHT else _left_of(here))
    return _in_order(sheet, key, 1 if way is Way.RIGHT else -1) if found is None else found


Distance = Callable[[Place], tuple[int, ...] | None]
"""How far a place is; None: it is on another side."""


def _nearest(places: Mapping[int, Place], distance: Distance) -> int | None:
    reached = [(far, key) for key, place in places.items() if (far := distance(place)) is not None]
    return min(reached)[1] if reached else None


def _in_order(sheet: Sheet, key: int, step: int) -> int:
    order = list(sheet.places)
    at = order.index(key) + step
    return order[at] if 0 <= at < len(order) else key


def _aside(here: Place, there: Place) -> bool:
    """Whether two places have no column in common."""
    return there.x >= here.x + here.width or here.x >= there.x + there.width


def _below(here: Place) -> Distance:
    end = here.y + here.height
    return lambda there: (
        (_aside(here, there), there.y - end, abs(there.x - here.x)) if there.y >= end else None
    )  # fmt: skip


def _above(here: Place) -> Distance:
    return lambda there: (
        (_aside(here, there), here.y - there.y - there.height, abs(there.x - here.x))
        if there.y + there.height <= here.y
        else None
    )


def _right_of(here: Place) -> Distance:
    end = here.x + here.width
    return lambda there: (there.x - end, abs(there.y - here.y)) if there.x >= end else None


def _left_of(here: Place) -> Distance:
    return lambda there: (
        (here.x - there.x - there.width, abs(there.y - here.y)) if there.x + there.width <= here.x else None
    )
