"""The dialogs that edit ``feeds.toml``: a subscription, a saved search, a folder.

Values are checked while they are typed, with the same messages as mistakes in the file. If saving fails, for example
because the file is read-only, the dialog shows why and keeps the input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any

import tomli
from textual import on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from reader.config import Config
from reader.durations import parse_duration
from reader.errors import BroadsheetError, InvalidValue
from reader.lazy_dataclass import dataclass
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.subscriptions import field_values as values
from reader.subscriptions import is_built_in
from reader.ui.dialogs.dialog import SAVES, Dialog, accepts, leaves
from reader.ui.reader.edit_messages import failure_message
from reader.ui.widgets.field import ChoiceField, Field, TextField
from reader.wording.catalogue import N_, _, pgettext, plural

Values = dict[str, Any]
Save = Callable[[Values], Future[Any]]
Choices = tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The values of other subscriptions: to complete, or not to use again."""

    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    urls: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


class EditDialog(Dialog[bool]):
    """A form that passes its changed values to ``save``, which returns a future. Returns True if something was saved.

    ``new``: pass all values, not only the changed ones, and let typing replace the suggested title. ``accept``: what
    the accepting key does.
    """

    class Saved(Message):
        """Saving ended, with an error or without."""

        def __init__(self, error: BaseException | None) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self, title: str, form: Sequence[Widget], save: Save, *, new: bool = False, accept: str = SAVES
    ) -> None:
        super().__init__(title, accepts(accept), leaves())
        self._form, self._save, self._new = form, save, new
        self._saving = False

    def rows(self) -> Iterable[Widget]:
        """The fields."""
        return self._form

    def on_mount(self) -> None:
        """Selects a suggested title, so that typing replaces it."""
        first = next((one for one in self.fields if isinstance(one, TextField)), None)
        if self._new and first:
            first.input.focus()
            first.input.action_select_all()

    def accept(self) -> None:
        """Saves the changed values."""
        changed = {one.name or "": one.read() for one in self.fields if self._new or one.changed}
        if not changed:
            self.dismiss(None)
        elif not self._saving:
            self._saving = True
            self.show_message(_("Saving…"))
            self._save(changed).add_done_callback(lambda done: self.post_message(self.Saved(done.exception())))

    def action_leave(self) -> None:
        """Closes the dialog; a save in progress still completes."""
        if self._saving:
            self.dismiss(None)
        else:
            super().action_leave()

    @on(Saved)
    def _saved(self, message: Saved) -> None:
        self._saving = False
        if message.error is None:
            self.dismiss(True)
        elif isinstance(message.error, BroadsheetError):
            self.show_message(failure_message(message.error), error=True)
        else:
            self.dismiss(None)


def feed_form(one: Subscription, known: Known, config: Config, *, title: str = "") -> list[Widget]:
    """The fields of a subscription. ``config``: the settings that apply where the subscription has no value.

    ``title``: the feed's own, to begin with; unchanged, it stays the publisher's.
    """
    fetched = not is_built_in(one.url) and not one.account
    taken = known.urls - {one.url}
    rows: list[Widget] = [
        TextField("title", _("Title"), one.title or title, check=values.title, hint=_("title of the feed")),
        _folder_field(one.folder, known.folders),
        _list_field("tags", _("Tags"), one.tags, values.tags, known=known.tags, hint=pgettext("tags", "none")),
    ]
    if fetched:
        address = _other_than(values.typed_address, taken, Problem.SUBSCRIBED_ALREADY)
        rows += [TextField("url", _("Address"), one.url, check=address)]
    rows += [
        _section(_("Articles")),
        ChoiceField("mark_read", _("Mark as read"), _read_choices(config, one), one.mark_read),
        ChoiceField("hidden", _("In other lists"), ((False, _("shown")), (True, _("hidden"))), one.hidden),
        ChoiceField("updated_unread", _("Edited articles"), _edited_choices(), one.updated_unread),
        _duration("keep", _("Keep texts for"), one.keep, values.keep, _as_in_config(config.keep or _("no limit"))),
    ]
    if one.account:
        rows += [
            _section(_("Refreshed by {account}").format(account=one.account)),
            ChoiceField("full_text", _("Full text"), _full_text_choices(), one.full_text),
        ]
    if fetched:
        rows += [
            _section(_("Refreshing")),
            ChoiceField("paused", _("Paused"), _yes_no(), one.paused),
            _duration(
                "interval", _("At most every"), one.interval, values.interval,
                _as_in_config(values.interval_in_words(config.interval)),
            ),
            ChoiceField("full_text", _("Full text"), _full_text_choices(), one.full_text),
            TextField(
                "user_agent", _("User agent"), one.user_agent or "", check=values.user_agent,
                hint=_("Broadsheet's own"),
            ),
            TextField(
                "headers", _("Headers"), _headers_text(one.headers), check=_headers, hint=_('none; X-Key = "secret"')
            ),
        ]  # fmt: skip
    return rows


def search_form(one: SavedSearch, known: Known) -> list[Widget]:
    """The fields of a saved search."""
    title = _other_than(values.search_title, known.titles, Problem.SEARCH_TITLE_TAKEN)
    return [
        TextField("title", _("Title"), one.title, check=title),
        _folder_field(one.folder, known.folders),
        TextField("query", _("Query"), one.query, check=values.query, hint=_("all articles; is:unread title:word")),
    ]


def folder_form(folder: str, known: Known) -> list[Widget]:
    """The one field of a folder's new path."""
    return [_folder_field(folder, [one for one in known.folders if one != folder])]


def _section(title: str) -> Widget:
    """The heading of a group of fields."""
    return Static(title, classes="part", markup=False)


def _yes_no() -> Choices:
    return ((False, _("no")), (True, _("yes")))


_READ = {"open": N_("when opened"), "end": N_("at its end"), "never": N_("only by hand")}


def _read_choices(config: Config, one: Subscription) -> Choices:
    times = {one.mark_read, "3s", "10s", "30s"} - {None, *_READ}
    choices = ["open", *sorted(filter(None, times), key=lambda time: parse_duration(time) or 0), "end", "never"]
    as_in_config = (None, _as_in_config(_read_label(config.mark_read)))
    return (as_in_config, *((choice, _read_label(choice)) for choice in choices))


def _read_label(setting: str) -> str:
    """When an opened article becomes read."""
    if setting in _READ:
        return _(_READ[setting])
    return plural("after {n} second", "after {n} seconds", parse_duration(setting) or 0)


def _as_in_config(value: str) -> str:
    """The value of a setting that a subscription does not override."""
    return _("{value}, as in config.toml").format(value=value)


def _edited_choices() -> Choices:
    return ((False, _("stay read")), (True, _("become unread again")))


def _full_text_choices() -> Choices:
    return ((False, _("when an article is opened")), (True, _("in advance, for new articles")))


def _folder_field(folder: str, known: Iterable[str]) -> Field:
    return TextField("folder", _("Folder"), folder, check=values.folder, known=known, hint=_("top level"))


def _other_than(check: Callable[[object], Any], taken: Iterable[str], code: Problem) -> Callable[[str], Any]:
    """A check that also refuses values that are taken."""

    def checked(text: str) -> Any:
        value = check(text)
        if value in set(taken):
            raise InvalidValue(problem(code))
        return value

    return checked


def _duration(name: str, label: str, seconds: int | None, check: Callable[[object], int], hint: str) -> Field:
    """A length of time such as 2h, or empty."""
    text = "" if seconds is None else values.interval_in_words(seconds)
    return TextField(name, label, text, check=lambda typed: check(typed) if typed.strip() else None, hint=hint)


def _list_field(
    name: str,
    label: str,
    value: tuple[str, ...],
    check: Callable[[object], Any],
    *,
    known: Iterable[str],
    hint: str,
) -> Field:
    """A list, separated by commas."""
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
    """Headers, written as between the braces in ``feeds.toml``."""
    try:
        return values.headers(tomli.loads(f"found = {{ {text} }}")["found"])
    except (ValueError, RecursionError):
        raise InvalidValue(problem(Problem.HEADERS_NOT_TOML)) from None


def _headers_text(headers: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{_quoted(name)} = {_quoted(value)}" for name, value in headers)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
