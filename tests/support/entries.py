"""An entry of a feed, as the page shows it."""

from __future__ import annotations

from reader.model import Entry
from tests.support.stocking import NOW


def entry(**fields: object) -> Entry:
    values: dict[str, object] = {
        "id": 1, "feed_id": 1, "feed_url": "https://f.example/", "feed_title": "Tagesblatt",
        "title": "Über alles Mögliche", "url": "https://paper.example/a", "authors": (), "published": NOW - 600, "updated": None, "sort": NOW - 600,
        "read": False, "starred": False, "labels": (), "categories": (), "summary_html": "", "content_html": "",
    }  # fmt: skip
    return Entry(**{**values, **fields})  # type: ignore[arg-type]
