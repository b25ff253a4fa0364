"""Keys of one's own: the key file and its mistakes, presets, sequences, counts, and keys of a single pane."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ConfigError
from reader.paths import Paths
from reader.problems import Problem
from reader.ui.commands.command import Context
from reader.ui.commands.key_file import load_keys, preset_layer
from reader.ui.commands.key_map import PANES, KeyMap
from reader.ui.commands.key_names import key_name, parse_key, plain_key
from reader.ui.commands.presets import PRESETS
from reader.ui.commands.registry import all_commands, commands, key_of, keys_of, use_keys
from reader.wording.problem_messages import error_message
from tests.support.each import each
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stocked
from tests.support.streams import open_list

A, B, C = (f"https://{name}.example/feed" for name in "abc")
FEEDS = "".join(
    f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\n' for url, title in ((A, "Alpha"), (B, "Beta"), (C, "Gamma"))
)


@pytest.fixture(autouse=True)
def _default_keys() -> Iterator[None]:
    yield
    use_keys(KeyMap())


@pytest.fixture
def three(paths: Paths) -> Paths:
    """Three feeds with nine, one and two unread articles."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(FEEDS, encoding="utf-8")
    feeds = {A: range(1, 10), B: (10,), C: (11, 12)}
    stocked(paths.database, {url: [new_entry(n) for n in numbers] for url, numbers in feeds.items()}).close()
    return paths


def with_keys(paths: Paths, text: str) -> list[ConfigError]:
    """Writes the key file and uses it; returns its mistakes."""
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.keys.write_text(text, encoding="utf-8")
    keys, mistakes = load_keys(paths.keys)
    use_keys(keys)
    return mistakes


def titles(sight: Sight) -> list[str]:
    """The titles of the list, with a sign before those that are read."""
    return [f"{'' if row.unread else '✓'}{row.title}" for row in sight.text().rows]


def cursor(sight: Sight) -> int:
    """The number of the selected row of the list."""
    return [row.selected for row in sight.text().rows].index(True)


# -- how keys are written


@each(
    ("written", "key"),
    [
        ("g", "g"), ("G", "G"), ("ä", "ä"), ("?", "?"), ("question_mark", "?"), ("+", "+"), ("Ctrl++", "ctrl++"),
        ("Ctrl+F", "ctrl+f"), ("ctrl+f", "ctrl+f"), ("Shift+Tab", "shift+tab"), ("shift+a", "A"), ("PgDn", "pagedown"),
        ("Esc", "escape"), ("ENTER", "enter"), ("F12", "f12"), ("↓", "down"), ("Alt+Ctrl+x", "ctrl+alt+x"),
        ("", None), ("gg", None), ("Hyper+x", None), ("Ctrl+", None), ("Ctrl+Ctrl+x", None), ("f25", None), ("\x1b", None),
    ],
)  # fmt: skip
def test_keys_are_read_as_people_write_them(written: str, key: str | None) -> None:
    assert parse_key(written) == key


def test_every_default_key_is_read_by_the_name_that_is_shown() -> None:
    for one in all_commands():
        for key in one.keys:
            assert parse_key(key_name(key)) == parse_key(key) == plain_key(key)


# -- mistakes


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('preset = "emacs"', Problem.NOT_A_CHOICE, 1),
        ('preset = 5', Problem.NOT_A_CHOICE, 1),
        ('[reader]\nx = "entry.reed"', Problem.UNKNOWN_COMMAND, 2),
        ('[reader]\nx = "entry.read now"', Problem.ARGUMENT_UNEXPECTED, 2),
        ('[reader]\nx = "list.mark-older soon"', Problem.NOT_AN_AGE, 2),
        ('[reader]\nx = ["entry.read", "nothing.like.it"]', Problem.UNKNOWN_COMMAND, 2),
        ('[reader]\n"hyper+x" = "entry.read"', Problem.UNKNOWN_KEY, 2),
        ('[reader]\n"" = "entry.read"', Problem.UNKNOWN_KEY, 2),
        ('[reader]\nx = 3', Problem.NOT_STRINGS, 2),
        ('[reader]\nx = [3]', Problem.NOT_STRINGS, 2),
        ('[reader]\nx = []', Problem.NOT_STRINGS, 2),
        ('[reader]\nx = "dialog.leave"', Problem.COMMAND_ELSEWHERE, 2),
        ('[dialogs]\nx = "entry.read"', Problem.COMMAND_ELSEWHERE, 2),
        ('[dialogs]\nx = ["help.down", "links.copy"]', Problem.DIFFERENT_PLACES, 2),
        ('[list]\n\ng = "move.first"\n"g g" = "move.last"', Problem.KEY_UNREACHABLE, 4),
        ('[reader]\n"ctrl+f" = "entry.read"\n"Ctrl+F" = "entry.star"', Problem.KEY_BOUND_TWICE, 3),
        ('[reader]\n"ctrl+q" = "entry.read"', Problem.KEY_TAKEN, 2),
        ('[reader]\n"ctrl+i" = "entry.read"', Problem.KEY_NOT_SENT, 2),
        ('[readr]\nx = "entry.read"', Problem.UNKNOWN_KEY_TABLE, 1),
        ('reader = "entry.read"', Problem.UNKNOWN_KEY_TABLE, 1),
        ('[reader]\nx = "entry.read"\nx = "entry.star"\n', Problem.TOML_SYNTAX, 3),
        ('[reader\n', Problem.TOML_SYNTAX, 1),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_its_line(tmp_path: Path, text: str, code: Problem, line: int) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    _keys, mistakes = load_keys(path)
    assert [(one.details.code, one.line) for one in mistakes] == [(code, line)]
    assert "keys.toml" in error_message(mistakes[0])


def test_beside_a_mistake_the_other_keys_work(paths: Paths) -> None:
    assert len(with_keys(paths, '[reader]\nx = "nothing"\nX = "entry.read"\n[nowhere]\ny = "z"\n')) == 2
    assert key_of("entry.read") == "X"
    assert key_of("list.clean") == "x"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"[" * 5000, b"x = " + b"9" * 5000])
def test_a_file_that_cannot_be_read_leaves_the_default_keys(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(data)
    keys, mistakes = load_keys(path)
    assert (keys, len(mistakes)) == (KeyMap(), 1)


# -- maps


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_no_mistakes_and_leaves_no_command_without_a_key(tmp_path: Path, name: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(f'preset = "{name}"\n', encoding="utf-8")
    keys, mistakes = load_keys(path)
    assert not mistakes
    bound = sum(len(table) for table in PRESETS[name].values())
    assert sum(len(scope) for scope in preset_layer(name).values()) == bound, "a line of the preset has a mistake"
    assert [one.id for one in all_commands() if not keys.keys_of(one)] == []


_KEYS = st.lists(st.sampled_from("abgz?"), min_size=1, max_size=3).map(tuple)
_COMMANDS = st.sampled_from([one.id for one in commands(Context.READER)]).map(lambda one: (one,))
_LAYERS = st.dictionaries(st.sampled_from(["reader", *PANES]), st.dictionaries(_KEYS, _COMMANDS | st.just(())))


@given(st.lists(_LAYERS, max_size=3))
def test_the_last_layer_wins_and_no_key_hides_another(
    layers: list[dict[str, dict[tuple[str, ...], tuple[str, ...]]]],
) -> None:
    # The key file takes out of a layer what it hides itself.
    clean = [
        {
            scope: {
                keys: ids for keys, ids in bound.items() if not any(keys[:end] in bound for end in range(1, len(keys)))
            }
            for scope, bound in layer.items()
        }
        for layer in layers
    ]
    keys = KeyMap(tuple(clean))
    for scope in ("reader", *PANES):
        found = keys.scope(scope)
        assert not set(found.commands) & found.begun
        if clean:
            for sequence, ids in clean[-1].get(scope, {}).items():
                assert found.commands.get(sequence, ()) == ids


def test_sentences_name_the_users_key_and_for_a_command_without_keys_the_palettes(paths: Paths) -> None:
    assert not with_keys(paths, '[reader]\n", u" = "list.undo"\nu = ""\no = ""\n')
    assert key_of("list.undo") == ", u"
    assert keys_of(next(one for one in all_commands() if one.id == "entry.browser")) == []
    assert key_of("entry.browser") == "Ctrl+P"


# -- in the reader


async def test_sequences_counts_and_several_commands_on_one_key(three: Paths) -> None:
    text = '[reader]\n"g g" = "move.first"\n"g e" = "move.last"\n", m" = ["entry.star", "entry.read-and-next"]\n'
    assert not with_keys(three, text)
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        assert cursor(sight) == 0
        await sight.press("4", "j")
        assert cursor(sight) == 4
        await sight.press("g")
        shown = await sight.shows("Go to the top", "Go to the end")
        assert "─ g ─" in shown
        await sight.press("e")
        assert cursor(sight) == 8
        assert "Go to the top" not in sight.text()
        await sight.press("g", "g")
        assert cursor(sight) == 0
        await sight.press("3", "G")
        assert cursor(sight) == 2
        await sight.press("comma", "m")
        row = sight.text().rows[2]
        assert (row.starred, row.unread) == (True, False)
        assert cursor(sight) == 3


async def test_what_was_typed_is_shown_and_a_wrong_key_or_escape_ends_it(three: Paths) -> None:
    assert not with_keys(three, '[reader]\n"g g" = "move.last"\n')
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        await sight.press("1", "2")
        await sight.shows("─ 12 ─")
        await sight.press("g", "x")
        await sight.shows("No command has these keys", "─ g x ─")
        await sight.press("j")
        assert cursor(sight) == 1, "neither the count nor the sequence is left"
        await sight.press("g", "escape", "j")
        assert cursor(sight) == 2, "escape ended the sequence and did nothing else"
        assert "─ g ─" not in sight.text()
        await sight.press("5", "escape", "j")
        assert cursor(sight) == 3, "escape ended the count and left the list open"


async def test_a_key_of_a_pane_works_there_only_and_an_empty_string_takes_a_key_away(three: Paths) -> None:
    assert not with_keys(three, '[feeds]\ns = "read.next-feed"\n[reader]\nx = ""\nm = ""\n')
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        await sight.press("s")
        assert sight.text().row.starred
        await sight.press("m")
        assert sight.text().row.unread
        await sight.press("h", "s")
        assert sight.text().list_title == "Beta"


async def test_in_a_field_keys_are_text(three: Paths) -> None:
    assert not with_keys(three, '[reader]\n"g g" = "program.quit"\n[dialogs]\nb = "search.close"\n')
    async with reading(three) as sight:
        await sight.press("slash", "g", "g", "5", "b", "space", "q")
        assert "gg5b q" in sight.text()


async def test_the_newsboat_preset_leaves_with_q_and_loses_no_feed_with_d(three: Paths) -> None:
    assert not with_keys(three, 'preset = "newsboat"\n')
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        await sight.press("enter", "D", "q", "q")
        assert sight.text().focus == "tree"
        assert sight.app.is_running
        await sight.press("ctrl+n")
        assert sight.text().list_title == "Beta"
        await sight.press("question_mark", "slash", *"next feed")
        await sight.shows("Ctrl+N")


# -- marking and moving on


async def test_above_and_below_are_marked_and_one_undo_takes_each_back(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        whole = titles(sight)
        await sight.press("3", "j", "left_parenthesis")
        await sight.shows("3 articles")
        assert titles(sight) == [f"✓{title}" for title in whole[:3]] + whole[3:]
        await sight.press("u", "right_parenthesis")
        await sight.until(lambda _: titles(sight) == whole[:4] + [f"✓{title}" for title in whole[4:]])
        await sight.press("u")
        await sight.until(lambda _: titles(sight) == whole)


async def test_marking_and_going_on_opens_nothing(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        whole = titles(sight)
        await sight.press("d", "d")
        assert titles(sight) == [f"✓{title}" for title in whole[:2]] + whole[2:]
        assert cursor(sight) == 2


async def test_feeds_with_unread_articles_are_gone_through_in_both_directions(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        seen = []
        for key in ("N", "N", "N", "B", "B"):
            await sight.press(key)
            seen.append(sight.text().list_title)
        assert seen == ["Beta", "Gamma", "Alpha", "Gamma", "Beta"]
        await sight.press("A", "A", "A", "A", "N")
        await sight.shows("No other feed has unread articles")


async def test_articles_older_than_a_chosen_age_are_marked(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(FEEDS, encoding="utf-8")
    ages = {1: 3_000, 2: 90_000, 3: 200_000, 4: 700_000}  # seconds
    now = int(time.time())
    stocked(paths.database, {A: [new_entry(n, sort=now - age) for n, age in ages.items()]}).close()
    async with reading(paths) as sight:
        await open_list(sight, "Alpha")
        assert [row.unread for row in sight.text().rows] == [True] * 4
        await sight.press("minus")
        await sight.shows("Mark read what is older than", "a week")
        await sight.press("enter")  # a day
        await sight.shows("Marked 3 articles read. Press u to undo.")
        assert [row.unread for row in sight.text().rows] == [True, False, False, False]
        await sight.press("u", "minus", "G", "enter")  # a month
        await sight.shows("Nothing to mark")
        assert [row.unread for row in sight.text().rows] == [True] * 4
