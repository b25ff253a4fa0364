"""Themes: TOML files with eight named colours, and five more for code.

A file has ``name``, ``dark``, ``terminal`` and a table ``[colors]`` with exactly the names of :class:`Colors`. It may
have a table ``[code]`` with names of :class:`CodeColors`. With ``terminal`` it uses the terminal's own colours,
``ansi_red`` and so on, which are sent as such. Our themes are in ``themes/``. The user's are in the folder ``themes``
beside ``config.toml`` and replace ours of the same name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from reader.config import Config
from reader.errors import ConfigError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, ProblemDetails, problem, unreadable
from reader.toml_file import line_of_key, nearest_first, parse_toml, read_bytes


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of a theme, each as Textual reads it (``#rrggbb``, a name, ``rgb(…)``)."""

    ground: str
    text: str
    dim: str
    accent: str
    hairline: str
    cursor: str
    panel: str
    selection: str


@dataclass(frozen=True, slots=True)
class CodeColors:
    """The syntax colours of code, and the one of the eight that each of them is by default."""

    keyword: str = "accent"
    string: str = "text"
    comment: str = "dim"
    number: str = "text"
    function: str = "text"


THEMES_OF_SETTINGS = "themes of the settings"  # in Library.file_mistakes: settings that name no theme
NAMES = tuple(field.name for field in fields(Colors))
CODE_NAMES = tuple(field.name for field in fields(CodeColors))
_KEYS = ("name", "dark", "terminal", "colors", "code")


def load_themes(folders: Iterable[Path]) -> tuple[dict[str, Theme], list[ConfigError]]:
    """The themes in some folders by name, with the mistakes in their files. Later folders take precedence."""
    themes: dict[str, Theme] = {}
    mistakes: list[ConfigError] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            theme, found = load_theme(path)
            mistakes += found
            if theme:
                themes[theme.name] = theme
    return themes, mistakes


def theme_named(folder: Path, name: str) -> Theme | None:
    """The theme in the file of its name, so that the others need not be read; None if it is not there."""
    path = folder / f"{name}.toml"
    theme = load_theme(path)[0] if Path(name).name == name and path.is_file() else None
    return theme if theme and theme.name == name else None


def unknown_themes(config: Config, path: Path, known: Collection[str]) -> tuple[ConfigError, ...]:
    """The settings in the file at ``path`` that name no theme."""
    named = {"theme": config.theme, "theme_light": config.theme_light, "theme_dark": config.theme_dark}
    details = ((key, name) for key, name in named.items() if name and name not in known)
    return tuple(
        ConfigError(path, problem(Problem.THEME_UNKNOWN, name=name, known=", ".join(sorted(known))), key=key)
        for key, name in details
    )


def load_theme(path: Path) -> tuple[Theme | None, list[ConfigError]]:
    """A theme, or None with all mistakes in its file."""
    try:
        text = read_bytes(path).decode()
        table = parse_toml(path, text)
    except (OSError, UnicodeDecodeError) as error:
        return None, [ConfigError(path, unreadable(error))]
    except ConfigError as error:
        return None, [error]
    mistakes = [ConfigError(path, found, line=line_of_key(text, key), key=key) for key, found in _mistakes(table)]
    if mistakes:
        return None, mistakes
    colors = Colors(**table["colors"])
    usual = {name: getattr(colors, other) for name, other in asdict(CodeColors()).items()}
    code = usual | table.get("code", {})
    return _theme(table["name"], colors, code, dark=table.get("dark", True), terminal=table.get("terminal", False)), []


def _mistakes(table: dict[str, Any]) -> Iterable[tuple[str, ProblemDetails]]:
    """Pairs of key and problem."""
    names = ", ".join(NAMES)
    if not isinstance(table.get("name"), str) or not table["name"].strip():
        yield "name", problem(Problem.THEME_WITHOUT_NAME)
    for key in ("dark", "terminal"):
        if not isinstance(table.get(key, False), bool):
            yield key, problem(Problem.NOT_A_BOOLEAN)
    for key in table:
        if key not in _KEYS:
            yield key, problem(Problem.UNKNOWN_THEME_KEY, names=nearest_first(key, _KEYS))
    colors = table.get("colors")
    if not isinstance(colors, dict):
        yield "colors", problem(Problem.THEME_WITHOUT_COLORS, names=names)
        return
    others = (key for key in colors if key not in NAMES)
    yield from ((key, problem(Problem.UNKNOWN_COLOR, names=nearest_first(key, NAMES))) for key in others)
    yield from ((key, problem(Problem.COLOR_MISSING)) for key in NAMES if key not in colors)
    code = table.get("code", {})
    if not isinstance(code, dict):
        yield "code", problem(Problem.UNKNOWN_COLOR, names=", ".join(CODE_NAMES))
        return
    unknown = (key for key in code if key not in CODE_NAMES)
    yield from ((key, problem(Problem.UNKNOWN_COLOR, names=nearest_first(key, CODE_NAMES))) for key in unknown)
    given = [*colors.items(), *code.items()]
    yield from ((key, problem(Problem.NOT_A_COLOR)) for key, value in given if not _is_color(value))


def _is_color(value: object) -> bool:
    try:
        return isinstance(value, str) and Color.parse(value) is not None
    except ColorParseError:
        return False


def _theme(name: str, colors: Colors, code: Mapping[str, str], *, dark: bool, terminal: bool) -> Theme:
    return Theme(
        name=name, dark=dark, ansi=terminal, primary=colors.accent, secondary=colors.dim, accent=colors.accent,
        foreground=colors.text, background=colors.ground, surface=colors.ground, panel=colors.panel,
        success=colors.text, warning=colors.accent, error=colors.accent,
        variables={
            **{f"code-{name}": color for name, color in code.items()},
            "dim": colors.dim, "hairline": colors.hairline, "cursor": colors.cursor, "marked": colors.selection,
            "border": colors.hairline, "border-blurred": colors.hairline,
            "scrollbar": colors.hairline, "scrollbar-hover": colors.dim, "scrollbar-active": colors.dim,
            "scrollbar-background": colors.ground, "scrollbar-background-hover": colors.ground,
            "scrollbar-background-active": colors.ground, "scrollbar-corner-color": colors.ground,
            "block-cursor-background": colors.cursor, "block-cursor-foreground": colors.text,
            "block-cursor-text-style": "none", "input-cursor-background": colors.text,
            "input-selection-background": colors.selection, "screen-selection-background": colors.selection,
            "ansi-background": colors.ground, "ansi-foreground": colors.text,  # Textual asks for them with ``terminal``
        },
    )  # fmt: skip
