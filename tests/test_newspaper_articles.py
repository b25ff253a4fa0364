"""The paper's contents: enough articles, all different, with everything in them that the web has."""

from __future__ import annotations

import html
import re
from collections import Counter
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.newspaper.author_marks import styles
from tests.newspaper.content import read_authors, read_site, seconds
from tests.newspaper.picture_files import TYPES, art_file, art_path
from tests.newspaper.pictures import landscape, portrait, scenes
from tests.newspaper.site import slugify
from tests.support.each import each

NOW = 1_750_000_000
SITE = read_site("http://127.0.0.1:1", NOW)
ARTICLES = tuple(article for section in SITE.sections for article in section.articles)


def words_of(body: str) -> int:
    return len(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_there_are_forty_two_articles_or_more_with_slugs_and_titles_of_their_own() -> None:
    assert len(ARTICLES) >= 42
    assert min(Counter(article.section for article in ARTICLES).values()) >= 20
    assert len({article.slug for article in ARTICLES}) == len(ARTICLES)
    assert len({article.title for article in ARTICLES}) == len(ARTICLES)


def test_no_article_is_a_stub_and_some_are_long() -> None:
    lengths = sorted(words_of(article.body) for article in ARTICLES)
    assert lengths[0] >= 150
    assert lengths[-1] >= 2_450
    assert sum(length >= 1_000 for length in lengths) >= 3


def test_the_newest_article_comes_first_and_none_is_from_the_future() -> None:
    for section in SITE.sections:
        times = [article.published for article in section.articles]
        assert times == sorted(times, reverse=True)
        assert all(article.revised <= NOW for article in section.articles)
        assert all(comment.published <= NOW for article in section.articles for comment in article.comments)


def test_articles_are_spread_from_this_hour_back_to_two_years() -> None:
    ages = [NOW - article.published for article in ARTICLES]
    day = 86_400
    for low, high in ((0, day), (day, 2 * day), (2 * day, 7 * day), (7 * day, 365 * day), (365 * day, 731 * day)):
        assert sum(low <= age < high for age in ages) >= 2


def test_the_same_moment_gives_the_same_paper() -> None:
    assert read_site("http://127.0.0.1:1", NOW) == SITE


def test_every_author_style_is_used_and_every_author_writes_several_articles() -> None:
    assert {article.author_style for article in ARTICLES} == set(styles())
    written = Counter(slug for article in ARTICLES for slug in article.authors)
    assert all(written[author.slug] >= 3 for author in read_authors())


def test_there_are_two_authors_the_editors_and_gaps_in_what_is_known() -> None:
    assert {len(article.authors) for article in ARTICLES} == {0, 1, 2}
    assert any(author.bio is None for author in read_authors())
    assert any(not author.portrait for author in read_authors())


@each(
    "mark",
    [
        "<blockquote cite=", "<ul>\n<li>", "<ol>\n<li>", "<table>", '<pre><code class="language-', " <code>",
        "<figcaption>", "<h2", "<h3>", 'href="https://', 'href="../', 'href="#', "<sup ", 'class="footnotes"', "<em>",
        "<strong>", "<dl>", "<hr>", "<abbr ", "<iframe ", "<video ", "<dfn>", "<cite>",
    ],
)  # fmt: skip
def test_the_bodies_between_them_hold_every_kind_of_markup(mark: str) -> None:
    bodies = "\n".join(article.body for article in ARTICLES)
    assert mark in bodies or (mark == " <code>" and " <code>" in bodies)


def test_lists_are_nested_in_both_kinds() -> None:
    bodies = "\n".join(article.body for article in ARTICLES)
    assert re.search(r"<li>[^<]*\n<ul>", bodies)
    assert re.search(r"<li>[^<]*\n<ol", bodies)


def test_comments_run_from_none_to_twelve_and_answers_point_at_earlier_ones() -> None:
    counts = {len(article.comments) for article in ARTICLES}
    assert 0 in counts
    assert max(counts) == 12
    for article in ARTICLES:
        for comment in article.comments:
            assert comment.reply_to is None or 1 <= comment.reply_to < comment.number
    assert any(comment.reply_to for article in ARTICLES for comment in article.comments)


def test_nobody_who_comments_bears_an_authors_name() -> None:
    names = {author.name for author in read_authors()}
    assert not names & {comment.name for article in ARTICLES for comment in article.comments}


def test_two_or_more_articles_can_be_listened_to() -> None:
    assert sum(article.audio for article in ARTICLES) >= 2


@each("age", ["", "3", "h", "3 h", "1h2m", "-1h", "1y", "1h  2m"])
def test_an_age_that_cannot_be_read_is_refused(age: str) -> None:
    with pytest.raises(ValueError, match="not an age"):
        seconds(age)


def test_an_age_adds_up() -> None:
    assert seconds("1w 2d 3h 4m") == 604_800 + 2 * 86_400 + 3 * 3_600 + 240


def test_a_slug_spells_german_letters_out() -> None:
    assert slugify("Grüße aus Köln: 3 Straßen!") == "gruesse-aus-koeln-3-strassen"
    assert slugify("…") == "untitled"


def test_pictures_are_the_same_each_time_and_in_every_size_and_form() -> None:
    for scene in sorted(scenes())[:3]:
        picture = landscape(scene, "a", 64, 36)
        assert picture.tobytes() == landscape(scene, "a", 64, 36).tobytes()
        assert picture.tobytes() != landscape(scene, "b", 64, 36).tobytes()
        smaller = landscape(scene, "a", 128, 72).reduce(2)
        assert max(ImageStat.Stat(ImageChops.difference(picture, smaller)).mean) < 12, scene
    assert portrait("a", 64).tobytes() != portrait("b", 64).tobytes()
    for form, kind in TYPES.items():
        body, stated = art_file(art_path("light", "a", 320, form)) or (b"", "")
        image = Image.open(BytesIO(body))
        assert (image.width, stated) == (320, kind)
        assert getattr(image, "n_frames", 1) == (3 if form == "gif" else 1)
    for kind in ("chart", "map", "comic"):
        assert art_file(art_path(kind, "lamp-en", 320, "png"))
    for path in ("/media/art/volcano/a-320.png", art_path("comic", "x", 320), art_path("map", "x", 321), "/media/art/"):
        assert art_file(path) is None
