"""``broadsheet account``: against a real Miniflux and a faithful FreshRSS, with half of the input wrong."""

from __future__ import annotations

import io
import json
import re
import shlex
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

import pytest
import trustme

from reader.account import AccountKind
from reader.commands.doctor.accounts import check_accounts
from reader.commands.doctor.permissions import check_permissions
from reader.config import Config
from reader.refresh.worker.protocol import SignIn
from reader.subscriptions.accounts_toml import read_accounts
from reader.sync import make_source
from reader.web.server_messages import ServerAnswer, ServerRequest
from tests.support import reader_server
from tests.support.command import Command, Result
from tests.support.faulty_http import Answer, Asked, Fault, FaultyHttp
from tests.support.memory_ring import MemoryRing
from tests.support.miniflux_server import TOKEN, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.reader_library import Product
from tests.support.reader_server import ReaderServer

Typed = Callable[..., Result]


@pytest.fixture
def typed(broadsheet: Command, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Runs a command with this on stdin instead of a terminal."""

    def run(text: str, *arguments: str) -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return broadsheet(*arguments)

    broadsheet.subscribe()
    monkeypatch.setattr("reader.commands.add_account.keyring_is_there", lambda *_: False)
    return run


def files(broadsheet: Command) -> set[str]:
    """The files of the configuration folder."""
    folder = broadsheet.paths.config_dir
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def filled(miniflux: MinifluxServer, publisher: Publisher) -> tuple[int, int]:
    """Two feeds at the server, of which one is in a folder."""
    publisher.publish("news", 4)
    publisher.publish("sport", 2)
    phone = miniflux.phone
    return phone.subscribe(publisher.url("news"), "Papers"), phone.subscribe(publisher.url("sport"))


def test_an_account_from_its_beginning_to_its_end(
    broadsheet: Command, typed: Typed, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    filled(miniflux, publisher)
    added = typed(f"{TOKEN}\n", "account", "add", miniflux.url)
    assert (added.code, added.complaints) == (0, [])
    assert added.out.startswith("Added Miniflux: 2 feeds, 6 articles.\n")
    secret = broadsheet.paths.secrets / "Miniflux"
    assert f"is in {secret}, which only you can read" in added.out
    assert secret.read_text() == f"{TOKEN}\n"
    assert TOKEN not in broadsheet.paths.accounts.read_text()

    (feed, other) = broadsheet("feeds", "--json", "--sort", "title").json
    assert (feed["title"], feed["account"], feed["unread"]) == ("News", "Miniflux", 4)
    assert other["account"] == "Miniflux"
    shown = broadsheet("list", "--json").json
    assert len(shown) == 6
    assert broadsheet("mark", "read", "--query", "feed:News").code == 0
    (listed,) = broadsheet("account", "list", "--json").json
    assert {key: listed[key] for key in ("name", "kind", "url", "user", "secret", "feeds", "articles", "waiting", "problem")} == {
        "name": "Miniflux", "kind": "miniflux", "url": miniflux.url, "user": None, "secret": "file", "feeds": 2,
        "articles": 6, "waiting": 4, "problem": None,
    }  # fmt: skip
    assert "    4 changes wait for the server" in broadsheet("account", "list").out.splitlines()

    publisher.publish("sport", 1)
    miniflux.phone.refresh(*(one.id for one in miniflux.phone.feeds()))
    (synced,) = broadsheet("account", "sync", "miniFLUX", "--json").json
    assert {key: synced[key] for key in ("account", "new", "sent", "waiting", "problem")} == {
        "account": "Miniflux", "new": 1, "sent": 4, "waiting": 0, "problem": None,
    }  # fmt: skip
    assert len(miniflux.phone.unread()) == 3
    assert broadsheet("account", "sync").out == "Miniflux: 0 new articles, 0 changed there, 0 sent\n"

    exported = broadsheet("export").out
    assert f'xmlUrl="{publisher.url("news")}"' in exported
    assert TOKEN not in exported
    opml = broadsheet.paths.data_dir / "all.opml"
    opml.write_text(exported)
    imported = broadsheet("import", str(opml), "--dry-run", "--json").json
    assert (imported["added"], len(imported["already"])) == ([], 2)
    again = typed(f"{TOKEN}\n", "account", "add", miniflux.url)
    assert (again.code, "this is your account Miniflux already" in again.err) == (1, True)

    removed = broadsheet("account", "remove", "Miniflux", "--yes", "--json")
    assert removed.json == [{"removed": "Miniflux", "articles": 7, "unsent": 0}]
    assert files(broadsheet) == {"accounts.toml", "feeds.toml"}
    assert broadsheet("list").out == ""
    assert broadsheet("account").complaints == ["no accounts yet; `broadsheet account add URL` adds one"]
    assert len(miniflux.phone.everything()) == 7
    assert typed(f"{TOKEN}\n", "account", "add", miniflux.url, "--json").json["articles"] == 7


def test_on_a_terminal_the_token_is_asked_for_without_echo(
    broadsheet: Command, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    broadsheet.subscribe()
    filled(miniflux, publisher)
    screen = broadsheet.terminal("account", "add", miniflux.url, "--secret", "file")
    shown = screen.logfile_read = io.StringIO()
    for token in ("wrong-token", TOKEN):
        screen.expect(r"API token of Miniflux at 127.0.0.1 \(.*\):")
        screen.sendline(token)
    screen.expect("Added Miniflux: 2 feeds, 6 articles.")
    screen.expect("which only you can read")
    assert screen.ended() == 0
    assert "does not accept the token" in shown.getvalue()
    assert "wrong-token" not in shown.getvalue()
    assert TOKEN not in shown.getvalue()
    screen = broadsheet.terminal("account", "remove", "Miniflux")
    screen.expect(r"Its 2 feeds disappear.*Its 6 articles stay.*\[y/N\]")
    screen.sendline("n")
    assert screen.ended() == 1
    assert read_accounts(broadsheet.paths.accounts).accounts


def test_freshrss_with_user_and_api_password(broadsheet: Command, typed: Typed) -> None:
    with ReaderServer(Product.FRESHRSS) as server:
        feed = server.library.subscribe("https://paper.example/feed", "Paper", "Folder")
        server.library.publish(feed, 3)
        host = server.url.removesuffix("/api/greader.php")
        refused = typed("wrong\n", "account", "add", host, "--user", reader_server.USER)
        assert refused.code == 1
        assert "API password" in refused.err
        missing = typed(f"{reader_server.PASSWORD}\n", "account", "add", host)
        assert (missing.code, "--user" in missing.err) == (2, True)
        assert files(broadsheet) == {"feeds.toml"}
        program = shlex.join(["echo", reader_server.PASSWORD])
        added = broadsheet(
            "account", "add", host, "--user", reader_server.USER, "--password-command", program, "--json"
        )
        assert (added.code, added.json["name"], added.json["secret"]) == (0, "FreshRSS", "command")
        assert (added.json["url"], added.json["articles"]) == (server.url, 3)
        assert files(broadsheet) == {"accounts.toml", "feeds.toml"}

        server.faults.plan(*[Fault.HTML] * 20)
        failed = broadsheet("account", "sync", "--json")
        assert failed.code == 1
        assert failed.json[0]["problem"]
        (listed,) = broadsheet("account", "list", "--json").json
        assert listed["problem"] == failed.json[0]["problem"]
        server.faults.stop()
        changed = typed(f"{reader_server.PASSWORD}\n", "account", "edit", "freshrss", "--token-stdin", "--json")
        assert (changed.code, changed.json["secret"]) == (0, "file")
        assert "password_command" not in broadsheet.paths.accounts.read_text()
        assert typed("wrong\n", "account", "edit", "FreshRSS", "--token-stdin").code == 1
        assert (broadsheet.paths.secrets / "FreshRSS").read_text() == f"{reader_server.PASSWORD}\n"
        assert broadsheet("account", "edit", "FreshRSS", "--interval", "5m", "--pause").out == "Changed FreshRSS.\n"
        (account,) = read_accounts(broadsheet.paths.accounts).accounts
        assert (account.interval, account.paused) == (300, True)
        assert "paused" in broadsheet("account", "list").out
        assert broadsheet("account", "sync").complaints == ["every account is paused"]
        assert (
            broadsheet("account", "sync", "freshrss")
            .complaints[0]
            .startswith("FreshRSS is paused; `broadsheet account edit")
        )


def test_the_password_in_an_address_becomes_the_secret(broadsheet: Command, typed: Typed) -> None:
    with ReaderServer(Product.FRESHRSS) as server:
        login = f"//{reader_server.USER}:{reader_server.PASSWORD}@"
        added = broadsheet("account", "add", server.url.replace("//", login), "--name", "Home")
        assert added.code == 0
        assert added.complaints == ["the password in the address may be in the history of your shell; remove it there"]
    text = broadsheet.paths.accounts.read_text()
    assert reader_server.PASSWORD not in text + added.out
    assert f'user = "{reader_server.USER}"' in text
    assert (broadsheet.paths.secrets / "Home").read_text() == f"{reader_server.PASSWORD}\n"


def test_whatever_is_wrong_is_said_in_one_line_and_nothing_is_written(
    broadsheet: Command, typed: Typed, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 1)
    home = '[[accounts]]\nname = "Home"\nkind = "miniflux"\nurl = "https://other.example"\n'
    broadsheet.paths.accounts.write_text(home)
    before = files(broadsheet)
    for text, arguments, code, words in (
        ("", [miniflux.url], 2, "no password or token came from stdin"),
        ("two words\x1b[31m", [miniflux.url], 2, "one line of at most"),
        ("wrong", [miniflux.url], 1, "does not accept the token"),
        (TOKEN, ["http://127.0.0.1:1"], 1, "refused"),
        (TOKEN, [publisher.url("news")], 1, "found no Miniflux"),
        (TOKEN, ["ftp://x.example"], 2, "must be the web address of a server"),
        (TOKEN, [f"{miniflux.url}/?key=1"], 2, "must be the web address of a server"),
        (TOKEN, [miniflux.url, "--name", "hOME"], 2, "--name: another one has this name already"),
        (TOKEN, [miniflux.url, "--name", "a/b"], 2, "--name: must be a name"),
        (TOKEN, [miniflux.url, "--certificate", "12"], 2, "--certificate: "),
        (TOKEN, [miniflux.url, "--kind", "google-reader"], 2, "--user"),
        ("", [miniflux.url, "--password-command", "'"], 2, "--password-command: "),
        ("", [miniflux.url, "--password-command", "false"], 2, "password_command: the program ended with 1"),
        ("", [miniflux.url, "--password-command", "echo wrong"], 1, "does not accept the token"),
    ):
        done = typed(text, "account", "add", *arguments)
        assert (done.code, done.out) == (code, ""), (arguments, done.err)
        assert len(done.complaints) == 1
        assert words in done.err, done.err
        assert files(broadsheet) == before
        assert broadsheet.paths.accounts.read_text() == home
    for arguments, code, words in (
        (["sync", "Work"], 2, "there is no account Work"),
        (["remove", "Work"], 2, "there is no account Work"),
        (["edit", "Work"], 2, "there is no account Work"),
        (["edit", "Home", "--interval", "1s"], 2, "--interval: "),
        (["edit", "Home", "--url", "x y"], 2, "--url: "),
        (["remove", "Home"], 2, "`--yes` removes it"),
    ):
        done = typed("", "account", *arguments)
        assert (done.code, done.out, len(done.complaints)) == (code, "", 1), done.err
        assert words in done.err
    failed = broadsheet("account", "sync", "--json")  # the secret is missing
    assert (failed.code, failed.json[0]["arguments"]["cause"]["problem"]) == (1, "secret-missing")
    broadsheet.paths.accounts.write_text(f"{home}[[accounts]]\nname = 3\n")
    done = typed(TOKEN, "account", "add", miniflux.url)
    assert (done.code, "fix this mistake first" in done.err) == (2, True)
    assert broadsheet.paths.accounts.read_text() == f"{home}[[accounts]]\nname = 3\n"


def test_the_keyring_keeps_the_password_where_there_is_one(
    broadsheet: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    ring = MemoryRing()
    broadsheet.subscribe()
    before = keyring.get_keyring()
    keyring.set_keyring(ring.backend)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{reader_server.PASSWORD}\n" * 5))
    try:
        with ReaderServer(Product.FRESHRSS) as server:
            command = ["account", "add", server.url, "--user", reader_server.USER, "--name", "My News"]
            ring.locked = True
            refused = broadsheet(*command)
            assert (refused.code, len(refused.complaints)) == (2, 1)
            assert "the keyring is locked" in refused.err
            assert files(broadsheet) == {"feeds.toml"}
            ring.locked = False
            added = broadsheet(*command)
            assert (added.code, "is in the system's keyring" in added.out) == (0, True)
            assert "`broadsheet account sync 'My News'` fetches them now" in added.out
            assert ring.stored == {("broadsheet", "My News"): reader_server.PASSWORD}
            assert broadsheet("account", "sync").code == 0
            ring.locked = True
            (failed,) = broadsheet("account", "sync", "--json").json
            assert failed["arguments"]["cause"]["problem"] == "keyring-locked"
            ring.locked = False
            assert broadsheet("account", "edit", "my news", "--secret", "file").code == 0
            assert (ring.stored, files(broadsheet)) == ({}, {"accounts.toml", "feeds.toml", "secrets/My News"})
            assert broadsheet("account", "edit", "my news", "--secret", "keyring").code == 0
            assert broadsheet("account", "remove", "my news", "--yes").code == 0
            assert (ring.stored, files(broadsheet)) == ({}, {"accounts.toml", "feeds.toml"})
    finally:
        keyring.set_keyring(before)


def test_a_certificate_that_is_not_trusted_can_be_pinned(broadsheet: Command, typed: Typed) -> None:
    """One that is self-signed, as at home; and another one later is refused, with the password unsent."""
    own, other = (trustme.CA().issue_cert("127.0.0.1") for _ in range(2))

    def use(server: ReaderServer, certificate: trustme.LeafCert) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        accept = server._server.socket.accept

        def encrypted() -> tuple[ssl.SSLSocket, Any]:
            connection, address = accept()
            return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

        server._server.get_request = encrypted  # type: ignore[method-assign]

    with ReaderServer(Product.FRESHRSS) as server:
        use(server, own)
        url = server.url.replace("http:", "https:")
        command = ["account", "add", url, "--user", reader_server.USER, "--name", "Home"]
        program = ["--password-command", shlex.join(["echo", reader_server.PASSWORD])]
        refused = broadsheet.process(*command, *program)  # as a process, which may leave a connection to the system
        assert (refused.code, len(refused.complaints)) == (1, 1)
        (digits,) = re.findall(r'certificate = "([0-9a-f]{64})"', refused.err)
        assert "--certificate" in refused.err
        assert server.asked == []
        added = typed(reader_server.PASSWORD, *command, "--certificate", digits.upper())
        assert (added.code, added.complaints) == (0, [])
        assert f'certificate = "{digits}"' in broadsheet.paths.accounts.read_text()
        assert broadsheet("account", "sync").code == 0
        use(server, other)
        asked = len(server.asked)
        changed = broadsheet.process("account", "sync", "--json")
        assert (changed.code, changed.json[0]["problem"], len(server.asked)) == (1, "certificate-changed", asked)


def test_an_accounts_file_that_cannot_be_written_leaves_no_secret(
    broadsheet: Command, typed: Typed, miniflux: MinifluxServer
) -> None:
    broadsheet.paths.accounts.write_text("")
    broadsheet.paths.accounts.chmod(0o444)
    done = typed(TOKEN, "account", "add", miniflux.url)
    assert (done.code, "is read-only" in done.err) == (2, True)
    assert files(broadsheet) == {"accounts.toml", "feeds.toml"}


def test_doctor_checks_accounts(broadsheet: Command, typed: Typed, miniflux: MinifluxServer) -> None:
    paths = broadsheet.paths

    def accounts() -> list[tuple[str, str, str]]:
        found = [*check_accounts(paths, Config()), check_permissions(paths)]
        return [(one.check, one.state, f"{one.message} → {one.advice}") for one in found]

    assert accounts()[0][1:] == ("ok", "not there; no accounts → ")
    assert typed(TOKEN, "account", "add", miniflux.url).code == 0
    broadsheet.paths.data_dir.chmod(0o700)
    toml, server, last, permissions = accounts()
    assert toml == ("accounts.toml", "ok", "1 account → ")
    assert server == ("account", "ok", f"Miniflux: {miniflux.url} answers and accepts the password or token → ")
    assert last[:2] == ("synchronisation", "ok")
    assert permissions[1] == "ok"
    secret = paths.secrets / "Miniflux"
    secret.chmod(0o644)
    _toml, server, _last, permissions = accounts()
    assert (server[1], f"`chmod 600 {secret}`" in server[2]) == ("problem", True)
    assert (permissions[1], str(secret) in permissions[2]) == ("warning", True)
    check_permissions(paths).apply()
    assert accounts()[1][1] == "ok"
    secret.write_text("wrong\n")
    assert (accounts()[1][1], accounts()[1][2].endswith("`broadsheet account edit Miniflux` stores another one")) == (
        "problem",
        True,
    )
    assert broadsheet("account", "sync").code == 1
    assert accounts()[2][1] == "warning"
    paths.accounts.write_text("[[accounts]]\nname = 1\n")
    assert [one[1] for one in accounts()] == ["problem", "problem", "ok"]


def test_feeds_at_the_server_are_added_edited_and_removed(
    broadsheet: Command, typed: Typed, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    news, _sport = filled(miniflux, publisher)
    assert typed(TOKEN, "account", "add", miniflux.url).code == 0
    publisher.publish("weather", 3)
    url = publisher.url("weather")
    assert broadsheet("add", url, "--account", "Nobody").complaints == [
        "there is no account Nobody; `broadsheet account list` shows them"
    ]
    added = broadsheet("add", url, "--account", "miniflux", "--folder", "Papers", "--tag", "wet", "--json")
    assert (added.code, added.json["account"], added.json["tags"]) == (0, "Miniflux", ["wet"]), added.err
    assert added.json["total"] == 3
    (feed,) = [one for one in miniflux.phone.feeds() if one.category == "Papers" and one.id != news]
    assert broadsheet("add", url, "--account", "Miniflux").out.startswith("Already subscribed to ")
    assert broadsheet("add", url).out.startswith("Already subscribed to ")
    assert "url" not in broadsheet.paths.feeds.read_text()

    assert broadsheet("edit", url, "--title", "Rain").out == "Changed Rain.\n"
    refused = broadsheet("edit", url, "--interval", "2h")
    assert (refused.code, len(refused.complaints)) == (2, 1)
    asked = broadsheet("remove", url)
    assert (asked.code, "its server deletes its articles" in asked.err) == (2, True)
    assert broadsheet("account", "sync").code == 0
    assert {one.title for one in miniflux.phone.feeds()} == {"News", "Sport", "Rain"}
    removed = broadsheet("remove", url, "--yes", "--json")
    assert removed.json == {"removed": url, "account": "Miniflux"}
    assert url not in [one["url"] for one in broadsheet("feeds", "--json").json]
    assert len(miniflux.phone.feeds()) == 3
    (refreshed,) = broadsheet("refresh", "--json").json["accounts"]
    assert (refreshed["account"], refreshed["problem"]) == ("Miniflux", None)
    assert feed.id not in [one.id for one in miniflux.phone.feeds()]

    publisher.publish("gone", 1)
    miniflux.kill()
    late = broadsheet("add", publisher.url("gone"), "--account", "Miniflux")
    assert (late.code, "at the next synchronisation" in late.err) == (1, True)
    miniflux.start()
    assert broadsheet("account", "sync").code == 0
    assert publisher.url("gone") in [one.url for one in miniflux.phone.feeds()]


# -- the secret is nowhere


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_secret_of_a_known_spelling_is_nowhere_but_in_its_place(
    broadsheet: Command, typed: Typed, miniflux: MinifluxServer, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(miniflux, publisher)
    printed = [typed(TOKEN, "account", "add", miniflux.url)]
    opml = broadsheet.paths.data_dir / "feeds.opml"
    for arguments in (
        ["account", "list"], ["account", "list", "--json"], ["account", "sync", "--json"], ["doctor", "--json"],
        ["feeds", "--json"], ["list", "--json"], ["show", "1", "--json"], ["export"], ["export", str(opml)], ["config"],
        ["config", "--json"], ["refresh", "--force", "--json"], ["mark", "read", "1"], ["account", "edit", "Miniflux", "--pause"],
        ["account", "edit", "Miniflux", "--resume", "--json"], ["undo"],
    ):  # fmt: skip
        printed.append(broadsheet(*arguments))
    miniflux.kill()
    printed += [
        broadsheet("account", "sync", "--json"),
        typed(TOKEN, "account", "add", miniflux.url),
    ]
    monkeypatch.setattr("reader.refresh.sync.server_check.sign_in_now", lambda *_: 1 / 0)
    crashed = broadsheet("doctor")
    printed.append(crashed)
    assert all(TOKEN not in one.out + one.err for one in printed)
    secret = broadsheet.paths.secrets / "Miniflux"
    assert secret.read_text() == f"{TOKEN}\n"
    secret.unlink()
    for folder in (broadsheet.paths.config_dir, broadsheet.paths.data_dir):
        assert TOKEN.encode() not in everything_in(folder)
    assert "Traceback" in broadsheet.paths.log.read_text()


def test_no_process_has_the_secret_in_its_arguments_or_environment(
    broadsheet: Command, miniflux: MinifluxServer, tmp_path: Path
) -> None:
    broadsheet.subscribe()
    token, seen = tmp_path / "token", tmp_path / "seen"
    token.write_text(f"{TOKEN}\n")
    look = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' >> \"$1\"; cat \"$2\""
    program = shlex.join(["sh", "-c", look, "sh", str(seen), str(token)])
    added = broadsheet.process("account", "add", miniflux.url, "--password-command", program)
    assert added.code == 0, added.err
    assert "account" in seen.read_text(errors="replace")
    assert TOKEN not in seen.read_text(errors="replace")


def test_a_server_that_repeats_the_secret_does_not_spread_it(broadsheet: Command, typed: Typed) -> None:
    secret = 'k\u00f6nig & "co" +1'
    asked: list[Asked] = []

    def answer(request: Asked) -> Answer:
        asked.append(request)
        told = f"bad login: {request.body.decode()} {dict(request.headers)} {unquote_plus(request.body.decode())}"
        return Answer(400, told.encode(), {"Content-Type": "text/plain"})

    with FaultyHttp(answer) as server:
        command = ["account", "add", server.url, "--kind", "google-reader", "--user", "ada"]
        done = typed(secret, *command)
        assert done.code == 1
        assert "bad login" in done.err
        assert unquote_plus(asked[0].body.decode()).find(secret) > 0
        for spelling in (secret, quote(secret), quote_plus(secret)):
            assert spelling not in done.err
        home = f'[[accounts]]\nname = "Home"\nkind = "google-reader"\nurl = "{server.url}"\nuser = "ada"\n'
        broadsheet.paths.accounts.write_text(home)
        broadsheet.paths.secrets.mkdir(mode=0o700)
        (broadsheet.paths.secrets / "Home").write_text(secret)
        (broadsheet.paths.secrets / "Home").chmod(0o600)
        synced, listed, checked = broadsheet("account", "sync", "--json"), broadsheet("account"), broadsheet("doctor")
    everything = synced.out + listed.out + checked.out + broadsheet.paths.log.read_text()
    assert "bad login" in synced.out
    (broadsheet.paths.secrets / "Home").unlink()
    for spelling in (secret, quote(secret), quote_plus(secret), json.dumps(secret)[1:-1]):
        assert spelling not in everything
        assert spelling.encode() not in everything_in(broadsheet.paths.data_dir)


def test_no_value_shows_its_secret_when_it_is_printed() -> None:
    async def send(_request: ServerRequest) -> ServerAnswer:
        raise AssertionError(_request)

    request = ServerRequest("POST", "x", form=(("Passwd", TOKEN),), json={"a": TOKEN}, headers={"X-Auth-Token": TOKEN})
    values = [request, SignIn(1, {}, TOKEN), ServerAnswer(200, TOKEN.encode(), headers={"Auth": TOKEN})]
    values += [make_source(kind, send, user="ada", secret=TOKEN) for kind in AccountKind]
    assert not [value for value in values if TOKEN in f"{value!r} {value}"]


def test_a_mistake_that_hides_an_account_is_told_by_list_and_by_an_incomplete_export(broadsheet: Command) -> None:
    broadsheet.subscribe()
    broadsheet.paths.accounts.write_text('[[accounts]]\nname = "Home"\nurl = "https://rss.example"\n', encoding="utf-8")
    for command in (["account", "list"], ["export"]):
        result = broadsheet(*command)
        assert result.code == 1, command
        assert "accounts.toml, line 1: the account needs kind" in result.err, command
