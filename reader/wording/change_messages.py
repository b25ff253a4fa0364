"""What a change of entries did, as a phrase without a period: "212 articles marked read"."""

from __future__ import annotations

from reader.model import Change, Field
from reader.wording.catalogue import _, plural


def change_message(change: Change, title: str | None = None) -> str:
    """``title``: of the only article, to name it."""
    return _many(change) if title is None else _one(change, title)


def _one(change: Change, title: str) -> str:
    match change.field, change.value:
        case Field.READ, value:
            text = _("“{title}” marked read") if value else _("“{title}” marked unread")
        case Field.STARRED, value:
            text = _("“{title}” starred") if value else _("“{title}” unstarred")
        case Field.LATER, value:
            text = _("“{title}” kept for later") if value else _("“{title}” no longer kept for later")
        case _, True:
            text = _("“{title}” labelled “{label}”")
        case _:
            text = _("label “{label}” taken off “{title}”")
    return text.format(title=title, label=change.label)


def _many(change: Change) -> str:
    count, label = change.count, change.label
    match change.field, change.value:
        case Field.READ, True:
            return plural("{n} article marked read", "{n} articles marked read", count)
        case Field.READ, _:
            return plural("{n} article marked unread", "{n} articles marked unread", count)
        case Field.STARRED, True:
            return plural("{n} article starred", "{n} articles starred", count)
        case Field.STARRED, _:
            return plural("{n} article unstarred", "{n} articles unstarred", count)
        case Field.LATER, True:
            return plural("{n} article kept for later", "{n} articles kept for later", count)
        case Field.LATER, _:
            return plural("{n} article no longer kept for later", "{n} articles no longer kept for later", count)
        case _, True:
            return plural("{n} article labelled “{label}”", "{n} articles labelled “{label}”", count, label=label)
        case _:
            return plural(
                "label “{label}” taken off {n} article", "label “{label}” taken off {n} articles", count, label=label
            )
