"""The changes of each edit of an entry, from the stored versions. Pure.

An entry has two texts with versions of their own: its feed's and its page's. The history has the edits of
the text that is shown, or of the other one if that one has none. Headlines come from the feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.lazy_dataclass import dataclass
from reader.model import Entry, Version
from reader.text.real_change import feed_text, page_text, same_words, title_says_other
from reader.text.word_diff import Paragraphs, Passage, changed_paragraphs, changed_words, keep_comparing


@dataclass(frozen=True, slots=True)
class OldHeadline:
    """A headline that an entry had until then (Unix seconds), and what its edit changed in it."""

    title: str
    until: int
    changed: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class TextEdit:
    """What an edit of the text changed. ``when``: Unix seconds. ``paragraphs``: None if the old text was too long."""

    when: int
    paragraphs: Paragraphs | None


@dataclass(frozen=True, slots=True)
class EditHistory:
    """The headlines and the edits of the text of an entry, newest first."""

    headlines: tuple[OldHeadline, ...] = ()
    edits: tuple[TextEdit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.headlines or self.edits)


def edit_history(entry: Entry, versions: Sequence[Version], check: Callable[[], None] = keep_comparing) -> EditHistory:
    """The edits of an entry. ``versions``: oldest first; ``check`` is called often and may raise to end the work."""
    shows_page = bool(entry.page and entry.page.content_html)
    edits: tuple[TextEdit, ...] = ()
    for of_page in (shows_page, not shows_page):
        edits = edits or tuple(_edits([one for one in versions if one.of_page == of_page], entry, check))[::-1]
    return EditHistory(tuple(_headlines(entry.title, versions))[::-1], edits)


def size_of(entry: Entry, versions: Iterable[Version]) -> int:
    """The characters that would have to be compared."""
    page = len(entry.page.content_html) if entry.page else 0
    return page + len(entry.content_html) + len(entry.summary_html) + sum(len(one.text or "") for one in versions)


def _headlines(title: str, versions: Sequence[Version]) -> Iterable[OldHeadline]:
    following = [*(one.title for one in versions), title][1:]
    for version, later in zip(versions, following, strict=True):
        if title_says_other(version.title, later):
            yield OldHeadline(version.title, version.until, changed_words(version.title, later))


def _edits(versions: Sequence[Version], entry: Entry, check: Callable[[], None]) -> Iterable[TextEdit]:
    if not versions:
        return
    if not versions[0].of_page:
        now: str | None = feed_text(entry.summary_html, entry.content_html)
    elif entry.page and entry.page.content_html:
        now = page_text(entry.page)
    else:
        versions, now = versions[:-1], versions[-1].text  # the page's text is not shown
    following = [*(one.text for one in versions), now][1:]
    for version, later in zip(versions, following, strict=True):
        if version.text is None or later is None:
            yield TextEdit(version.until, None)
        elif version.text and not same_words(version.text, later):
            yield TextEdit(version.until, changed_paragraphs(version.text, later, check))
