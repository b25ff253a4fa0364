"""Asks where feeds belong that are subscribed to twice: here and at a server, or at two servers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from reader.account import FeedOwner
from reader.ui.dialogs.dialog import SAVES, Dialog, accepts, leaves
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.field import ChoiceField, Field
from reader.wording.catalogue import N_, _, plural

if TYPE_CHECKING:
    from reader.library.accounts import Undecided

MOST = 40  # feeds in one dialog
_LONGEST_TITLE = 34  # cells

Answers = list[tuple["Undecided", FeedOwner]]


class DecideDialog(Dialog[Answers]):
    """Returns the answers; feeds about which the user has not decided are left out."""

    def __init__(self, feeds: Sequence[Undecided]) -> None:
        super().__init__(_("Feeds subscribed twice"), accepts(SAVES), leaves(N_("{key} puts it off")))
        self._feeds = feeds[:MOST]
        self._more = len(feeds) - len(self._feeds)
        later = (None, _("decide later"))
        own = (FeedOwner.ACCOUNT, _("from the server"))
        self._all = ChoiceField("all", _("All"), [later, own, (FeedOwner.LOCAL, _("as until now"))], None)
        self._each = [
            ChoiceField(
                f"feed-{number}", fit(one.title or one.url, _LONGEST_TITLE),
                [later, (FeedOwner.ACCOUNT, one.account), (FeedOwner.LOCAL, one.rival or _("here"))], None,
            )
            for number, one in enumerate(self._feeds)
        ]  # fmt: skip

    def rows(self) -> Iterable[Widget]:
        """The question, one field for all feeds, and one for each."""
        question = _(
            "Where should their articles come from? What is read, starred or labelled in either copy stays so."
        )
        yield Static(question, markup=False)
        yield Static("")
        if len(self._each) > 1:
            yield self._all
        yield from self._each
        if self._more:
            more = plural("{n} more feed follows", "{n} more feeds follow", self._more)
            yield Static(more, classes="part", markup=False)

    def on_mount(self) -> None:
        """Begins with the field for all."""
        self._focus(self._all if len(self._each) > 1 else self._each[0])

    @on(Field.Changed)
    def _chosen(self, event: Field.Changed) -> None:
        if event.field is self._all:
            for field in self._each:
                field.set(self._all.read())

    def accept(self) -> None:
        """Returns what was decided."""
        answers = zip(self._feeds, (field.read() for field in self._each), strict=True)
        self.dismiss([(one, owner) for one, owner in answers if owner is not None])
