"""Finding the articles that report the same event: the goals on the labelled sets, and laws for any articles."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.stories.correction import Place
from reader.stories.publisher import publisher_of
from reader.stories.signs import packed, signs_of, unpacked
from reader.stories.similar import Rarity, compared, profile_of, similarity
from reader.stories.story_index import HOURS_72, OF_PUBLISHER, TELLINGS, StoryIndex
from reader.stories.words import language_of, stem_of, words
from tests.stories.evaluate import SETS, errors_of, find_stories, is_tuned, load
from tests.support.each import each
from tests.support.fuzzing import examples

HOUR = 3_600


@pytest.mark.parametrize("name", ["german", "english", "aside/german", "aside/english"])
def test_stories_are_found_with_a_precision_of_95_percent_and_a_recall_of_75(name: str) -> None:
    items = load(SETS / f"{name}.jsonl")
    found = find_stories(items)
    score, _ = errors_of(items, found)
    assert score.precision >= 0.95, score
    assert score.recall >= 0.75, score
    untuned, _ = errors_of([item for item in items if not is_tuned(item)], found)
    assert untuned.precision >= 0.95, untuned
    assert untuned.recall >= 0.75, untuned


def test_articles_in_other_languages_are_joined_too() -> None:
    items = load(SETS / "others.jsonl")
    score, errors = errors_of(items, find_stories(items))
    assert score.wrong == 0, errors
    assert score.recall >= 0.75, errors


def alike(one: str, other: str, language: str = "", lead: str = "", other_lead: str = "") -> float:
    rarity = Rarity()
    profiles = [
        profile_of(1, "a.example", 0, signs_of(one, lead, language)),
        profile_of(2, "b.example", 0, signs_of(other, other_lead, language)),
    ]
    first, second = (compared(profile, rarity) for profile in profiles)
    assert similarity(first, second) == similarity(second, first)
    return similarity(first, second)


SAME = [
    ("de", "Bahnstreik ab Mittwoch: Lokführer legen Arbeit nieder", "Streik bei der Bahn: Lokführer im Ausstand"),
    ("de", "Zirkuslöwe in Cottbus entlaufen", "Cottbus: Löwe flieht aus Zirkus"),
    ("fr", "Incendie à Perpignan : l’usine Valmorel détruite", "L'usine Valmorel de Perpignan ravagée par les flammes"),
    ("it", "Terremoto a Campobasso, crolla il campanile", "Campobasso, il campanile crollato dopo il terremoto"),
    ("es", "Un incendio arrasa el mercado de Albarracín", "Albarracín pierde su mercado en un incendio"),
    ("nl", "Kraanmachinist gered in haven Terneuzen", "Terneuzen: machinist uit havenkraan gered"),
    ("pl", "Pożar zamku w Moszna, strażacy walczą z ogniem", "Strażacy gaszą pożar w zamku Moszna"),
    ("ja", "東京都知事選、小川氏が当選", "小川氏、東京都知事に初当選"),
]
OTHER = [
    ("de", "Lottozahlen vom Mittwoch", "Lottozahlen vom Samstag"),
    ("de", "Adler Rheinau verlieren 2:4 gegen Kufen Berlin", "Adler Rheinau gewinnen 5:1 gegen Kufen Berlin"),
    ("en", "House prices up 3.1 per cent in Harbourton", "House prices up 1.8 per cent in Ashdale"),
    (
        "en",
        "Man, 34, charged with murder after stabbing in Leeds",
        "Man, 27, charged with murder after stabbing in Luton",
    ),
    ("en", "Police find car", "Police find dog"),
    ("de", "Ministerin Sahm stellt Elterngeld-Reform vor", "Ministerin Sahm zeigt neuen Dackel"),
    ("en", "Ellery rules out early election", "Ellery visits flood defences in Norfolk"),
    ("ja", "東京の天気", "大阪の天気"),
]


@each(("language", "one", "other"), SAME)
def test_headlines_of_one_event_are_alike_in_many_languages(language: str, one: str, other: str) -> None:
    assert alike(one, other, language) > 0.15


@each(("language", "one", "other"), OTHER)
def test_headlines_with_other_days_results_or_names_are_not(language: str, one: str, other: str) -> None:
    assert alike(one, other, language) < 0.15


def test_a_title_tells_its_language_against_a_wrong_declaration() -> None:
    assert (
        language_of("Bahnstreik ab Mittwoch: Lokführer wollen nicht mehr und das ist auch nicht neu", "en-US") == "de"
    )
    assert language_of("The mayor and the governor will not meet again", "de") == "en"
    assert language_of("Mondlandung geglückt", "de_AT") == "de"
    assert language_of("東京都知事選", "ja") == "ja"
    assert language_of("🦁🦁🦁", None) == ""
    assert language_of("Ransomware", "klingonisch!") == ""


def test_words_are_folded_and_lose_their_endings_and_numbers_have_one_spelling() -> None:
    assert [word.stem for word in words("Die Lokführern der Bahn", "de")] == ["lokfuhr", "bahn"]
    found = [word.stem for word in words("38.000 Puten und 38,000; 1,75 oder 2:1, 24–17", "de")]
    assert found == ["38000", "pute", "38000", "1.75", "2:1", "24-17"]
    assert [word.stem for word in words("£61m, 61 million, H5N1", "en")] == [
        "61",
        "61",
        stem_of("million", "en"),
        "h5n1",
    ]
    assert [word.stem for word in words("Yesterday Kessler met NATO people", "en") if word.name] == ["kessl", "nato"]


HOSTILE = ["", " ", "\x00\x1b[31m", "🦁" * 50, "ſ" * 10_000, "a" * 10_000, "wort " * 2_000, "1" * 9_999, "1.1" * 3_000,
    "مرحبا بالعالم", "Ελλάδα πρώτη", "東京" * 5_000, "-’'." * 500, "\ud800", "a\u0301" * 3_000, "#*!\n#*", "\u202etxt"]  # fmt: skip


@each("text", HOSTILE)
def test_any_text_has_signs_that_survive_their_cell(text: str) -> None:
    index = StoryIndex()
    for number, (title, lead) in enumerate(((text, ""), ("", text), (text, text), ("Title", text)), start=1):
        signs = signs_of(title, lead, None)
        cell = packed(signs)
        assert len(cell) < 10_000
        assert unpacked(cell, signs.language) == signs
        index.place(profile_of(number, f"{number}.example", 0, signs))


@settings(max_examples=examples(60), deadline=None)
@given(st.binary(max_size=60))
def test_a_damaged_cell_is_read_as_some_signs(cell: bytes) -> None:
    signs = unpacked(cell, "de")
    StoryIndex().place(profile_of(1, "", 0, signs))


WORDS = (
    "Passau",
    "Donau",
    "Hochwasser",
    "Löwe",
    "Cottbus",
    "Zirkus",
    "Montag",
    "Dienstag",
    "2:1",
    "3:1",
    "512",
    "Jena",
)
articles = st.lists(
    st.tuples(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
        st.integers(0, 4),
        st.integers(0, 150),
        st.sampled_from(("place", "add", "remove", "separate", "fix")),
    ),
    max_size=20,
)


@settings(max_examples=examples(80), deadline=None)
@given(articles)
def test_stories_are_groups_within_72_hours_that_never_overlap(arrived) -> None:
    index = StoryIndex()
    dates: dict[int, int] = {}
    fixed_out: set[int] = set()
    for number, (title, site, hours, what) in enumerate(arrived, start=1):
        profile = profile_of(number, f"{site}.example", hours * HOUR, signs_of(" ".join(title), "", "de"))
        if what in ("add", "fix"):
            index.add(profile, fixed=what == "fix")
            fixed_out.update({number} if what == "fix" else ())
            dates[number] = hours
            continue
        if what in ("remove", "separate") and dates:
            one = min(dates)
            if what == "remove":
                index.remove(one)
                dates.pop(one)
            else:
                index.separate(one, fixed=True)
                fixed_out.add(one)
        dates[number] = hours
        index.place(profile)
        placed = index.group_of(number)
        assert number in placed
        assert not fixed_out.intersection(placed)
        assert set(placed) <= dates.keys()
        span = [dates[one] * HOUR for one in placed]
        assert max(span) - min(span) <= HOURS_72
    groups = {frozenset(index.group_of(number)) for number in dates}
    assert sum(map(len, groups)) == len(dates)
    words_of = [set().union(*(index._profiles[one].weights for one in group)) for group in groups]
    assert index._rarity._having.get("de", {}) == Counter(stem for words in words_of for stem in words)
    index.arrange({one: Place(min(group) if len(group) > 1 else None) for group in groups for one in group})
    assert {frozenset(index.group_of(number)) for number in dates} == groups


def test_a_chain_of_likenesses_does_not_join_unrelated_events() -> None:
    index = StoryIndex()
    chain = [
        "Hochwasser Passau Donau Altstadt Sandsäcke",
        "Donau Altstadt Sandsäcke Zirkuszelt Raubkatze",
        "Zirkuszelt Raubkatze Cottbus Löwe Gartenlaube",
        "Löwe Gartenlaube Cottbus Sofa Tierärztin",
    ]
    for number, title in enumerate(chain, start=1):
        index.place(profile_of(number, f"{number}.example", 0, signs_of(title, "", "de")))
    assert 4 not in index.group_of(1)


@pytest.mark.parametrize("publishers", [1, 2, 30])
def test_made_up_compounds_make_no_story_of_everything(publishers: int) -> None:
    index, random = StoryIndex(), Random(publishers)
    for number in range(200):
        made_up = [f"Donau{random.randrange(40)}dampf{random.choice('abcd') * random.randrange(5)}" for _ in range(60)]
        article = signs_of(" ".join(made_up[:10]), " ".join(made_up), "de")
        index.place(profile_of(number, f"{number % publishers}.example", number, article))
    for number in range(200):
        story = index.group_of(number)
        assert len(story) <= TELLINGS
        assert len(story) == 1 or max(Counter(one % publishers for one in story).values()) <= OF_PUBLISHER


@each(
    ("url", "publisher"),
    [
        ("https://newsticker.heise.de/a", "heise.de"), ("https://www.heise.de", "heise.de"), ("http://heise.de./", "heise.de"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"), ("https://ada.substack.com/p/1", "ada.substack.com"),
        ("http://127.0.0.1:8001/x", "127.0.0.1:8001"), ("http://[::1]/x", "::1"), ("http://localhost:99/", "localhost:99"),
        ("exec:ls", ""), ("", ""), ("http://[::1", ""), ("http://a.example:99999/", ""), ("https://例え.jp/x", "例え.jp"),
    ],
)  # fmt: skip
def test_a_publisher_is_the_owner_of_a_site(url: str, publisher: str) -> None:
    assert publisher_of(url) == publisher
