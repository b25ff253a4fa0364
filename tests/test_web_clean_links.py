"""Links lose what is in them to follow their readers, and nothing else."""

from __future__ import annotations

from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.entry_formats import written
from reader.model import Entry
from reader.programs import Format
from reader.web.clean_links import clean_link
from tests.support.each import each
from tests.support.fuzzing import examples

TRACKING = (
    "utm_source=feed",
    "UTM_Campaign=a%20b",
    "fbclid=IwAR0",
    "gclid",
    "mc_eid=1",
    "amp;utm_medium=rss",
    "wt_zmc=x.y",
)
NEEDED = (
    "id=3",
    "q=utm_source",
    "ref=home",
    "source=rss",
    "page=2",
    "a",
    "=b",
    "fbclid2=x",
    "p=1;q=2",
    "utm=1",
    "s=%26utm_a=1",
    "",
)
QUERIES = st.lists(st.tuples(st.booleans(), st.integers(0, 11)), max_size=6)
STARTS = (
    "https://a.example/",
    "http://user:pw@b.example:8080/x/y.html",
    "https://www.google.com/search",
    "mailto:a@b.example",
)
WRAPPERS = (
    "https://www.google.com/url?sa=D&q={}&ust=1", "https://google.co.uk/url?url={}", "https://l.facebook.com/l.php?h=AT&u={}",
    "https://t.umblr.com/redirect?z={}&t=x", "https://out.reddit.com/t3_abc?url={}&token=AQ", "https://www.youtube.com/redirect?q={}",
    "https://eur01.safelinks.protection.outlook.com/?url={}&data=x", "https://vk.com/away.php?to={}", "https://duckduckgo.com/l/?uddg={}",
)  # fmt: skip


def query_of(parts: list[tuple[bool, int]], *, tracking: bool) -> str:
    pairs = [TRACKING[n % len(TRACKING)] if tracks else NEEDED[n] for tracks, n in parts if tracking or not tracks]
    return "?" + "&".join(pairs) if any(pairs) else ""


@settings(max_examples=examples(100))
@given(st.sampled_from(STARTS), QUERIES, st.sampled_from(("", "#part", "#utm_a", "#a=1&utm_source=x")))
def test_tracking_goes_and_everything_else_stays_in_its_order(
    start: str, parts: list[tuple[bool, int]], end: str
) -> None:
    any_tracking = any(tracks for tracks, _number in parts)
    expected = start + query_of(parts, tracking=False) + ("" if end == "#utm_a" else end)
    given_url = start + ("?" + query_of(parts, tracking=True)[1:] if parts else "") + end
    if any_tracking:
        assert clean_link(given_url) == expected
    else:
        assert clean_link(given_url) == given_url.removesuffix("#utm_a")


@settings(max_examples=examples(100))
@given(
    st.lists(st.sampled_from(WRAPPERS), max_size=4),
    st.sampled_from(("https://a.example/x?id=1&b=%26#p", "http://münchen.example/ü")),
)
def test_detours_end_at_their_target(wrappers: list[str], target: str) -> None:
    url = target
    for wrapper in wrappers:
        url = wrapper.format(quote(url, safe=""))
    assert clean_link(url) == target
    assert clean_link(clean_link(url)) == clean_link(url)


@settings(max_examples=examples(100))
@given(
    st.text(max_size=60)
    | st.text("https://wgole.cm/url?q=&u%#amp;tm_", max_size=80).map("https://www.google.com/url?q=".__add__)
)
def test_any_text_is_left_alone_or_made_shorter_for_good(text: str) -> None:
    once = clean_link(text)
    assert len(once) <= len(text)
    assert clean_link(once) == once


@each(
    "url",
    [
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/url?q=/relative",
        "https://l.facebook.com/l.php?u=file%3A%2F%2F%2Fetc%2Fpasswd",
        "https://www.google.com/url?other=https://a.example/",
        "https://evilgoogle.com/url?q=https://a.example/",
        "https://l.facebook.com.evil.example/l.php?u=https://a.example/",
        "https://a.example/url?q=https://b.example/",
        "https://[broken/url?q=https://a.example/",
        "https://www.google.com/url?q=" + "x" * 100_000,
        "https://shop.example/?id=7&ref=newsletter&tag=a&campaign=b&cid=1&source=c",
        "https://a.example/utm_source=x/fbclid=1",
        "entry:3",
    ],
)
def test_what_only_looks_like_it_stays(url: str) -> None:
    assert clean_link(url) == url


def test_fragments_of_statistics_go() -> None:
    assert clean_link("https://lemonde.example/a.html#xtor=RSS-3208") == "https://lemonde.example/a.html"
    assert clean_link("https://a.example/?utm_source=rss&utm_medium=x#c4") == "https://a.example/#c4"
    assert clean_link("https://a.example/?id=1&utm_source=" + "x" * 200_000) == "https://a.example/?id=1"


@each("form", [Format.TEXT, Format.MARKDOWN, Format.HTML, Format.ADDRESS])
def test_what_is_saved_and_handed_over_has_clean_links(form: Format) -> None:
    link = '<a href="https://www.google.com/url?q=https%3A%2F%2Fb.example%2F%3Fid%3D1%26fbclid%3Dx">there</a>'
    entry = Entry(
        id=1, feed_id=1, feed_title="The Paper", feed_url="https://a.example/feed", url="https://a.example/1?utm_source=rss&p=2",
        title="Title", published=0, updated=None, sort=0, read=False, starred=False,
        authors=(), labels=(), categories=(), summary_html="",
        content_html=f"<p>Words about what can be found {link}.</p>",
    )  # fmt: skip
    text = written(entry, form)
    assert "https://a.example/1?p=2" in text
    assert not any(name in text for name in ("utm_", "fbclid", "google"))
    assert form in (Format.TEXT, Format.ADDRESS) or "https://b.example/?id=1" in text
