"""The paper over HTTP: feeds, validators, publishing, and faults on demand."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.newspaper import Fault, Newspaper
from tests.newspaper.feeds import ATOM, DC, SLASH, THR, WFW
from tests.newspaper.picture_files import is_art
from tests.newspaper.site import author_path

NOW = 1_750_000_000
RSS_PATH = "/en/feed.xml"


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    """One paper for the tests that only read."""
    with Newspaper(now=NOW) as served:
        yield served


@contextmanager
def connected(paper: Newspaper) -> Iterator[http.client.HTTPConnection]:
    parts = urlsplit(paper.base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def get(paper: Newspaper, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with connected(paper) as connection:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def titles(paper: Newspaper, code: str = "en") -> list[str | None]:
    return [item.findtext("title") for item in ET.fromstring(get(paper, f"/{code}/feed.xml")[2]).iter("item")]


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_rss_feed_has_summaries_and_all_that_hangs_on_an_item(paper: Newspaper, code: str) -> None:
    status, headers, body = get(paper, f"/{code}/feed.xml")
    channel = ET.fromstring(body).find("channel")
    assert status == 200
    assert headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert channel is not None
    assert channel.findtext("language") == code
    assert channel.find(f"{{{ATOM}}}link[@rel='self']").get("href") == paper.url(f"/{code}/feed.xml")  # type: ignore[union-attr]
    items = channel.findall("item")
    for item, article in zip(items, paper.site.section(code).articles, strict=True):
        assert item.findtext("title") == article.title
        assert item.findtext("guid") == article.guid
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert item.findtext(f"{{{SLASH}}}comments") == str(len(article.comments))
        assert item.findtext(f"{{{WFW}}}commentRss") == paper.url(f"{article.path}comments.xml")
        assert len(item.findall(f"{{{DC}}}creator")) == max(1, len(article.authors))
        assert item.findtext("description", "").count("<p>") == 1
        assert (item.find("enclosure") is not None) == article.audio


def test_the_atom_feeds_have_summaries_in_english_and_the_whole_text_in_german(paper: Newspaper) -> None:
    for code, full in (("en", False), ("de", True)):
        feed = ET.fromstring(get(paper, f"/{code}/feed.atom")[2])
        entries = feed.findall(f"{{{ATOM}}}entry")
        assert len(entries) == len(paper.site.section(code).articles)
        for entry in entries:
            assert (entry.find(f"{{{ATOM}}}content") is not None) == full
            replies = entry.find(f"{{{ATOM}}}link[@rel='replies']")
            assert replies is not None
            assert (replies.get(f"{{{THR}}}count") or "").isdigit()


def test_the_json_feeds_have_the_whole_text_and_pictures_of_authors(paper: Newspaper) -> None:
    for code in ("en", "de"):
        status, headers, body = get(paper, f"/{code}/feed.json")
        feed = json.loads(body)
        assert headers["Content-Type"].startswith("application/feed+json")
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert len(feed["items"]) == len(paper.site.section(code).articles)
        assert not any(
            re.search(r'(?:href|src)="(?!https?:|mailto:|data:)', item["content_html"]) for item in feed["items"]
        )
        assert any("avatar" not in author for item in feed["items"] for author in item["authors"])
        assert any("avatar" in author for item in feed["items"] for author in item["authors"])
        assert any("attachments" in item for item in feed["items"])
        assert status == 200


def test_an_attachment_is_as_long_as_the_feed_says(paper: Newspaper) -> None:
    items = json.loads(get(paper, "/en/feed.json")[2])["items"]
    attachment = next(item["attachments"][0] for item in items if "attachments" in item)
    status, headers, body = get(paper, urlsplit(attachment["url"]).path)
    assert (status, headers["Content-Type"], len(body)) == (200, "audio/wav", attachment["size_in_bytes"])
    assert body.startswith(b"RIFF")


def test_validators_sent_back_get_a_304_without_a_body(paper: Newspaper) -> None:
    for path in (RSS_PATH, "/de/feed.atom", "/de/feed.json", paper.articles[0].path):
        headers = get(paper, path)[1]
        assert headers["Cache-Control"].startswith("max-age=")
        assert not headers["ETag"].startswith("W/")
        for sent in ({"If_None_Match": headers["ETag"]}, {"If_Modified_Since": headers["Last-Modified"]}):
            status, again, body = get(paper, path, **sent)
            assert (status, body) == (304, b"")
            assert again["ETag"] == headers["ETag"]


def test_if_none_match_wins_over_if_modified_since(paper: Newspaper) -> None:
    modified = get(paper, RSS_PATH)[1]["Last-Modified"]
    assert get(paper, RSS_PATH, If_None_Match='"other"', If_Modified_Since=modified)[0] == 200


def test_an_unreadable_or_older_date_is_no_reason_for_a_304(paper: Newspaper) -> None:
    assert get(paper, RSS_PATH, If_Modified_Since="yesterday")[0] == 200
    assert get(paper, RSS_PATH, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT")[0] == 200


def test_gzip_is_used_where_it_is_accepted_with_an_etag_of_its_own(paper: Newspaper) -> None:
    plain, zipped = get(paper, RSS_PATH), get(paper, RSS_PATH, Accept_Encoding="br, gzip;q=0.8")
    assert zipped[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped[2]) == plain[2]
    assert zipped[1]["ETag"] != plain[1]["ETag"]
    assert get(paper, RSS_PATH, If_None_Match=zipped[1]["ETag"])[0] == 304
    assert get(paper, RSS_PATH, Accept_Encoding="gzip;q=0")[1]["Content-Encoding"] is None


def test_every_address_of_the_paper_answers_and_every_link_on_it_leads_somewhere(paper: Newspaper) -> None:
    known: dict[str, int] = {}
    art: set[str] = set()
    with connected(paper) as connection:

        def status(path: str) -> tuple[int, bytes]:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()

        for path in paper.paths:
            known[path], body = status(path)
            if not path.endswith("/"):
                continue
            for link in re.findall(r'(?:href|src|action)="([^"]+)"', body.decode()):
                target = urlsplit(urljoin(paper.url(path), link.replace("&amp;", "&")))
                if target.path.startswith("/media/art/"):
                    art.add(target.path)
                elif f"{target.scheme}://{target.netloc}" == paper.base and target.path not in known:
                    known[target.path] = status(target.path)[0]
        for path in {path.rpartition("/")[0]: path for path in sorted(art, reverse=True)}.values():
            known[path], _ = status(path)  # one of each kind: each has to be painted
    assert {path: code for path, code in known.items() if code != 200} == {}
    assert all(is_art(path) for path in art)


def test_links_inside_a_page_have_a_target_there(paper: Newspaper) -> None:
    for article in paper.articles:
        page = get(paper, article.path)[2].decode()
        ids = set(re.findall(r'\bid="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_unknown_addresses_get_a_404_page_and_a_missing_slash_a_redirect(paper: Newspaper) -> None:
    status, headers, body = get(paper, "/de/artikel/gibt-es-nicht/")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "Diese Seite ist abgetrieben" in body.decode()
    assert get(paper, "/media/art/volcano/x-960.png")[0] == 404
    status, headers, _ = get(paper, "/de")
    assert (status, headers["Location"]) == (301, "/de/")


def test_a_post_is_refused_and_the_connection_goes_on(paper: Newspaper) -> None:
    with connected(paper) as connection:
        connection.request("POST", paper.articles[0].path, body="comment=hello")
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
        connection.request("HEAD", RSS_PATH)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")


def test_author_pages_show_biography_picture_and_articles(paper: Newspaper) -> None:
    for author in paper.site.writers:
        page = get(paper, author_path(author))[2].decode()
        assert f">{author.name}</h1>" in page
        assert ("og:description" in page) == (author.bio is not None)
        assert ("og:image" in page) == author.portrait
        assert ("application/ld+json" in page) == (author.page_style == "jsonld")
        assert ('class="h-card"' in page) == (author.page_style == "hcard")
        assert all(article.path in page for article in paper.site.articles_by(author))


def test_article_pages_name_their_author_each_in_its_style(paper: Newspaper) -> None:
    for article in paper.articles:
        page = get(paper, article.path)[2].decode()
        assert 'property="og:title"' in page
        assert f'href="{paper.url(article.path)}comments.xml"' in page
        assert ("application/ld+json" in page) == article.author_style.startswith("jsonld")
        for author in paper.site.authors_of(article):
            assert author.name in page
            told = article.author_style not in ("rel", "jsonld-brief")
            assert (author.bio is not None and author.bio in page) == (told and author.bio is not None)
        assert page.count('class="comment-body"') == len(article.comments)


def test_linked_data_is_a_graph_whose_references_resolve(paper: Newspaper) -> None:
    article = next(a for a in paper.articles if a.author_style == "jsonld")
    page = get(paper, article.path)[2].decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    nodes = {node["@id"]: node for node in json.loads(found[1])["@graph"]}
    news = next(node for node in nodes.values() if node["@type"] == "NewsArticle")
    person = nodes[news["author"][0]["@id"]]
    assert person["description"] == paper.site.authors_of(article)[0].bio
    assert get(paper, urlsplit(person["image"]["url"]).path)[1]["Content-Type"] == "image/png"


def test_the_comment_feed_of_an_article_has_its_comments(paper: Newspaper) -> None:
    for article in paper.articles:
        items = list(ET.fromstring(get(paper, f"{article.path}comments.xml")[2]).iter("item"))
        assert sorted(item.findtext("title") or "" for item in items) == sorted(c.name for c in article.comments)


def test_a_published_article_comes_first_and_changes_the_validators(newspaper: Newspaper) -> None:
    before = get(newspaper, RSS_PATH)[1]
    article = newspaper.publish(
        "en", title="A gull & a <half>", body="<p>New.</p>", authors=("ines-calder",), tags=("gulls",)
    )
    status, after, _ = get(newspaper, RSS_PATH, If_None_Match=before["ETag"])
    assert (status, titles(newspaper)[0]) == (200, "A gull & a <half>")
    assert after["Last-Modified"] != before["Last-Modified"]
    assert get(newspaper, article.path)[0] == get(newspaper, "/en/tag/gulls/")[0] == 200
    assert get(newspaper, "/de/feed.xml", If_None_Match=get(newspaper, "/de/feed.xml")[1]["ETag"])[0] == 304


def test_a_changed_article_shows_its_new_text_and_when_it_was_changed(newspaper: Newspaper) -> None:
    before = get(newspaper, RSS_PATH)[1]
    slug = newspaper.site.section("en").articles[3].slug
    article = newspaper.change(slug, title="Changed", body="<p>Quite different.</p>")
    assert titles(newspaper)[3] == "Changed"
    assert article.updated == newspaper.now
    assert b"Quite different." in get(newspaper, article.path)[2]
    assert get(newspaper, RSS_PATH, If_Modified_Since=before["Last-Modified"])[0] == 200


def test_a_retracted_article_falls_out_of_the_feeds_and_off_the_site(newspaper: Newspaper) -> None:
    article = newspaper.articles[0]
    newspaper.retract(article.slug)
    assert article.title not in titles(newspaper)
    assert get(newspaper, article.path)[0] == 404


def test_what_does_not_exist_cannot_be_changed_and_no_slug_is_used_twice(newspaper: Newspaper) -> None:
    for attempt in (lambda: newspaper.change("nothing", title="x"), lambda: newspaper.retract("nothing")):
        with pytest.raises(KeyError):
            attempt()
    with pytest.raises(KeyError):
        newspaper.publish("en", title="x", authors=("nobody",))
    newspaper.publish("en", title="Twice")
    with pytest.raises(ValueError, match="taken"):
        newspaper.publish("de", title="Twice")


def test_the_log_has_every_request_in_order(newspaper: Newspaper) -> None:
    get(newspaper, "/en/?s=bread", X_Test="Yes")
    get(newspaper, "/nowhere")
    assert [(r.method, r.path) for r in newspaper.requests] == [("GET", "/en/?s=bread"), ("GET", "/nowhere")]
    assert newspaper.requests[0].headers["x-test"] == "Yes"
    newspaper.forget()
    assert newspaper.requests == ()


@pytest.mark.parametrize("number", [404, 410, 429, 500, 503])
def test_a_status_can_be_asked_for_a_number_of_times(newspaper: Newspaper, number: int) -> None:
    newspaper.fail(newspaper.url(RSS_PATH), Fault.status(number, retry_after=120), times=2)
    answers = [get(newspaper, RSS_PATH) for _ in range(3)]
    assert [answer[0] for answer in answers] == [number, number, 200]
    assert answers[0][1]["Retry-After"] == "120"


def test_faults_that_spoil_the_body_do_so_even_to_conditional_requests(newspaper: Newspaper) -> None:
    whole = get(newspaper, RSS_PATH)
    spoiled = {}
    for name in ("html", "empty", "cut_off", "garbage", "wrong_type"):
        newspaper.fail(RSS_PATH, getattr(Fault, name)())
        spoiled[name] = get(newspaper, RSS_PATH, If_None_Match=whole[1]["ETag"], Accept_Encoding="gzip")
        assert spoiled[name][0] == 200
        assert int(spoiled[name][1]["Content-Length"]) == len(spoiled[name][2])
    assert b"<form" in spoiled["html"][2]
    assert spoiled["html"][1]["Content-Type"].startswith("text/html")
    assert spoiled["empty"][2] == b""
    assert whole[2].startswith(spoiled["cut_off"][2])
    assert b"<item>" in spoiled["cut_off"][2]
    with pytest.raises(ET.ParseError):
        ET.fromstring(spoiled["cut_off"][2])
    with pytest.raises(ET.ParseError):
        ET.fromstring(spoiled["garbage"][2])
    assert (spoiled["wrong_type"][1]["Content-Type"], spoiled["wrong_type"][2]) == ("text/plain", whole[2])
    newspaper.heal(RSS_PATH)
    assert get(newspaper, RSS_PATH)[2] == whole[2]


def test_a_body_can_be_shorter_than_its_content_length(newspaper: Newspaper) -> None:
    newspaper.fail(RSS_PATH, Fault.short())
    with pytest.raises(http.client.IncompleteRead):
        get(newspaper, RSS_PATH)


def test_a_connection_can_be_closed_or_reset_without_a_word(newspaper: Newspaper) -> None:
    newspaper.fail(RSS_PATH, Fault.close())
    with pytest.raises(http.client.RemoteDisconnected):
        get(newspaper, RSS_PATH)
    newspaper.fail(RSS_PATH, Fault.reset())
    with pytest.raises(ConnectionResetError) as caught:
        get(newspaper, RSS_PATH)
    assert not isinstance(caught.value, http.client.RemoteDisconnected)
    newspaper.heal()
    assert get(newspaper, RSS_PATH)[0] == 200


def test_a_feed_can_be_moved(newspaper: Newspaper) -> None:
    for number in (301, 302, 308):
        newspaper.fail(RSS_PATH, Fault.moved("/de/feed.xml", number))
        status, headers, _ = get(newspaper, RSS_PATH)
        assert (status, headers["Location"]) == (number, "/de/feed.xml")


def test_a_slow_answer_comes_whole_in_the_end(newspaper: Newspaper) -> None:
    newspaper.fail(RSS_PATH, Fault.slow(0.05))
    assert len(titles(newspaper)) == len(newspaper.site.section("en").articles)


def test_the_server_stops_at_once_though_requests_are_slow_and_connections_idle() -> None:
    before = set(threading.enumerate())
    with Newspaper(now=NOW) as paper, connected(paper) as idle, connected(paper) as waiting:
        idle.request("GET", RSS_PATH)
        idle.getresponse().read()
        paper.fail("/de/feed.xml", Fault.slow(3_600))
        waiting.request("GET", "/de/feed.xml")
        while len(paper.requests) < 2:
            time.sleep(0.005)
        paper.stop()
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            waiting.getresponse()
    assert set(threading.enumerate()) <= before
    parts = urlsplit(paper.base)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((parts.hostname, parts.port), timeout=5)


def test_many_readers_at_once_are_all_served(newspaper: Newspaper) -> None:
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(get(newspaper, RSS_PATH)[0])) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 40


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_short_reports_are_150_and_each_has_a_place_on_their_page(paper: Newspaper, code: str) -> None:
    page = get(paper, f"/{code}/briefs/")[2].decode()
    items = list(ET.fromstring(get(paper, f"/{code}/briefs/feed.xml")[2]).iter("item"))
    assert len(items) == len({item.findtext("title") for item in items}) == 150
    for item in items:
        address, _, place = (item.findtext("link") or "").partition("#")
        assert address == f"{paper.base}/{code}/briefs/"
        assert f'id="{place}"' in page
        assert item.findtext("description", "").startswith("<p>")
