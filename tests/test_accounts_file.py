"""accounts.toml: each account and each mistake with its line, and edits that keep everything else in the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.account import Account, AccountKind, SecretPlace
from reader.config import Config, load_config
from reader.errors import ConfigError
from reader.problems import Problem
from reader.subscriptions.accounts_toml import AccountsFile, read_accounts
from reader.subscriptions.edit_accounts import change_account, remove_account, write_account
from reader.web.addresses import split_userinfo
from reader.wording.problem_messages import error_message
from tests.support.each import each

WHOLE = """# mine
[[accounts]]
name = "Home"  # in the cellar
kind = "miniflux"
url = "https://news.example.org/miniflux/"
password_command = ["pass", "show", "home page"]
interval = "5m"
certificate = "AB:CD:%s"

# the other
[[accounts]]
name = "Work"
kind = "google-reader"
url = "rss.example.com/api/greader.php"
user = "ada"
secret = "keyring"
paused = true
""" % ("00" * 30)

HOME = Account(
    "Home", AccountKind.MINIFLUX, "https://news.example.org/miniflux", "", SecretPlace.COMMAND,
    ("pass", "show", "home page"), 300, certificate="abcd" + "00" * 30,
)  # fmt: skip
WORK = Account(
    "Work",
    AccountKind.GOOGLE_READER,
    "https://rss.example.com/api/greader.php",
    "ada",
    SecretPlace.KEYRING,
    paused=True,
)


def load(folder: Path, text: str) -> AccountsFile:
    path = folder / "accounts.toml"
    path.write_text(text)
    return read_accounts(path)


def test_every_key_is_read_and_a_missing_file_is_no_mistake(tmp_path: Path) -> None:
    assert read_accounts(tmp_path / "accounts.toml") == AccountsFile()
    found = load(tmp_path, WHOLE)
    assert found == AccountsFile((HOME, WORK))
    assert found.named("hOME") == HOME
    assert found.named("Hom") is None
    words = load(tmp_path, WHOLE.replace('["pass", "show", "home page"]', "\"pass show 'home page'\""))
    assert words == found


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "code"),
    [
        ('"Home"', '""', 3, "name", Problem.ACCOUNT_NAME_INVALID),
        ('"Home"', '"a/b"', 3, "name", Problem.ACCOUNT_NAME_INVALID),
        ('"Home"', '".ssh"', 3, "name", Problem.ACCOUNT_NAME_INVALID),
        ('"Home"', f'"{"x" * 61}"', 3, "name", Problem.ACCOUNT_NAME_INVALID),
        ('"miniflux"', '"feedly"', 4, "kind", Problem.NOT_A_CHOICE),
        ('"miniflux"', '["miniflux"]', 4, "kind", Problem.NOT_A_CHOICE),
        ("https://news.example.org/", "ftp://news.example.org/", 5, "url", Problem.NOT_A_SERVER_ADDRESS),
        ("miniflux/", "miniflux?key=1", 5, "url", Problem.NOT_A_SERVER_ADDRESS),
        ("https://news", "https://ada:s3cret@news", 5, "url", Problem.SECRET_IN_ADDRESS),
        ('["pass", "show", "home page"]', '"pass \'show"', 6, "password_command", Problem.NOT_A_COMMAND),
        ('["pass", "show", "home page"]', "[]", 6, "password_command", Problem.NOT_A_COMMAND),
        ('interval = "5m"', 'interval = "5m"\nsecret = "file"', 2, "secret", Problem.SECRET_PLACES_DIFFER),
        ("password_command = [", "password = [", 6, "password", Problem.SECRET_IN_FILE),
        ("interval", "intervall", 7, "intervall", Problem.UNKNOWN_ACCOUNT_KEY),
        ('"AB:', '"AB:AB:', 8, "certificate", Problem.NOT_A_FINGERPRINT),
        ('kind = "miniflux"\n', "", 2, None, Problem.ACCOUNT_KEY_MISSING),
        ('kind = "miniflux"', 'kind = "miniflux', 4, "kind", Problem.TOML_SYNTAX),
    ],
)
def test_an_account_with_a_mistake_is_left_out_with_its_place_and_leaves_the_other(
    tmp_path: Path, old: str, new: str, line: int, key: str | None, code: Problem
) -> None:
    found = load(tmp_path, WHOLE.replace(old, new, 1))
    assert [(one.line, one.key, one.details.code) for one in found.mistakes] == [(line, key, code)]
    assert found.accounts == (WORK,)
    assert not found.whole
    assert "s3cret" not in error_message(found.mistakes[0])
    assert found.over(AccountsFile((HOME, WORK))).accounts == (HOME, WORK)  # nothing is hidden by a mistake


def test_other_mistakes_leave_the_accounts(tmp_path: Path) -> None:
    found = load(tmp_path, WHOLE.replace('"5m"', '"10s"') + '\n[account]\nnews = "x"\n')
    assert found.accounts == (replace(HOME, interval=None), WORK)
    assert [(one.line, one.key) for one in found.mistakes] == [(19, "account"), (7, "interval")]
    assert found.whole
    assert error_message(found.mistakes[1]).endswith('must be a time between "30s" and "1d", such as "5m"')
    twice = load(tmp_path, WHOLE.replace('"Work"', '"HOME"'))
    assert twice.accounts == (HOME,)
    assert [one.details.code for one in twice.mistakes] == [Problem.ACCOUNT_NAME_TAKEN]
    misspelled = load(tmp_path, WHOLE.replace("[[accounts]]", "[[account]]"))
    assert not misspelled.whole
    (tmp_path / "accounts.toml").unlink()
    (tmp_path / "accounts.toml").mkdir()
    folder = read_accounts(tmp_path / "accounts.toml")
    assert [one.details.code for one in folder.mistakes] == [Problem.FILE_UNREADABLE]
    assert not folder.whole


def test_edits_keep_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    for account in (HOME, WORK):
        assert write_account(path, account)
    assert read_accounts(path) == AccountsFile((HOME, WORK))
    path.write_text(WHOLE)
    with pytest.raises(ConfigError) as caught:
        write_account(path, replace(WORK, name="wORK"))
    assert caught.value.details.code is Problem.NAME_TAKEN
    new = Account("Third", AccountKind.MINIFLUX, "https://third.example")
    assert write_account(path, new)
    assert (
        path.read_text() == WHOLE + '\n[[accounts]]\nname = "Third"\nkind = "miniflux"\nurl = "https://third.example"\n'
    )
    assert remove_account(path, "THIRD")
    assert path.read_text() == WHOLE
    assert remove_account(path, "THIRD") is None
    assert change_account(path, "WORK", {"user": "eve", "paused": False, "secret": SecretPlace.FILE})
    lines = 'user = "ada"\nsecret = "keyring"\npaused = true'
    assert path.read_text() == WHOLE.replace(lines, 'user = "eve"')
    assert change_account(path, "Nobody", {"user": "eve"}) is None
    path.write_text(WHOLE + "= broken")
    with pytest.raises(ConfigError) as caught:
        write_account(path, new)
    assert caught.value.details.code is Problem.FIX_FILE_FIRST
    assert path.read_text() == WHOLE + "= broken"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet="[]{}=\"'#\n acounts.namekidurl\\1,:/@\x00é", max_size=120), cut=st.integers(0, len(WHOLE))
)
def test_reading_never_fails(tmp_path: Path, text: str, cut: int) -> None:
    path = tmp_path / "accounts.toml"
    path.write_bytes((WHOLE[:cut] + text + WHOLE[cut:]).encode("utf-8", "replace"))
    found = read_accounts(path)
    assert found.whole or found.mistakes
    for mistake in found.mistakes:
        assert error_message(mistake)


def test_the_interval_has_limits(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert Config().sync_seconds == 60
    for value, seconds in (("30s", 30), ("1d", 86_400), ("90", 90)):
        path.write_text(f'sync_interval = "{value}"')
        assert load_config(path)[0].sync_seconds == seconds
    for value in ('"29s"', '"2d"', '"soon"', "60", '""'):
        path.write_text(f"sync_interval = {value}")
        config, mistakes = load_config(path)
        assert config.sync_seconds == 60
        assert len(mistakes) == 1


@each(
    ("typed", "split"),
    [
        ("https://ada:p%40ss:w@news.example/x?a=b@c", ("https://news.example/x?a=b@c", "ada", "p@ss:w")),
        ("ada@news.example", ("news.example", "ada", "")),
        ("https://a@b:c@news.example", ("https://news.example", "a@b", "c")),
        ("https://news.example/@ada", ("https://news.example/@ada", "", "")),
        ("", ("", "", "")),
    ],
)
def test_user_and_password_are_taken_out_of_an_address(typed: str, split: tuple[str, str, str]) -> None:
    assert split_userinfo(typed) == split
