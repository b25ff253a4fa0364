"""The commands of dialogs and of the fields and lists in them."""

from __future__ import annotations

from functools import partial

from reader.ui.commands.command import Command, Context
from reader.wording.catalogue import N_

_dialog = partial(Command, group=N_("Dialogs"), context=Context.DIALOG)
_question = partial(Command, group=N_("Questions"), context=Context.QUESTION)
_add_feed = partial(Command, group=N_("Add a feed"), context=Context.ADD_FEED)
_accounts = partial(Command, group=N_("Accounts"), context=Context.ACCOUNTS)
_search = partial(Command, group=N_("Search"), context=Context.SEARCH)
_filter = partial(Command, group=N_("Filter"), context=Context.FILTER)
_find = partial(Command, group=N_("Find in the article"), context=Context.FIND)
_links = partial(Command, group=N_("Links"), context=Context.LINKS)
_letters = partial(Command, group=N_("Letters over links"), context=Context.LETTERS)
_select = partial(Command, group=N_("Selecting text"), context=Context.SELECT_TEXT)
_line = partial(Command, group=N_("Command line"), context=Context.COMMAND_LINE)
_pick = partial(Command, group=N_("Finder and palette"), context=Context.PICK)
_choices = partial(Command, group=N_("Lists to choose from"), context=Context.CHOICES)
_help = partial(Command, group=N_("Help"), context=Context.HELP)
_list_box = partial(Command, group=N_("Lists in dialogs"), context=Context.LIST_BOX)
_choice = partial(Command, group=N_("Fields with a choice"), context=Context.CHOICE_FIELD)
_path = partial(Command, group=N_("Fields for a file name"), context=Context.PATH_FIELD)

DIALOG_COMMANDS: tuple[Command, ...] = (
    _dialog(
        "dialog.leave", ("escape",), N_("Close"),
        N_("Closes the dialog; asks first if something was changed."), handler="leave",
    ),
    _dialog("dialog.accept", ("enter",), N_("Accept"), N_("Does what the dialog offers."), handler="accept"),
    _dialog("dialog.next", ("down", "tab"), N_("Next field"), N_("Goes to the next field."), handler="next_field"),
    _dialog(
        "dialog.previous", ("up", "shift+tab"), N_("Previous field"), N_("Goes to the previous field."),
        handler="previous_field",
    ),
    _question("question.yes", ("y",), N_("Yes"), N_("Answers yes."), handler="accept"),
    _question("question.no", ("n", "q"), N_("No"), N_("Answers no."), handler="leave"),
    _add_feed(
        "add-feed.search", ("ctrl+r",), N_("Search again"), N_("Looks for feeds at the address again."),
        handler="search",
    ),
    _add_feed(
        "add-feed.account", ("f6",), N_("Add an account instead"),
        N_("Adds an account on a server such as Miniflux or FreshRSS, with all its feeds."), handler="account",
    ),
    _accounts("accounts.add", ("a",), N_("Add an account"), N_("Adds an account on a server."), handler="add"),
    _accounts(
        "accounts.edit", ("e",), N_("Edit the account"), N_("Changes the address, the token or the password."),
        handler="edit",
    ),
    _accounts(
        "accounts.sync", ("r",), N_("Synchronise the account"), N_("Synchronises the selected account now."),
        handler="sync",
    ),
    _accounts(
        "accounts.pause", ("P",), N_("Pause or resume the account"),
        N_("Stops synchronising the selected account, or resumes it."), handler="pause",
    ),
    _accounts(
        "accounts.remove", ("D",), N_("Remove the account"),
        N_("Removes the selected account from here; nothing changes at the server."), handler="remove",
    ),
    _accounts(
        "accounts.close", ("escape", "q", "h", "left", "f6"), N_("Close"), N_("Closes the list of accounts."),
        handler="dismiss", arguments=(None,),
    ),
    _search(
        "search.scope", ("tab",), N_("Here or everywhere"),
        N_("Searches only the list that is open, or all articles again."), handler="toggle_scope",
    ),
    _search(
        "search.close", ("escape",), N_("Close"), N_("Closes the dialog without searching."), handler="dismiss",
        arguments=(None,),
    ),
    _filter(
        "filter.close", ("escape",), N_("End the filter"), N_("Shows the whole list again."), handler="dismiss",
        arguments=("",),
    ),
    _find(
        "find.older", ("up", "ctrl+p"), N_("Earlier text"), N_("Takes the text that was looked for before."),
        handler="older", arguments=(1,),
    ),
    _find(
        "find.newer", ("down", "ctrl+n"), N_("Later text"), N_("Takes the text that was looked for after it."),
        handler="older", arguments=(-1,),
    ),
    _find(
        "find.close", ("escape",), N_("Close"), N_("Ends finding and returns to where you were."), handler="dismiss",
        arguments=(None,),
    ),
    _links(
        "links.copy", ("y",), N_("Copy the address"), N_("Copies the address of the selected link."), handler="copy",
    ),
    _links(
        "links.close", ("escape", "q", "alt+l", "tab", "h", "left"), N_("Close"), N_("Closes the list of links."),
        handler="dismiss", arguments=(None,),
    ),
    _letters(
        "letters.copy", ("y",), N_("Copy instead"),
        N_("The letters copy the address of a link instead of opening it; again: they open it."), handler="copy",
    ),
    _letters(
        "letters.list", ("tab",), N_("List of links"),
        N_("Lists all links and pictures of the article instead."), handler="list",
    ),
    _letters(
        "letters.back", ("backspace",), N_("Take back a letter"), N_("Takes back the last letter."), handler="back",
    ),
    _letters(
        "letters.close", ("escape",), N_("Close"),
        N_("Ends the letters and opens nothing, as any other key does."), handler="dismiss", arguments=(None,),
    ),
    _select(
        "select-text.begin", ("v", "space"), N_("Begin the selection"),
        N_("Begins the selection at the cursor, or drops it."), handler="begin",
    ),
    _select(
        "select-text.paragraph", ("V", "p"), N_("Select the paragraph"),
        N_("Selects the whole paragraph, or all from the beginning of the selection to the cursor."),
        handler="paragraph",
    ),
    _select(
        "select-text.copy", ("y", "enter"), N_("Copy"),
        N_("Copies the selected text; without a selection, the paragraph at the cursor."), handler="copy",
    ),
    _select(
        "select-text.other-end", ("o",), N_("Other end"), N_("Moves the cursor to the other end of the selection."),
        handler="other_end",
    ),
    _select(
        "select-text.right", ("l", "right"), N_("Right"), N_("Moves the cursor to the right."), handler="move",
        arguments=("right",),
    ),
    _select(
        "select-text.left", ("h", "left"), N_("Left"), N_("Moves the cursor to the left."), handler="move",
        arguments=("left",),
    ),
    _select(
        "select-text.down", ("j", "down"), N_("Down"), N_("Moves the cursor to the line below."), handler="move",
        arguments=("down",),
    ),
    _select(
        "select-text.up", ("k", "up"), N_("Up"), N_("Moves the cursor to the line above."), handler="move",
        arguments=("up",),
    ),
    _select(
        "select-text.word", ("w", "shift+right"), N_("Next word"), N_("Moves the cursor to the next word."),
        handler="move", arguments=("word",),
    ),
    _select(
        "select-text.word-back", ("b", "shift+left"), N_("Previous word"),
        N_("Moves the cursor to the beginning of the word, or of the one before."), handler="move",
        arguments=("word-back",),
    ),
    _select(
        "select-text.word-end", ("e",), N_("End of the word"), N_("Moves the cursor to the end of the word."),
        handler="move", arguments=("word-end",),
    ),
    _select(
        "select-text.line-start", ("0", "^", "home"), N_("Beginning of the line"),
        N_("Moves the cursor to the beginning of the line."), handler="move", arguments=("line-start",),
    ),
    _select(
        "select-text.line-end", ("dollar_sign", "end"), N_("End of the line"),
        N_("Moves the cursor to the end of the line."), handler="move", arguments=("line-end",),
    ),
    _select(
        "select-text.next-paragraph", ("right_curly_bracket", "shift+down"), N_("Next paragraph"),
        N_("Moves the cursor to the next paragraph."), handler="move", arguments=("paragraph",),
    ),
    _select(
        "select-text.previous-paragraph", ("left_curly_bracket", "shift+up"), N_("Previous paragraph"),
        N_("Moves the cursor to the beginning of the paragraph, or of the one before."), handler="move",
        arguments=("paragraph-back",),
    ),
    _select(
        "select-text.page-down", ("ctrl+d", "pagedown"), N_("Ten lines down"),
        N_("Moves the cursor ten lines down."), handler="move", arguments=("down", 10),
    ),
    _select(
        "select-text.page-up", ("ctrl+u", "pageup"), N_("Ten lines up"), N_("Moves the cursor ten lines up."),
        handler="move", arguments=("up", 10),
    ),
    _select(
        "select-text.top", ("g",), N_("Go to the top"), N_("Moves the cursor to the beginning of the article."),
        handler="move", arguments=("top",),
    ),
    _select(
        "select-text.bottom", ("G",), N_("Go to the end"), N_("Moves the cursor to the end of the article."),
        handler="move", arguments=("bottom",),
    ),
    _select(
        "select-text.close", ("escape", "q"), N_("Close"), N_("Ends selecting and copies nothing."),
        handler="dismiss", arguments=(None,),
    ),
    _line("line.run", ("enter",), N_("Run"), N_("Runs the line."), handler="run_line"),
    _line(
        "line.complete", ("tab",), N_("Complete"), N_("Completes the line; again: with the next of the list above."),
        handler="complete", arguments=(1,),
    ),
    _line(
        "line.complete-back", ("shift+tab",), N_("Complete backwards"),
        N_("Completes the line with the one before in the list above."), handler="complete", arguments=(-1,),
    ),
    _line(
        "line.older", ("up", "ctrl+p"), N_("Earlier line"),
        N_("Shows the line before in the history that begins like what is typed."), handler="older", arguments=(1,),
    ),
    _line(
        "line.newer", ("down", "ctrl+n"), N_("Later line"), N_("Shows the line after it in the history."),
        handler="older", arguments=(-1,),
    ),
    _line(
        "line.search", ("ctrl+r",), N_("Search the history"),
        N_("Lists the earlier lines that contain what is typed; again: takes the next one."), handler="search",
    ),
    _line(
        "line.close", ("escape",), N_("Close"), N_("Closes the command line and runs nothing."), handler="close",
    ),
    _pick(
        "pick.choose", ("enter",), N_("Choose"), N_("Goes to the selected place, or runs the command."),
        handler="choose",
    ),
    _pick(
        "pick.add", ("tab",), N_("Add an argument"),
        N_("In the palette, continues after the selected command on the command line."), handler="add",
    ),
    _pick("pick.down", ("down", "ctrl+n"), N_("Down"), N_("Moves to the next row."), handler="move", arguments=(1,)),
    _pick("pick.up", ("up", "ctrl+p"), N_("Up"), N_("Moves to the row above."), handler="move", arguments=(-1,)),
    _pick(
        "pick.page-down", ("pagedown",), N_("Page down"), N_("Moves down by as much as the list shows."),
        handler="page", arguments=(1,),
    ),
    _pick(
        "pick.page-up", ("pageup",), N_("Page up"), N_("Moves up by as much as the list shows."),
        handler="page", arguments=(-1,),
    ),
    _pick(
        "pick.close", ("escape",), N_("Close"), N_("Closes the list and changes nothing."), handler="dismiss",
        arguments=(None,),
    ),
    _choices(
        "choices.close", ("escape", "q", "h", "left"), N_("Close"), N_("Closes the list and changes nothing."),
        handler="dismiss", arguments=(None,),
    ),
    _help(
        "help.close", ("escape", "q", "question_mark", "f1", "enter", "h", "left"), N_("Close"),
        N_("Closes the help; while a filter is set, shows all keys again."), handler="close",
    ),
    _help(
        "help.filter", ("slash", "f"), N_("Filter"), N_("Shows only keys and commands with the words that you type."),
        handler="filter",
    ),
    _help("help.down", ("j", "down"), N_("Down"), N_("Scrolls down a line."), handler="scroll", arguments=(1,)),
    _help("help.up", ("k", "up"), N_("Up"), N_("Scrolls up a line."), handler="scroll", arguments=(-1,)),
    _help(
        "help.page-down", ("pagedown", "space"), N_("Page down"), N_("Scrolls down ten lines."), handler="scroll",
        arguments=(10,),
    ),
    _help(
        "help.page-up", ("pageup", "b"), N_("Page up"), N_("Scrolls up ten lines."), handler="scroll",
        arguments=(-10,),
    ),
    _list_box("list-box.down", ("j", "down"), N_("Down"), N_("Moves to the next row."), handler="cursor_down"),
    _list_box("list-box.up", ("k", "up"), N_("Up"), N_("Moves to the row above."), handler="cursor_up"),
    _list_box(
        "list-box.page-down", ("pagedown", "space"), N_("Page down"), N_("Moves down by as much as the list shows."),
        handler="page_down",
    ),
    _list_box(
        "list-box.page-up", ("pageup", "b"), N_("Page up"), N_("Moves up by as much as the list shows."),
        handler="page_up",
    ),
    _list_box("list-box.first", ("home", "g"), N_("Go to the top"), N_("Goes to the first row."), handler="first"),
    _list_box("list-box.last", ("end", "G"), N_("Go to the end"), N_("Goes to the last row."), handler="last"),
    _list_box(
        "list-box.choose", ("enter", "l", "right", "o"), N_("Choose"), N_("Chooses the selected row."),
        handler="select",
    ),
    _choice(
        "choice.next", ("space", "right"), N_("Next choice"), N_("Chooses the next value."), handler="choose",
        arguments=(1,),
    ),
    _choice(
        "choice.previous", ("left",), N_("Previous choice"), N_("Chooses the previous value."), handler="choose",
        arguments=(-1,),
    ),
    _path(
        "path.complete", ("tab",), N_("Complete"),
        N_("Completes the file name; goes to the next field if there is nothing to complete."), handler="complete",
    ),
)  # fmt: skip
