"""Searching for feeds on real servers: which requests are sent, in which order, how many, and never to a wrong server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from reader.config import Config
from reader.errors import FetchError
from reader.fetch.addresses import is_own
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.subscribing.find_feeds import FeedSearch, FoundFeed, SearchProgress, typed_server
from reader.wording.problem_messages import problem_message
from tests.newspaper import Fault
from tests.support.each import each
from tests.support.faultserver import HANG, Asked, FaultServer, answer, fault_server, redirect

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>%b</title><id>urn:x</id>
<entry><id>urn:1</id><title>One</title><updated>2026-01-01T00:00:00Z</updated></entry></feed>"""
HTML = "Content-Type: text/html; charset=utf-8"


@dataclass
class Search:
    """A server, and searches that begin there."""

    server: FaultServer
    context: RefreshContext

    def page(self, path: str, html: str, *headers: str) -> None:
        self.server.routes[path] = [answer(html.encode(), HTML, *headers)]

    def feed(self, *paths: str) -> None:
        for path in paths:
            self.server.routes[path] = [answer(ATOM % path.encode(), "Content-Type: application/atom+xml")]

    async def __call__(self, typed: str) -> list[FoundFeed]:
        self.steps: list[SearchProgress | FoundFeed] = []
        self.server.asked.clear()
        return await FeedSearch(self.context, typed, self.steps.append).run()

    async def paths(self, typed: str) -> list[str]:
        """The paths of the feeds that are found."""
        return [found.url.removeprefix(self.server.url("")) for found in await self(typed)]

    async def failure(self, typed: str) -> str:
        with pytest.raises(FetchError) as caught:
            await self(typed)
        return problem_message(caught.value.details)

    @property
    def asked(self) -> list[str]:
        return [asked.path for asked in self.server.asked]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - a server's count has no event
            await asyncio.sleep(0.01)


@pytest.fixture
async def search(paths: Paths) -> AsyncIterator[Search]:
    async with RefreshContext(paths, Config(), time.time) as context, fault_server() as server:
        yield Search(server, context)


async def test_of_hundreds_of_feeds_some_are_read_and_more_are_announced(search):
    links = "".join(f'<link rel="alternate" type="application/atom+xml" href="/f{n}">' for n in range(300))
    search.page("/", f"<html><head>{links}</head></html>")
    search.feed(*(f"/f{n}" for n in range(300)))
    discovery = FeedSearch(search.context, search.server.url("/"), lambda _: None)
    assert len(await discovery.run()) == 12
    assert discovery.more
    few = FeedSearch(search.context, search.server.url("/f1"), lambda _: None)
    assert len(await few.run()) == 1
    assert not few.more


async def test_a_feed_is_found_with_one_request_whose_body_is_kept(search):
    search.feed("/f")
    (found,) = await search(search.server.url("/f"))
    assert (found.url, found.title, found.feed.kind, len(found.feed.entries)) == (
        search.server.url("/f"),
        "/f",
        "Atom",
        1,
    )
    assert search.asked == ["/f"]
    assert [type(step) for step in search.steps] == [SearchProgress, FoundFeed]


async def test_an_address_without_scheme_is_tried_with_https_and_then_with_http(search, newspaper):
    url = newspaper.url("/en/feed.xml")
    bare = url.removeprefix("http://")
    for typed in (bare, f"feed://{bare}", f"  feed:{bare} \n"):
        assert [found.url for found in await search(typed)] == [url]


async def test_declared_feeds_are_read_and_comments_come_last(search):
    search.page("/dir/", """<base href="/deep/"><link rel=alternate type=application/rss+xml href=/comments/feed>
        <link rel=alternate type=application/atom+xml href=a.xml><link rel=alternate type=application/rss+xml href=/gone>
        <a href=/other.rss>RSS</a>""")  # fmt: skip
    search.feed("/comments/feed", "/deep/a.xml", "/other.rss")
    assert await search.paths(search.server.url("/dir/")) == ["/deep/a.xml", "/comments/feed"]
    assert sorted(search.asked) == ["/comments/feed", "/deep/a.xml", "/dir/", "/gone"]


async def test_a_link_header_declares_a_feed_absolute_or_relative(search):
    here = search.server.url("/absolute")
    search.page("/", "<p>x", f'Link: <{here}>; rel="alternate"; type="application/rss+xml"',
                "Link: <relative>; rel=alternate; type=application/atom+xml")  # fmt: skip
    search.feed("/absolute", "/relative")
    assert await search.paths(search.server.url("/")) == ["/absolute", "/relative"]


async def test_blog_software_is_recognized(search):
    search.page(
        "/post/", '<meta name=generator content="WordPress 6"><link rel=alternate type=application/rss+xml href=/feed/>'
    )
    search.feed("/feed/")
    assert await search.paths(search.server.url("/post/")) == ["/feed/"]
    assert search.asked.count("/feed/") == 1


async def test_links_that_look_like_feeds_are_tried_if_none_are_declared(search):
    search.page("/", '<a href="/news.rss">Follow us</a> <a href=/about>About</a>')
    search.feed("/news.rss")
    assert await search.paths(search.server.url("/")) == ["/news.rss"]
    assert search.asked == ["/", "/news.rss"]


async def test_a_page_that_lists_the_sites_feeds_is_followed_once(search):
    search.page("/", '<a href="/rss">Our feeds</a>')
    search.page("/rss", '<a href="/sport.xml">RSS: sport</a> <a href="/rss2">More RSS</a>')
    search.page("/rss2", '<a href="/more.xml">RSS</a>')
    search.feed("/sport.xml", "/more.xml")
    assert await search.paths(search.server.url("/")) == ["/sport.xml"]


async def test_usual_addresses_are_tried_last_until_one_is_a_feed(search):
    search.page("/blog/", "<p>nothing")
    search.feed("/rss.xml", "/atom.xml")
    assert await search.paths(search.server.url("/blog/")) == ["/rss.xml"]
    assert "/atom.xml" not in search.asked


async def test_the_same_feed_under_two_names_is_found_once(search):
    search.page("/", "<link rel=feed href=/a><link rel=feed href=/b><link rel=feed href=/c>")
    search.server.routes |= {"/a": [answer(ATOM % b"same")], "/b": [answer(ATOM % b"same")], "/c": redirect("/a")}
    assert await search.paths(search.server.url("/")) == ["/a"]


async def test_a_page_that_has_moved_is_read_at_its_new_address(search):
    search.server.routes["/"] = redirect("/en/")
    search.page("/en/", "<link rel=feed href=f>")
    search.server.routes["/en/f"] = redirect("/en/g", "301 Moved Permanently")
    search.feed("/en/g")
    assert await search.paths(search.server.url("/")) == ["/en/g"]


async def test_name_and_password_go_to_the_server_they_were_typed_for_and_are_part_of_the_feeds_address(search):
    def guarded(asked: Asked) -> list[bytes]:
        if b"basic" not in asked.headers.get("authorization", b"").lower():
            return [answer(b"", status="401 Unauthorized")]
        return [answer(b"<link rel=feed href=/f>" if asked.path == "/" else ATOM % b"x", HTML)]

    search.server.routes |= {"/": guarded, "/f": guarded}
    typed = search.server.url("/").replace("http://", "http://name:secret@")
    (found,) = await search(typed)
    assert found.url == search.server.url("/f").replace("http://", "http://name:secret@")


async def test_an_address_on_a_page_never_reaches_another_private_server(search):
    async with fault_server() as other:
        other.routes["/f"] = [answer(ATOM % b"private")]
        search.page(
            "/",
            f"""<base href="{other.url("/")}"><link rel=feed href=/f><a href="//{other.host}/f">RSS</a>
            <link rel=feed href="http://localhost:{other.port}/f"><link rel=feed href="http://0x7f.1:{other.port}/f">""",
        )
        search.server.routes["/feed"] = redirect(other.url("/f"))
        words = await search.failure(search.server.url("/"))
        assert "private network" in words
        assert other.asked == []


async def test_a_public_name_that_redirects_into_a_private_network_is_refused(search):
    async with fault_server() as other:
        other.routes["/"] = [answer(ATOM % b"private")]
        search.server.routes["/"] = redirect(other.url("/"))
        assert "private network" in await search.failure(search.server.url("/"))
        assert other.asked == []


async def test_the_error_says_why_nothing_was_found(search):
    search.page("/", "<p>nothing")
    assert await search.failure(search.server.url("/")) == problem_message(problem(Problem.NO_FEED_FOUND))
    search.page("/", "<link rel=feed href=/gone>")
    words = await search.failure(search.server.url("/"))
    assert words == "the page links to a feed, but it could not be read: the server answered 404: not found"
    assert "404" in await search.failure(search.server.url("/missing"))
    assert await search.failure("no address") == problem_message(problem(Problem.NOT_AN_ADDRESS))
    assert await search.failure("file:///etc/passwd") == problem_message(problem(Problem.ADDRESS_OF_THIS_MACHINE))
    search.server.routes["/list.opml"] = [answer(b"<opml version='2.0'><body/></opml>")]
    assert "OPML" in await search.failure(search.server.url("/list.opml"))


async def test_a_page_with_thousands_of_feeds_causes_a_limited_number_of_requests(search):
    search.page(
        "/", "".join(f"<link rel=feed href=/{number}><a href=/feed/{number}>RSS</a>" for number in range(10_000))
    )
    assert "10,000" not in await search.failure(search.server.url("/"))
    assert len(search.asked) <= 31


@each(
    ("typed", "url", "allowed"),
    [
        ("http://nas.example/", "https://nas.example/feed", True),
        ("http://nas.example/", "http://nas.example:8080/feed", False),
        ("http://nas.example:8080/", "http://nas.example:8080/feed", True),
        ("http://nas.example:8080/", "http://nas.example/feed", False),
        ("http://[::1]/", "https://[::1]/feed", True),
        ("http://nas.example/", "http://router.example/feed", False),
    ],
)
def test_only_the_typed_server_can_be_private_on_its_port_or_the_usual_ones(typed, url, allowed):
    assert is_own(url, typed_server(typed)) is allowed


@pytest.mark.parametrize("content", ["0; url=/new/", "0;URL='/new/'", "5 ; url = /new/#top", "0,/new/"])
async def test_a_page_that_only_leads_on_is_followed_once(search, content):
    search.page("/", f'<meta http-equiv="Refresh" content="{content}">')
    search.page(
        "/new/", '<link rel=alternate type=application/rss+xml href=/f><meta http-equiv=refresh content="0;/x">'
    )
    search.feed("/f")
    assert await search.paths(search.server.url("/")) == ["/f"]
    assert search.asked == ["/", "/new/", "/f"]
    search.page("/new/", '<meta http-equiv=refresh content="0; url=/third">')
    search.server.asked.clear()
    with pytest.raises(FetchError):
        await search(search.server.url("/"))
    assert "/third" not in search.asked


async def test_a_page_that_leads_on_to_a_feed_is_a_redirect_and_one_that_reloads_itself_is_not(search):
    search.page("/", '<meta http-equiv=refresh content="0; url=f">')
    search.feed("/f")
    assert await search.paths(search.server.url("/")) == ["/f"]
    search.page("/g", '<meta http-equiv=refresh content="300"><a href="feed:/f">x</a>')
    assert await search.paths(search.server.url("/g")) == ["/f"]


async def test_frames_and_scripts_are_not_followed(search):
    search.page(
        "/",
        '<frameset><frame src="/f"></frameset><iframe src="/f"></iframe><a href="javascript:location=\'/f\'">RSS</a>',
    )
    await search.failure(search.server.url("/"))
    assert "/f" not in search.asked


async def test_a_cancelled_search_closes_its_connection(search):
    search.server.routes["/"] = [HANG]
    task = asyncio.create_task(search(search.server.url("/")))
    await until(lambda: search.server.open_now == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: search.server.open_now == 0)


async def test_the_newspapers_home_page_names_the_feeds_of_both_its_sections(search, newspaper):
    newspaper.fail("/de/feed.atom", Fault.status(500))
    found = await search(newspaper.base)
    assert [one.url.removeprefix(newspaper.base) for one in found] == [
        "/en/feed.xml", "/en/feed.atom", "/en/feed.json", "/de/feed.xml", "/de/feed.json",
    ]  # fmt: skip
    assert [one.feed.kind for one in found] == ["RSS", "Atom", "JSON", "RSS", "JSON"]


async def test_the_comment_feed_of_an_article_comes_after_the_feeds_of_the_paper(search, newspaper):
    article = next(article for article in newspaper.site.section("en").articles if article.comments)
    found = await search(newspaper.url(article.path))
    assert [one.comments for one in found] == [*[False] * (len(found) - 1), True]
    assert found[-1].url == newspaper.url(f"{article.path}comments.xml")
