"""Commands for labels: setting them, renaming and deleting one."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from reader.errors import InvalidValue, StoreError
from reader.model import Change, Field
from reader.query.label_name import label_names
from reader.stream import Kind, Stream
from reader.text import sentence
from reader.ui.commands.registry import key_of
from reader.ui.reader.actions.feeds import rename_streams
from reader.ui.reader.actions.read import READ_AT_ONCE
from reader.ui.reader.context import ReaderContext
from reader.wording.catalogue import N_, _, plural
from reader.wording.problem_messages import problem_message

On = Mapping[str, Collection[int]]
"""Labels, each with the articles that have it, of those that a command acts on."""


async def label(reader: ReaderContext, typed: str | None = None) -> None:
    """Sets labels of the selected articles, or takes off those that all have. Asks for them if none was typed."""
    ids = reader.acted_on
    if not ids:
        reader.status.show_message(_("Select an article first"))
        return
    articles = reader.library.articles
    try:
        labels = articles.labels()
        few = len(ids) <= READ_AT_ONCE
        on = articles.labels_on(ids) if few else await asyncio.wrap_future(articles.load_labels_on(ids))
        names = None if typed is None else label_names(typed)
    except StoreError as error:
        reader.status.show_error(error)
        return
    except InvalidValue as error:
        reader.status.show_message(sentence(problem_message(error.details)))
        return
    if names:
        _switch(reader, ids, on, names)
        return
    from reader.ui.dialogs.label_articles import LabelDialog

    def chosen(names: tuple[str, ...] | None) -> None:
        if names:
            _switch(reader, ids, on, names)

    dialog = LabelDialog(len(ids), labels, {label: len(some) for label, some in on.items()}, reader.glyphs)
    reader.screen.app.push_screen(dialog, chosen)


def _switch(reader: ReaderContext, ids: Sequence[int], on: On, names: Sequence[str]) -> None:
    """Sets these labels, and takes off those that all of the articles have."""
    changes = [switched(ids, on, reader.library.articles.spelled(name)) for name in names]
    reader.apply(*changes)
    reader.status.show_labelled(changes)


def switched(ids: Sequence[int], on: On, name: str) -> Change:
    """The change that sets a label on all of these articles, or takes it off if all have it."""
    have = set(on.get(name, ()))
    lacking = tuple(one for one in ids if one not in have)
    return Change(Field.LABEL, True, lacking, name) if lacking else Change(Field.LABEL, False, tuple(ids), name)


def rename(reader: ReaderContext, stream: Stream) -> None:
    """Asks for another name of a label. The name of another label joins both."""
    from reader.ui.dialogs.label_articles import RenameLabelDialog

    def named(name: str | None) -> None:
        if name is not None:
            reader.screen.run_worker(_rename(reader, stream, name))

    reader.screen.app.push_screen(RenameLabelDialog(stream.value, reader.library.articles.labels()), named)


async def _rename(reader: ReaderContext, stream: Stream, name: str) -> None:
    try:
        changes = await asyncio.wrap_future(reader.library.changes.would_rename(stream.value, name))
    except StoreError as error:
        reader.status.show_error(error)
        return
    reader.apply(*changes)
    contents = reader.tree.contents
    reader.tree.show(replace(contents, labels={**contents.labels, name: changes[0].count}))
    _follow(reader, stream, name)
    message = _("Renamed the label “{old}” to “{new}”. Press {key} to undo.")
    reader.status.show_message(message.format(old=stream.value, new=name, key=key_of("list.undo")))


def follow_renaming(reader: ReaderContext, changes: Sequence[Change]) -> None:
    """Shows the list in front under another name if its label has just become another label, by undo or redo."""
    shown = reader.articles.stream
    lost = any(change.field is Field.LABEL and change.label == shown.value and not change.value for change in changes)
    new = next((change.label for change in changes if change.field is Field.LABEL and change.value), None)
    if shown.kind is Kind.LABEL and lost and new and shown.value not in reader.library.feeds.labels():
        _follow(reader, shown, new)


def _follow(reader: ReaderContext, stream: Stream, name: str) -> None:
    new = Stream(Kind.LABEL, name)
    rename_streams(reader, {stream: new})
    reader.tree.select(new)
    contents = reader.tree.contents
    others = {label: count for label, count in contents.labels.items() if label != stream.value}
    reader.tree.show(replace(contents, labels=others))
    reader.update_masthead()


def delete(reader: ReaderContext, stream: Stream) -> None:
    """Asks, then takes a label off all articles that have it."""
    from reader.ui.dialogs.dialog import ConfirmDialog

    count = reader.tree.contents.labels.get(stream.value, 0)  # the store may not have the last change yet
    question = plural(
        "Take the label “{label}” off {n} article? The article stays. You can undo this.",
        "Take the label “{label}” off {n} articles? The articles stay. You can undo this.",
        count, label=stream.value,
    )  # fmt: skip
    dialog = ConfirmDialog(_("Delete the label"), question, accept=N_("{key} deletes"))
    reader.screen.app.push_screen(dialog, partial(_delete, reader, stream))


def _delete(reader: ReaderContext, stream: Stream, yes: bool | None) -> None:
    if yes:
        reader.screen.run_worker(_take_off_all(reader, stream))


async def _take_off_all(reader: ReaderContext, stream: Stream) -> None:
    try:
        change = await asyncio.wrap_future(reader.library.changes.would_take_off(stream.value))
    except StoreError as error:
        reader.status.show_error(error)
        return
    reader.apply(change)
    reader.status.show_labelled([change])
