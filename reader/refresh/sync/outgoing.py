"""What waits in an outbox, as changes that a server accepts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reader.account import Abilities, RemoteChange
from reader.lazy_dataclass import dataclass
from reader.model import Field
from reader.store.outbox import OutboxItem


@dataclass(frozen=True, slots=True)
class Parcel:
    """A change for the server, and the rows of the outbox that are done when the server has accepted it."""

    change: RemoteChange
    items: tuple[OutboxItem, ...]

    def halves(self) -> tuple[Parcel, ...]:
        """Two parcels with the same content; none if this one cannot be divided."""
        middle = len(self.items) // 2
        return (parcel(self.items[:middle]), parcel(self.items[middle:])) if middle else ()


def parcel(items: Sequence[OutboxItem]) -> Parcel:
    """The items, which have the same field, value and label, as one change."""
    first = items[0]
    ids = tuple(item.remote_id for item in items)
    return Parcel(RemoteChange(first.field, first.value, ids, first.label), tuple(items))


def pack(items: Iterable[OutboxItem], abilities: Abilities) -> Iterator[Parcel]:
    """The items that the server can keep, in parcels that it accepts, the oldest change first."""
    groups: defaultdict[tuple[Field, bool, str], list[OutboxItem]] = defaultdict(list)
    for item in items:
        if can_keep(item, abilities):
            groups[item.field, item.value, item.label].append(item)
    size = max(abilities.read_batch, 1)
    for group in groups.values():
        for start in range(0, len(group), size):
            yield parcel(group[start : start + size])


def can_keep(item: OutboxItem, abilities: Abilities) -> bool:
    """Whether the server keeps such a state; what it does not keep is the user's own, on this machine."""
    return item.field in (Field.READ, Field.STARRED) or abilities.labels
