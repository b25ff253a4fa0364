"""The labelled articles in `tests/stories` are consistent: a wrong label would be measured as an error of the reader."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

STORIES = Path(__file__).parent / "stories"
SETS = sorted(STORIES.rglob("*.jsonl"))
FIELDS: dict[str, type | tuple[type, ...]] = {
    "id": str,
    "feed": str,
    "site": str,
    "url": str,
    "title": str,
    "lead": str,
    "language": str,
    "hours": (int, float),
    "story": (str, type(None)),
    "article": (str, type(None)),
    "kind": str,
}
# Each kind, and how many articles of it the German and the English set have at least.
KINDS = {
    "story": 200,
    "single": 40,
    "copy-address": 15,
    "copy-text": 20,
    "near-copy": 8,
    "weekly-series": 8,
    "template": 10,
    "live-ticker": 6,
    "two-matches": 8,
    "correction": 2,
    "horoscope": 6,
    "same-topic": 12,
    "same-names": 6,
    "link-blog": 3,
    "follow-up": 4,
}
# Hours between the first and the last article of one event.
WINDOW = 72


@pytest.fixture(params=SETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def articles(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return [json.loads(line) for line in request.param.read_text("utf-8").splitlines()]


def groups(articles: list[dict[str, Any]], by: str) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for article in articles:
        if article[by] is not None:
            found[article[by]].append(article)
    return found


def test_every_line_has_every_field_and_a_known_kind(articles):
    for article in articles:
        assert article.keys() == FIELDS.keys(), article["id"]
        wrong = [name for name, kind in FIELDS.items() if not isinstance(article[name], kind)]
        assert not wrong, (article["id"], wrong)
        assert article["kind"] in KINDS, article["id"]
        assert article["title"].strip(), article["id"]
        assert 0 <= article["hours"] <= 240, article["id"]


@pytest.mark.parametrize(
    "articles", [STORIES / "german.jsonl", STORIES / "english.jsonl"], indirect=True, ids=["german", "english"]
)
def test_every_kind_is_there_often_enough_to_be_measured(articles):
    counts = Counter(article["kind"] for article in articles)
    assert {kind: counts[kind] for kind, least in KINDS.items() if counts[kind] < least} == {}


def test_ids_are_unique(articles):
    counts = Counter(article["id"] for article in articles)
    assert [name for name, count in counts.items() if count > 1] == []


def test_an_address_belongs_to_the_article_s_site_or_to_the_one_that_a_feed_took_it_from(articles):
    sites = {article["site"] for article in articles}
    for article in articles:
        host = urlsplit(article["url"]).hostname or ""
        taken = {"link-blog": sites, "copy-address": sites}.get(article["kind"], set())
        assert any(host == site or host.endswith("." + site) for site in {article["site"], *taken}), article["id"]
        assert host.endswith(".example"), article["id"]


def test_an_event_has_at_least_two_tellings_within_three_days(articles):
    for name, tellings in groups(articles, "story").items():
        hours = [telling["hours"] for telling in tellings]
        assert len(tellings) > 1, name
        assert max(hours) - min(hours) <= WINDOW, name


def test_copies_come_at_least_in_pairs_and_belong_to_one_event(articles):
    for name, copies in groups(articles, "article").items():
        assert len(copies) > 1, name
        assert len({copy["story"] for copy in copies}) == 1, name
        assert len({copy["language"] for copy in copies}) == 1, name


def test_no_two_lines_are_equal(articles):
    counts = Counter((article["url"], article["title"], article["lead"]) for article in articles)
    assert [key for key, count in counts.items() if count > 1] == []
