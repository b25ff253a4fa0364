"""The changes of an article, in place of its text: earlier headlines, then edit by edit, newest first.

Removed words are struck through and dim, added ones underlined and bold; with ASCII signs they are in brackets too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.article.blocks import Block, Document, Heading, Paragraph, Span, Style
from reader.article.flow import keep_working
from reader.model import Entry, Version
from reader.text.edit_history import EditHistory, TextEdit, edit_history, size_of
from reader.text.word_diff import Part, Passage
from reader.ui.commands.registry import key_of
from reader.ui.glyphs import Glyphs
from reader.ui.language.display_dates import edit_date
from reader.ui.typeset.page import Article
from reader.wording.catalogue import _
from reader.wording.titles import shown_title

LONG = 8_000  # characters of all versions; more are compared in a thread


def are_long(entry: Entry, versions: tuple[Version, ...]) -> bool:
    """Whether comparing the versions takes longer than a key press may."""
    return size_of(entry, versions) > LONG


def begin_changes(entry: Entry, versions: tuple[Version, ...], glyphs: Glyphs, now: int) -> Article:
    """The changes of an entry, or only its headline if comparing its versions takes long."""
    if are_long(entry, versions):
        return _article(entry, (), note=_("Comparing the versions…"), partial=True)
    return compose_changes(entry, versions, glyphs, now)


def compose_changes(
    entry: Entry,
    versions: tuple[Version, ...],
    glyphs: Glyphs,
    now: int,
    check: Callable[[], None] = keep_working,
) -> Article:
    """The changes of an entry. ``check`` is called often and may raise to end the work."""
    history = edit_history(entry, versions, check)
    hint = _("What the publisher changed, newest first. Press {key} for the article.")
    if not history:
        hint = _("The earlier versions say the same as this one. Press {key} for the article.")
    hint = hint.format(key=key_of("entry.changes"))
    return _article(entry, tuple(_blocks(history, glyphs, now)), note=hint)


def too_long(article: Article) -> Article:
    """In place of changes that took too long to find."""
    return replace(article, partial=False, note=_("These versions are too long to compare."))


def _article(entry: Entry, blocks: tuple[Block, ...], *, note: str = "", partial: bool = False) -> Article:
    return Article(entry, lead=(), document=Document(blocks), note=note, partial=partial, is_changes=True)


def _blocks(history: EditHistory, glyphs: Glyphs, now: int) -> Iterator[Block]:
    for old in history.headlines:
        before, _title, after = _("Headline until {date}: {title}").partition("{title}")
        date = edit_date(old.until, now)
        title = Span(shown_title(old.title), Style.STRONG)
        yield Paragraph((Span(before.format(date=date)), title, Span(after.format(date=date))))
    for edit in history.edits:
        yield Heading(2, (Span(_("Changed {date}").format(date=edit_date(edit.when, now))),))
        yield from _paragraphs(edit, glyphs)


def _paragraphs(edit: TextEdit, glyphs: Glyphs) -> Iterator[Block]:
    if edit.paragraphs is None:
        yield Paragraph((Span(_("The text before this edit was too long to keep.")),))
        return
    for passages in edit.paragraphs:
        yield Paragraph(tuple(_spans(passages, glyphs)))


def _spans(passages: tuple[Passage, ...], glyphs: Glyphs) -> Iterator[Span]:
    for number, passage in enumerate(passages):
        if number and not passage.is_glued:
            yield Span(" ")
        match passage.part:
            case Part.REMOVED:
                yield Span(passage.text.join(glyphs.removed), Style.REMOVED)
            case Part.ADDED:
                yield Span(passage.text.join(glyphs.added), Style.ADDED)
            case Part.KEPT:
                yield Span(passage.text)
            case Part.LEFT_OUT:
                yield Span("…" if not glyphs.removed[0] else "...")
