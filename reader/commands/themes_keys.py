"""``themes`` and ``keys``: lists of the themes and of the commands with their keys."""

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
    note = _("(your default)")
    for name, dark, default in rows:
        say(f"{fit(name, longest)}  {fit(shades[dark], columns)}  {note if default else ''}".rstrip())
    return Exit.DONE


def keys(paths: Paths, options: argparse.Namespace) -> int:
    """Prints every command with its keys, by subject."""
    from reader.commands.open_folders import report_mistakes
    from reader.ui.commands.key_file import load_keys
    from reader.ui.commands.key_names import english_sequence_names, listed, sequence_names
    from reader.ui.commands.registry import all_commands, keys_of, use_keys

    in_use, mistakes = load_keys(paths.keys)
    use_keys(in_use)
    report_mistakes(mistakes)
    every = all_commands()
    if options.form is not Form.TEXT:
        rows = (
            {
                "id": one.id, "keys": english_sequence_names(keys_of(one)), "title": one.title,
                "description": one.description, "context": one.context.value, "group": one.group,
                "argument": one.argument.kind.value if one.argument else None,
            }
            for one in every
        )  # fmt: skip
        print_values(rows, options.form)
        return Exit.DONE
    id_width = max(len(one.id) for one in every)
    for number, (group, members) in enumerate(groupby(every, key=lambda one: one.group)):
        say(("\n" if number else "") + _(group))
        for one in members:
            say(f"  {fit(listed(sequence_names(keys_of(one))), 18)}  {fit(one.id, id_width)}  {_(one.title)}")
    return Exit.DONE
