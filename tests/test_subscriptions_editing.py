"""Tables of feeds.toml are changed, moved, taken away and put back; all else in the file stays byte for byte."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import ConfigError
from reader.model import SavedSearch, Subscription
from reader.subscriptions import FEEDS, SEARCHES, load_subscriptions, read_feeds
from reader.subscriptions.edit_feeds import add_search, add_subscription, change, place, remove, rename_folder
from reader.subscriptions.pieces import Piece
from reader.subscriptions.rewrite import Rewritten, rewrite
from reader.subscriptions.table_lines import with_values
from reader.subscriptions.undo_edits import undo

TEXT = """# my feeds

# World

[[feeds]]
url = "https://a.org/feed"   # since 2009
title = 'A'  # mine
folder = "World"
tags = [  # of all sorts
  "x", # not "#y"
  "z",
]
interval = "2h"  # they asked for it

[[feeds]]
url = "https://b.org/feed"
folder = "World/Europe"  # for now


# Searches and something else
[[searches]]
title = "Ice"  # for work
words = 'glacier # "ice"'
within = "7d"
[other]
# theirs
x = 1

# Technology

[[feeds]]
folder = "Technology"
url = "https://c.org/feed"
headers = { "X-Key" = "a # b" }  # secret
# the end
"""
A, B, C = ((FEEDS, f"https://{name}.org/feed") for name in "abc")
ICE = (SEARCHES, "Ice")
NAMES = (A, B, C, ICE)
in_files = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def comments(text: str) -> Counter[str]:
    """The comments of this file; only the three strings of it that hold a # are none."""
    for string in ("'glacier # \"ice\"'", '"a # b"'):
        text = text.replace(string, "")
    return Counter("#" + line.partition("#")[2].strip() for line in text.split("\n") if "#" in line)


def tables(path: Path) -> dict[tuple[str, str], str]:
    """The own lines of each table, cut at the blank lines and headers around it as in this file."""
    found: dict[tuple[str, str], str] = {}
    for part in ("\n" + path.read_text(encoding="utf-8")).replace("\n[other]", "\n\n[other]").split("\n[[")[1:]:
        name, _, rest = part.partition("]]\n")
        own = rest.split("\n\n")[0].removesuffix("\n").removesuffix("\n# the end")
        key = "url" if name == FEEDS else "title"
        value = next(line.split('"')[1] for line in own.split("\n") if line.startswith(f"{key} = "))
        found[name, value] = own
    return found


folders = st.sampled_from(["", "World", "World/Europe", "Technology", "New/Ä"])
feed_changes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from([None, "A", 'say "hi"', "ü"]),
        "folder": folders,
        "tags": st.sampled_from([(), ("x", "z"), ("new",)]),
        "interval": st.sampled_from([None, 7200, 900]),
        "paused": st.booleans(),
        "keep": st.sampled_from([None, 86_400]),
        "headers": st.sampled_from([(), (("X-Key", "a # b"),), (("Cookie", "c"),)]),
    },
)
search_changes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {}, optional={"folder": folders, "words": st.sampled_from(["", "ice"]), "unread": st.booleans()}
)
edits: st.SearchStrategy[tuple[Callable[..., Rewritten | None], tuple[Any, ...], dict[str, Any]]] = st.one_of(
    st.tuples(st.just(change), st.tuples(st.sampled_from([A, B, C]), feed_changes), st.just({})),
    st.tuples(st.just(change), st.tuples(st.just(ICE), search_changes), st.just({})),
    st.tuples(st.just(rename_folder), st.tuples(folders.filter(bool), folders), st.just({})),
    st.tuples(
        st.just(place),
        st.tuples(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True), st.sampled_from(NAMES)),
        st.fixed_dictionaries({"after": st.booleans()}, optional={"folder": folders}),
    ),
)


@in_files
@given(st.lists(edits, max_size=6))
def test_no_edit_loses_a_comment_or_touches_another_table(tmp_path: Path, several: list[Any]) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(TEXT, encoding="utf-8")
    for function, arguments, keywords in several:
        before, read = tables(path), path.read_bytes()
        written = function(path, *arguments, **keywords)
        assert comments(path.read_text(encoding="utf-8")) == comments(TEXT)
        after = tables(path)
        assert set(after) == set(NAMES)
        meant = {ICE: ()}
        if function is change:
            meant = {arguments[0]: ()}
        elif function is place and "folder" in keywords:
            meant = dict.fromkeys(arguments[0], ())
        elif function is rename_folder:
            meant = dict.fromkeys(NAMES, ())
        else:
            meant = {}
        assert {name: text for name, text in after.items() if name not in meant} == {
            name: text for name, text in before.items() if name not in meant
        }
        assert (written is None) == (path.read_bytes() == read)
        assert not read_feeds(path).mistakes[1:]  # the first is [other]


@in_files
@given(st.lists(edits, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_undoing_every_edit_restores_the_bytes(tmp_path: Path, several: list[Any], end: str, marked: bool) -> None:
    path = tmp_path / "feeds.toml"
    original = (b"\xef\xbb\xbf" if marked else b"") + TEXT.replace("\n", end).encode()
    path.write_bytes(original)
    done = [function(path, *arguments, **keywords) for function, arguments, keywords in several]
    assert path.read_bytes().count(b"\r") == (path.read_bytes().count(b"\n") if end == "\r\n" else 0)
    for written in reversed(done):
        if written:
            undo(path, written)
    assert path.read_bytes() == original


@in_files
@given(feed_changes)
def test_an_edit_and_its_inverse_give_the_same_bytes_for_keys_in_the_file(
    tmp_path: Path, values: dict[str, Any]
) -> None:
    path = tmp_path / "feeds.toml"
    text = '# a\n[[feeds]]\nurl = "https://a.org/feed"  # b\n'
    text += 'title = "T"\nfolder = "F" # c\ninterval = "1h"\npaused = true # d\n\n# e\n'
    path.write_text(text, encoding="utf-8")
    original = {"title": "T", "folder": "F", "interval": 3600, "paused": True}
    there = {key: value for key, value in values.items() if key in original and value}
    change(path, A, there)
    change(path, A, {key: original[key] for key in there})
    assert path.read_text(encoding="utf-8") == text


def test_changed_values_keep_their_place(path: Path) -> None:
    assert change(path, A, {"title": "B", "interval": 3600, "paused": True})
    expected = TEXT.replace("title = 'A'  # mine", 'title = "B"  # mine').replace('"2h"', '"1h"')
    expected = expected.replace("asked for it\n", "asked for it\npaused = true\n")
    assert path.read_text(encoding="utf-8") == expected


def test_a_comment_stays_when_its_value_is_removed(path: Path) -> None:
    assert change(path, A, {"interval": None, "tags": ()})
    start, last, end = (TEXT.index(text) for text in ("folder = ", "tags = ", '\n[[feeds]]\nurl = "https://b'))
    kept = '# they asked for it\n# of all sorts\n# not "#y"\n'
    assert path.read_text(encoding="utf-8") == TEXT[:start] + kept + TEXT[start:last] + TEXT[end:]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_of_removed_values_move_with_their_table(path: Path, end: str) -> None:
    text = '[[feeds]]\nurl = "https://a.org/feed" # one\n\n# two\ntitle = "A" # three\n\n# four\n'
    text += '[[feeds]]\nurl = "https://b.org/feed"\n'
    path.write_bytes(text.replace("\n", end).encode())
    assert change(path, A, {"title": None})
    assert place(path, (A,), B, after=True)
    assert path.read_bytes().decode().split(end)[:-1] == [
        *("# four", "[[feeds]]", 'url = "https://b.org/feed"', ""),
        *("[[feeds]]", "# two", "# three", 'url = "https://a.org/feed" # one'),
    ]


def test_headers_in_their_own_table_are_changed_or_the_error_says_why_not(path: Path) -> None:
    text = '[[feeds]]\nurl = "https://a.org/feed"\n[feeds.headers]\nX-Key = "a" # mine\n'
    path.write_text(text, encoding="utf-8")
    assert change(path, A, {"title": "New"})
    assert read_feeds(path).subscriptions == (Subscription("https://a.org/feed", "New", headers=(("X-Key", "a"),)),)
    assert "# mine" in path.read_text(encoding="utf-8")


def test_a_moved_table_takes_its_own_comments_and_leaves_the_others(path: Path) -> None:
    assert place(path, (C,), A, after=False, folder="World")
    text = path.read_text(encoding="utf-8")
    start = text.index("[[feeds]]")
    assert text[start:].startswith(
        '[[feeds]]\nfolder = "World"\nurl = "https://c.org/feed"\nheaders = { "X-Key" = "a # b" }  # secret\n'
    )
    assert text.endswith("# Technology\n\n# the end\n")
    assert [one.url[8] for one in read_feeds(path).subscriptions] == ["c", "a", "b"]


def test_several_tables_move_in_their_order(path: Path) -> None:
    assert place(path, (B, A), C, after=True)
    assert [one.url[8] for one in read_feeds(path).subscriptions] == ["c", "a", "b"]
    assert place(path, (A, B), C, after=False)
    assert [one.url[8] for one in read_feeds(path).subscriptions] == ["a", "b", "c"]
    assert place(path, (A,), A, after=False) is None
    assert place(path, (A,), (FEEDS, "https://gone.org/"), after=False) is None


def test_a_list_without_blank_lines_stays_so(path: Path) -> None:
    text = "".join(f'[[feeds]]\nurl = "https://{name}.org/feed"\n' for name in "abc")
    path.write_text(text, encoding="utf-8")
    place(path, (C,), A, after=False)
    place(path, (C,), B, after=True)
    assert path.read_text(encoding="utf-8") == text


def test_renaming_a_folder_renames_those_below_and_merges_with_an_existing_one(path: Path) -> None:
    assert rename_folder(path, "World", "Technology")
    assert [one.folder for one in read_feeds(path).subscriptions] == ["Technology", "Technology/Europe", "Technology"]
    assert rename_folder(path, "Technology", "")
    assert [one.folder for one in read_feeds(path).subscriptions] == ["", "Europe", ""]
    assert rename_folder(path, "Technology", "X") is None
    assert rename_folder(path, "Euro", "X") is None


def test_searches_are_added_changed_and_removed(path: Path) -> None:
    new = SavedSearch("New", query="a b tag:x newer:1h")
    assert add_search(path, new)
    assert not add_search(path, SavedSearch("Ice"))
    assert path.read_text(encoding="utf-8").startswith(TEXT)
    assert read_feeds(path).searches[-1] == new
    assert change(path, (SEARCHES, "New"), {"title": "Newer", "within": None})
    assert remove(path, ((SEARCHES, "Newer"),))
    assert path.read_text(encoding="utf-8") == TEXT


def test_undoing_a_removal_restores_the_table_beside_what_others_wrote(path: Path) -> None:
    done = remove(path, (A, B))
    assert done
    add_subscription(path, Subscription("https://d.org/"))
    change(path, C, {"title": "Theirs"})
    undo(path, done)
    found = read_feeds(path).subscriptions
    assert [one.url[8] for one in found] == ["a", "b", "c", "d"]
    assert found[2].title == "Theirs"
    assert comments(path.read_text(encoding="utf-8")) == comments(TEXT)


def test_undoing_the_edit_that_created_the_file_removes_it(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    made = add_search(path, SavedSearch("Ice", query="ice"))
    assert made
    undo(path, made)
    assert not path.exists()


def test_a_table_that_was_changed_since_is_not_undone(path: Path) -> None:
    done = change(path, A, {"title": "Mine"})
    assert done
    change(path, A, {"title": "Theirs"})
    text = path.read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="changed-since"):
        undo(path, done)
    assert path.read_text(encoding="utf-8") == text


def test_an_error_about_undo_contains_no_password(path: Path) -> None:
    secret = (FEEDS, "https://me:s3cret@a.org/feed")
    path.write_text(f'[[feeds]]\nurl = "{secret[1]}"\n', encoding="utf-8")
    done = change(path, secret, {"title": "Mine"})
    assert done
    change(path, secret, {"title": "Theirs"})
    with pytest.raises(ConfigError, match=r"changed-since name=https://a\.org/feed"):
        undo(path, done)


@pytest.mark.parametrize(
    "edit",
    [
        lambda path: change(path, A, {"title": "B"}),
        lambda path: remove(path, (A,)),
        lambda path: rename_folder(path, "World", "X"),
        lambda path: place(path, (A,), C, after=True),
        lambda path: add_search(path, SavedSearch("New")),
    ],
)
def test_a_read_only_file_and_one_with_a_mistake_are_not_edited(path: Path, edit: Callable[[Path], object]) -> None:
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="read-only"):
        edit(path)
    path.chmod(0o644)
    path.write_text(TEXT + "title = \n", encoding="utf-8")
    with pytest.raises(ConfigError, match="fix-file-first"):
        edit(path)
    assert path.read_text(encoding="utf-8") == TEXT + "title = \n"


OTHER_SIDE = """
import sys, time
from pathlib import Path
path, before, after = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
for number in range(int(sys.argv[4])):
    new = path.with_name("editor.tmp")
    new.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    new.replace(path)
    before, after = after, before
    time.sleep(0.05)
"""


def other_side(path: Path, before: str, after: str, times: int) -> subprocess.Popen[bytes]:
    """Another program that opens the file, replaces some words and saves it, several times."""
    return subprocess.Popen([sys.executable, "-c", OTHER_SIDE, str(path), before, after, str(times)])


def test_changes_by_another_program_during_an_edit_are_kept(path: Path) -> None:
    asked: list[list[Piece]] = []

    def retitle(pieces: list[Piece]) -> list[Piece]:
        if not asked:
            assert other_side(path, "# Technology", "# Technik", 1).wait() == 0
        asked.append(pieces)
        return [with_values(piece, {"title": "Mine"}) if piece.table.get("title") == "A" else piece for piece in pieces]

    done = rewrite(path, retitle)
    expected = TEXT.replace("title = 'A'", 'title = "Mine"').replace("# Technology", "# Technik")
    assert len(asked) == 2
    assert path.read_text(encoding="utf-8") == expected
    assert done
    assert other_side(path, "# Technik", "# Tech", 1).wait() == 0
    undo(path, done)
    assert path.read_text(encoding="utf-8") == TEXT.replace("# Technology", "# Tech")


ADDER = """
import sys
from pathlib import Path
from reader.model import Subscription
from reader.subscriptions.edit_feeds import add_subscription
for number in range(12):
    assert add_subscription(Path(sys.argv[1]), Subscription(f"https://{sys.argv[2]}.example/{number}"))
"""


def test_three_processes_that_add_at_once_lose_nothing(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    adders = [subprocess.Popen([sys.executable, "-c", ADDER, str(path), name]) for name in ("one", "two", "three")]
    assert [adder.wait(60) for adder in adders] == [0, 0, 0]
    urls = {subscription.url for subscription in load_subscriptions(path)[0]}
    assert {f"https://{name}.example/{n}" for name in ("one", "two", "three") for n in range(12)} <= urls
    assert path.read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_that_two_programs_keep_saving_is_whole_at_every_moment(path: Path) -> None:
    other = other_side(path, "# Technology", "# Technik", 20)
    number = 0
    while other.poll() is None:
        number += 1
        change(path, A, {"title": f"Number {number}"})
        rename_folder(path, "World", "Welt")
        place(path, (C,), A, after=number % 2 == 0)
        rename_folder(path, "Welt", "World")
        assert len(read_feeds(path).subscriptions) == 3
    assert other.returncode == 0
    change(path, A, {"title": "The last"})
    found = read_feeds(path)
    assert {one.url[8]: one.title for one in found.subscriptions} == {"a": "The last", "b": None, "c": None}
    assert found.searches == (SavedSearch("Ice", query="glacier ice newer:1w"),)
    assert comments(path.read_text(encoding="utf-8").replace("Technik", "Technology")) == comments(TEXT)
