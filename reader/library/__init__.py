"""The one door that the screens and the command line use: feeds, articles, changes, subscriptions and the worker."""

# mypy: implicit-reexport

from reader.library.events import (  # noqa: F401 - re-exported
    AccountsRead,
    ChangedOutside,
    ChangeFailed,
    ChangeReverted,
    ChangeWritten,
    EditDone,
    EditFailed,
    EditionMade,
    EditRefused,
    LibraryEvent,
    NothingReverted,
    OutboxCounted,
    PeopleChanged,
    StoreFailed,
    SubscriptionsRead,
    SubscriptionsStored,
)
from reader.library.library import COMMANDS, READER, Library, open_library  # noqa: F401 - re-exported
from reader.store import Key, Listing  # noqa: F401 - re-exported
