"""Pages of entries and authors: fetched once, merged with the feed, and only from permitted servers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate, ParsedEntry
from reader.article.entry_text import lacks_rest
from reader.commands.text_output import article_lines
from reader.config import Config
from reader.model import EDITED_SINCE, Author, Entry, Page
from reader.problems import Problem, problem
from reader.refresh.pages.page_fetcher import chosen
from reader.refresh.pipeline import Refresher
from reader.refresh.worker.protocol import AuthorDone, PageDone
from reader.store import open_store
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.lines import text_of
from reader.ui.typeset.page import lay_out_page
from tests.newspaper import Fault, Newspaper
from tests.support.each import each
from tests.support.fuzzing import examples
from tests.support.profile import Profile, serving

DAY = 86_400


@pytest.fixture
def paper():
    with Newspaper() as newspaper:
        yield newspaper


@pytest.fixture
def profile(tmp_path, paper):
    made = Profile(tmp_path)
    made.subscribe(paper.url("/en/feed.xml"))
    made.refresh()
    paper.forget()
    return made


def path_of(entry: Entry, paper: Newspaper) -> str:
    return (entry.url or "").removeprefix(paper.base)


def test_a_page_provides_the_text_and_the_authors_biography(profile, paper):
    entry = next(entry for entry in profile.entries() if entry.authors)
    assert profile.get_page(entry.id)[0] == PageDone(entry.id)
    after = next(other for other in profile.entries() if other.id == entry.id)
    assert after.page
    assert len(after.page.content_html) > len(entry.content_html)
    author = next(a for a in paper.site.authors_of(paper.site.article(path_of(entry, paper).split("/")[-2])))
    assert after.authors[0].name == author.name
    assert after.authors[0].bio


def test_a_stored_page_is_not_fetched_again_unless_forced(profile, paper):
    entry = profile.entries()[0]
    profile.get_page(entry.id)
    asked = [request.path for request in paper.requests]
    assert profile.get_page(entry.id) == [PageDone(entry.id)]
    profile.now += 400 * DAY
    profile.get_page(entry.id)
    assert [request.path for request in paper.requests].count(path_of(entry, paper)) == 1
    assert len(set(asked)) == len(asked)
    profile.get_page(entry.id, force=True)
    assert [request.path for request in paper.requests].count(path_of(entry, paper)) == 2


def test_a_failed_page_is_retried_a_day_later(profile, paper):
    entry = profile.entries()[0]
    path = path_of(entry, paper)
    paper.fail(path, Fault.status(500))
    (done,) = [event for event in profile.get_page(entry.id) if isinstance(event, PageDone)]
    assert "500" in str(done.error)
    paper.heal()
    profile.get_page(entry.id)
    assert [request.path for request in paper.requests].count(path) == 1
    profile.now += DAY
    assert profile.get_page(entry.id)[0] == PageDone(entry.id)
    assert [request.path for request in paper.requests].count(path) == 2
    assert next(other for other in profile.entries() if other.id == entry.id).page


async def test_a_page_whose_update_fails_is_kept_and_retried_a_day_later_or_when_forced(profile, paper):
    entry = profile.entries()[0]
    path = path_of(entry, paper)
    now = profile.now
    async with Refresher(profile.paths, Config(), profile.subscriptions, clock=lambda: now) as refresher:

        async def get(**how):
            first, *_ = [event async for event in refresher.get_page(entry.id, **how)]
            return first

        def asked():
            return [request.path for request in paper.requests].count(path)

        assert await get() == PageDone(entry.id)
        edit(profile, entry)
        paper.fail(path, Fault.status(500))
        assert "500" in str((await get()).error)
        for _ in range(3):
            await get()
        assert asked() == 2
        await get(force=True)
        assert asked() == 3
        kept = next(other for other in profile.entries() if other.id == entry.id)
        assert kept.page
        assert kept.page_tried == EDITED_SINCE
        now += DAY
        paper.heal()
        assert await get() == PageDone(entry.id)
        await get()
        assert asked() == 4
    after = next(other for other in profile.entries() if other.id == entry.id)
    assert after.page
    assert after.page_tried == now


def edit(profile, entry):
    """Stores an edit of an entry by its publisher."""
    store = open_store(profile.paths.database, now=profile.now)
    poll = next(poll for poll in store.feeds.polls() if poll.feed_id == entry.feed_id)
    parsed = ParsedEntry(guid=None, url=entry.url, title="Edited")
    store.arrivals.apply([FeedUpdate(poll, changed=(ChangedEntry(entry.id, parsed, "edited", 1),))], now=profile.now)
    store.close()


def test_a_page_in_a_private_network_is_not_fetched_for_a_feed_of_another_server(tmp_path, paper):
    profile = Profile(tmp_path)
    page = paper.url(paper.articles[0].path)
    feed = (
        f"<rss version='2.0'><channel><title>T</title><item><title>A</title><link>{page}</link></item></channel></rss>"
    )
    with serving({"/feed": feed.encode()}) as base:
        profile.subscribe(base + "/feed")
        profile.refresh()
        (done,) = profile.get_page(profile.entries()[0].id)
    assert isinstance(done, PageDone)
    assert done.error == problem(Problem.PRIVATE_ADDRESS)
    assert not paper.requests


def test_an_author_page_that_failed_is_not_fetched_again_for_a_month(profile, paper):
    profile.subscribe(paper.url("/en/feed.atom"))
    profile.refresh()
    entry = next(entry for entry in profile.entries() if entry.authors)
    slug = path_of(entry, paper).split("/")[-2]
    author = paper.site.authors_of(paper.site.article(slug))[0]
    path = f"/en/authors/{author.slug}/"
    paper.fail(path_of(entry, paper), Fault.status(404))
    paper.fail(path, Fault.status(404))
    profile.get_page(entry.id)
    profile.now += 29 * DAY
    profile.get_page(entry.id)
    assert [request.path for request in paper.requests].count(path) == 1
    paper.heal(path)
    profile.now += 2 * DAY
    assert AuthorDone(entry.id) in profile.get_page(entry.id)
    assert next(other for other in profile.entries() if other.id == entry.id).authors[0].bio


def test_an_entry_that_is_missing_or_has_no_address_has_no_page(profile):
    profile.subscribe("broadsheet:welcome")
    profile.refresh()
    bare = next(entry for entry in profile.entries() if entry.feed_url == "broadsheet:welcome")
    if bare.url is None:
        assert profile.get_page(bare.id) == [PageDone(bare.id, problem(Problem.NO_PAGE))]
    assert profile.get_page(999_999) == []


def entry(*, html: str = "", authors: tuple[Author, ...] = ()) -> Entry:
    return Entry(1, 1, "u", "The Paper", "T", None, authors, None, None, 0, False, False, (), (), "", html)


def page_with(text: str, *authors: str) -> Page:
    return Page("u", content_html=text, content_text=text, tags=("x",), authors=tuple(map(Author, authors)))


def test_a_page_shorter_than_the_feeds_content_provides_everything_but_its_text():
    kept = chosen(entry(html="<p>A much longer text</p>"), page_with("Log in"))
    assert (kept.content_html, kept.content_text, kept.tags) == ("", "", ("x",))
    assert chosen(entry(html="<p>A teaser</p>"), page_with("The text of the page, of which a teaser says little"))


WORDS = st.sampled_from(
    ["the", "ferry", "leaves", "harbour", "early", "Ärger", "und", "Ebbe", "潮", "の", "時刻", "tide", "six", "times"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=12)


@settings(max_examples=examples(60))
@given(PARAGRAPHS, st.data())
def test_a_page_whose_text_is_part_of_the_feeds_text_leaves_it_on_the_screen(paragraphs, data):
    parts = data.draw(st.lists(st.sampled_from(paragraphs), min_size=1, max_size=20))
    cut = data.draw(st.integers(0, 10))
    parts[-1] = " ".join(parts[-1].split()[cut:])
    feed = entry(html="".join(f"<p>{text}</p>" for text in paragraphs))
    assert not chosen(feed, page_with("\n\n".join(parts))).content_html


@settings(max_examples=examples(60))
@given(PARAGRAPHS, PARAGRAPHS)
def test_a_page_with_the_whole_text_of_the_feed_and_more_takes_its_place(paragraphs, more):
    new = [f"{number} {text} new to the reader of this page {number}" for number, text in enumerate(more)] * 2
    feed = entry(html="".join(f"<p>{text}</p>" for text in paragraphs))
    long = [" ".join(f"{word}{number}" for word in text.split()) for number, text in enumerate(new)]
    enough = [*paragraphs, *long, " ".join(map(str, range(40 + 2 * len(" ".join(paragraphs)))))]
    assert chosen(feed, page_with("\n\n".join(enough))).content_html


def test_a_long_text_of_the_feed_gives_way_only_to_a_page_that_has_it():
    text = " ".join(f"word{number}" for number in range(300))
    other = " ".join(f"comment{number}" for number in range(3_000))
    assert not chosen(entry(html=text), page_with(other)).content_html
    assert chosen(entry(html=text), page_with(f"{text} {other}")).content_html
    assert chosen(entry(html="A teaser in words that the text does not have"), page_with(other)).content_html


@settings(max_examples=examples(40))
@given(
    st.lists(st.sampled_from(["Ada Brine", "News Desk", "Bo Cliff", "dpa", "Harbour Office"]), unique=True), st.data()
)
def test_a_page_whose_authors_are_a_part_of_the_feeds_leaves_those(names, data):
    some = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    feed = entry(authors=tuple(map(Author, names)))
    found = chosen(feed, page_with("text", *some)).authors
    people = [name for name in names if name in ("Ada Brine", "Bo Cliff")]
    assert {author.name for author in found} >= set(people or names)


FIRST = "The first boat leaves ten minutes earlier from Monday, because the tide tables have changed, the office said on Friday."
SECOND = "Passengers with weekly tickets need not do anything, and the bus that meets the boat will wait for it as it always has."
THIRD = "Complaints can be sent to the office, which promises a reply within a week, or made in person at the quay before noon."
WHOLE = [FIRST, SECOND, THIRD] + [
    f"On pier {n} the crew counts {n * 7} ropes, {n * 3} lamps and {n} bells before the gate opens at {n} o'clock."
    for n in range(20)
]
FOOTER = "<p>The article <a href=/x>Ferry times change</a> appeared first on <a href=/>Quay Gazette</a>. Comments, share, subscribe.</p>"
GERMAN = [
    f"An Pier {n} zählt die Mannschaft {n * 7} Taue, {n * 3} Lampen und {n} Glocken, bevor das Tor öffnet."
    for n in range(20)
]


@each(
    ("feed", "page", "replaced"),
    [
        ("".join(f"<p>{text}</p>" for text in WHOLE) + FOOTER, WHOLE, False),  # the same, and links to the site
        ("".join(f"<p>{text}</p>" for text in WHOLE) + FOOTER, WHOLE[:3], False),  # cut by a wall
        ("".join(f"<p>{text}</p>" for text in WHOLE[:12]), WHOLE, True),
        ("".join(f"<p>{text}</p>" for text in WHOLE), GERMAN * 2, False),  # in another language
        (f"<p>{FIRST[:80]}…</p>", WHOLE, True),
        (f"<p>{FIRST[:80]}… [Continue reading]</p>", [FIRST, SECOND], True),
        (f"<p>{FIRST}</p>", [FIRST], False),
        (f"<p>{FIRST}</p>", [], False),
        (f"<p>{FIRST} {SECOND}</p>", ["We value your privacy and use cookies, so that partners can show what you like."] * 9, False),
        ("", WHOLE, True),
    ],
)  # fmt: skip
def test_the_text_of_the_page_is_shown_if_it_has_more_of_the_article(feed, page, replaced):
    assert bool(chosen(entry(html=feed), page_with("\n\n".join(page))).content_html) is replaced


def page_markup(title, *paragraphs, head=""):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>".encode()


def test_a_page_tells_that_the_rest_is_for_subscribers_or_that_it_is_another_one(tmp_path):
    items = "".join(
        f"<item><title>{title}</title><link>BASE/{path}</link><guid>{path}</guid><description>{FIRST}</description></item>"
        for title, path in (("Ferry times change", "walled"), ("Harbour closed", "gone"), ("Lighthouse lit", "script"))
    )
    profile = Profile(tmp_path)
    answers = {
        "/walled": page_markup("Ferry times change", *WHOLE, "Subscribe to continue reading"),
        "/gone": page_markup("Page not found", *GERMAN),
        "/script": b"<html><body><div id=root></div><script src=app.js></script></body></html>",
    }
    with serving(answers) as base:
        answers["/feed"] = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".replace(
            "BASE", base
        ).encode()
        profile.subscribe(base + "/feed")
        profile.refresh()
        for one in profile.entries():
            error = {"Harbour closed": Problem.PAGE_OF_OTHER, "Lighthouse lit": Problem.PAGE_NEEDS_SCRIPT}.get(
                one.title
            )
            assert profile.get_page(one.id)[0] == PageDone(one.id, problem(error) if error else None)
    pages = {one.title: one.page for one in profile.entries()}
    assert pages["Harbour closed"] is None
    walled = next(one for one in profile.entries() if one.page)
    assert walled.page
    assert (walled.title, walled.page.complete) == ("Ferry times change", False)
    assert lacks_rest(walled)
    article = compose(walled, ())
    shown = lay_out_page(article, 60, now=profile.now, glyphs=UNICODE_GLYPHS, syllables=lambda _: ())
    texts = list(map(text_of, shown.lines))
    assert "The rest is for subscribers." in texts
    assert list(article_lines(walled, None, 60)).count("The rest is for subscribers.") == 1


def test_an_authors_page_is_read_once_and_its_biography_is_kept(tmp_path):
    bio = "Ada Brine keeps the harbour log and has written about tides, boats and lighthouses since 1998."
    link = "<p class=byline>By <a rel=author href=/author/ada>Ada Brine</a></p>"
    item = "<item><title>{0}</title><link>BASE/{1}</link><guid>{1}</guid></item>"
    feed = item.format("Ferry times change", "a") + item.format("Ferry times are kept", "b")
    profile = Profile(tmp_path)
    answers = {
        "/a": page_markup("Ferry times change", *WHOLE).replace(b"</h1>", b"</h1>" + link.encode()),
        "/b": page_markup("Ferry times are kept", *WHOLE).replace(b"</h1>", b"</h1>" + link.encode()),
        "/author/ada": f"<html><body><h1>Ada Brine</h1><div class=author-bio><h2>Ada Brine</h2><p>{bio}</p></div></body></html>".encode(),
    }
    with serving(answers) as base:
        answers["/feed"] = f"<rss version='2.0'><channel><title>T</title>{feed}</channel></rss>".replace(
            "BASE", base
        ).encode()
        profile.subscribe(base + "/feed")
        profile.refresh()
        first, second = profile.entries()
        assert AuthorDone(first.id) in profile.get_page(first.id)
        answers["/author/ada"] = b"<html><body>It must not be asked for again.</body></html>"
        assert AuthorDone(second.id) not in profile.get_page(second.id)
    assert [one.authors[0].bio for one in profile.entries()] == [bio, bio]
