"""Temporary folders for the demo newspaper, used by tests, demo and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.query.selection import Selection
from tests.newspaper import Newspaper
from tests.newspaper.content import COURIER, SIGNAL

FEEDS = """\
[[feeds]]
url = "broadsheet:welcome"

[[feeds]]
url = "{base}/en/feed.xml"
folder = "World"

[[feeds]]
url = "{base}/de/feed.xml"
folder = "Deutsch/Nachrichten"
"""

# The first paper as above, and the two dailies, which report some of the same events.
ALL_FEEDS = """\
[[feeds]]
url = "broadsheet:welcome"

[[feeds]]
url = "{first}/en/feed.xml"
folder = "World"

[[feeds]]
url = "{courier}/en-courier/section/world/feed.xml"
folder = "World"

[[feeds]]
url = "{signal}/en-signal/section/world/feed.json"
folder = "World"

[[feeds]]
url = "{courier}/en-courier/tag/ferries/feed.json"
folder = "World"

[[feeds]]
url = "{courier}/en-courier/section/science/feed.xml"
folder = "Science"

[[feeds]]
url = "{signal}/en-signal/section/science/feed.json"
folder = "Science"

[[feeds]]
url = "{courier}/en-courier/section/culture/feed.xml"
folder = "Culture"

[[feeds]]
url = "{signal}/en-signal/section/life/feed.json"
folder = "Culture"

[[feeds]]
url = "{first}/de/feed.xml"
folder = "Deutsch/Nachrichten"

[[feeds]]
url = "{courier}/de-courier/rubrik/nachrichten/feed.xml"
folder = "Deutsch/Nachrichten"

[[feeds]]
url = "{signal}/de-signal/rubrik/nachrichten/feed.json"
folder = "Deutsch/Nachrichten"

[[feeds]]
url = "{courier}/de-courier/rubrik/kultur/feed.json"
folder = "Deutsch/Kultur"

[[feeds]]
url = "{courier}/de-courier/rubrik/wissen/feed.xml"
folder = "Wissen"

[[feeds]]
url = "{signal}/de-signal/rubrik/wissen/feed.json"
folder = "Wissen"

[[feeds]]
url = "{signal}/de-signal/rubrik/leben/feed.json"
folder = "Wissen"
"""


def subscribe_to(paths: Paths, paper: Newspaper) -> None:
    """Writes a ``feeds.toml`` with the paper's two sections and the Welcome feed."""
    _write(paths, FEEDS.format(base=paper.base))


def subscribe_to_all(paths: Paths, paper: Newspaper, courier: Newspaper, signal: Newspaper) -> None:
    """Writes a ``feeds.toml`` with three papers in five folders and the Welcome feed."""
    _write(paths, ALL_FEEDS.format(first=paper.base, courier=courier.base, signal=signal.base))


@contextmanager
def dailies(now: int | None = None) -> Iterator[tuple[Newspaper, Newspaper]]:
    """The Sound Courier and the Morning Signal, each on a server of its own, and with a host of its own in its addresses."""
    with Newspaper(now, editions=COURIER, name="localhost") as courier, Newspaper(now, editions=SIGNAL) as signal:
        yield courier, signal


def edit_articles(courier: Newspaper) -> None:
    """What the Courier learns later: two of its articles are changed, in both languages."""
    ferry = courier.site.article("ferry-aground-off-lantern-rock")
    courier.change(
        ferry.slug,
        title="Ferry with 214 people aboard floats again after grounding off Lantern Rock",
        lead=ferry.lead.replace("two passengers were", "four passengers were"),
        body=ferry.body.replace("Two passengers were", "Four passengers were").replace(
            "The company expects to float her off on the evening tide.",
            "She came off on the midday tide, four hours earlier than expected, and is on her way to the yard.",
        ),
    )
    flood = courier.site.article("sturmflut-warnung-fuer-die-nacht")
    courier.change(
        flood.slug,
        title="Sturmflutwarnung: Behörde erwartet zweieinhalb Meter über Hochwasser",
        lead=flood.lead.replace("zwei Meter", "zweieinhalb Meter").replace("18 Uhr", "16 Uhr"),
        body=flood.body.replace("zwei Meter", "zweieinhalb Meter").replace("um 18 Uhr", "schon um 16 Uhr"),
    )


def _write(paths: Paths, feeds: str) -> None:
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text(feeds, encoding="utf-8")


def poll_all(paths: Paths, config: Config | None = None, force: bool = False) -> None:
    """Refreshes the feeds that are due, or with ``force`` all, as ``broadsheet refresh`` does."""
    from reader.refresh.in_process import refresh_now

    config = config or Config()
    library = open_library(paths, config)
    try:
        for _ in refresh_now(paths, config, library.subscriptions.all, None, force, now=library.now()):
            pass
    finally:
        library.close()


def read_and_edit(paths: Paths, paper: Newspaper, config: Config | None = None) -> None:
    """Reads the articles that the paper edits, before the first edit and after each of them."""
    from reader.refresh.in_process import get_page_now, refresh_now
    from tests.newspaper.edits import EDITS, make_edits

    config = config or Config()
    with closing(open_library(paths, config)) as library:
        subscriptions, now = library.subscriptions.all, library.now()
        rows = library.articles.headlines(library.articles.newest(Selection(), limit=1_000))
        titles = {paper.site.article(slug).title for slug in EDITS[0]}
        wanted = [row.id for row in rows if row.title in titles]
        for _ in chain([None], make_edits(paper)):
            list(refresh_now(paths, config, subscriptions, None, force=True, now=now))
            for entry_id in wanted:
                list(get_page_now(paths, config, subscriptions, entry_id, force=False, now=now))
