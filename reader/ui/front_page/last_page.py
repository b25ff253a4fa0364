"""The words on the last page, and on the only page of a front page without news."""

from __future__ import annotations

from collections.abc import Iterator

from reader.edition.values import Edition
from reader.library import Library
from reader.library.edition_messages import long_date
from reader.ui.commands.registry import key_of
from reader.ui.front_page.visit import Visit
from reader.wording.catalogue import _, plural


def ending_of(visit: Visit) -> tuple[str, ...]:
    """The lines below the last story: the end of the edition, the reading time so far, and the rest of the day."""
    edition, minutes = visit.edition, round(visit.seconds / 60)
    if edition is None:
        return ()
    that_was = _("That was the late edition of {date}.") if edition.number > 1 else _("That was the edition of {date}.")
    read_for = [
        plural("You have been reading it for {n} minute.", "You have been reading it for {n} minutes.", minutes)
    ] if minutes else []  # fmt: skip
    return that_was.format(date=long_date(edition.day)), *read_for, *_rest(edition, visit.rest)


def _rest(edition: Edition, unread: int) -> Iterator[str]:
    """What can be said about the articles that arrived and are not in the edition."""
    if unread:
        yield plural(
            "{key} marks the day’s other article read.", "{key} marks the day’s other {n} articles read.",
            unread, key=key_of("front-page.mark-rest"),
        )  # fmt: skip
    elif edition.arrived > len(edition.items):
        yield _("The day’s other articles are all read.")


def nothing_yet(library: Library) -> tuple[str, ...]:
    """The lines of a front page without news."""
    if library.feeds.none_added:
        return _("No news yet."), _("Press {key} in the lists to add a feed.").format(key=key_of("feed.add"))
    return (
        _("No unread articles have arrived for an edition."),
        _("Press {key} in the lists to refresh all feeds.").format(key=key_of("feed.refresh-all")),
    )
