"""Authors from several sources become one list, and gaps are filled without losing anything."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Author
from reader.people.merge import fill_gaps, merge_mentions
from reader.refresh.pages.choose_authors import choose_authors
from reader.text import fold

TEXTS = st.none() | st.sampled_from(["a", "b", "longer"])
AUTHORS = st.builds(
    Author,
    st.sampled_from(["José Rey", "jose rey", "Bo Lind", "Ada Moor"]),
    TEXTS,
    TEXTS,
    TEXTS,
    TEXTS,
    st.lists(st.sampled_from(["x", "y", "z"]), unique=True).map(tuple),
)


def test_merging_keeps_the_order_and_the_first_value_of_a_field():
    merged = merge_mentions([Author("José Rey", role="a"), Author("Bo Lind"), Author("jose rey", role="b", bio="c")])
    assert merged == (Author("José Rey", role="a", bio="c"), Author("Bo Lind"))


@given(st.lists(AUTHORS, max_size=6))
def test_merging_names_each_person_once_and_loses_no_field(mentions: list[Author]):
    merged = {fold(author.name): author for author in merge_mentions(mentions)}
    assert len(merged) == len(merge_mentions(mentions))
    for mention in mentions:
        kept = merged[fold(mention.name)]
        assert set(mention.links) <= set(kept.links)
        for field in ("url", "role", "bio", "avatar"):
            assert getattr(kept, field) or not getattr(mention, field)
    assert merge_mentions(merged.values()) == tuple(merged.values())


@given(AUTHORS, AUTHORS)
def test_filling_gaps_changes_no_field_that_is_known(author: Author, other: Author):
    filled = fill_gaps(author, other)
    assert filled == fill_gaps(filled, other)
    assert fill_gaps(author, replace(author, name="x")) == author
    for field in ("name", "url", "role", "bio", "avatar", "links"):
        assert getattr(filled, field) == (getattr(author, field) or getattr(other, field))


def test_people_in_the_feed_come_first_and_the_page_fills_in_their_details():
    feed = (Author("Jane Doe"), Author("Bob Roe"))
    page = (Author("Bob Roe", bio="B"), Author("JANE DOE", url="https://e.example/j", bio="J"), Author("Amy Poe"))
    assert choose_authors(feed, page) == (
        Author("Jane Doe", "https://e.example/j", bio="J"),
        Author("Bob Roe", bio="B"),
        Author("Amy Poe"),
    )


def test_people_on_the_page_alone_count_if_the_feed_names_nobody_or_shares_an_author_with_it():
    page = (Author("Jane Doe", bio="J"),)
    assert choose_authors((Author("News Desk"),), page) == page
    assert choose_authors((), page) == page
    assert choose_authors((Author("Bob Roe"),), page) == (Author("Bob Roe"),)
    assert choose_authors((Author("News Desk"),), ()) == (Author("News Desk"),)


def test_the_name_of_the_feed_is_not_an_author_beside_the_people_on_the_page():
    page = (Author("Jane Doe", bio="J"),)
    assert choose_authors((Author("Harbour Post"),), page, except_for=("Harbour Post",)) == page


def test_initials_mean_the_name_that_the_page_spells_out():
    page = (Author("Jane Doe", bio="J"),)
    assert choose_authors((Author("J. Doe"),), page) == page
