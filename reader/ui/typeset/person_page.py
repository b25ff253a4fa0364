"""The page of a person: who they are, what they have written here, and their articles by month. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from rich.cells import cell_len

from reader.lazy_dataclass import dataclass
from reader.model import Headline
from reader.person import Person, Works
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import day_headings, day_within_line, short_row_time
from reader.ui.typeset.author_box import Profile, beside_tile
from reader.ui.typeset.blocks import Frame
from reader.ui.typeset.breaking import Syllables, fit
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role
from reader.ui.typeset.page import PageLayout, PagePart
from reader.ui.typeset.pictures import PicturePlaces, PictureSpace
from reader.ui.typeset.wrap import wrap_text
from reader.wording.catalogue import _, plural
from reader.wording.numbers import thousands
from reader.wording.titles import shown_title

MOST_ON_PAGE = 500  # articles; typesetting more takes longer than a key press may
_MOST_FEEDS, _MOST_NAMES = 5, 8
_LEAST_FEED = 12  # cells
_LEAST_TITLE = 24  # cells that the feed's name leaves for a title


@dataclass(frozen=True, slots=True)
class PersonArticles:
    """What a page shows. ``works``: None until they are counted; ``has_more``: there are older articles.

    ``titles``: of feeds, by id; ``language``: of numbers.
    """

    person: Person
    headlines: Sequence[Headline] = ()
    works: Works | None = None
    has_more: bool = False
    titles: Mapping[int, str] | None = None
    language: str = "en"


def lay_out_person(
    shown: PersonArticles,
    width: int,
    *,
    now: int,
    glyphs: Glyphs,
    syllables: Syllables,
    space: PictureSpace | None = None,
) -> PageLayout:
    """The page in lines of ``width`` cells. ``now``: Unix seconds; ``space``: for the portrait."""
    places = PicturePlaces(space) if space else None
    frame = Frame(width, glyphs, syllables, pictures=places)
    person = shown.person
    profile = Profile(person.author, person.id, followed=person.followed is not None)
    lines: list[Line] = []
    parts: list[PagePart] = []
    for name, part in (
        ("", beside_tile(profile, frame, linked=False)),
        ("facts", [*_facts(shown, frame, now), *_other_names(person, frame)]),
        *_articles(shown, frame, now),
    ):
        if part:
            lines += [EMPTY] if lines else []
            parts.append(PagePart(len(lines), name))
            lines += part
    return PageLayout((*lines, EMPTY), width, tuple(parts), pictures=places.on(lines) if places else ())


def _facts(shown: PersonArticles, frame: Frame, now: int) -> list[Line]:
    """How many articles there are, from when to when, and in which feeds. Takes two lines also before it is known."""
    works, language = shown.works, shown.language
    if works is None:
        return [*wrap_text(frame.glyphs.more, frame.width, Role.DIM), EMPTY]
    if works.first is None or works.last is None:
        return wrap_text(_("No articles here"), frame.width, Role.DIM)
    dot = f" {frame.glyphs.dot} "
    count = plural("{n} article", "{n} articles", works.entries)
    first, last = (day_within_line(one, now) for one in (works.first, works.last))
    when = first if first == last else _("from {first} to {last}").format(first=first, last=last)
    unread = [plural("{n} unread", "{n} unread", works.unread)] if works.unread else []
    lines = wrap_text(dot.join([count, when, *unread]), frame.width, Role.DIM)
    titles = shown.titles or {}
    feeds = [
        _("{feed} ({n})").format(feed=titles[one.feed_id], n=thousands(one.entries, language))
        for one in works.feeds
        if one.feed_id in titles
    ]
    if len(feeds) == 1:
        feeds = [titles[one.feed_id] for one in works.feeds if one.feed_id in titles]
    others = len(feeds) - _MOST_FEEDS
    listed = ", ".join(feeds[:_MOST_FEEDS] if others > 0 else feeds)
    if others > 0:
        listed = plural("{feeds} and {n} more feed", "{feeds} and {n} more feeds", others, feeds=listed)
    return lines + (wrap_text(_("In {feeds}").format(feeds=listed), frame.width, Role.DIM) if feeds else [EMPTY])


def _other_names(person: Person, frame: Frame) -> list[Line]:
    """The names under which a person of several names writes, with the sites."""
    sites: dict[str, list[str]] = {}
    for one in person.names:
        sites.setdefault(one.name, []).append(one.site)
    if len(sites) < 2 and not person.own_name:
        return []
    names = [_("{name} ({site})").format(name=name, site=", ".join(at)) for name, at in sites.items()][:_MOST_NAMES]
    others = len(sites) - _MOST_NAMES
    names += [plural("{n} more", "{n} more", others)] if others > 0 else []
    return wrap_text(_("Writes as {names}").format(names=", ".join(names)), frame.width, Role.DIM)


def _articles(shown: PersonArticles, frame: Frame, now: int) -> Iterator[tuple[str, list[Line]]]:
    headlines = shown.headlines
    with_feed = len({one.feed_id for one in headlines}) > 1
    headings = day_headings([one.sort for one in headlines], now)
    for (start, heading), (end, _next) in pairwise((*headings, (len(headlines), ""))):
        lines = wrap_text(heading.upper(), frame.width, Role.KICKER)
        for headline in headlines[start:end]:
            feed = (shown.titles or {}).get(headline.feed_id, "") if with_feed else ""
            lines.append(_article(headline, feed, frame, now))
        yield heading, lines
    if shown.has_more:
        full = len(headlines) >= MOST_ON_PAGE
        text = _("The list has all older articles, too.") if full else frame.glyphs.more
        yield "more", wrap_text(text, frame.width, Role.DIM)


def _article(headline: Headline, feed: str, frame: Frame, now: int) -> Line:
    """Dot, title, feed and time of an article on one line."""
    glyphs, width = frame.glyphs, frame.width
    time = short_row_time(headline.sort, now)
    mark = glyphs.unread if not headline.read else glyphs.star if headline.starred else " "
    room = width - 2 - cell_len(time) - 2
    title = fit(shown_title(headline.title), room, glyphs.more)
    left = room - max(cell_len(title), _LEAST_TITLE) - 2
    source = fit(feed, min(left, width // 3), glyphs.more) if feed and left >= min(_LEAST_FEED, cell_len(feed)) else ""
    gap = room - cell_len(title) - cell_len(source)
    role = Role.READ_ENTRY if headline.read else Role.ENTRY
    return (
        Piece(f"{mark} ", Role.KICKER),
        Piece(title, role, href=f"entry:{headline.id}"),
        Piece(f"{' ' * gap}{source}  {time}", Role.DIM),
    )
