"""Laws of parsing, tried on bytes of all sorts."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.feed_markup import BODIES, DOCUMENTS, MARKUP, assert_sound, read

UNHURRIED = settings(deadline=None)


@UNHURRIED
@given(DOCUMENTS, st.one_of(st.none(), st.text(max_size=30)))
@example(b"<rss><item><category><item></item>x</category></item></rss>", None)
@example(b"<rss><item><media:thumbnail><item></item></media:thumbnail></item></rss>", None)
def test_any_bytes_are_a_sound_feed_or_a_parse_error(body: bytes, content_type: str | None) -> None:
    feed = read(body, content_type)
    if feed is not None:
        assert_sound(feed)


@UNHURRIED
@given(st.sampled_from(BODIES), st.data())
def test_a_damaged_feed_is_a_sound_feed_or_a_parse_error(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(at, min(len(body), at + 40)))
    feed = read(body[:at] + data.draw(st.one_of(st.binary(max_size=12), MARKUP)) + body[end:])
    if feed is not None:
        assert_sound(feed)


def test_a_feed_cut_off_at_any_byte_yields_its_first_entries() -> None:
    for body in BODIES:
        whole = read(body)
        assert whole is not None
        assert_sound(whole)
        for end in range(0, len(body) - 1, 7):
            part = read(body[:end])
            if part is None:
                continue
            assert [e.guid for e in part.entries] == [e.guid for e in whole.entries[: len(part.entries)]]
            if part.link == whole.link and part.language == whole.language:
                assert part.entries == whole.entries[: len(part.entries)]


@UNHURRIED
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1), max_size=5))
def test_entries_keep_their_order(names: list[str]) -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title><![CDATA[{t.replace(']]>', '')}]]></title></item>" for n, t in enumerate(names)
    )
    feed = read(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert feed is not None
    assert [entry.guid for entry in feed.entries] == [str(number) for number in range(len(names))]


@UNHURRIED
@given(st.sampled_from(BODIES), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]))
def test_the_encoding_does_not_change_the_feed(body: bytes, encoding: str) -> None:
    assert read(body.decode("utf-8").encode(encoding)) == read(body)
