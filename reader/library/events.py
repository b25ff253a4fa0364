"""Events of the library: the worker's, and what became of the user's changes and edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from reader.errors import BroadsheetError
from reader.lazy_dataclass import dataclass
from reader.model import Change
from reader.problems import ProblemDetails

if TYPE_CHECKING:
    from reader.account import RemoteEdit
    from reader.edition.values import Edition
    from reader.library.edits import Edit
    from reader.person import Correction
    from reader.refresh.worker.protocol import Event
    from reader.stories.correction import StoryCorrection


@dataclass(frozen=True, slots=True)
class ChangeWritten:
    """A change of entries is in the database: counts may have changed."""

    change: Change


@dataclass(frozen=True, slots=True)
class ChangeFailed:
    """A change of entries could not be written; showing ``inverse`` reverts it on the screen."""

    inverse: Change
    error: BroadsheetError


@dataclass(frozen=True, slots=True)
class ChangeReverted:
    """A change of entries was undone, or repeated (``again``). ``change``: the changes this made.

    ``when``: the time of the undone change if another session of the reader made it (Unix seconds). ``more``: the other
    changes of a step of several, in the order in which they were made.
    """

    change: Change
    again: bool = False
    when: int | None = None
    more: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingReverted:
    """Nothing is left to undo, or to repeat (``again``); or this step cannot be undone, for a reason."""

    again: bool = False
    reason: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class EditDone:
    """An edit of subscriptions was written, undone, or repeated (``again``); the database follows.

    ``changed``: False if all was so already. ``when``: as for :class:`ChangeReverted`.
    """

    edit: Edit
    undone: bool = False
    changed: bool = True
    again: bool = False
    when: int | None = None


@dataclass(frozen=True, slots=True)
class EditFailed:
    """An edit of subscriptions could not be written, or not undone; the subscriptions are as before."""

    edit: Edit
    error: BroadsheetError
    undone: bool = False


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """What the user says of a person was written, undone, or repeated (``again``). Without facts, it was so already.

    ``when``: as for :class:`ChangeReverted`.
    """

    correction: Correction
    undone: bool = False
    again: bool = False
    when: int | None = None


@dataclass(frozen=True, slots=True)
class StoryCorrected:
    """What the user says of a story was written, undone, or repeated (``again``). Without moves, it was so already.

    ``when``: as for :class:`ChangeReverted`.
    """

    correction: StoryCorrection
    undone: bool = False
    again: bool = False
    when: int | None = None


@dataclass(frozen=True, slots=True)
class EditionMade:
    """There is a new edition, the latest one."""

    edition: Edition


@dataclass(frozen=True, slots=True)
class SubscriptionsRead:
    """``feeds.toml`` was read again, because another program or the worker wrote it."""


@dataclass(frozen=True, slots=True)
class SubscriptionsStored:
    """The database has the feeds that ``feeds.toml`` names, after :class:`SubscriptionsRead`."""


@dataclass(frozen=True, slots=True)
class AccountsRead:
    """The accounts were read again: their subscriptions may have changed, and the accounts if the file has."""

    file_changed: bool = False


@dataclass(frozen=True, slots=True)
class OutboxCounted:
    """:attr:`reader.library.accounts.Accounts.waiting` may have changed."""


@dataclass(frozen=True, slots=True)
class EditRefused:
    """The server of an account does not accept an edit of its subscriptions, which are as before."""

    account: str
    edit: RemoteEdit
    reason: ProblemDetails


@dataclass(frozen=True, slots=True)
class ChangedOutside:
    """The worker or another program wrote to the database; found by :meth:`reader.library.Library.check_outside`."""


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """The database could not be written for a reason other than a change of entries."""

    error: BroadsheetError


LibraryEvent: TypeAlias = (
    "Event | ChangeWritten | ChangeFailed | ChangeReverted | NothingReverted | EditDone | EditFailed | PeopleChanged"
    " | StoryCorrected | EditionMade | SubscriptionsRead | SubscriptionsStored | AccountsRead | OutboxCounted"
    " | EditRefused | ChangedOutside | StoreFailed"
)
