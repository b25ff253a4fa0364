"""Where an article is discussed: sources of its comments, and mere links."""

from __future__ import annotations

from reader.comment import CommentSource, SourceKind
from reader.conversation.find_sources import MOST_SOURCES, Services, discussion_links, site_source, sources_of
from reader.model import Entry, Page
from tests.support.each import each

HERE = "https://paper.example/tides/"
HN = "https://news.ycombinator.com/item?id=42"


def entry(**fields: object) -> Entry:
    return Entry(
        1, 1, "https://paper.example/feed", "Paper", "Tides", **{  # type: ignore[arg-type]
            "url": HERE, "authors": (), "published": None, "updated": None, "sort": 0, "read": False,
            "starred": False, "labels": (), "categories": (), "summary_html": "", "content_html": "", **fields,
        },
    )  # fmt: skip


@each(
    ("address", "kind", "url"),
    [
        (HN, SourceKind.HACKER_NEWS, "https://hn.algolia.com/api/v1/items/42"),
        ("https://lobste.rs/s/abc12/the_tides", SourceKind.LOBSTERS, "https://lobste.rs/s/abc12.json"),
        (
            "https://old.reddit.com/r/sea/comments/1abc/tides/?sort=new",
            SourceKind.REDDIT,
            "https://www.reddit.com/r/sea/comments/1abc/.json?limit=500",
        ),
        (
            "https://waves.example/@keel/112233",
            SourceKind.MASTODON,
            "https://waves.example/api/v1/statuses/112233/context",
        ),
        (
            "https://waves.example/users/keel/statuses/7",
            SourceKind.MASTODON,
            "https://waves.example/api/v1/statuses/7/context",
        ),
        ("https://forum.example/t/the-tides/7", SourceKind.DISCOURSE, "https://forum.example/t/7.json"),
        ("https://forum.example/sub/t/the-tides/7/12", SourceKind.DISCOURSE, "https://forum.example/sub/t/7.json"),
        ("https://forum.example/t/7/12", SourceKind.DISCOURSE, "https://forum.example/t/7.json"),
    ],
)
def test_the_address_of_a_discussion_gives_the_address_of_its_data(address: str, kind: SourceKind, url: str) -> None:
    source = site_source(address)
    assert source is not None
    assert (source.kind, source.url, source.page) == (kind, url, address)


@each(
    "address",
    [
        "https://news.ycombinator.com/news", "https://news.ycombinator.com/item?id=x", "https://lobste.rs/t/sea",
        "https://www.reddit.com/r/sea/", "https://essays.example/@keel/why-tides-12ab", "https://waves.example/@keel",
        "https://forum.example/t/", "javascript:alert(1)", "https://[broken/t/a/1", "", "ftp://forum.example/t/a/1",
        "https://waves.example/@keel/112233/photo",
    ],
)  # fmt: skip
def test_other_addresses_are_no_discussions(address: str) -> None:
    assert site_source(address) is None


def test_an_articles_own_comments_come_first_and_every_place_once() -> None:
    found = sources_of(
        entry(
            comments_feed=f"{HERE}comments.xml",
            comments_url=f"{HERE}#comments",
            content_html=f'<p>Text</p><a class="x" href="{HN}">Discuss on Hacker News</a> <a href=\'{HN}\'>HN</a>',
            page=Page(HERE, comments_feed="https://paper.example/other", discussions=(HN, "https://f.example/t/a/3")),
        )
    )
    assert [one.kind for one in found] == [SourceKind.FEED, SourceKind.HACKER_NEWS, SourceKind.DISCOURSE]
    assert found[0] == CommentSource(SourceKind.FEED, f"{HERE}comments.xml", f"{HERE}#comments")


def test_the_page_names_a_comments_feed_where_the_feed_does_not_and_an_article_may_be_the_discussion() -> None:
    (own,) = sources_of(entry(page=Page(HERE, comments_feed=f"{HERE}feed/")))
    assert (own.url, own.page) == (f"{HERE}feed/", HERE)
    (status,) = sources_of(entry(url="https://waves.example/@keel/9"))
    assert status.kind is SourceKind.MASTODON
    assert sources_of(entry(comments_feed="javascript:x", comments_url=f"{HERE}#comments")) == ()


def test_a_link_in_the_text_is_a_discussion_only_if_its_words_say_so() -> None:
    html = (
        f'<p>As <a href="{HN}">somebody wrote</a>, and <a href="https://w.example/@keel/1">Keel</a> too.'
        '<a href="https://w.example/@keel/2"><em>Reply</em> on the fediverse</a>'
        '<a href="https://f.example/t/tides/3">Im Forum mitreden</a>'
        '<a href="https://lobste.rs/s/abc">https://lobste.rs/s/abc</a>'
    )
    found = [*discussion_links(html, HERE)]
    assert found == ["https://w.example/@keel/2", "https://f.example/t/tides/3", "https://lobste.rs/s/abc"]


def test_a_page_full_of_links_gives_a_few_sources() -> None:
    html = "".join(f'<a href="https://news.ycombinator.com/item?id={n}">Comments</a>' for n in range(10_000))
    assert len(sources_of(entry(content_html=html))) == MOST_SOURCES
    assert sources_of(entry(content_html="<a " * 50_000 + "/comments/")) == ()


def test_the_addresses_of_services_can_be_replaced() -> None:
    own = Services(hacker_news="http://127.0.0.1:1", hosts={"waves.example": "http://127.0.0.1:2"})
    hn, status = site_source(HN, own), site_source("https://waves.example/@keel/1", own)
    assert hn
    assert hn.url == "http://127.0.0.1:1/api/v1/items/42"
    assert status
    assert status.url == "http://127.0.0.1:2/api/v1/statuses/1/context"
