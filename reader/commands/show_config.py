"""``config``: every setting with its value, where that comes from, its default and its meaning."""

from __future__ import annotations

import argparse
import json
import os
import textwrap
from collections.abc import Iterator
from typing import Any

from reader.commands import Exit
from reader.commands.columns import fit, width
from reader.commands.console import Form, agrees, can_ask, complain, print_values, say
from reader.commands.formats import shown_url
from reader.config import SETTINGS, Config, load_config
from reader.lazy_dataclass import dataclass
from reader.paths import Paths
from reader.programs import Format, Program
from reader.toml_file import line_of_key, line_of_table, read_bytes
from reader.wording.catalogue import N_, _, language_for
from reader.wording.setting_meanings import setting_meaning

_WIDEST = 100  # columns of the explanations
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_EXAMPLES = {
    "browsers": ("[[browsers]]", 'name = "w3m"', 'run = ["w3m", "{address}"]'),
    "commands": ("[[commands]]", 'name = "less"', 'run = ["less"]', 'input = "text"'),
}
_TITLE = N_("The settings of Broadsheet. Remove the # before a setting to change it.")


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it is now.

    ``source``: "default", "config.toml" or "environment"; ``line``: in the file. ``effect``: what applies instead, if
    the value is empty and the environment says something, or if another theme was chosen in the reader.
    """

    name: str
    value: Any
    default: Any
    source: str
    line: int | None
    effect: str

    def as_object(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "name": self.name,
            "value": _plain(self.value),
            "default": _plain(self.default),
            "source": self.source,
            "line": self.line,
            "effect": self.effect or None,
            "description": setting_meaning(self.name),
        }


def config(paths: Paths, options: argparse.Namespace) -> int:
    """Prints the settings, or writes those that are missing into the file as comments."""
    from reader.commands.open_folders import report_mistakes

    if options.write:
        return _write(paths, force=options.force)
    found, mistakes = load_config(paths.config)
    report_mistakes(mistakes)
    settings = list(settings_in_use(paths, found))
    if options.form is not Form.TEXT:
        print_values((one.as_object() for one in settings), options.form)
        return Exit.DONE
    columns = min(width() or _WIDEST, _WIDEST)
    for number, one in enumerate(settings):
        if number:
            say()
        for line in _lines(one, columns):
            say(line)
    return Exit.DONE


def settings_in_use(paths: Paths, found: Config) -> Iterator[Setting]:
    """Every setting, in the order of the documents."""
    try:
        text = read_bytes(paths.config).decode("utf-8-sig", "replace")
    except OSError:
        text = ""
    defaults = Config()
    for name in SETTINGS:
        value, default = getattr(found, name), getattr(defaults, name)
        line = line_of_key(text, name) or line_of_table(text, name)
        effect = _effect(name, value) if name != "theme" else _chosen_theme(paths, found.theme)
        source = "config.toml" if line else "environment" if effect and name != "theme" else "default"
        shown = shown_url(value) if name == "proxy" and value else value
        yield Setting(name, shown, default, source, line if source == "config.toml" else None, effect)


def _effect(name: str, value: object) -> str:
    """What applies where an empty value leaves it to the environment; empty if nothing does."""
    if value:
        return ""
    if name == "language":
        variable = next((one for one in _LOCALE if os.environ.get(one)), "")
        return f"{language_for('', os.environ)} ({variable})" if variable else ""
    if name == "proxy":
        return ", ".join(one for one in _PROXIES if os.environ.get(one) or os.environ.get(one.lower()))
    return ""


def _chosen_theme(paths: Paths, theme: str) -> str:
    """The theme that was chosen in the reader since the setting has its value; empty if none was."""
    try:
        session = json.loads(read_bytes(paths.session))
        chosen, instead_of = session["theme"], session["theme_instead_of"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return str(chosen) if chosen and instead_of == theme and chosen != theme else ""


def _lines(one: Setting, columns: int) -> Iterator[str]:
    if one.source == "config.toml":
        place = _("config.toml, line {line}").format(line=one.line) if one.line else "config.toml"
        origin = _("{place}; default: {default}").format(place=place, default=as_toml(one.default))
        if one.value == one.default:
            origin = _("{place}; this is the default").format(place=place)
    else:
        effect = one.effect if one.source == "environment" else ""
        origin = _("from the environment: {names}").format(names=effect) if effect else _("default")
    if one.name == "theme" and one.effect:
        origin = _("{origin}; chosen in the reader: {theme}").format(origin=origin, theme=one.effect)
    yield f"{fit(f'{one.name} = {as_toml(one.value)}', 32)}  {origin}".rstrip()
    for line in textwrap.wrap(setting_meaning(one.name), columns - 4, break_on_hyphens=False):
        yield f"    {line}"


def settings_that_differ(paths: Paths, found: Config) -> Iterator[str]:
    """The settings that are not as by default, in short, with what applies in their place."""
    for one in settings_in_use(paths, found):
        if one.value != one.default:
            yield f"{one.name} = {as_toml(one.value)}"
        if one.effect:
            yield f"{one.name}: {one.effect}"


def as_toml(value: Any) -> str:
    """A value as it is written in the file; programs by their names."""
    plain = _plain(value)
    if isinstance(plain, list) and plain and isinstance(plain[0], dict):
        plain = [one["name"] for one in plain]
    return json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Program):
        return {
            "name": value.name, "run": list(value.run), "input": value.input and value.input.value,
            "file": Format(value.file).value, "terminal": value.terminal, "seconds": value.seconds,
        }  # fmt: skip
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


# -- writing


def _write(paths: Paths, *, force: bool) -> int:
    from reader.subscriptions.comment_config import comment_config

    if os.path.lexists(paths.config) and not force:
        question = _("{path} exists already. Add the settings that it lacks, as comments? Nothing else changes. [y/N]")
        if not can_ask():
            text = _("{path} exists already; `{option}` adds the settings that it lacks, as comments")
            complain(text.format(path=paths.config, option="--force"))
            return Exit.CANNOT
        if not agrees(question.format(path=paths.config)):
            return Exit.PARTLY
    defaults = Config()
    lines = {name: _EXAMPLES.get(name) or (f"{name} = {as_toml(getattr(defaults, name))}",) for name in SETTINGS}
    meanings = {name: setting_meaning(name) for name in SETTINGS}
    if comment_config(paths.config, lines, meanings, _(_TITLE)):
        say(_("Wrote {path}").format(path=paths.config))
    else:
        say(_("{path} has all settings already").format(path=paths.config))
    return Exit.DONE
