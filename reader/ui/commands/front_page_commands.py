"""The commands of the front page."""

from __future__ import annotations

from functools import partial

from reader.ui.commands.command import Command, Context
from reader.wording.catalogue import N_

FRONT_PAGE = N_("Front page")

_command = partial(Command, group=FRONT_PAGE, context=Context.FRONT_PAGE)

FRONT_PAGE_COMMANDS: tuple[Command, ...] = (
    _command(
        "front-page.down", ("j", "down"), N_("Story below"), N_("Moves to the story below."),
        handler="step", arguments=("down",),
    ),
    _command(
        "front-page.up", ("k", "up"), N_("Story above"), N_("Moves to the story above."),
        handler="step", arguments=("up",),
    ),
    _command(
        "front-page.right", ("l", "right"), N_("Story to the right"),
        N_("Moves to the story to the right, or from the edge to the next one."), handler="step", arguments=("right",),
    ),
    _command(
        "front-page.left", ("h", "left"), N_("Story to the left"),
        N_("Moves to the story to the left, or from the edge to the previous one."),
        handler="step", arguments=("left",),
    ),
    _command(
        "front-page.page-down", ("pagedown", "ctrl+f"), N_("Next page"), N_("Turns to the next page."),
        handler="page", arguments=(1,),
    ),
    _command(
        "front-page.page-up", ("pageup", "b", "ctrl+b"), N_("Previous page"), N_("Turns to the previous page."),
        handler="page", arguments=(-1,),
    ),
    _command(
        "front-page.first", ("home", "g"), N_("First page"), N_("Goes to the lead story."), handler="first",
    ),
    _command(
        "front-page.last", ("end", "G"), N_("Last page"), N_("Goes to the end of the edition."), handler="last",
    ),
    _command(
        "front-page.read", ("enter",), N_("Open the story"), N_("Opens the selected story."), handler="choose",
        footer=N_("open"), footer_needs="article",
    ),
    _command(
        "front-page.read-on", ("space",), N_("Read on"),
        N_("Opens the selected story, or the next unread one; at the end of each, Space opens the next."),
        handler="read_on", footer=N_("read on"), footer_needs="article",
    ),
    _command(
        "front-page.why", ("w",), N_("Why it is here"),
        N_("Shows why the selected story is where it is, until you press the key again."), handler="why",
        footer=N_("why here"), footer_needs="article",
    ),
    _command(
        "front-page.late", ("N",), N_("Late edition"),
        N_("Makes another edition, from the articles that have arrived since the last one."), handler="late",
        footer=N_("late edition"), footer_needs="edition",
    ),
    _command(
        "front-page.editions", ("e",), N_("Earlier editions"), N_("Lists the editions of the last 30 days."),
        handler="editions", footer=N_("editions"),
    ),
    _command(
        "front-page.mark-rest", ("A",), N_("Mark the rest read"),
        N_("Marks the day’s articles read that are not in this edition."), handler="mark_rest",
        footer=N_("mark the rest read"), footer_needs="end",
    ),
    _command(
        "front-page.mark-read", ("m",), N_("Mark read or unread"),
        N_("Marks the selected story read, or unread if it is read."), handler="toggle", arguments=("read",),
        footer=N_("mark read"), footer_needs="article", footer_when=("read", N_("mark unread")),
    ),
    _command(
        "front-page.star", ("s",), N_("Star or unstar"), N_("Stars the selected story, or removes its star."),
        handler="toggle", arguments=("starred",), footer=N_("star"), footer_needs="article",
        footer_when=("starred", N_("unstar")),
    ),
    _command(
        "front-page.later", ("L",), N_("Keep for later or no longer"),
        N_("Puts the selected story on the list of what to read later, or takes it off."), handler="toggle",
        arguments=("later",), footer=N_("later"), footer_needs="article", footer_when=("later", N_("not later")),
    ),
    _command(
        "front-page.label", ("number_sign",), N_("Label"),
        N_("Sets labels of the selected story, which are words of your own, or takes them off."), handler="label",
    ),
    _command(
        "front-page.browser", ("o",), N_("Open in the browser"), N_("Opens the selected story in your browser."),
        handler="browser", footer=N_("browser"), footer_needs="address",
    ),
    _command(
        "front-page.copy", ("y",), N_("Copy the story’s address"),
        N_("Copies the address of the selected story to the clipboard."), handler="copy",
    ),
    _command(
        "front-page.pictures", ("i",), N_("Show or hide pictures"),
        N_("Shows pictures here and in articles, or hides them, and remembers it."), handler="pictures",
    ),
    _command("front-page.undo", ("u",), N_("Undo"), N_("Undoes the last change."), handler="undo"),
    _command("front-page.redo", ("U", "ctrl+r"), N_("Redo"), N_("Repeats what was undone last."), handler="redo"),
    _command(
        "front-page.go-to", ("'", "ctrl+k"), N_("Go to a feed or list"),
        N_("Finds a feed or another list by a few letters of its name, and lists its articles."), handler="go_to",
    ),
    _command(
        "front-page.palette", ("ctrl+p",), N_("Command palette"), N_("Finds a command by its name."),
        handler="palette",
    ),
    _command(
        "front-page.command-line", (":",), N_("Command line"),
        N_("Runs a command that you type, with completion."), handler="command_line",
    ),
    _command(
        "front-page.help", ("question_mark", "f1"), N_("Help: all keys"), N_("Lists all keys."), handler="help",
    ),
    _command(
        "front-page.back", ("escape", "q", "F"), N_("Back"), N_("Goes back to the lists."), handler="back",
        footer=N_("back"),
    ),
)  # fmt: skip
