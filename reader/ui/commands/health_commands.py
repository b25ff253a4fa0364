"""The commands of the feed health screen."""

from __future__ import annotations

from functools import partial

from reader.ui.commands.command import Command, Context
from reader.wording.catalogue import N_

HEALTH = N_("Feed health")

_command = partial(Command, group=HEALTH, context=Context.HEALTH)

HEALTH_COMMANDS: tuple[Command, ...] = (
    _command("health.down", ("j", "down"), N_("Down"), N_("Moves to the next feed."), handler="down"),
    _command("health.up", ("k", "up"), N_("Up"), N_("Moves to the feed above."), handler="up"),
    _command(
        "health.page-down", ("pagedown", "space"), N_("Page down"), N_("Moves down by as much as the screen shows."),
        handler="page", arguments=(1,),
    ),
    _command(
        "health.page-up", ("pageup", "b"), N_("Page up"), N_("Moves up by as much as the screen shows."),
        handler="page", arguments=(-1,),
    ),
    _command("health.first", ("home", "g"), N_("Go to the top"), N_("Goes to the first feed."), handler="first"),
    _command("health.last", ("end", "G"), N_("Go to the end"), N_("Goes to the last feed."), handler="last"),
    _command(
        "health.in", ("enter", "l", "right"), N_("Show the articles"),
        N_("Lists the articles of the selected feed or account."), handler="inward", footer=N_("articles"),
        footer_needs="row",
    ),
    _command(
        "health.refresh", ("r",), N_("Refresh the feed"),
        N_("Refreshes the selected feed, or synchronises the account."), handler="poll", footer=N_("refresh"),
        footer_needs="row",
    ),
    _command(
        "health.refresh-failing", ("R",), N_("Refresh failing feeds"), N_("Refreshes all feeds that fail now."),
        handler="poll_failing",
    ),
    _command(
        "health.edit", ("e",), N_("Edit the feed"), N_("Edits the selected feed or account."),
        handler="edit", footer=N_("edit"), footer_needs="row",
    ),
    _command(
        "health.pause", ("P",), N_("Pause or resume the feed"),
        N_("Stops refreshing the selected feed or account, or resumes it."), handler="pause", footer=N_("pause"),
        footer_needs="row", footer_when=("paused", N_("resume")),
    ),
    _command(
        "health.unsubscribe", ("D",), N_("Unsubscribe"),
        N_("Unsubscribes from the selected feed, or removes the account."), handler="unsubscribe",
        footer=N_("unsubscribe"), footer_needs="row", footer_when=("account", N_("remove")),
    ),
    _command(
        "health.drop-refused", ("X",), N_("Forget what the server refused"),
        N_("Forgets the edits that the server of the selected account has not accepted."), handler="drop_refused",
    ),
    _command(
        "health.decide", ("f7",), N_("Feeds subscribed twice"),
        N_("Asks where articles should come from if a feed is both here and at a server."), handler="decide",
    ),
    _command("health.undo", ("u",), N_("Undo"), N_("Undoes the last change."), handler="undo"),
    _command("health.redo", ("U", "ctrl+r"), N_("Redo"), N_("Repeats what was undone last."), handler="redo"),
    _command(
        "health.sort", ("s",), N_("Sort"), N_("Sorts the feeds by the next column."),
        handler="sort", footer=N_("sort"), footer_needs="row",
    ),
    _command(
        "health.reverse", ("S",), N_("Reverse the order"), N_("Reverses the sort order."), handler="turn",
    ),
    _command(
        "health.site", ("o",), N_("Open the website"), N_("Opens the website of the selected feed in your browser."),
        handler="site", footer=N_("website"), footer_needs="website",
    ),
    _command(
        "health.go-to", ("'", "ctrl+k"), N_("Go to a feed or list"),
        N_("Finds a feed or another list by a few letters of its name, and lists its articles."), handler="go_to",
    ),
    _command(
        "health.palette", ("ctrl+p",), N_("Command palette"), N_("Finds a command by its name."), handler="palette",
    ),
    _command(
        "health.command-line", (":",), N_("Command line"),
        N_("Runs a command that you type, with completion."), handler="command_line",
    ),
    _command("health.help", ("question_mark", "f1"), N_("Help: all keys"), N_("Lists all keys."), handler="help"),
    _command(
        "health.back", ("escape", "q", "h", "left", "exclamation_mark"), N_("Back"),
        N_("Goes back to the articles."), handler="back", footer=N_("back"),
    ),
)  # fmt: skip
