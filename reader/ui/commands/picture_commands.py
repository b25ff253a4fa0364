"""The commands of the screen that shows an enlarged picture."""

from __future__ import annotations

from functools import partial

from reader.ui.commands.command import Command, Context
from reader.wording.catalogue import N_

_command = partial(Command, group=N_("Enlarged picture"), context=Context.PICTURE)

PICTURE_COMMANDS: tuple[Command, ...] = (
    _command(
        "picture.next", ("n", "right", "down", "j", "space"), N_("Next picture"),
        N_("Shows the next picture of the article."), handler="by", arguments=(1,), footer=N_("next"),
    ),
    _command(
        "picture.previous", ("p", "left", "up", "k", "b"), N_("Previous picture"),
        N_("Shows the picture before it in the article."), handler="by", arguments=(-1,), footer=N_("previous"),
    ),
    _command(
        "picture.browser", ("o",), N_("Open the original"), N_("Opens the original picture in your browser."),
        handler="browser", footer=N_("original"),
    ),
    _command(
        "picture.copy", ("y",), N_("Copy the address"), N_("Copies the address of the picture."), handler="copy",
        footer=N_("copy address"),
    ),
    _command(
        "picture.close", ("escape", "q", "enter", "h"), N_("Close"), N_("Returns to the article."), handler="dismiss",
        arguments=(None,), footer=N_("close"),
    ),
)  # fmt: skip
