"""The dialogs that change what stands in ``feeds.toml``: a subscription, a saved search, a folder.

A value is judged while it is typed, with the same words that a mistake in the file gets. What cannot be saved
(a file that is read-only) is said in the dialog, and what was typed stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.widget import Widget
from textual.widgets import Static

from reader.errors import ConfigError, StoreError
from reader.model import SavedSearch, Subscription
from reader.subscriptions import field_values as values
from reader.subscriptions import is_built_in
from reader.text import sentence
from reader.ui.dialogs.dialog import Dialog
from reader.ui.widgets.field import ChoiceField, Field, TextField

Values = dict[str, Any]
Save = Callable[[Values], object]

_YES_NO = ((False, "no"), (True, "yes"))


@dataclass(frozen=True, slots=True)
class Known:
    """What can be completed, and what is taken already."""

    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    urls: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


class ChangeScreen(Dialog[bool]):
    """A form whose changed values go to ``save``. Returns True if something was saved."""

    def __init__(
        self, title: str, form: Sequence[Widget], save: Save, *, anew: bool = False, does: str = "saves"
    ) -> None:
        super().__init__(title, f"Enter {does}, Esc closes")
        self._form, self._save, self._anew = form, save, anew

    def rows(self) -> Iterable[Widget]:
        """The fields."""
        return self._form

    def accept(self) -> None:
        """Saves what was changed."""
        changed = {field.name or "": field.read() for field in self.fields if self._anew or field.changed}
        if not changed:
            self.dismiss(None)
            return
        try:
            self._save(changed)
        except (ConfigError, StoreError) as error:
            self.say(f"{error.short()}." if isinstance(error, ConfigError) else sentence(str(error)), serious=True)
            return
        self.dismiss(True)


def feed_form(one: Subscription, known: Known) -> list[Widget]:
    """The fields of a subscription."""
    fetched = not is_built_in(one.url)
    rows: list[Widget] = [
        TextField("title", "Title", one.title or "", check=values.title, hint="the feed's own"),
        TextField("folder", "Folder", one.folder, check=values.folder, known=known.folders, hint="at the top"),
        TextField("tags", "Tags", ", ".join(one.tags), check=values.tags, known=known.tags, several=True, hint="none"),
    ]
    if fetched:
        rows += [TextField("url", "Address", one.url, check=_other_than(values.address, known.urls - {one.url}, _SAME))]
    rows += [
        Static("Articles", classes="part", markup=False),
        ChoiceField("mark_read", "Count as read", _MARK_READ, one.mark_read),
        ChoiceField("hidden", "In other lists", ((False, "shown"), (True, "hidden")), one.hidden),
        ChoiceField("updated_unread", "Edited ones", _EDITED, one.updated_unread),
        _duration("keep", "Keep texts for", one.keep, values.keep, _AS_SET),
    ]
    if fetched:
        rows += [
            Static("Polling", classes="part", markup=False),
            ChoiceField("paused", "Paused", _YES_NO, one.paused),
            _duration("interval", "Not more often than", one.interval, values.interval, _AS_SET),
            ChoiceField("full_text", "Full text", _FULL_TEXT, one.full_text),
            TextField("user_agent", "User agent", one.user_agent or "", check=values.user_agent, hint="our own"),
            TextField("headers", "Headers", _headers_text(one.headers), check=_headers, hint='none; X-Key = "secret"'),
        ]
    return rows


def search_form(one: SavedSearch, known: Known) -> list[Widget]:
    """The fields of a saved search."""
    title = _other_than(values.search_title, known.titles, "you have a saved search of this title already")
    return [
        TextField("title", "Title", one.title, check=title),
        TextField("folder", "Folder", one.folder, check=values.folder, known=known.folders, hint="at the top"),
        Static("What must be there", classes="part", markup=False),
        TextField("words", "Words", one.words, check=values.words, hint='words, "a phrase", begin*'),
        TextField("headline", "In the headline", one.headline, check=values.words),
        TextField("author", "Author", one.author, check=values.words),
        ChoiceField("unread", "Unread only", _YES_NO, one.unread),
        ChoiceField("starred", "With a star only", _YES_NO, one.starred),
        _duration("within", "Not older than", one.within, values.within, "any age; 36h or 7d"),
        Static("Where to look", classes="part", markup=False),
        _listed("feeds", "Feeds", one.feeds, values.addresses, known=tuple(known.urls)),
        _listed("folders", "Folders", one.folders, values.folders, known=known.folders),
        _listed("tags", "Tags", one.tags, values.tags, known=known.tags),
        _listed("without_tags", "Without tags", one.without_tags, values.tags, known=known.tags, hint="none"),
    ]


def folder_form(folder: str, known: Known) -> list[Widget]:
    """The one field of a folder's new path."""
    others = tuple(one for one in known.folders if one != folder)
    return [
        TextField(
            "folder", "Folder", folder, check=values.folder, known=others, hint="none: its feeds stand at the top"
        )
    ]


_SAME = "you have this subscription already"
_MARK_READ = ((None, "as in the settings"), ("open", "when opened"), ("never", "only by hand"))
_EDITED = ((False, "stay read"), (True, "are unread again"))
_AS_SET = "as in the settings"
_FULL_TEXT = ((False, "when an article is opened"), (True, "ahead, for new articles"))


def _other_than(check: Callable[[object], Any], taken: Iterable[str], words: str) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        value = check(text)
        if value in set(taken):
            raise ValueError(words)
        return value

    return checked


def _duration(name: str, label: str, seconds: int | None, check: Callable[[object], int], hint: str) -> Field:
    """A time such as 2h; empty for none."""
    text = "" if seconds is None else values.interval_in_words(seconds)
    return TextField(name, label, text, check=lambda typed: check(typed) if typed.strip() else None, hint=hint)


def _listed(
    name: str,
    label: str,
    value: tuple[str, ...],
    check: Callable[[object], Any],
    *,
    known: Iterable[str],
    hint: str = "all",
) -> Field:
    """A list, parted by commas."""
    return TextField(
        name,
        label,
        ", ".join(value),
        check=lambda text: check([part.strip() for part in text.split(",") if part.strip()]),
        known=known,
        several=True,
        hint=hint,
    )


def _headers(text: str) -> Any:
    """Headers as they stand between the braces in ``feeds.toml``."""
    try:
        return values.headers(tomllib.loads(f"found = {{ {text} }}")["found"])
    except tomllib.TOMLDecodeError:
        raise ValueError('must be written as in feeds.toml: X-Key = "secret"') from None


def _headers_text(headers: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{_quoted(name)} = {_quoted(value)}" for name, value in headers)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
