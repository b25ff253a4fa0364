"""``themes`` and ``keys``: what there is to choose from."""

from __future__ import annotations

import argparse
from itertools import groupby

from reader.commands import Exit
from reader.commands.console import Form, cells, fit, print_values, say
from reader.config import load_config
from reader.paths import Paths, bundled


def themes(paths: Paths, options: argparse.Namespace) -> int:
    """All themes; the one of ``config.toml`` is marked."""
    from reader.commands.open_folders import tell_mistakes
    from reader.ui.themes import load_themes

    config, wrong = load_config(paths.config)
    found, mistakes = load_themes((bundled("themes"), paths.themes))
    tell_mistakes((*wrong, *mistakes))
    rows = [(theme.name, "dark" if theme.dark else "light", theme.name == config.theme) for theme in found.values()]
    rows.sort()
    if options.form is not Form.TEXT:
        print_values(
            ({"name": n, "dark": kind == "dark", "default": default} for n, kind, default in rows), options.form
        )
        return Exit.DONE
    longest = max((cells(name) for name, _, _ in rows), default=0)
    for name, kind, default in rows:
        say(f"{fit(name, longest)}  {kind:5}" + ("  (in config.toml, or the default)" if default else ""))
    return Exit.DONE


def keys(_: Paths, options: argparse.Namespace) -> int:
    """All keys of the reader, by what they are for."""
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
