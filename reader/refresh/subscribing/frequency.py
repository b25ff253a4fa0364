"""How often a feed publishes that is not subscribed yet, from the dates of its entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from reader.feed_health import DAY, SILENT_AFTER, WEEK, rhythm_words, span_words

_NEWEST = 50  # entries that count: how a feed was years ago says nothing
_GAPS = 4  # it has fallen silent after so many of its usual pauses


def often(dates: Iterable[int | None], *, now: int) -> str:
    """``about 3 a day``, ``weekly; silent for 8 months``; empty where the dates do not tell. Unix seconds."""
    known = sorted((date for date in dates if date is not None and date <= now + DAY), reverse=True)[:_NEWEST]
    if not known:
        return ""
    usual = known[: max(2, len(known) * 4 // 5)]  # one old entry that is kept on top of all says nothing
    gap = (usual[0] - usual[-1]) / max(len(usual) - 1, 1)
    rate = rhythm_words(WEEK / gap) if gap else ""
    silence = now - known[0]
    if silence < max(SILENT_AFTER, _GAPS * gap):
        return rate
    return "; ".join(filter(None, (rate, f"silent for {span_words(silence)}")))
