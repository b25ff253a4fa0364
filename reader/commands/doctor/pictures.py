"""Checks how the reader draws pictures and headlines here, as far as that is known without asking the terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from reader.commands.doctor.finding import Check, Finding, State
from reader.config import Config
from reader.paths import Paths
from reader.wording.catalogue import N_, _

_WAYS: Mapping[str, str] = {
    "kitty": N_("kitty's protocol"),
    "sixel": N_("sixels"),
    "iterm": N_("iTerm2's protocol"),
    "blocks": N_("half blocks"),
}


def check_pictures(paths: Paths, config: Config) -> Finding:
    """How pictures are drawn: by the settings, by tmux, or as at the last start of the reader."""
    from reader.ui.graphics.protocol import Facts, Protocol, could_pass_through, decide, in_tmux, needs_no_answer
    from reader.ui.graphics.tmux import tmux_client

    environment = dict(os.environ)
    if not needs_no_answer(config, environment):
        return Finding(Check.PICTURES, State.OK, _as_last_time(paths))
    client = tmux_client() if config.pictures == "auto" and in_tmux(environment) else None
    protocol = decide(config, Facts(environment, tmux=client)).protocol
    if protocol is Protocol.OFF:
        setting = "pictures" if config.pictures == "off" else "pictures_over_ssh"
        return Finding(Check.PICTURES, State.OK, _("off ({setting} in config.toml)").format(setting=setting))
    if could_pass_through(client):
        advice = _("write “set -g allow-passthrough on” into tmux.conf to see real pictures")
        return Finding(Check.PICTURES, State.WARNING, _("half blocks, because tmux passes no pictures on"), advice)
    return Finding(Check.PICTURES, State.OK, _(_WAYS[protocol]))


def check_headlines(paths: Paths, config: Config) -> Finding:
    """Whether headlines of articles are drawn in double size."""
    from reader.ui.graphics.protocol import asks_text_size

    if config.large_headlines == "off":
        said = _("normal size ({setting} in config.toml)").format(setting="large_headlines")
    elif not asks_text_size(config, dict(os.environ)):
        said = _("normal size in this terminal")
    else:
        last = _last_time(paths, "headlines")
        said = {
            "large": _("double size at the last start; chosen by what the terminal answers"),
            "normal": _("normal size at the last start; chosen by what the terminal answers"),
        }.get(last) or _("chosen when the reader starts, by what the terminal answers")
    return Finding(Check.HEADLINES, State.OK, said)


def _last_time(paths: Paths, name: str) -> str:
    """What the session says of the last start; empty if it says nothing."""
    try:
        last = json.loads(paths.session.read_bytes())[name]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return last if isinstance(last, str) else ""


def _as_last_time(paths: Paths) -> str:
    last = _last_time(paths, "graphics")
    if last not in _WAYS:
        return _("chosen when the reader starts, by what the terminal answers")
    return _("{way} at the last start; chosen by what the terminal answers").format(way=_(_WAYS[last]))
