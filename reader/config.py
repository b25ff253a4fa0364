"""The settings: one frozen dataclass, read from ``config.toml`` and passed to the code that needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reader.durations import parse_duration, parse_mark_read
from reader.errors import ConfigError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, ProblemDetails, problem, unreadable
from reader.toml_file import line_of_key, nearest_first, parse_toml, read_bytes

USUAL_COLUMNS = ("dot", "time", "feed", "title", "later", "star")

if TYPE_CHECKING:
    from reader.programs import Program


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default and a line of documentation."""

    theme: str = "ink"  # name of a theme; `broadsheet themes` lists them
    language: str = ""  # language of everything shown: "en" or "de"; empty: from the locale
    ascii: bool = False  # draw with plain characters instead of ● ★ ▸ │, for terminals that lack them
    measure: int = 72  # columns of an article's lines, 40 to 120
    mark_read: str = "open"  # when an opened entry becomes read: "open", after a time ("5s"), "end" or "never"
    interval: int = 3600  # seconds between two polls of a feed, at least 900
    browser: tuple[str, ...] = ()  # program and arguments; %u is the address; empty: the system's browser
    contact: str = ""  # an address for publishers, added to the User-Agent
    fetch_pages: bool = True  # fetch the page of an opened article for its author and full text
    keep: str = ""  # drop the content of read entries without a star after this time; empty: never
    allow_programs: bool = False  # run the programs of exec: feeds
    proxy: str = ""  # address of the proxy, http, https, socks5 or socks5h; empty: as the environment says
    no_proxy: tuple[str, ...] = ()  # hosts to reach without a proxy
    next_feed: bool = True  # when a list has no more unread articles, continue with the next feed or folder
    order: str = "newest"  # order of lists without one of their own; ORDERS has all
    columns: tuple[str, ...] = USUAL_COLUMNS  # of compact rows, from the left
    theme_light: str = ""  # theme while the terminal's background is light, if the terminal tells; empty: ``theme``
    theme_dark: str = ""  # theme while the terminal's background is dark
    pictures: str = "auto"  # how pictures are drawn: what suits the terminal, one of PICTURES, or "off"
    pictures_over_ssh: bool = True  # show pictures while connected through ssh
    large_headlines: str = "auto"  # headlines of articles in double size, in terminals that can: "auto" or "off"
    picture_cache: int = 200  # megabytes that loaded pictures may take, 10 to 100,000
    letters: str = "asdfjklghewcmpruvnti"  # to choose links by, the ones that are easiest to type first
    sync_interval: str = "60s"  # time between two looks at the servers of accounts, 30 s to a day
    edition_stories: int = 24  # how many articles an edition has at most, 1 to 100
    stories: bool = False  # one row for the articles that report the same event, in lists without a choice of their own
    read_whole_story: bool = False  # reading an article marks the others of its story read too
    browsers: tuple[Program, ...] = ()  # to choose from, beside the system's browser and ``browser``
    commands: tuple[Program, ...] = ()  # the user's own, to hand articles to
    blocked: ProblemDetails | None = None  # no setting: why no request may leave this machine; None: they may

    @property
    def sync_seconds(self) -> int:
        """``sync_interval`` in seconds."""
        return parse_duration(self.sync_interval) or SHORTEST_SYNC

    @property
    def keep_seconds(self) -> int | None:
        """``keep`` in seconds."""
        return parse_duration(self.keep) if self.keep else None


SETTINGS = tuple(field.name for field in fields(Config) if field.name != "blocked")
LANGUAGES = ("en", "de")  # that everything is shown in
LARGE_HEADLINES = ("auto", "off")
PICTURES = ("auto", "kitty", "sixel", "iterm", "blocks", "off")
ORDERS = (
    "newest",
    "oldest",
    "feed",
    "feed-oldest",
    "title",
    "length",
)  # of lists, by the names of reader.query.tree.Order
COLUMNS = ("dot", "time", "feed", "folder", "author", "title", "minutes", "labels", "later", "star")  # of compact rows
FEWEST_LETTERS = 4
SHORTEST_KEPT, LONGEST_KEPT = 86_400, 36_500 * 86_400  # seconds
SHORTEST_SYNC, LONGEST_SYNC = 30, 86_400  # seconds
_RANGES = {
    "measure": (40, 120),
    "interval": (900, 7 * 86_400),
    "picture_cache": (10, 100_000),
    "edition_stories": (1, 100),
}
_CHOICES = {"language": LANGUAGES, "order": ORDERS, "pictures": PICTURES, "large_headlines": LARGE_HEADLINES}
_NOT_OF_TYPE: Mapping[type, Problem] = {
    str: Problem.NOT_A_STRING,
    bool: Problem.NOT_A_BOOLEAN,
    int: Problem.NOT_A_WHOLE_NUMBER,
}
_PROGRAMS = ("browsers", "commands")
_PROTECTING = frozenset({"proxy", "no_proxy"})


def load_config(path: Path) -> tuple[Config, list[ConfigError]]:
    """The settings of a file and the mistakes in it. A wrong value keeps its default; a missing file is fine.

    Raises nothing, so that the reader opens with everything that could be read. If a mistake may concern the proxy,
    ``Config.blocked`` is set: without the proxy, requests would tell others what the user wants to hide.
    """
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return Config(), []
    except OSError as error:
        return _unread(ConfigError(path, unreadable(error)), blocked=True)
    try:
        text = data.decode("utf-8-sig")
        table = parse_toml(path, text)
    except UnicodeDecodeError as error:
        return _unread(ConfigError(path, unreadable(error)), blocked=_names_proxy(data))
    except ConfigError as error:
        return _unread(error, blocked=_names_proxy(data))
    return _from_table(path, text, table)


def reload_config(path: Path, before: Config) -> tuple[Config, list[ConfigError]]:
    """As :func:`load_config`, except that a setting with a mistake keeps its value of ``before``.

    If the file cannot be read as a whole, all of them do.
    """
    config, mistakes = load_config(path)
    if any(mistake.key is None for mistake in mistakes):
        return replace(before, blocked=config.blocked), mistakes
    kept: dict[str, Any] = {one.key: getattr(before, one.key) for one in mistakes if one.key in SETTINGS}
    return replace(config, **kept), mistakes


def _unread(mistake: ConfigError, *, blocked: bool) -> tuple[Config, list[ConfigError]]:
    return (_blocked_by(Config(), mistake) if blocked else Config()), [mistake]


def _names_proxy(data: bytes) -> bool:
    return b"proxy" in data.lower()


def _from_table(path: Path, text: str, table: dict[str, Any]) -> tuple[Config, list[ConfigError]]:
    config = Config()
    mistakes: list[ConfigError] = []
    changed: dict[str, Any]
    for key, value in table.items():
        if key in _PROGRAMS:
            from reader.programs import read_programs  # only for those who have some

            programs, wrong = read_programs(path, text, key, value)
            mistakes += wrong
            changed = {key: programs}
            config = replace(config, **changed)
            continue
        found = _value_problem(key, value)
        if found is None:
            changed = {key: tuple(value) if isinstance(value, list) else value}
            config = replace(config, **changed)
            continue
        mistake = ConfigError(path, found, line=line_of_key(text, key), key=key)
        mistakes.append(mistake)
        if _may_protect(key, value):
            config = _blocked_by(config, mistake)
    return config, mistakes


def _may_protect(key: str, value: object) -> bool:
    """Whether a wrong setting is about the proxy, perhaps in other capitals or in a table that does not exist."""
    waiting: list[tuple[str, object]] = [(key, value)]
    while waiting:
        key, value = waiting.pop()
        if key.lower() in _PROTECTING:
            return True
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += (("", part) for part in value)
    return False


def _blocked_by(config: Config, mistake: ConfigError) -> Config:
    return config if config.blocked else replace(config, blocked=requests_blocked(mistake))


def _value_problem(key: str, value: object) -> ProblemDetails | None:
    if key not in SETTINGS:
        return problem(Problem.UNKNOWN_SETTING, names=nearest_first(key, SETTINGS))
    default = getattr(Config(), key)
    if isinstance(default, tuple):
        fits = isinstance(value, list) and all(isinstance(part, str) for part in value)
        if not fits:
            return problem(Problem.NOT_STRINGS)
        return _columns_problem(value) if key == "columns" and isinstance(value, list) else None
    if type(value) is not type(default):
        return problem(_NOT_OF_TYPE[type(default)])
    if value == "":
        return None if default == "" else problem(Problem.EMPTY_VALUE)
    if key in _CHOICES and value not in _CHOICES[key]:
        return problem(Problem.NOT_A_CHOICE, choices=", ".join(f'"{choice}"' for choice in _CHOICES[key]))
    if key in _RANGES and isinstance(value, int):
        low, high = _RANGES[key]
        return None if low <= value <= high else problem(Problem.OUT_OF_RANGE, lowest=low, highest=high)
    if key == "mark_read" and parse_mark_read(str(value)) is None:
        return problem(Problem.NOT_A_TIME_OF_READING)
    if key == "letters":
        return None if _are_letters(str(value)) else problem(Problem.NOT_LETTERS)
    if key in ("keep", "sync_interval"):
        return _duration_problem(key, str(value))
    return _proxy_problem(str(value)) if key == "proxy" else None


def _are_letters(value: str) -> bool:
    """Whether every one can be typed with one key, and none is there twice."""
    return len(value) >= FEWEST_LETTERS and len(set(value)) == len(value) and value.isalnum()


def _columns_problem(names: Sequence[str]) -> ProblemDetails | None:
    for number, name in enumerate(names):
        if name not in COLUMNS or name in names[:number]:
            return problem(Problem.NOT_A_COLUMN, name=name, choices=", ".join(COLUMNS))
    return None if "title" in names else problem(Problem.NO_TITLE_COLUMN)


def _proxy_problem(value: str) -> ProblemDetails | None:
    # The value may hold a password, so the problem does not contain it.
    return None if _is_proxy_address(value if "://" in value else f"http://{value}") else problem(Problem.NOT_A_PROXY)


def _is_proxy_address(value: str) -> bool:
    try:
        parts = urlsplit(value.strip())
        _ = parts.port  # raises on garbage
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "socks5", "socks5h") and bool(parts.hostname) and value.isprintable()


def _duration_problem(key: str, value: str) -> ProblemDetails | None:
    seconds = parse_duration(value)
    if key == "sync_interval":
        fits = seconds is not None and SHORTEST_SYNC <= seconds <= LONGEST_SYNC
        return None if fits else problem(Problem.NOT_A_SYNC_INTERVAL, lowest='"30s"', highest='"1d"')
    if seconds is not None and SHORTEST_KEPT <= seconds <= LONGEST_KEPT:
        return None
    code = Problem.NOT_A_DURATION if seconds is None else Problem.OUT_OF_RANGE
    return problem(code, lowest='"1d"', highest='"36500d"')


def requests_blocked(mistake: ConfigError) -> ProblemDetails:
    """Why no request may be sent: a setting that protects the user cannot be read."""
    return problem(Problem.REQUESTS_BLOCKED, cause=mistake.as_problem())
