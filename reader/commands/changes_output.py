"""What edits changed in an article, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.commands.text_output import laid_out
from reader.library.entry_formats.entry_as_json import Object
from reader.model import Entry, Version
from reader.text.edit_history import edit_history
from reader.text.word_diff import Part, Passage
from reader.wording.catalogue import _
from reader.wording.timestamps import local_time, rfc3339
from reader.wording.titles import shown_title

_SIGNS = {
    Part.KEPT: "{}",
    Part.REMOVED: "[-{}-]",
    Part.ADDED: "{{+{}+}}",
    Part.LEFT_OUT: "…",
}  # of git diff --word-diff


def change_lines(entry: Entry, versions: tuple[Version, ...], columns: int | None, measure: int) -> Iterator[str]:
    """The headlines that an article had and the edits of its text, newest first; wrapped like an article."""
    history = edit_history(entry, versions)
    parts = [shown_title(entry.title)]
    for old in history.headlines:
        line = _("Headline until {date}: {title}")
        parts.append(line.format(date=local_time(old.until), title=_marked(old.changed)))
    for edit in history.edits:
        parts.append(_("Changed {date}").format(date=local_time(edit.when)))
        if edit.paragraphs is None:
            parts.append(_("The text before this edit was too long to keep."))
        else:
            parts += map(_marked, edit.paragraphs)
    yield from laid_out(parts, columns, measure)


def _marked(passages: Iterable[Passage]) -> str:
    marked = (("" if one.is_glued else " ") + _SIGNS[one.part].format(one.text) for one in passages)
    return "".join(marked).removeprefix(" ")


def version_objects(versions: Iterable[Version]) -> list[Object]:
    """What an article said before its edits, oldest first."""
    return [
        {
            "until": rfc3339(one.until),
            "title": one.title or None,
            "text": one.text,
            "of": "page" if one.of_page else "feed",
        }
        for one in versions
    ]
