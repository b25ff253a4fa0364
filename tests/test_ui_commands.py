"""The command registry: complete, free of contradictions, and connected to code that exists."""

from __future__ import annotations

import inspect
from collections import Counter
from importlib import import_module

from textual.dom import DOMNode

from reader.ui.app import BroadsheetApp
from reader.ui.commands.command import Command, Context, Counted
from reader.ui.commands.footer import footer
from reader.ui.commands.key_names import english_sequence_names, key_name, sequence_names
from reader.ui.commands.registry import all_commands, command, commands, key_of, keys_of
from reader.ui.commands.synonyms import SYNONYMS
from reader.ui.dialogs.accounts import AccountsDialog
from reader.ui.dialogs.add_feed import AddFeedDialog
from reader.ui.dialogs.choose import ChoiceDialog
from reader.ui.dialogs.command_line import CommandLineScreen
from reader.ui.dialogs.dialog import ConfirmDialog, Dialog
from reader.ui.dialogs.filter_line import FilterLine
from reader.ui.dialogs.find_line import FindLine
from reader.ui.dialogs.help import HelpDialog
from reader.ui.dialogs.letters import LettersScreen
from reader.ui.dialogs.links import LinksDialog
from reader.ui.dialogs.pick import PickDialog
from reader.ui.dialogs.search import SearchDialog
from reader.ui.dialogs.select_text import SelectTextScreen
from reader.ui.feed_health.health_screen import HealthScreen
from reader.ui.front_page.front_page_screen import FrontPageScreen
from reader.ui.pictures.enlarged import PictureScreen
from reader.ui.reader.screen import ACTIONS, ReaderScreen
from reader.ui.widgets.field import Choices, _Choice
from reader.ui.widgets.path_field import PathField
from tests.support.each import each

OWNERS: dict[Context, type[DOMNode]] = {
    Context.EVERYWHERE: BroadsheetApp,
    Context.READER: ReaderScreen,
    Context.HEALTH: HealthScreen,
    Context.FRONT_PAGE: FrontPageScreen,
    Context.DIALOG: Dialog,
    Context.QUESTION: ConfirmDialog,
    Context.ADD_FEED: AddFeedDialog,
    Context.ACCOUNTS: AccountsDialog,
    Context.SEARCH: SearchDialog,
    Context.FILTER: FilterLine,
    Context.FIND: FindLine,
    Context.LINKS: LinksDialog,
    Context.LETTERS: LettersScreen,
    Context.SELECT_TEXT: SelectTextScreen,
    Context.PICTURE: PictureScreen,
    Context.COMMAND_LINE: CommandLineScreen,
    Context.PICK: PickDialog,
    Context.CHOICES: ChoiceDialog,
    Context.HELP: HelpDialog,
    Context.LIST_BOX: Choices,
    Context.CHOICE_FIELD: _Choice,
    Context.PATH_FIELD: PathField,
}


def test_every_id_is_unique() -> None:
    assert [one for one, count in Counter(command.id for command in all_commands()).items() if count > 1] == []


@each("context", Context)
def test_a_key_has_one_meaning_in_its_context(context: Context) -> None:
    reach = {context} if context is Context.EVERYWHERE else {context, Context.EVERYWHERE}
    keys = Counter(
        (key, one.pane, one.keys_need)
        for one in all_commands()
        if one.context in reach
        for key in english_sequence_names(keys_of(one))
    )
    assert [key for key, count in keys.items() if count > 1] == []


@each("one", all_commands(), ids=lambda one: one.id)
def test_every_command_can_be_shown(one: Command) -> None:
    assert one.keys
    assert one.title
    assert not one.title.endswith(".")
    assert one.description.endswith(".")
    assert one.group


@each("context", Context)
def test_every_context_has_a_class_with_its_keys(context: Context) -> None:
    assert vars(OWNERS[context])["KEY_CONTEXT"] is context


@each("one", all_commands(), ids=lambda one: one.id)
def test_every_handler_exists(one: Command) -> None:
    owner, name = OWNERS[one.context], one.handler
    if one.action.startswith("run("):
        module, _, function = name.rpartition(".")
        handler = getattr(import_module(f"{ACTIONS}.{module}"), function)
        assert one.argument is None or one.counted is Counted.NOT
        inspect.signature(handler).bind(object(), *one.arguments, *([] if one.argument is None else [object()]))
        if one.argument is None or not one.argument.required:
            inspect.signature(handler).bind(object(), *one.arguments)
        return
    if name.startswith("app."):
        owner, name = BroadsheetApp, name.removeprefix("app.")
    assert callable(getattr(owner, f"action_{name}"))


def test_synonyms_belong_to_commands() -> None:
    assert set(SYNONYMS) <= {one.id for one in commands(Context.READER)}


def test_the_groups_of_the_help_are_not_torn_apart() -> None:
    groups = [command.group for command in commands(Context.READER, Context.EVERYWHERE)]
    assert sorted(groups, key=groups.index) == groups


def test_a_sentence_gets_a_key_by_the_name_on_the_keyboard() -> None:
    assert (key_of("entry.browser"), key_of("read.on"), key_of("dialog.leave")) == ("o", "Space", "Esc")


def test_keys_are_named_as_on_a_keyboard() -> None:
    names = [key_name(key) for key in ("ctrl+up", "ctrl+q", "shift+tab", "G", "question_mark", "pagedown")]
    assert names == ["Ctrl+↑", "Ctrl+Q", "Shift+Tab", "G", "?", "PgDn"]


def test_a_plain_terminal_gets_arrows_spelled_out() -> None:
    assert sequence_names((("j",), ("down",), ("shift+down",)), plain=True) == ["j", "Down", "Shift+Down"]


def words(pane: str, *states: str) -> str:
    """The text of the main screen's bottom line."""
    return "".join(part.text for part in footer(Context.READER, 160, states, pane))


def test_the_footer_follows_the_state_of_the_selected_article() -> None:
    assert "m mark read " in words("headlines", "article")
    assert "s star " in words("headlines", "article")
    assert "m mark unread " in words("headlines", "article", "read")
    assert "s unstar " in words("headlines", "article", "read", "starred")
    assert "mark" not in words("headlines")  # an empty list


def test_the_footer_follows_the_pane_that_has_the_keys() -> None:
    assert words("tree", "adding", "movable", "feed", "editable", "removable").startswith(
        "Enter open   F front page   / search   a add   e edit   M move   P pause"
    )
    assert "D unsubscribe" in words("tree", "movable", "feed", "editable", "removable")
    assert "P resume" in words("tree", "movable", "feed", "paused")
    assert "e rename   D delete" in words("tree", "label", "editable", "removable")
    assert words("tree", "adding") == "Enter open   F front page   / search   a add   q quit   ? keys"
    assert "f links" in words("article", "article")
    assert "z all panes" in words("article", "article", "zoomed")
    assert all("q quit   ? keys" in words(pane) for pane in ("tree", "headlines", "article"))


def test_a_click_on_a_key_of_the_footer_runs_its_command() -> None:
    parts = {part.text: part.action for part in footer(Context.READER, 160, ("article",), "headlines")}
    assert parts["m"] == parts[" mark read"] == "run('entry.read')"
    assert parts["q"] == "app.quit"


@each("context", [Context.READER, Context.HEALTH, Context.FRONT_PAGE])
@each("room", range(0, 120, 7))
def test_the_footer_fits_and_keeps_its_last_command(context: Context, room: int) -> None:
    parts = footer(context, room)
    last = [one for one in commands(context) if one.footer][-1]
    assert "".join(part.text for part in parts[-2:]) == f"{key_name(last.keys[0])} {last.footer}"
    assert len(parts) == 2 or sum(len(part.text) for part in parts) <= room


def test_a_command_with_arguments_becomes_a_textual_action() -> None:
    assert command("health.page-up").action == "page(-1)"
    assert keys_of(command("health.page-up")) == [("pageup",), ("b",)]
