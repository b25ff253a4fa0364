"""A finding of ``doctor``: the subject of a check, its result, and advice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.problems import ProblemDetails
from reader.wording.catalogue import N_


class State(StrEnum):
    """How bad a finding is. The values are printed as JSON; as text they are translated."""

    OK = N_("ok")
    WARNING = N_("warning")
    PROBLEM = N_("problem")


class Check(StrEnum):
    """Everything that is checked. The values are printed as JSON; as text they are translated."""

    BROADSHEET = "Broadsheet"
    PYTHON = "Python"
    LIBRARIES = N_("libraries")
    SQLITE = "SQLite"
    WORKER = N_("worker")
    FEED_READER = N_("reading feeds")
    PAGE_READER = N_("reading pages")
    CONFIG_DIR = N_("configuration folder")
    DATA_DIR = N_("data folder")
    FEEDS_TOML = "feeds.toml"
    CONFIG_TOML = "config.toml"
    KEYS_TOML = "keys.toml"
    ACCOUNTS_TOML = "accounts.toml"
    ACCOUNT = N_("account")
    LAST_SYNC = N_("synchronisation")
    PERMISSIONS = N_("permissions")
    THEMES = N_("themes")
    CLOCK = N_("clock")
    DATABASE = N_("database")
    VALUES = N_("values")
    COUNTS = N_("counts")
    REFERENCES = N_("references")
    SEARCH = N_("search index")
    PEOPLE = N_("authors")
    CONSISTENCY = N_("counts, references and search index")
    DATES = N_("dates")
    LAST_POLLS = N_("last refresh")
    OPEN_IN = N_("open in")
    WRITE_LOCK = N_("write lock")
    REFRESH_LOCK = N_("refresh lock")
    FEEDS = N_("feeds")
    LEFTOVERS = N_("leftovers")
    DAMAGED = N_("damaged databases")
    COPIES = N_("copies of the database")
    UNFINISHED = N_("unfinished files")
    LOG = N_("log")
    CERTIFICATES = N_("certificates")
    NAME_SERVERS = N_("name servers")
    PROXY = N_("proxy")
    CHARACTERS = N_("characters")
    TERMINAL = N_("terminal")
    PICTURES = N_("pictures")
    HEADLINES = N_("headlines")


class Cure(StrEnum):
    """The option of ``doctor`` that fixes a finding. ``--repair`` loses nothing; ``--clean`` deletes old copies."""

    REPAIR = "--repair"
    CLEAN = "--clean"

    @property
    def command(self) -> str:
        """``broadsheet doctor --repair``."""
        return f"broadsheet doctor {self}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check, with message and advice in the user's language.

    ``apply`` fixes it when the option ``cure`` is given, and returns a message about what it did. ``problem`` is the
    code of an error that was found, for JSON.
    """

    check: Check
    state: State
    message: str
    advice: str = ""
    cure: Cure | None = None
    apply: Callable[[], str] = field(default=str, repr=False)
    problem: ProblemDetails | None = None

    def as_object(self, done: str | None) -> dict[str, Any]:
        """The finding as JSON. ``done``: what ``apply`` returned, or None."""
        return {
            "check": str(self.check),
            "state": str(self.state),
            "words": self.message,
            "advice": self.advice or None,
            "done": done,
            **(self.problem.as_json() if self.problem else {"problem": None, "arguments": None}),
        }
