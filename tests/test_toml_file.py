"""Nothing found at the path of a TOML file, such as a pipe, can hang or stop Broadsheet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.config import Config, load_config
from reader.errors import ConfigError
from reader.problems import Problem
from reader.subscriptions import read_feeds
from reader.subscriptions.edit_config import add_settings
from reader.toml_file import line_of_key, line_of_table, read_bytes
from reader.ui.themes import load_theme
from tests.support.command import Command

DEEP = "[" * 900
HOSTILE = (
    f"a = {DEEP}", f"a = {'9' * 4_301}", f"{'a.' * 5_000}b = 1", f"[{'a.' * 5_000}b]\nc = 1", f"a = {'{b=' * 900}",
    "".join(f"k{number} = 1\n" for number in range(2_000)),
    "".join(f"[t{number}]\nurl = 1\n" for number in range(2_000)),
    "".join(f"k{number} = 1\n" for number in range(2_000)) + "= 1",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_nested_and_huge_values_are_mistakes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.toml"
    path.write_text(text, encoding="utf-8")
    config, mistakes = load_config(path)
    assert config == Config()
    assert mistakes
    assert read_feeds(path).mistakes
    assert load_theme(path)[1]
    path.write_text(f'[[feeds]]\nurl = "https://a.example/feed"\n{text}', encoding="utf-8")
    found = read_feeds(path)
    assert [one.url for one in found.subscriptions] == ["https://a.example/feed"]
    assert found.mistakes


def test_a_folder_has_at_most_32_parts(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    for parts, kept in ((32, True), (33, False), (1_200, False)):
        path.write_text(f'[[feeds]]\nurl = "https://a.example/feed"\nfolder = "{"a/" * parts}"\n', encoding="utf-8")
        found = read_feeds(path)
        assert [bool(one.folder) for one in found.subscriptions] == [kept]
        assert [mistake.details.code for mistake in found.mistakes] == ([] if kept else [Problem.FOLDER_TOO_DEEP])


def test_what_is_no_file_is_told_at_once(broadsheet: Command) -> None:
    broadsheet.subscribe("https://a.example/feed")
    broadsheet("feeds")
    for path in (broadsheet.paths.feeds, broadsheet.paths.config):
        for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir):
            path.unlink(missing_ok=True)
            make(path)
            done = broadsheet("feeds")
            assert done.code in (0, 1)
            assert done.complaints[0].startswith(f"{path}: ")
            with pytest.raises(ConfigError):
                add_settings(path, {"theme": "paper"}, {})
            path.rmdir() if path.is_dir() else path.unlink()
    assert "it is not a regular file" not in broadsheet("feeds").err


def test_an_empty_device_is_an_empty_file_and_a_huge_file_is_refused(tmp_path: Path) -> None:
    assert read_bytes(Path("/dev/null")) == b""
    huge = tmp_path / "huge"
    huge.touch()
    os.truncate(huge, 2**40)
    with pytest.raises(OSError, match="File too large"):
        read_bytes(huge)


def test_keys_and_tables_are_found_in_any_spelling() -> None:
    text = "a = 1\n'b c'.d = 2\n\n[[e]]\n\"a\" = 3\n [ 'f'.g ]\n-x = 4\n"
    assert [line_of_key(text, key) for key in ("a", "b c", "-x", "d", "e")] == [1, 2, 7, None, None]
    assert line_of_key(text, "a", start=2) == 5
    assert [line_of_table(text, name) for name in ("e", "f", "a")] == [4, 6, None]
