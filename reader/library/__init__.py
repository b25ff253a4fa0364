"""The one door that the screens and the command line use: feeds, articles, changes, subscriptions and the worker."""

from reader.library.events import LibraryEvent as LibraryEvent
from reader.library.events import StateWritten as StateWritten
from reader.library.events import WriteFailed as WriteFailed
from reader.library.library import Library as Library
from reader.library.library import open_library as open_library
from reader.store import Key as Key
