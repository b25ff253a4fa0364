"""The dialog for the labels of articles: new ones to type, and those that there are to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import on
from textual.widget import Widget
from textual.widgets import OptionList

from reader.query.label_name import label_name, label_names
from reader.text import fold
from reader.ui.dialogs.dialog import SAVES, Dialog, accepts, leaves
from reader.ui.glyphs import Glyphs
from reader.ui.widgets.field import Field, Offers, TextField
from reader.wording.catalogue import N_, _, plural


class RenameLabelDialog(Dialog[str]):
    """Returns the new name of a label, in the spelling of another if it is that one's, or None."""

    def __init__(self, label: str, labels: Sequence[str]) -> None:
        super().__init__(_("Rename the label"), accepts(SAVES), leaves())
        self._label, self._labels = label, labels
        others = [one for one in labels if one != label]
        self._field = TextField("label", _("Label"), label, check=label_name, known=others)

    def rows(self) -> Iterable[Widget]:
        """The line to type into."""
        return (self._field,)

    def on_mount(self) -> None:
        """Selects the name, so that typing replaces it."""
        self._field.input.focus()
        self._field.input.action_select_all()

    def accept(self) -> None:
        """Returns the name, unless it is the same."""
        name = self._field.read()
        self.dismiss(None if name == self._label else self._other(name) or name)

    def _other(self, name: str) -> str | None:
        """The other label that is called so, in any spelling."""
        same = (one for one in self._labels if fold(one) == fold(name) != fold(self._label))
        return next(same, None)

    def _show_mistake(self, field: Field) -> None:
        """Also says that two labels become one."""
        super()._show_mistake(field)
        other = None if field.mistake else self._other(field.read())
        if other:
            self.show_message(_("“{label}” exists: both become one label.").format(label=other))


class LabelDialog(Dialog[tuple[str, ...]]):
    """Returns the labels to set, or to take off if all of the articles have them; or None.

    ``count``: of the articles. ``labels``: all there are, in order; ``on``: how many of the articles have each.
    """

    def __init__(self, count: int, labels: Sequence[str], on: Mapping[str, int], glyphs: Glyphs) -> None:
        title = plural("Labels of {n} article", "Labels of {n} articles", count) if count > 1 else _("Labels")
        super().__init__(title, accepts(N_("{key} sets or takes off")), leaves())
        self._count, self._labels, self._on, self._glyphs = count, labels, on, glyphs
        self._field = TextField(
            "labels", _("Labels"), check=label_names, known=labels, several=True, hint=_("one, or several with commas")
        )
        self._list = Offers()
        self._offered: list[str] = []

    def rows(self) -> Iterable[Widget]:
        """The line to type into, and the labels there are."""
        return self._field, self._list

    def on_mount(self) -> None:
        """Offers all labels."""
        self._field.input.focus()
        self._offer("")

    def on_resize(self) -> None:
        """Lets the list be as high as the box allows."""
        super().on_resize()
        self._list.fit(self.size.height)

    def accept(self) -> None:
        """Returns the labels that were typed."""
        names = self._field.read()
        self.dismiss(tuple(names) or None)

    def action_leave(self) -> None:
        """Closes the dialog at once: a few typed letters are soon typed again."""
        self.dismiss(None)

    def _offer(self, typed: str) -> None:
        """Offers the labels that contain what was typed."""
        self._offered = [label for label in self._labels if fold(typed) in fold(label)]
        self._list.offer(self._row(label) for label in self._offered)

    def _row(self, label: str) -> str:
        some = self._on.get(label, 0)
        box = self._glyphs.checked if some == self._count else self._glyphs.unchecked
        if not 0 < some < self._count:
            return f"{box} {label}"
        return _("{box} {label} ({n} of {count})").format(box=box, label=label, n=some, count=self._count)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._offer(self._field.input.value.rpartition(",")[2].strip())

    def _show_mistake(self, field: Field) -> None:
        """Also says what Enter does, if nothing is wrong."""
        super()._show_mistake(field)
        if not field.mistake:
            self.show_message("  ".join(map(self._what_enter_does, field.read())))

    def _what_enter_does(self, typed: str) -> str:
        label = next((one for one in self._labels if fold(one) == fold(typed)), None)
        if label is None:
            return _("“{label}” is a new label.").format(label=typed)
        if self._on.get(label, 0) == self._count:
            return _("“{label}” is taken off.").format(label=label)
        return _("“{label}” is set.").format(label=label)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss((self._offered[event.option_index],))
