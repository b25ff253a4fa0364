"""Commands with arguments, as they are written in ``keys.toml``, in the palette and after ``:``."""

from __future__ import annotations

from pathlib import Path

from reader.problems import Problem, ProblemDetails
from reader.ui.commands.command import Argument, Command, Kind
from reader.ui.commands.command_line import CommandLine, read_line, read_plain
from reader.ui.commands.registry import all_commands, command
from reader.wording.problem_messages import problem_message
from tests.support.each import each

LABEL = Command("entry.tag-it", ("x",), "T", "D.", "G", "h.h", argument=Argument(Kind.LABEL, required=True))
KNOWN = (*all_commands(), LABEL)


@each(
    ("text", "line", "typed"),
    [
        ("list.mark-all", "list.mark-all", ""), ("  list.undo ", "list.undo", ""),
        ("entry.tag-it  two words ", "entry.tag-it two words", "two words"),
        ("list.search a  \"b c\"", 'list.search a  "b c"', 'a  "b c"'),
        ("move.down 5", "move.down 5", "5"), ("list.mark-older 2d", "list.mark-older 2d", "2d"),
        ("quit it", "program.quit", ""), ("GO THERE 2d", "list.mark-older 2d", "2d"),
    ],
)  # fmt: skip
def test_the_argument_is_the_rest_of_the_line(text: str, line: str, typed: str) -> None:
    found = read_line(text, KNOWN, {"quit it": "program.quit", "go": "list.undo", "go there": "list.mark-older"})
    assert isinstance(found, CommandLine)
    assert (str(found), found.typed) == (line, typed)
    assert text[found.at :].rstrip() == typed


@each(
    ("text", "code", "at", "words"),
    [
        ("", Problem.UNKNOWN_COMMAND, 0, "there is no command"),
        (" entry.reed", Problem.UNKNOWN_COMMAND, 1, "did you mean entry.read"),
        ("strar", Problem.UNKNOWN_COMMAND, 0, "there is no command strar; did you mean entry.star?"),
        ("xyzzy", Problem.UNKNOWN_COMMAND, 0, "there is no command xyzzy"),
        ("entry.tag-it", Problem.ARGUMENT_MISSING, 12, "entry.tag-it needs a label after it"),
        ("entry.star now", Problem.ARGUMENT_UNEXPECTED, 11, "entry.star takes nothing after it"),
        ("move.down five", Problem.NOT_A_WHOLE_NUMBER, 10, "must be a whole number"),
        ("list.mark-older  7", Problem.NOT_AN_AGE, 17, "must be an age such as"),
        ("feed.order best", Problem.NOT_A_CHOICE, 11, "must be one of hand, title, unread, latest"),
        ("list.search a is:rod", Problem.QUERY_VALUE_UNKNOWN, 17, "rod"),
        ("feed.export ~nobody-here/x", Problem.HOME_UNKNOWN, 12, ""),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place(text: str, code: Problem, at: int, words: str) -> None:
    found = read_line(text, KNOWN)
    assert isinstance(found, ProblemDetails)
    assert (found.code, found["at"]) == (code, at)
    assert words in problem_message(found)
    assert ("did you mean" in problem_message(found)) == ("did you mean" in words)


def test_values_are_what_handlers_get() -> None:
    assert read_plain(Argument(Kind.AGE), "1w") == 7 * 86_400
    assert read_plain(Argument(Kind.NUMBER), "12") == 12
    assert read_plain(Argument(Kind.PATH), "~/x") == Path.home() / "x"
    assert read_plain(Argument(Kind.CHOICE, choices=("hand", "title")), "Title") == "title"
    assert command("pane.wider").takes == Argument(Kind.NUMBER)
    assert command("entry.star").takes is None
