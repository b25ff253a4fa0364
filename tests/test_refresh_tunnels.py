"""From http to https on the standard ports, and certificates through a proxy: real TLS in a real tunnel."""

from __future__ import annotations

import ssl
import tomllib
from base64 import b64encode
from hashlib import sha256

import pytest
import trustme

from reader.config import Config
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import FaultServer, answer, redirect
from tests.support.profile import Profile, errors

FEED = [answer(rss(item("1")).encode(), "Content-Type: application/rss+xml")]
MOVED = "301 Moved Permanently"
SECRET = b"Basic " + b64encode(b"me:secret")


@pytest.fixture
def authority(tmp_path, monkeypatch) -> trustme.CA:
    """A certificate authority that the system trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def safe(servers: Servers, certificate: trustme.LeafCert) -> FaultServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server = servers.start(context)
    server.routes["/f"] = FEED
    return server


def fingerprint(certificate: trustme.LeafCert) -> str:
    return sha256(ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())).hexdigest()


def addresses(profile: Profile) -> list[str]:
    return [table["url"] for table in tomllib.loads(profile.paths.feeds.read_text())["feeds"]]


# -- from http to https


def test_a_subscription_moves_to_https_with_its_password_and_headers(profile, servers, authority):
    plain, secure = servers.start(), safe(servers, authority.issue_cert("one.invalid"))
    plain.routes["/f"] = redirect("https://one.invalid/f", MOVED)
    proxy = servers.proxy({"one.invalid:80": plain.port, "one.invalid:443": secure.port})
    profile.config = Config(proxy=f"http://127.0.0.1:{proxy.port}")
    profile.subscribe("http://me:secret@one.invalid/f", headers=(("X-Key", "mine"),))
    assert not errors(profile.refresh())
    (asked,) = secure.asked
    assert (asked.headers["authorization"], asked.headers["x-key"]) == (SECRET, b"mine")
    assert proxy.asked == ["GET http://one.invalid/f", "CONNECT one.invalid:443"]
    assert addresses(profile) == ["https://me:secret@one.invalid/f"]
    profile.subscribe(*addresses(profile), headers=(("X-Key", "mine"),))
    assert not errors(profile.refresh())
    assert proxy.asked[2:] == ["CONNECT one.invalid:443"]
    assert profile.titles() == ["1"]


@pytest.mark.parametrize("place", ["one.invalid:8443", "two.invalid:443"])
def test_no_secret_moves_to_another_port_or_host(profile, servers, authority, place):
    host = place.partition(":")[0]
    plain, secure = servers.start(), safe(servers, authority.issue_cert(host))
    plain.routes["/f"] = redirect(f"https://{place}/f", MOVED)
    proxy = servers.proxy({"one.invalid:80": plain.port, place: secure.port})
    profile.config = Config(proxy=f"http://127.0.0.1:{proxy.port}")
    profile.subscribe("http://me:secret@one.invalid/f", headers=(("X-Key", "mine"),))
    assert not errors(profile.refresh())
    (asked,) = secure.asked
    assert not {"authorization", "x-key"} & set(asked.headers)
    assert b"secret" not in asked.raw
    assert addresses(profile) == ["http://me:secret@one.invalid/f"]


def test_a_feed_does_not_move_to_an_untrusted_https_server(profile, servers, authority):
    plain, secure = servers.start(), safe(servers, trustme.CA().issue_cert("one.invalid"))
    plain.routes["/f"] = redirect("https://one.invalid/f", MOVED)
    proxy = servers.proxy({"one.invalid:80": plain.port, "one.invalid:443": secure.port})
    profile.config = Config(proxy=f"http://127.0.0.1:{proxy.port}")
    profile.subscribe("http://one.invalid/f")
    (words,) = errors(profile.refresh()).values()
    assert words.startswith("its certificate was issued by an authority that this computer does not trust")
    assert not secure.asked
    assert addresses(profile) == ["http://one.invalid/f"]


# -- pinned certificates through a tunnel


def test_exactly_the_pinned_certificate_is_accepted_through_a_proxy(profile, servers):
    mine = trustme.CA().issue_cert("another-name.example")
    server = safe(servers, mine)
    proxy = servers.proxy({"one.invalid:443": server.port})
    profile.config = Config(proxy=f"http://me:hidden@127.0.0.1:{proxy.port}")
    profile.subscribe("https://one.invalid/f")
    (words,) = errors(profile.refresh()).values()
    assert fingerprint(mine) in words
    assert not server.asked
    profile.subscribe("https://one.invalid/f", certificate=fingerprint(mine))
    assert not errors(profile.refresh())
    assert profile.titles() == ["1"]
    assert "proxy-authorization" not in server.asked[0].headers
    assert all(b"Proxy-Authorization: Basic" in head for head in proxy.heads)
    profile.subscribe("https://one.invalid/f", certificate="ab" * 32)
    (words,) = errors(profile.refresh()).values()
    assert words == f"its certificate is not the one that you accepted, but {fingerprint(mine)}"
    assert len(server.asked) == 1


def test_the_certificate_of_an_https_proxy_is_never_taken_for_the_servers(profile, servers, authority):
    trusted, mine = authority.issue_cert("one.invalid"), trustme.CA().issue_cert("two.invalid")
    good, strange = safe(servers, trusted), safe(servers, mine)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    proxy = servers.proxy({"one.invalid:443": good.port, "two.invalid:443": strange.port}, context)
    profile.config = Config(proxy=f"https://127.0.0.1:{proxy.port}")
    profile.subscribe("https://one.invalid/f")
    assert not errors(profile.refresh())
    profile.subscribe("https://two.invalid/f", certificate=fingerprint(mine))
    (words,) = errors(profile.refresh()).values()
    assert words == "the certificate that you accepted cannot be checked behind an https proxy"
    assert not strange.asked
