"""A conversation as lines beneath an article: one source after the other, each with its threads.

Pure. Typesetting a comment takes a third of a millisecond, so the lines of each are kept (:class:`Typeset`), and
folding a thread or showing a new comment sets only what is not there yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from itertools import islice

from rich.cells import cell_len

from reader.article.blocks import Block, Details, Paragraph
from reader.article.document import build_document
from reader.article.flow import keep_working
from reader.comment import CommentSource, SourceKind
from reader.conversation.threads import Threaded, visible
from reader.lazy_dataclass import dataclass
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import byline_date
from reader.ui.typeset.blocks import Frame, lay_out_blocks
from reader.ui.typeset.breaking import Syllables, fit
from reader.ui.typeset.lines import EMPTY, Line, Piece, Role
from reader.ui.typeset.outline import anchored
from reader.ui.typeset.wrap import wrap_text
from reader.web.addresses import site_of
from reader.wording.catalogue import _, plural

THREAD = "thread:"  # how the href of a comment's head begins
_MOST_LEVELS = 8  # of indentation
_NARROWEST = 40  # cells for the text of a comment, below which answers are not indented further
_LONGEST_NAME = 40

Key = tuple[int, str]  # of a comment: the ids of its source and its own


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source with its comments as threads. ``total``: how many it has; ``error``: why the last attempt failed."""

    id: int
    source: CommentSource
    threads: tuple[Threaded, ...]
    total: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of the screen. ``new``: comments since the user's last look. ``note``: a line about all of it.

    ``page``: where the comments can be read if they cannot be loaded.
    """

    sources: tuple[ShownSource, ...] = ()
    new: frozenset[Key] = frozenset()
    collapsed: frozenset[Key] = frozenset()
    note: str = ""
    page: str = ""

    def __len__(self) -> int:
        """The number of comments."""
        return sum(len(source.threads) for source in self.sources)


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of a comment, counted from the beginning of the conversation."""

    line: int
    key: Key
    depth: int
    new: bool


@dataclass(frozen=True, slots=True)
class ConversationLayout:
    """The lines of a conversation, its parts (their first line and a name that stays), and its visible comments."""

    lines: tuple[Line, ...]
    width: int
    parts: tuple[tuple[int, str], ...] = ()
    heads: tuple[Head, ...] = ()


@dataclass(slots=True)
class Typeset:
    """Lines that are typeset already for one width and language: the texts of comments, and comments whole.

    Shared with the thread that sets them.
    """

    width: int
    syllables: Syllables
    texts: dict[tuple[Key, int, str], list[Line]] = field(default_factory=dict)
    comments: dict[tuple[Key, int, str, bool, _Folded | None], list[Line]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Folded:
    """What a collapsed comment hides: answers, and how many of them are new."""

    answers: int
    new: int


@dataclass(frozen=True, slots=True)
class _Setting:
    frame: Frame
    now: int
    typeset: Typeset

    levels: int  # of answers that are indented


def lay_out_conversation(
    shown: Conversation,
    typeset: Typeset,
    *,
    now: int,
    glyphs: Glyphs,
    check: Callable[[], None] = keep_working,
    most: int | None = None,
) -> ConversationLayout:
    """The conversation in lines of ``typeset.width`` cells.

    ``check`` is called often, and what it raises ends the work. ``most``: only the first ones of each source, at most
    that many.
    """
    levels = max(0, min(_MOST_LEVELS, (typeset.width - _NARROWEST) // 2))
    setting = _Setting(Frame(typeset.width, glyphs, typeset.syllables, check=check), now, typeset, levels)
    between = [(_bars(level, setting),) if level else EMPTY for level in range(levels + 1)]
    lines = anchored([*_title(shown, setting)], _("Conversation"))
    parts: list[tuple[int, str]] = [(0, "conversation|")]
    heads: list[Head] = []
    for source in shown.sources:
        parts.append((len(lines), f"conversation source {source.id}|"))
        lines += _source_head(source, shown, setting)
        found = list(islice(visible(source.threads, _collapsed(source, shown)), most))
        level_of = [min(one.depth, setting.levels) for _index, one in found]
        for (index, one), below in zip(found, [*level_of[1:], 0], strict=False):
            key = (source.id, one.comment.id)
            heads.append(Head(len(lines), key, one.depth, key in shown.new))
            parts.append((len(lines), f"comment {source.id} {one.comment.id}|"))
            lines += _comment(source, index, shown, setting)
            lines.append(between[below])
        lines += [*_source_foot(source, setting), EMPTY]
    return ConversationLayout(tuple(lines), typeset.width, tuple(parts), tuple(heads))


def _collapsed(source: ShownSource, shown: Conversation) -> frozenset[str]:
    return frozenset(comment for source_id, comment in shown.collapsed if source_id == source.id)


def _title(shown: Conversation, setting: _Setting) -> Iterator[Line]:
    frame = setting.frame
    yield (Piece(frame.glyphs.horizontal * frame.width, Role.RULE),)
    counts = [plural("{n} comment", "{n} comments", len(shown))] if len(shown) else []
    counts += [plural("{n} new", "{n} new", len(shown.new))] if shown.new else []
    dot = f" {frame.glyphs.dot} "
    title = _("Conversation")
    yield (Piece(title, Role.HEADING), *([Piece(f"   {dot.join(counts)}", Role.DIM)] if counts else []))
    yield EMPTY
    if shown.note:
        yield from wrap_text(shown.note, frame.width, Role.DIM)
        yield EMPTY
    if shown.page and not shown.sources:
        yield (Piece(_("Open the comments in the browser"), href=shown.page),)
        yield EMPTY


def source_name(source: CommentSource) -> str:
    """What a source is called: its service, or the site."""
    site = site_of(source.page)
    match source.kind:
        case SourceKind.HACKER_NEWS:
            return "Hacker News"
        case SourceKind.LOBSTERS:
            return "Lobsters"
        case SourceKind.REDDIT:
            return "Reddit"
        case SourceKind.MASTODON:
            return _("Mastodon, {site}").format(site=site)
        case SourceKind.DISCOURSE:
            return _("Forum {site}").format(site=site)
        case _feed:
            return _("Comments at {site}").format(site=site)


def _source_head(source: ShownSource, shown: Conversation, setting: _Setting) -> list[Line]:
    frame = setting.frame
    lines: list[Line] = []
    if len(shown.sources) > 1:
        name = Piece(fit(source_name(source.source), frame.width - 8, frame.glyphs.more), Role.HEADING)
        count = [Piece(f"   {len(source.threads)}", Role.DIM)] if source.threads else []
        lines += anchored([(name, *count), EMPTY], source_name(source.source), 2)
    if source.error:
        lines += [*wrap_text(source.error, frame.width, Role.DIM), EMPTY]
    elif not source.threads:
        lines += [*wrap_text(_("There are no comments yet."), frame.width, Role.DIM), EMPTY]
    return lines


def _source_foot(source: ShownSource, setting: _Setting) -> list[Line]:
    lines: list[Line] = []
    count = len(source.threads)
    if count and source.total > count:
        cut = _("{count} of {total} comments are shown; the others are at {site}.").format(
            count=count, total=source.total, site=site_of(source.source.page)
        )
        lines += [*wrap_text(cut, setting.frame.width, Role.DIM), EMPTY]
    label = _("Read the comments in the browser") if source.error and not count else _("Write a comment")
    return [*lines, (Piece(label, href=source.source.page),)]


def _bars(level: int, setting: _Setting) -> Piece:
    """The bars of the threads around a line."""
    return Piece((setting.frame.glyphs.vertical + " ") * level, Role.RULE)


def _comment(source: ShownSource, index: int, shown: Conversation, setting: _Setting) -> list[Line]:
    """The lines of a comment, kept once they are set."""
    one = source.threads[index]
    key, level = (source.id, one.comment.id), min(one.depth, setting.levels)
    folded = _hidden(source, index, shown) if key in shown.collapsed else None
    place = (key, level, one.comment.html, key in shown.new, folded)
    lines = setting.typeset.comments.get(place)
    if lines is None:
        head = _head(source, one, setting, is_new=key in shown.new, folded=folded)
        lines = [(_bars(level, setting), *head) if level else tuple(head)]
        lines += [] if folded else _text(key, one, setting, level)
        setting.typeset.comments[place] = lines
    return lines


def _hidden(source: ShownSource, index: int, shown: Conversation) -> _Folded:
    inside = source.threads[index + 1 : source.threads[index].end]
    return _Folded(len(inside), sum((source.id, one.comment.id) in shown.new for one in inside))


def _head(
    source: ShownSource, one: Threaded, setting: _Setting, *, is_new: bool, folded: _Folded | None
) -> Iterator[Piece]:
    """The first line of a comment: who, when, and what it hides."""
    glyphs, comment = setting.frame.glyphs, one.comment
    width = setting.frame.width - 2 * min(one.depth, setting.levels)
    sign = glyphs.folded if folded else glyphs.unfolded
    name = fit(comment.author or _("Name unknown"), max(4, min(_LONGEST_NAME, width - 4)), glyphs.more)
    yield Piece(f"{sign} {name}", Role.SPEAKER, href=f"{THREAD}{source.id}:{comment.id}")
    facts = [byline_date(min(comment.published, setting.now), setting.now, alone=False)] if comment.published else []
    if one.answers and one.depth > setting.levels:
        facts.append(_("to {name}").format(name=one.answers))
    if folded and folded.answers:
        facts.append(plural("{n} answer", "{n} answers", folded.answers))
    if folded and folded.new:
        facts.append(plural("{n} new", "{n} new", folded.new))
    mark = f"  {glyphs.unread} " + _("new") if is_new else ""
    room = width - cell_len(name) - 2 - cell_len(mark)
    if room > 4:
        yield Piece(fit("".join(f" {glyphs.dot} {fact}" for fact in facts), room, glyphs.more), Role.DIM)
    if mark:
        yield Piece(mark, Role.KICKER)


def _text(key: Key, one: Threaded, setting: _Setting, level: int) -> list[Line]:
    """The text of a comment with the bars of its thread on the left, kept once it is set."""
    place = (key, level, one.comment.html)
    lines = setting.typeset.texts.get(place)
    if lines is None:
        lines = setting.typeset.texts[place] = _set_text(one, setting, level)
    return lines


def _set_text(one: Threaded, setting: _Setting, level: int) -> list[Line]:
    frame = setting.frame
    indent: Line = (_bars(level, setting), Piece("  ")) if level else (Piece("  "),)
    if not one.comment.html.strip():
        gone = _("This comment was deleted.") if not one.comment.author else ""
        return [(*indent, *line) for line in wrap_text(gone, frame.width - 2 * level - 2, Role.DIM)]
    document = build_document(one.comment.html, base=one.comment.url, check=frame.check)
    inner = frame.narrower(2 * level + 2)
    lines: list[Line] = []
    for part in lay_out_blocks(_without_details(document.blocks), inner):
        lines += [EMPTY] if lines and part else []
        lines += part
    return [(*indent, *(_outside(piece) for piece in line if not piece.bookmark)) for line in lines]


def _without_details(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with those that could be folded open: the numbers of details are of the article."""
    for block in blocks:
        if isinstance(block, Details):
            yield Paragraph(block.summary)
            yield from _without_details(block.blocks)
        else:
            yield block


def _outside(piece: Piece) -> Piece:
    """The piece without a link to a note or another place in this text, and without a place in the outline.

    The names of places and the outline are of the article.
    """
    is_outside = piece.href is None or piece.href.startswith(("http:", "https:", "mailto:"))
    if is_outside and piece.anchor is None:
        return piece
    return replace(piece, href=piece.href if is_outside else None, anchor=None)


def all_keys(shown: Conversation) -> frozenset[Key]:
    """The comments that begin a thread with answers, which is all that collapsing all threads collapses."""
    return frozenset(
        (source.id, one.comment.id)
        for source in shown.sources
        for index, one in enumerate(source.threads)
        if one.depth == 0 and one.end > index + 1
    )


def toggled(shown: Conversation, key: Key) -> Conversation:
    """The conversation with a comment collapsed, or open again."""
    return replace(shown, collapsed=shown.collapsed ^ {key})


def key_of(value: str) -> Key | None:
    """The comment whose head has this value behind ``thread:``."""
    source, _colon, comment = value.partition(":")
    return (int(source), comment) if source.isascii() and source.isdecimal() and comment else None
