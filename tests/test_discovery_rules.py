"""Finding feeds without requests: typed text, rules for sites, links and headers of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.refresh.parsing.parser_process import find_feed_links
from reader.subscriptions.discovery import (
    common_candidates,
    header_candidates,
    input_addresses,
    page_candidates,
    page_site_candidates,
    site_candidates,
)
from reader.subscriptions.discovery.html_links import read_page_links
from reader.web.addresses import web_url
from tests.support.each import each

TYPED = {
    "https://paper.example/feed": ["https://paper.example/feed"],
    "http://paper.example": ["http://paper.example"],
    "paper.example": ["https://paper.example", "http://paper.example"],
    "  www.paper.example/a b \n": ["https://www.paper.example/a%20b", "http://www.paper.example/a%20b"],
    "feed://paper.example/x": ["https://paper.example/x", "http://paper.example/x"],
    "feed:https://paper.example/x": ["https://paper.example/x"],
    "FEED:paper.example": ["https://paper.example", "http://paper.example"],
    "feed.paper.example": ["https://feed.paper.example", "http://feed.paper.example"],
    "itpc://paper.example/pod": ["https://paper.example/pod", "http://paper.example/pod"],
    "//paper.example/": ["https://paper.example/", "http://paper.example/"],
    "localhost:8000/en/": ["https://localhost:8000/en/", "http://localhost:8000/en/"],
    "127.0.0.1": ["https://127.0.0.1", "http://127.0.0.1"],
    "[::1]:80": ["https://[::1]:80", "http://[::1]:80"],
    "“https://paper.example/”": ["https://paper.example/"],
    "Look at this: https://paper.example/a, it is good": ["https://paper.example/a"],
    "\n\n https://paper.example/a\nsecond line": ["https://paper.example/a"],
    "@name@social.example": ["https://social.example/@name", "http://social.example/@name"],
    "r/python": ["https://www.reddit.com/r/python/", "http://www.reddit.com/r/python/"],
    "https://name:secret@paper.example/x": ["https://name:secret@paper.example/x"],
    "zeitung-für-alle.example": ["https://zeitung-für-alle.example", "http://zeitung-für-alle.example"],
}
NO_ADDRESSES = ["", "   ", "word", "two words", "a@paper.example", "ftp://paper.example/", "javascript:alert(1)",
                "file:///etc/passwd", "exec:weather", "http://", "feed:", "data:text/xml,<rss/>", "mailto:a@b.example",
                "https:///path", "feed:javascript:alert(1)", "http://[::1",
                "name:secret@paper.example"]  # fmt: skip


@each(("typed", "addresses"), TYPED.items())
def test_typed_text_means_an_address_with_https_before_http(typed, addresses):
    assert list(input_addresses(typed)) == addresses


@each("typed", NO_ADDRESSES)
def test_other_text_has_no_address(typed):
    assert input_addresses(typed) == ()


@given(st.text(max_size=200) | st.from_regex(r"(feed:|https?://|//)?[\w@:./\[\]%?# -]{0,60}", fullmatch=True))
def test_any_text_gives_only_clean_web_addresses_that_rules_accept(typed):
    for url in input_addresses(typed):
        assert web_url(url) == url
        for candidate in (*site_candidates(url), *common_candidates(url)):
            assert web_url(candidate.url) == candidate.url


YT, REDDIT, GH, GL = (
    "https://www.youtube.com/feeds/videos.xml?",
    "https://www.reddit.com/",
    "https://github.com/",
    "https://gitlab.com/",
)
CHANNEL = "UC" + "a1_-" * 5 + "bc"
SITES = {
    f"https://www.youtube.com/channel/{CHANNEL}/videos": [f"{YT}channel_id={CHANNEL}", f"{YT}playlist_id=UULF{CHANNEL[2:]}"],
    f"https://www.youtube.com/channel/{CHANNEL}/streams": [
        f"{YT}channel_id={CHANNEL}", f"{YT}playlist_id=UULV{CHANNEL[2:]}", f"{YT}playlist_id=UULF{CHANNEL[2:]}",
    ],
    "https://vimeo.com/person": ["https://vimeo.com/person/videos/rss"],
    "https://www.vimeo.com/person/videos": ["https://vimeo.com/person/videos/rss"],
    "https://vimeo.com/channels/staffpicks": ["https://vimeo.com/channels/staffpicks/videos/rss"],
    "https://vimeo.com/76979871": [],
    "https://vimeo.com/person/videos/rss": [],
    "https://github.com/orgs/community/discussions": [f"{GH}orgs/community/discussions.atom"],
    "https://github.com/orgs/community/discussions/categories/x": [f"{GH}orgs/community/discussions.atom"],
    "https://github.com/orgs/community/people": [],
    "https://m.youtube.com/playlist?list=PL0123": [f"{YT}playlist_id=PL0123"],
    "https://www.youtube.com/user/name": [f"{YT}user=name"],
    "https://www.youtube.com/@handle": [],  # its page knows
    f"{YT}channel_id={CHANNEL}": [],  # a feed already
    "https://www.reddit.com/": [f"{REDDIT}.rss"],
    "https://old.reddit.com/r/python": [f"{REDDIT}r/python/.rss", f"{REDDIT}r/python/comments/.rss C"],
    "https://reddit.com/r/a+b/top": [f"{REDDIT}r/a+b/top/.rss", f"{REDDIT}r/a+b/.rss", f"{REDDIT}r/a+b/comments/.rss C"],
    "https://www.reddit.com/r/x/comments/1abc/some_title/": [f"{REDDIT}r/x/.rss", f"{REDDIT}r/x/comments/1abc/.rss C"],
    "https://www.reddit.com/user/name/": [f"{REDDIT}user/name/.rss"],
    "https://www.reddit.com/u/name/submitted": [f"{REDDIT}user/name/submitted/.rss"],
    "https://www.reddit.com/user/name/m/multi": [f"{REDDIT}user/name/m/multi/.rss"],
    "https://www.reddit.com/search?q=cats+%26+dogs&type=link": [f"{REDDIT}search.rss?sort=new&q=cats+%26+dogs"],
    "https://www.reddit.com/r/x/search?q=y&restrict_sr=1": [f"{REDDIT}r/x/search.rss?sort=new&q=y&restrict_sr=1"],
    "https://www.reddit.com/r/python/.rss": [],
    "https://github.com/o/r": [f"{GH}o/r/{kind}.atom" for kind in ("releases", "commits", "tags", "discussions")],
    "https://github.com/o/r.git": [f"{GH}o/r/{kind}.atom" for kind in ("releases", "commits", "tags", "discussions")],
    "https://github.com/o/r/tags": [f"{GH}o/r/{kind}.atom" for kind in ("tags", "releases", "commits", "discussions")],
    "https://github.com/o/r/discussions/7": [
        f"{GH}o/r/{kind}.atom" for kind in ("discussions", "releases", "commits", "tags")
    ],
    "https://github.com/o/r/commits/main/src": [
        f"{GH}o/r/{kind}.atom" for kind in ("commits/main/src", "releases", "tags", "discussions")
    ],
    "https://github.com/person": [f"{GH}person.atom"],
    "https://github.com/topics/rss": [],
    "https://github.com/o/r/releases.atom": [],
    "https://gitlab.com/g/sub/p": [
        f"{GL}g/sub/p/-/releases.atom", f"{GL}g/sub/p/-/tags?format=atom", f"{GL}g/sub/p/-/commits/HEAD?format=atom",
        f"{GL}g/sub/p.atom",
    ],
    "https://gitlab.com/g/p/-/commits/dev": [
        f"{GL}g/p/-/commits/dev?format=atom", f"{GL}g/p/-/releases.atom", f"{GL}g/p/-/tags?format=atom", f"{GL}g/p.atom",
    ],
    "https://gitlab.com/person": [f"{GL}person.atom"],
    "https://gitlab.gnome.example/g/p/-/tags?format=atom": [],
    "https://social.example/@name": ["https://social.example/@name.rss"],
    "https://social.example/@name/tagged/tea": ["https://social.example/@name/tagged/tea.rss"],
    "https://social.example/@name/1234567": [],
    "https://www.tiktok.com/@name": [],
    "https://bsky.app/profile/name.bsky.social": ["https://bsky.app/profile/name.bsky.social/rss"],
    "https://bsky.app/profile/name.bsky.social/post/3k": ["https://bsky.app/profile/name.bsky.social/rss"],
    "https://letter.substack.com/p/some-issue": ["https://letter.substack.com/feed"],
    "https://substack.com/@writer": ["https://writer.substack.com/feed"],
    "https://letter.substack.com/feed": [],
    "https://open.substack.com/pub/letter/p/some-issue": ["https://letter.substack.com/feed"],
    "https://open.substack.com/": [],
    "https://medium.com/@writer/some-story-123": ["https://medium.com/feed/@writer"],
    "https://medium.com/publication": ["https://medium.com/feed/publication"],
    "https://medium.com/publication/tagged/tea": ["https://medium.com/feed/publication/tagged/tea"],
    "https://medium.com/tag/tea": ["https://medium.com/feed/tag/tea"],
    "https://writer.medium.com/": ["https://writer.medium.com/feed"],
    "https://medium.com/feed/publication": [],
    "https://name.tumblr.com/post/1/x": ["https://name.tumblr.com/rss"],
    "https://name.tumblr.com/tagged/tea": ["https://name.tumblr.com/tagged/tea/rss"],
    "https://www.tumblr.com/name": ["https://name.tumblr.com/rss"],
    "https://www.tumblr.com/blog/view/name": ["https://name.tumblr.com/rss"],
    "https://www.tumblr.com/dashboard": [],
    "https://name.blogspot.com/2026/01/x.html": [
        "https://name.blogspot.com/feeds/posts/default", "https://name.blogspot.com/feeds/comments/default C",
    ],
    "https://name.blogspot.de/search/label/tea": [
        "https://name.blogspot.de/feeds/posts/default/-/tea", "https://name.blogspot.de/feeds/posts/default",
        "https://name.blogspot.de/feeds/comments/default C",
    ],
    "https://name.wordpress.com/": ["https://name.wordpress.com/feed/", "https://name.wordpress.com/comments/feed/ C"],
    "https://name.wordpress.com/category/tea/": [
        "https://name.wordpress.com/category/tea/feed/", "https://name.wordpress.com/feed/",
        "https://name.wordpress.com/comments/feed/ C",
    ],
    "https://name.wordpress.com/feed/": [],
    "https://news.ycombinator.com/": ["https://news.ycombinator.com/rss", "https://hnrss.org/frontpage"],
    "https://news.ycombinator.com/newest": ["https://hnrss.org/newest"],
    "https://news.ycombinator.com/launches": ["https://hnrss.org/launches"],
    "https://news.ycombinator.com/bestcomments": ["https://hnrss.org/bestcomments C"],
    "https://news.ycombinator.com/favorites?id=name": ["https://hnrss.org/favorites?id=name"],
    "https://social.example/@name@home.example": ["https://home.example/@name.rss"],
    "https://social.example/@name@home.example/112233": [],
    "https://youtu.be/abcdefghijk?list=PL0123456789": [
        "https://www.youtube.com/feeds/videos.xml?playlist_id=PL0123456789"
    ],
    "https://reddit.com/r/a/top/?t=week": [
        f"{REDDIT}r/a/top/.rss?t=week", f"{REDDIT}r/a/.rss", f"{REDDIT}r/a/comments/.rss C"
    ],
    "https://news.ycombinator.com/user?id=name": ["https://hnrss.org/submitted?id=name"],
    "https://news.ycombinator.com/item?id=12": ["https://hnrss.org/item?id=12 C"],
    "https://podcasts.apple.com/de/podcast/a-show/id1234567": [
        "https://itunes.apple.com/lookup?entity=podcast&id=1234567 L"
    ],
    "https://podcasts.apple.com/us/podcast/id1234567?i=99": ["https://itunes.apple.com/lookup?entity=podcast&id=1234567 L"],
    "https://paper.example/": [],
    "https://notgithub.com/o/r": [],
    "https://github.com.evil.example/o/r": [],
}  # fmt: skip


@each(("url", "feeds"), SITES.items())
def test_the_address_of_a_well_known_site_gives_its_feeds(url, feeds):
    shown = [candidate.url + " C" * candidate.comments + " L" * candidate.lookup for candidate in site_candidates(url)]
    assert shown == feeds


def page(html: str, url: str = "https://paper.example/dir/page.html"):
    return read_page_links(html, url)


def test_a_handles_page_and_a_videos_page_name_their_channel():
    for html in (
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<script>var a = {{"externalId":"{CHANNEL}"}};</script>',
        f'<meta itemprop="channelId" content="{CHANNEL}">',
    ):
        candidates = page_site_candidates(page(html, "https://www.youtube.com/@handle"))
        assert [one.url for one in candidates] == [f"{YT}channel_id={CHANNEL}", f"{YT}playlist_id=UULF{CHANNEL[2:]}"]
    assert page_site_candidates(page(f'{{"externalId":"{CHANNEL}"}}', "https://paper.example/@handle")) == ()


def test_apples_directory_and_page_have_the_address_of_the_podcast():
    answer = (
        b'{"resultCount":1,"results":[{"kind":"podcast","feedUrl":"https:\\/\\/pod.example\\/feed?a=1\\u0026b=2"}]}'
    )
    for url in ("https://itunes.apple.com/lookup?entity=podcast&id=1", "https://podcasts.apple.com/de/podcast/x/id1"):
        candidates, _ = find_feed_links(answer, url=url, content_type="text/javascript", links=())
        assert [candidate.url for candidate in candidates] == ["https://pod.example/feed?a=1&b=2"]


def test_blog_software_that_names_itself_gives_its_usual_feeds():
    wordpress = page('<meta name="generator" content="WordPress 6.4">', "https://blog.example/tag/tea/")
    assert [candidate.url for candidate in page_site_candidates(wordpress)] == [
        "https://blog.example/tag/tea/feed/", "https://blog.example/feed/", "https://blog.example/comments/feed/",
    ]  # fmt: skip
    blogger = page('<meta name="generator" content="blogger">', "https://blog.example/2026/x.html")
    assert [candidate.url for candidate in page_site_candidates(blogger)] == [
        "https://blog.example/feeds/posts/default", "https://blog.example/feeds/comments/default",
    ]  # fmt: skip
    mastodon = page('<meta name="application-name" content="Mastodon">', "https://social.example/tags/tea")
    assert [candidate.url for candidate in page_site_candidates(mastodon)] == ["https://social.example/tags/tea.rss"]


def declared(html: str) -> list[str]:
    return [candidate.url for candidate in page_candidates(page(html))[0]]


@each(
    ("html", "urls"),
    [
        ('<link rel=alternate type="application/rss+xml" href="https://a.example/rss">', ["https://a.example/rss"]),
        ('<LINK REL="Alternate" TYPE="APPLICATION/ATOM+XML; charset=utf-8" HREF=feed.atom>', ["https://paper.example/dir/feed.atom"]),
        ('<link rel=alternate type=application/feed+json href=/f>', ["https://paper.example/f"]),
        ('<link rel=alternate type=application/rss+xml href=//cdn.example/f>', ["https://cdn.example/f"]),
        ('<link rel=alternate type=application/rss+xml href="?feed=rss2">', ["https://paper.example/dir/page.html?feed=rss2"]),
        ('<link rel=alternate type=application/rss+xml href=feed://a.example/f>', ["http://a.example/f"]),
        ('<base href="/other/"><link rel=alternate type=text/rss+xml href=f>', ["https://paper.example/other/f"]),
        ('<link rel=alternate type=application/rss+xml href=f><base href="https://b.example/x/">', ["https://b.example/x/f"]),
        ('<link rel=feed href=/f>', ["https://paper.example/f"]),
        ('<a href="feed://a.example/pod.xml">Subscribe</a>', ["http://a.example/pod.xml"]),
        ('<a href="itpc://a.example/pod">x</a><a href="podcast:https://b.example/p">y</a>', ["http://a.example/pod", "https://b.example/p"]),
        ('<link rel=alternate type=text/xml title=RSS href=/pod.xml>', ["https://paper.example/pod.xml"]),
        ('<link rel=alternate type=application/xml title="News feed" href=/pod>', ["https://paper.example/pod"]),
        ('<link rel=alternate type=text/xml title=Sitemap href=/map.xml>', []),
        ('<link rel=alternate type=text/html title="All feeds" hreflang=de href=/de/>', []),
        ('<link rel=alternate type=text/xml href=/rss.xml>', ["https://paper.example/rss.xml"]),
        ('<a rel=alternate type=application/rss+xml href=/f>x</a>', ["https://paper.example/f"]),
        ('<body><p><link rel=alternate type=application/rss+xml href=/f></body>', ["https://paper.example/f"]),
        ('<link rel=alternate hreflang=de href=/de/>', []),
        ('<link rel="alternate stylesheet" type=text/css href=/feed.css>', []),
        ('<link rel=alternate type=application/json href=https://paper.example/wp-json/wp/v2/feed>', []),
        ('<link rel=alternate type=text/xml+oembed href=/oembed?feed>', []),
        ('<link rel=alternate type=application/rss+xml href="">', []),
        ('<link rel=alternate type=application/rss+xml>', []),
        ('<!-- <link rel=alternate type=application/rss+xml href=/f> -->', []),
        ('<script>"<link rel=alternate type=application/rss+xml href=/f>"</script>', []),
    ],
)  # fmt: skip
def test_declared_feeds_are_resolved_as_in_a_browser(html, urls):
    assert declared(html) == urls


def test_comments_come_last_and_each_address_once():
    html = """<link rel=alternate type=application/rss+xml title="Paper &raquo; Comments Feed" href=/comments/feed/>
    <link rel=alternate type=application/rss+xml title="Der Deich: Kommentare" href=/der-deich/feed/>
    <link rel=alternate type=application/rss+xml title=Paper href=/feed/>
    <link rel=alternate type=application/atom+xml title=Paper href=/feed/#top>"""
    candidates, _ = page_candidates(page(html))
    assert [(candidate.url.removeprefix("https://paper.example"), candidate.comments) for candidate in candidates] == [
        ("/feed/", False), ("/comments/feed/", True), ("/der-deich/feed/", True),
    ]  # fmt: skip
    assert candidates[0].title == "Paper"


def test_a_link_header_declares_feeds_relative_to_the_answer():
    values = [
        '</f.atom>; rel="alternate"; type="application/atom+xml"; title="Paper, daily", <https://a.example/x>; rel=next',
        "<https://b.example/rss>;rel=alternate;type=application/rss+xml",
        "<javascript:alert(1)>; rel=alternate; type=application/rss+xml",
        "<<<>; rel=alternate", "nonsense", '<x>; rel="alternate" type=broken',
    ]  # fmt: skip
    candidates = header_candidates(values, "https://paper.example/dir/")
    assert [(candidate.url, candidate.title) for candidate in candidates] == [
        ("https://paper.example/f.atom", "Paper, daily"), ("https://b.example/rss", ""),
    ]  # fmt: skip


def test_links_that_look_like_feeds_are_found_most_likely_first():
    html = """<a href=/feedback>Feedback</a> <a href=/rss.png>x</a> <a href="javascript:feed()">RSS</a>
    <a href=/subscribe>Our newsfeed</a> <a href="/de/news.rss"><img src=x alt="RSS"></a> <a href=/about>About</a>
    <a href="https://www.facebook.com/share?u=/feed">RSS</a> <a href=mailto:rss@paper.example>RSS</a>
    <a href=https://feeds.elsewhere.example/paper>Follow</a> <a href=#rss>RSS</a> <a href=/blog/feed>Blog</a>"""
    candidates = page_candidates(page(html))[1]
    assert [candidate.url for candidate in candidates] == [
        "https://paper.example/de/news.rss", "https://paper.example/blog/feed", "https://paper.example/subscribe",
        "https://feeds.elsewhere.example/paper",
    ]  # fmt: skip
    assert candidates[0].title == "RSS"


def test_usual_addresses_are_beside_the_page_and_at_the_root_of_its_server():
    urls = [candidate.url for candidate in common_candidates("https://paper.example/blog?x=1#y")]
    assert urls[0] == "https://paper.example/blog/feed"
    assert "https://paper.example/feed.xml" in urls
    assert len(urls) == len(set(urls)) <= 12
    assert all("#" not in url and "?" not in url for url in urls)


HOSTILE = {
    "100,000 links": "".join(f'<a href="/feed/{number}.xml">RSS</a>' for number in range(100_000)),
    "100,000 declarations": "".join(f'<link rel=feed href="/{number}">' for number in range(100_000)),
    "10 MB of one attribute": '<a href="' + "a" * 10_000_000 + '">RSS</a>',
    "10 MB of text in a link": "<a href=/rss>" + "x " * 5_000_000,
    "200,000 open elements": "<div>" * 200_000 + "<link rel=alternate type=application/rss+xml href=/f>",
    "NUL bytes": "<\0link rel=\0alternate type=application/rss+xml href=/\0f>" * 1000,
    "addresses that are none": '<link rel=alternate type=application/rss+xml href="http://[">'
    '<link rel=alternate type=application/rss+xml href="http://a:b/"><base href="http://[">',
    "a base that is none": '<base href="javascript:alert(1)"><link rel=alternate type=application/rss+xml href="x">',
    "nested frames": "<frameset><frame src=/f><iframe src='https://x.example/feed'></iframe>" * 1000,
    "escape sequences": '<link rel=alternate type=application/rss+xml title="\x1b]52;c;x\x07 &#27;[2J" href="/\x1b[2J">',
    "no HTML": "\x00\x01\xff" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_within_bounds_and_yield_only_clean_web_addresses(name):
    candidates = find_feed_links(
        HOSTILE[name].encode("utf-8", "replace"), url="https://paper.example/x/", content_type="text/html; charset=bogus",
        links=["<" * 100_000, '</f>; rel="' + "a" * 100_000],
    )  # fmt: skip
    for kind in candidates:
        assert len(kind) <= 30
        assert all(web_url(candidate.url) == candidate.url and candidate.title.isprintable() for candidate in kind)


def test_a_page_in_another_or_a_wrong_encoding_still_names_its_feeds():
    html = '<meta charset="{0}"><link rel=alternate type=application/rss+xml title="Über" href="/für">'
    for charset in ("utf-8", "iso-8859-1"):
        candidates, _ = find_feed_links(
            html.format(charset).encode(charset), url="https://paper.example/", content_type=None, links=()
        )
        assert (candidates[0].url, candidates[0].title) == ("https://paper.example/für", "Über")
    candidates, _ = find_feed_links(
        html.format("utf-16").encode("utf-16"), url="https://paper.example/", content_type=None, links=()
    )
    assert candidates[0].title == "Über"
