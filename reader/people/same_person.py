"""Which names at which sites are the same person. Pure.

A name at a site is one person. Two of them are the same if both give the same profile or mail address and their names
agree, or if the user says so; never because of their names alone. An address that different people give, such as that
of an editorial department, says nothing about any of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from reader.lazy_dataclass import dataclass

MOST_HOLDERS = 20  # names at sites that give the same address; more than that and it is nobody's own


@dataclass(frozen=True, slots=True)
class Identity:
    """A name at a site. ``name``: folded; ``keys``: numbers of the addresses it gives; ``apart``: the user took it out
    of the person that it was thought to be."""

    id: int
    name: str
    keys: frozenset[int] = frozenset()
    apart: bool = False


def same_people(identities: Iterable[Identity], pairs: Iterable[tuple[int, int]] = ()) -> dict[int, int]:
    """The person of each identity: the lowest id of all that are the same person.

    ``pairs``: ids that the user has joined. All holders of each key have to be among the identities.
    """
    known = {one.id: one for one in identities}
    leaders = {one: one for one in known}
    for holders in _holders(known.values()).values():
        ids = [one for one in holders if not known[one].apart]
        if len(holders) <= MOST_HOLDERS and is_personal([known[one].name for one in ids]):
            for one in ids[1:]:
                _join(leaders, ids[0], one)
    for one, other in pairs:
        if one in leaders and other in leaders:
            _join(leaders, one, other)
    return {one: _leader(leaders, one) for one in leaders}


def _holders(identities: Collection[Identity]) -> Mapping[int, Sequence[int]]:
    holders: dict[int, list[int]] = {}
    for one in sorted(identities, key=lambda one: one.id):
        for key in one.keys:
            holders.setdefault(key, []).append(one.id)
    return holders


def is_personal(names: Sequence[str]) -> bool:
    """Whether an address that goes with these names (folded) belongs to one person."""
    full = max(names, key=len, default="")
    if all(name == full for name in names):
        return True
    from reader.people.judge import is_short_for  # its vocabulary takes long to import

    return all(name == full or is_short_for(name, full) for name in names)


def _join(leaders: dict[int, int], one: int, other: int) -> None:
    first, second = sorted((_leader(leaders, one), _leader(leaders, other)))
    leaders[second] = first


def _leader(leaders: dict[int, int], one: int) -> int:
    while leaders[one] != one:
        leaders[one] = leaders[leaders[one]]
        one = leaders[one]
    return one


def best_name(names: Sequence[str]) -> str:
    """The fullest of a person's names: the first one of several words without initials, else the first one."""
    return next((name for name in names if " " in name and "." not in name), names[0])
