"""``add`` and ``remove``."""

from __future__ import annotations

import pytest

from reader.subscriptions import load_subscriptions
from tests.newspaper import Fault


def urls(broadsheet) -> list[str]:
    return [subscription.url for subscription in load_subscriptions(broadsheet.paths.feeds)[0]]


def test_add_makes_one_request_and_stores_the_articles(broadsheet, newspaper):
    broadsheet.subscribe()
    url = newspaper.url("/en/feed.xml")
    done = broadsheet("add", url, "--folder", "/World//Papers/", "--title", "Post", "--tag", "a", "--tag", "b,c")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Subscribed to Post: {url}, 24 articles, folder World/Papers\n"
    assert [request.path for request in newspaper.requests] == ["/en/feed.xml"]
    (feed,) = broadsheet("feeds", "--json").json
    assert (feed["title"], feed["folder"], feed["tags"]) == ("Post", "World/Papers", ["a", "b", "c"])
    assert (feed["total"], feed["status"]) == (24, "ok")
    assert len(broadsheet("list", "tide", "--json").json) == 1
    assert broadsheet("refresh", "--json").json["polled"] == 0


def test_adding_twice_changes_nothing_and_sends_no_request(broadsheet, newspaper):
    url = newspaper.url("/en/feed.json")
    broadsheet.subscribe()
    broadsheet("add", url)
    newspaper.forget()
    done = broadsheet("add", url, "--json")
    assert (done.code, done.json["total"]) == (0, 24)
    assert newspaper.requests == ()
    assert urls(broadsheet) == [url]


def test_an_address_without_a_feed_is_not_added(broadsheet, newspaper):
    broadsheet.subscribe("https://kept.example/feed")
    before = broadsheet.paths.feeds.read_bytes()
    newspaper.fail("/en/feed.atom", Fault.status(404))
    for path, words in (("/en/feed.atom", "404"), ("/robots.txt", "not a feed"), ("/missing", "404")):
        done = broadsheet("add", newspaper.url(path))
        assert (done.code, done.out) == (1, "")
        assert len(done.complaints) == 1
        assert words in done.complaints[0]
    assert broadsheet("add", "http://127.0.0.1:1/").code == 1
    assert broadsheet.paths.feeds.read_bytes() == before
    assert len(broadsheet("feeds", "--json").json) == 1


def test_a_moved_feed_is_added_with_its_new_address(broadsheet, newspaper):
    broadsheet.subscribe()
    newspaper.fail("/old.xml", Fault.moved("/de/feed.xml", 301))
    assert broadsheet("add", newspaper.url("/old.xml")).code == 0
    assert urls(broadsheet) == [newspaper.url("/de/feed.xml")]


@pytest.mark.parametrize("address", ["ftp://x.example/", "javascript:alert(1)", "", "http://", "word"])
def test_an_invalid_address_is_wrong_use(broadsheet, address):
    done = broadsheet("add", address)
    assert done.code == 2
    assert "not an address" in done.complaints[0]


def test_a_password_is_used_but_never_shown(broadsheet, newspaper, tmp_path):
    broadsheet.subscribe()
    plain = newspaper.url("/en/feed.json")
    secret = plain.replace("http://", "http://name:geheim@")
    outputs = [
        broadsheet("add", secret),
        broadsheet("feeds"),
        broadsheet("feeds", "--json"),
        broadsheet("list", "--json"),
        broadsheet("export"),
        broadsheet("refresh", plain, "--json"),
        broadsheet("list", "--feed", plain),
        broadsheet("remove", plain),
    ]
    assert [done.code for done in outputs] == [0] * len(outputs)
    assert not any("geheim" in done.out + done.err for done in outputs)
    assert urls(broadsheet) == []


def test_without_a_terminal_the_first_of_several_feeds_is_added(broadsheet, newspaper):
    broadsheet.subscribe()
    done = broadsheet("add", newspaper.url("/en/"), "--folder", "World")
    assert done.code == 0
    assert done.out == f"Subscribed to The Harbour Post: {newspaper.url('/en/feed.json')}, 24 articles, folder World\n"
    (words,) = done.complaints
    assert words.startswith(f"3 feeds found, using {newspaper.url('/en/feed.json')}; the others are: ")
    assert newspaper.url("/en/feed.xml") in words
    assert urls(broadsheet) == [newspaper.url("/en/feed.json")]
    asked = [request.path for request in newspaper.requests]
    assert sorted(asked) == ["/en/", "/en/feed.atom", "/en/feed.json", "/en/feed.xml"]
    again = broadsheet("add", newspaper.url("/en/"))
    assert (again.code, again.out.startswith("Already subscribed to The Harbour Post")) == (0, True)
    beside = broadsheet("add", newspaper.url("/en/feed.atom"))
    assert beside.code == 0
    assert "The Harbour Post has the same articles and is subscribed already" in beside.err


def test_the_feeds_of_a_page_can_be_listed_without_subscribing(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.atom"))
    shown = broadsheet("add", newspaper.url("/en/"), "--list")
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[0].startswith(" 1  The Harbour Post (Atom, 24 articles, ")
    assert lines[0].endswith("already subscribed)")
    assert lines[1].strip() == newspaper.url("/en/feed.atom")
    assert [line.endswith("the same articles)") for line in lines[5::2]] == [True, True]  # without headlines
    found = broadsheet("add", newspaper.url("/en/"), "--list", "--json").json
    assert [one["kind"] for one in found] == ["Atom", "JSON", "RSS"]
    assert [one["subscribed"] for one in found] == [newspaper.url("/en/feed.atom"), None, None]
    assert [one["same_as"] for one in found] == [None, *[newspaper.url("/en/feed.atom")] * 2]
    assert (found[0]["entries"], len(found[0]["newest"]), found[0]["comments"]) == (24, 3, False)
    assert found[0]["often"]
    assert len(broadsheet("add", newspaper.url("/en/"), "--list", "--jsonl").out.splitlines()) == 3
    assert urls(broadsheet) == [newspaper.url("/en/feed.atom")]
    assert broadsheet("add", newspaper.url("/robots.txt"), "--list").code == 1


def test_an_address_without_scheme_finds_the_feed_that_is_subscribed(broadsheet, newspaper):
    plain = newspaper.url("/en/feed.json")
    broadsheet.subscribe(plain.replace("http://", "https://"))
    before = broadsheet.paths.feeds.read_bytes()
    done = broadsheet("add", plain)
    assert (done.code, done.out.split(":")[0]) == (0, "Already subscribed to 127.0.0.1")
    assert broadsheet.paths.feeds.read_bytes() == before
    bare = newspaper.url("/de/feed.json").removeprefix("http://")
    assert broadsheet("add", f"feed://{bare}").code == 0
    assert urls(broadsheet)[1] == newspaper.url("/de/feed.json")


def test_a_removed_feed_can_be_added_again_with_its_articles(broadsheet, newspaper):
    broadsheet.subscribe("https://kept.example/feed")
    url = newspaper.url("/en/feed.json")
    broadsheet("add", url)
    broadsheet("mark", "read", "1")
    assert broadsheet("remove", url, "--json").json == {"removed": url}
    assert broadsheet("list").code == 1
    assert broadsheet("remove", url).code == 1
    broadsheet("add", url)
    feed = broadsheet("feeds", "--json").json[1]
    assert (feed["total"], feed["unread"]) == (24, 23)


def test_the_welcome_feed_can_be_removed_and_added_again(broadsheet):
    broadsheet.subscribe("broadsheet:welcome")
    assert broadsheet("remove", "broadsheet:welcome").code == 0
    assert broadsheet("add", "broadsheet:welcome").code == 0
    assert broadsheet("refresh").code == 0
