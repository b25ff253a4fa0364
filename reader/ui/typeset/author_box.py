"""The author box: name, role, biography, links, a monogram instead of a picture, and other articles by the author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from rich.cells import cell_len

from reader.article.blocks import Figure, Span, Style
from reader.lazy_dataclass import dataclass
from reader.model import Author, Headline
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.blocks import Frame
from reader.ui.typeset.breaking import fit
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role, padded, width_of
from reader.ui.typeset.outline import anchored
from reader.ui.typeset.wrap import wrap_spans, wrap_text
from reader.web.addresses import site_of
from reader.wording.catalogue import _
from reader.wording.titles import shown_title

_TILE_WIDTH, _TILE_HEIGHT = 8, 3
_PORTRAIT_WIDTH = 12
_WIDTH_FOR_TILE = 40  # below this the box has no room for a tile beside the text
_MOST_LINKS = 5


@dataclass(frozen=True, slots=True)
class Profile:
    """An author, the person's id in the store, and other articles of theirs."""

    author: Author
    id: int
    more: tuple[Headline, ...] = ()
    followed: bool = False

    def worth_a_box(self) -> bool:
        """Whether more is known than the name, which the byline shows already, and an address."""
        author = self.author
        links = [link for link in author.links if not link.startswith("mailto:")]
        return bool(author.bio or author.role or links or author.avatar or self.more)

    @property
    def href(self) -> str | None:
        """Where the name leads: to the person's page."""
        return person_href(self.id)


def person_href(person: int) -> str | None:
    """The target that leads to the page of a person with that id in the store; 0: of whom none is known."""
    return f"person:{person}" if person else None


def author_box(profile: Profile, frame: Frame) -> list[Line]:
    """The box as lines of the frame's width; empty if only the name is known, or an address beside it."""
    if not profile.worth_a_box():
        return []
    inner = frame.narrower(4)
    lines = beside_tile(profile, inner)
    more = _more(profile, inner)
    if more:
        lines += [EMPTY, *more]
    return anchored(_boxed(lines, _("About the author"), frame), _("About {name}").format(name=profile.author.name))


def addresses_of(profiles: Iterable[Profile], frame: Frame) -> list[Line]:
    """A line for each author of whom only the address of a page is known."""
    lines: list[Line] = []
    for profile in profiles:
        url = profile.author.url
        if url and not profile.worth_a_box():
            about = _("About {name}").format(name=profile.author.name)
            lines += wrap_spans((Span(f"{about}: "), Span(link_label(url), href=url)), frame.width, Role.DIM)
    return lines


def more_names(profiles: Iterable[Profile], frame: Frame) -> list[Line]:
    """The names of the authors who have no box."""
    before, _names, after = _("Also by: {names}").partition("{names}")
    spans = [Span(before)]
    for profile in profiles:
        spans += [Span(", ")] if len(spans) > 1 else []
        spans.append(Span(profile.author.name, href=profile.href))
    return with_bynames(wrap_spans((*spans, Span(after)), frame.width, Role.DIM)) if len(spans) > 1 else []


def with_bynames(lines: Iterable[Line]) -> list[Line]:
    """Lines of small print, in which the names of people are as quiet as the rest."""
    return [tuple(replace(piece, role=Role.BYNAME) if piece.href else piece for piece in line) for line in lines]


def beside_tile(profile: Profile, frame: Frame, *, linked: bool = True) -> list[Line]:
    """Who the author is, with a monogram on the left if there is room. ``linked``: the name leads to their page."""
    author = profile.author
    known = author.role or author.bio or author.links or author.avatar
    if frame.width < _WIDTH_FOR_TILE or not known:
        return _about(profile, frame, linked=linked)
    tile = _portrait(author, frame) or [(Piece(row, Role.TILE),) for row in _tile(author.name)]
    width = width_of(tile[0]) + 2
    text = _about(profile, frame.narrower(width), linked=linked)
    tile = [(*line, Piece("  ")) for line in tile]
    blank: Line = (Piece(" " * width),)
    height = max(len(tile), len(text))
    left = [*tile, *[blank] * (height - len(tile))]
    right = [*text, *[EMPTY] * (height - len(text))]
    return [(*one, *other) for one, other in zip(left, right, strict=True)]


def _portrait(author: Author, frame: Frame) -> list[Line]:
    """The place of the author's portrait, which is square; empty without one."""
    if frame.pictures is None or not author.avatar:
        return []
    width, height = frame.pictures.space.cell
    rows = max(_TILE_HEIGHT, round(_PORTRAIT_WIDTH * width / height))
    return frame.pictures.take(Figure(author.avatar, author.name), _PORTRAIT_WIDTH, rows, initials(author.name))


def _tile(name: str) -> list[str]:
    """The author's initials, centred in a tile."""
    rows = [""] * _TILE_HEIGHT
    letters = initials(name)
    rows[_TILE_HEIGHT // 2] = " " * ((_TILE_WIDTH - cell_len(letters)) // 2) + letters
    return [row + " " * (_TILE_WIDTH - cell_len(row)) for row in rows]


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    names = [part for part in name.split() if part[0].isalpha()]
    return "".join(part[0] for part in (names[:1] + names[-1:] if len(names) > 1 else names)).upper()


def _about(profile: Profile, frame: Frame, *, linked: bool) -> list[Line]:
    author = profile.author
    mark = (Span(f"{frame.glyphs.followed} "),) if profile.followed else ()
    name = Span(author.name, Style.STRONG, profile.href if linked else None)
    lines = wrap_spans((*mark, name), frame.width, Role.NAME)
    if author.role:
        lines += wrap_text(author.role, frame.width, Role.DIM, frame.syllables)
    if author.bio:
        lines += wrap_text(author.bio, frame.width, Role.TEXT, frame.syllables)
    return lines + _links(author, frame)


def _links(author: Author, frame: Frame) -> list[Line]:
    urls = [url for url in dict.fromkeys((author.url, *author.links)) if url][:_MOST_LINKS]
    spans: list[Span] = []
    for url in urls:
        spans += [Span(f" {frame.glyphs.dot} ")] if spans else []
        spans.append(Span(link_label(url), href=url))
    return wrap_spans(spans, frame.width, Role.DIM)


def link_label(url: str) -> str:
    """A short label for an address: the handle on a social network, else the host with its path if that is short."""
    try:
        path = urlsplit(url).path.strip("/")
    except ValueError:
        return url
    if url.startswith("mailto:"):
        return path
    handle = path.rsplit("/", 1)[-1]
    if handle.startswith("@"):
        return handle
    host = site_of(url)
    return f"{host}/{path}" if path and len(path) <= 24 and "/" not in path else host


def _more(profile: Profile, frame: Frame) -> list[Line]:
    if not profile.more:
        return []
    lines = wrap_text(_("More by {name}").format(name=profile.author.name), frame.width, Role.DIM)
    for headline in profile.more:
        title = fit(shown_title(headline.title), frame.width - 2, frame.glyphs.more)
        bullet = Piece(f"{frame.glyphs.dot} ", Role.DIM)
        lines.append((bullet, Piece(title, Role.TEXT, href=f"entry:{headline.id}")))
    return lines


def _boxed(lines: Iterable[Line], title: str, frame: Frame) -> list[Line]:
    glyphs, width = frame.glyphs, frame.width
    title = fit(title, width - 6, glyphs.more)
    head: Line = (Piece(f"{glyphs.top_left} ", Role.RULE), Piece(title, Role.KICKER))
    fill = width - 4 - cell_len(title)
    top: Line = (*head, Piece(f" {glyphs.horizontal * fill}{glyphs.top_right}", Role.RULE))
    bottom: Line = (Piece(glyphs.bottom_left + glyphs.horizontal * (width - 2) + glyphs.bottom_right, Role.RULE),)
    return [top, *(_between_bars(line, width, glyphs) for line in lines), bottom]


def _between_bars(line: Line, width: int, glyphs: Glyphs) -> Line:
    bar = glyphs.vertical
    return (Piece(f"{bar} ", Role.RULE), *padded(line, width - 4), Piece(f" {bar}", Role.RULE))
