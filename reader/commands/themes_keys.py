"""``themes`` and ``keys``: the themes and keys of the reader."""

from __future__ import annotations

import argparse
from itertools import groupby

from reader.commands import Exit
from reader.commands.columns import cells, fit
from reader.commands.console import Form, print_values, say
from reader.config import load_config
from reader.paths import Paths, bundled
from reader.wording.catalogue import _, pgettext


def themes(paths: Paths, options: argparse.Namespace) -> int:
    """Prints all themes and which one is the default."""
    from reader.commands.open_folders import report_mistakes
    from reader.ui.themes import load_themes

    config, config_mistakes = load_config(paths.config)
    found, theme_mistakes = load_themes((bundled("themes"), paths.themes))
    report_mistakes((*config_mistakes, *theme_mistakes))
    rows = sorted((theme.name, theme.dark, theme.name == config.theme) for theme in found.values())
    if options.form is not Form.TEXT:
        print_values(({"name": name, "dark": dark, "default": default} for name, dark, default in rows), options.form)
        return Exit.DONE
    longest = max((cells(name) for name, _dark, _default in rows), default=0)
    shades = {True: pgettext("theme", "dark"), False: pgettext("theme", "light")}
    columns = max(map(cells, shades.values()))
    for name, dark, default in rows:
        say(f"{fit(name, longest)}  {fit(shades[dark], columns)}  {_('(your default)') if default else ''}".rstrip())
    return Exit.DONE


def keys(_paths: Paths, options: argparse.Namespace) -> int:
    """Prints all keys of the reader by group."""
    from reader.ui.commands.key_table import KEYS, shown_keys

    if options.form is not Form.TEXT:
        rows = (
            {"id": k.id, "keys": shown_keys(k).split(" "), "description": k.description, "group": k.group} for k in KEYS
        )
        print_values(rows, options.form)
        return Exit.DONE
    for number, (group, members) in enumerate(groupby(KEYS, key=lambda key: key.group)):
        say(("\n" if number else "") + group)
        for key in members:
            say(f"  {fit(shown_keys(key), 18)}  {fit(key.id, 20)}  {key.description}")
    return Exit.DONE
