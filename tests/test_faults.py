"""Every fault, from the server to the store: its message, its cost, and that nothing is lost.

``python -m tests.support.fault_report`` prints the costs.
"""

from __future__ import annotations

import datetime
import gc
import re
import socket
import ssl
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import trustme

from reader.model import Status
from reader.paths import Paths
from reader.refresh.parsing.parser_pool import TIME_LIMIT
from reader.refresh.parsing.parser_process import MEMORY_LIMIT
from reader.store import check
from tests.support.command import Command
from tests.support.fault_list import FEED, LIST, STORED, Case
from tests.support.fault_stage import VALIDATORS, Outcome, Stage, TwoFaced
from tests.support.faultserver import answer
from tests.support.profile import message

pytestmark = pytest.mark.processes

PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
NO_VALIDATORS = type(VALIDATORS)()
MUCH = 150_000_000  # bytes by which a refresher may grow temporarily; a body has 10 MB


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
        with Stage(folder) as made:
            yield made


def assert_nothing_was_lost(outcome: Outcome, words: str | None, new: tuple[str, ...] = ()) -> None:
    assert message(outcome.done.error) == message(outcome.poll.error) == words
    assert {name: (entry.read, entry.starred) for name, entry in outcome.entries.items() if name in STORED} == {
        "old-1": (True, False),
        "old-2": (False, True),
        "old-3": (False, False),
    }
    arrived = [name for name in outcome.entries if name not in STORED]
    assert set(new) <= set(arrived)
    assert outcome.done.new == len(arrived)
    assert not arrived or new
    assert (outcome.neighbour.new, outcome.neighbour.error) == (1, None)


def assert_it_cost_little(outcome: Outcome, deadline: float) -> None:
    assert outcome.seconds < deadline + TIME_LIMIT
    assert outcome.parser_peak < MEMORY_LIMIT / 2
    assert outcome.growth < MUCH


@pytest.mark.parametrize("name", LIST)
def test_a_fault_has_its_message_and_loses_nothing(stage: Stage, name: str, caplog: pytest.LogCaptureFixture) -> None:
    case = LIST[name]
    outcome = stage.play(case)
    assert_nothing_was_lost(outcome, case.words, case.new)
    assert_it_cost_little(outcome, case.deadline)
    if case.words is None:
        assert outcome.poll.status is Status.OK
    else:
        assert outcome.poll.status is Status.FAILING
        assert outcome.poll.validators == (NO_VALIDATORS if "304" in case.words else VALIDATORS)
    gc.collect()
    assert not caplog.records


def test_after_all_faults_the_database_is_intact(stage: Stage) -> None:
    stage.play(LIST["truncated XML"])
    assert check(stage.profile.paths.database) == []


def test_a_refused_connection_is_reported(stage: Stage) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening
        outcome = stage.play(Case(None), url=f"http://127.0.0.1:{taken.getsockname()[1]}/f")
    assert_nothing_was_lost(outcome, "the connection was refused")


def test_an_unknown_host_is_reported(stage: Stage) -> None:
    outcome = stage.play(Case(None), url="http://no-such-name.invalid/f")
    assert message(outcome.done.error) in (
        "no-such-name.invalid could not be found",
        "the name server did not answer",
        "the server's name could not be found",
    )
    assert_nothing_was_lost(outcome, message(outcome.done.error))


def context(*certificates: trustme.LeafCert | trustme.CA) -> ssl.SSLContext:
    """A server's context with that certificate; the one of an authority itself is self-signed."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for certificate in certificates:
        if isinstance(certificate, trustme.LeafCert):
            certificate.configure_cert(made)
        else:
            with certificate.cert_pem.tempfile() as cert, certificate.private_key_pem.tempfile() as key:
                made.load_cert_chain(cert, key)
    return made


def fingerprint(certificate: trustme.LeafCert | trustme.CA) -> str:
    """The SHA-256 of a server certificate."""
    pem = certificate.cert_chain_pems[0] if isinstance(certificate, trustme.LeafCert) else certificate.cert_pem
    return sha256(ssl.PEM_cert_to_DER_cert(pem.bytes().decode())).hexdigest()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("good", None),
        ("expired", "its certificate has expired"),
        ("of another host", "its certificate was issued for another address"),
        ("self-signed", "its certificate is self-signed"),
        ("of an unknown authority", "its certificate was issued by an authority that this computer does not trust"),
    ],
)
def test_an_invalid_certificate_is_reported(stage: Stage, authority: trustme.CA, kind: str, words: str | None) -> None:
    certificates: dict[str, trustme.LeafCert | trustme.CA] = {
        "good": authority.issue_cert("127.0.0.1"),
        "expired": authority.issue_cert("127.0.0.1", not_before=PAST, not_after=PAST + datetime.timedelta(days=1)),
        "of another host": authority.issue_cert("news.example.org"),
        "self-signed": trustme.CA(),
        "of an unknown authority": trustme.CA().issue_cert("127.0.0.1"),
    }
    if words:
        words += f'. If you trust it, add certificate = "{fingerprint(certificates[kind])}" to its table in feeds.toml'
    outcome = stage.play(Case(words, {"/f": [answer(FEED)]}), tls=context(certificates[kind]))
    assert_nothing_was_lost(outcome, words, ("new-1",) if words is None else ())


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found"])
def test_a_redirect_from_https_to_http_is_followed_but_does_not_change_the_address(
    stage: Stage, authority: trustme.CA, status: str
) -> None:
    with TwoFaced(context(authority.issue_cert("127.0.0.1")), status, FEED) as server:
        outcome = stage.play(Case(None), url=f"https://127.0.0.1:{server.port}/f")
        assert_nothing_was_lost(outcome, None, ("new-1",))
        assert outcome.poll.url == f"https://127.0.0.1:{server.port}/f"
        assert outcome.poll.url in stage.profile.paths.feeds.read_text()
        secret = f"https://me:secret@127.0.0.1:{server.port}/f"
        outcome = stage.play(Case(None), url=secret)
    assert_nothing_was_lost(outcome, "the server redirects from https to plain http")


def test_all_faults_at_once_delay_no_other_feed(tmp_path: Path) -> None:
    with Stage(tmp_path) as stage:  # one of its own, without the histories of the feeds before
        done, neighbour = stage.play_all(LIST, deadline=3.0)
    assert {name: message(event.error) for name, event in done.items()} == {
        name: case.words and case.words.replace(" 1 s", " 3 s") for name, case in LIST.items()
    }
    assert (neighbour.new, neighbour.error) == (1, None)


CLI = ("redirect to a login page", "truncated XML", "truncated gzip", "304 that nobody asked for")


def test_the_command_line_lists_failed_feeds_with_reasons(stage: Stage, paths: Paths, broadsheet: Command) -> None:
    urls = {stage.serve(LIST[name]): LIST[name].words for name in CLI}
    broadsheet.subscribe(*urls, stage.neighbour.url("/f"))
    done = broadsheet("refresh")
    assert done.code == 1
    first, *failed = done.out.splitlines()
    assert re.fullmatch(
        r"Refreshed 5 feeds in [\d.]+ s: 1 changed, 0 unchanged, 4 failed\. 3 new articles, 0 updated\.", first
    )
    assert sorted(failed) == sorted(f"  failed: {url}: {words}" for url, words in urls.items())
    assert done.complaints == ["4 of 5 feeds failed; `broadsheet feeds` says why"]
    health = {feed["url"]: (feed["status"], feed["last_error"]) for feed in broadsheet("feeds", "--json").json}
    assert health == {
        **{url: ("failing", words) for url, words in urls.items()},
        stage.neighbour.url("/f"): ("ok", None),
    }
