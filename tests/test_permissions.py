"""Secrets, articles and the log are private; files that the user made keep their permissions."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.commands.doctor.finding import State
from reader.commands.doctor.permissions import check_permissions
from reader.model import Subscription
from reader.paths import Paths
from reader.refresh.logs import start_log
from reader.store import open_store
from reader.subscriptions.edit_config import add_settings
from reader.subscriptions.edit_feeds import add_subscription, change_url
from reader.subscriptions.secrets import holds_secrets
from tests.support.each import each
from tests.support.stocking import NOW

OPEN = Subscription("https://one.example/feed")
PASSWORD = Subscription("https://me:secret@two.example/feed")
HEADER = Subscription("https://three.example/feed", headers=(("Authorization", "Bearer secret"),))


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    old = os.umask(0o022)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("secret", [PASSWORD, HEADER])
def test_feeds_toml_becomes_private_once_it_holds_a_secret(tmp_path: Path, secret: Subscription) -> None:
    path = tmp_path / "feeds.toml"
    add_subscription(path, OPEN)
    assert mode(path) == 0o644
    add_subscription(path, secret)
    assert mode(path) == 0o600
    path.chmod(0o640)  # for a backup group
    change_url(path, OPEN.url, "https://four.example/feed")
    assert mode(path) == 0o640


def test_config_toml_becomes_private_once_it_holds_the_password_of_a_proxy(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    add_settings(path, {"interval": 3600}, {"interval": ""})
    assert mode(path) == 0o644
    add_settings(path, {"proxy": "http://me:secret@proxy.example:3128"}, {"proxy": ""})
    assert mode(path) == 0o600


@each(
    ("text", "found"),
    [
        ("url = 'https://a:b@c.example/'", True),
        ("proxy = 'http://a@c.example'", True),
        ('"headers" = { Cookie = "a" }', True),
        ("  headers.Cookie = 'a'", True),
        ("[feeds.headers]\nCookie = 'a'", True),
        ("url = 'https://social.example/@name'", False),
        ("url = 'https://c.example/?q=a@b'", False),
        ("title = 'headers = a'", False),
    ],
)
def test_secrets_are_seen_in_the_text_of_a_file(text: str, found: bool) -> None:
    assert holds_secrets(f"[[feeds]]\n{text}\n".encode()) is found


def test_data_folder_database_and_log_are_private_and_doctor_repairs_others(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "config", tmp_path / "deep" / "data")
    paths.config_dir.mkdir()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        start_log(paths.log)
    finally:
        for handler in set(root.handlers) - set(before):
            handler.close()
            root.removeHandler(handler)
        root.setLevel(level)
    open_store(paths.database, now=NOW).close()
    add_subscription(paths.feeds, PASSWORD)
    private = {paths.data_dir: 0o700, paths.database: 0o600, paths.log: 0o600, paths.feeds: 0o600}
    assert {path: mode(path) for path in private} == private
    assert check_permissions(paths).state is State.OK
    for path in private:
        path.chmod(0o755 if path.is_dir() else 0o644)
    found = check_permissions(paths)
    assert (found.state, all(str(path) in found.message for path in private)) == (State.WARNING, True)
    found.apply()
    assert {path: mode(path) for path in private} == private
