"""The bench's own parts, and every cheap measurement once on a tiny store."""

from __future__ import annotations

import argparse
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.query.tree import Name
from reader.stream import Kind, Stream
from reader.text import count_words, plain_text, search_words
from tests.bench.__main__ import parts, sizes
from tests.bench.distances import PAIRS, distances
from tests.bench.feeds import AFTER, BEFORE, write_documents
from tests.bench.figures import Figure, Table, markdown, percentile, plain, timed
from tests.bench.keeping import Keeper, read_stamp
from tests.bench.keyboard import Presses, answered, articles, cursors, opened
from tests.bench.keys import keys_idle, keys_while_refreshing
from tests.bench.limits import limits
from tests.bench.memory import remembering
from tests.bench.pictures import pictures
from tests.bench.processes import measured
from tests.bench.prose import Prose
from tests.bench.querying import SLOWEST, TOGETHER, operators, querying
from tests.bench.refreshing import SCENARIOS, refreshing
from tests.bench.rivals import installed_rivals
from tests.bench.searching import queries, searching
from tests.bench.server import FeedServer, Manner
from tests.bench.start import starts
from tests.bench.stock import build, make_entry, opening, title_start
from tests.bench.storing import storing
from tests.support.fuzzing import THOROUGH

SMALL = 600


def test_a_percentile_is_the_nearest_rank() -> None:
    assert [percentile(range(1, 101), percent) for percent in (0, 50, 95, 100)] == [1, 50, 95, 100]
    assert percentile([7], 95) == 7


def test_times_are_a_median_and_a_95th_percentile_in_milliseconds() -> None:
    figure = timed("key", [0.001, 0.002, 0.003, 0.004, 0.1], limit=16)
    assert (figure.value, figure.p95, figure.unit, figure.samples) == (3, 100, "ms", 5)
    assert figure.beyond
    assert timed("key", [0.001, 0.1]).p95 is None


TABLE = Table(
    "Start",
    (
        Figure("first", 200, "ms", "1,000", p95=250, limit=300),
        Figure("first", 400, "ms", "1,000,000", p95=500, limit=300),
        Figure("second", 1.5, "s", "1,000"),
    ),
    "by hand",
)


def test_a_table_has_sizes_side_by_side_with_their_ratio_and_marks_what_is_beyond_its_limit() -> None:
    assert TABLE.rows() == [
        ["", "1,000", "1,000,000", "×", "limit"],
        ["first", "200 ms (250)", "400 ms (500)", "2.00", "≤ 300 ms !"],
        ["second", "1.50 s", "–", "", ""],
    ]
    lines = plain(TABLE).splitlines()
    assert lines[0] == "Start"
    assert lines[-1] == "(by hand)"
    assert lines[1].rindex("1,000,000") + 9 == lines[2].rindex("(500)") + 5
    assert "| first | 200 ms (250) | 400 ms (500) | 2.00 | ≤ 300 ms ! |" in markdown(TABLE)


def test_the_distance_from_a_limit_is_that_of_the_largest_size_in_one_unit() -> None:
    name, ours, limit = PAIRS[0]
    assert ours == "spawn → first headline"
    measured_ = Table("Start", (Figure(ours, 200, "ms", "1,000"), Figure(ours, 300, "ms", "1,000,000")))
    bare = Table("Limits", (Figure(limit, 0.1, "s"),))
    assert distances([measured_]) is None
    found = distances([measured_, bare])
    assert found
    assert found.rows()[1][0] == name
    assert found.rows()[1][-1] == "3.00"


def test_prose_is_the_same_whatever_was_made_before() -> None:
    first, second = Prose(), Prose()
    second.article(300, "de")
    for prose in (first, second):
        prose.begin(7)
    assert first.article(200, "de") == second.article(200, "de")
    assert first.title(7) == second.title(7)


def test_the_length_of_an_article_is_what_was_asked_for() -> None:
    prose = Prose()
    lengths = [prose.article(300).words for _ in range(200)]
    assert 270 < sum(lengths) / len(lengths) < 330


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_built_article_brings_the_words_that_the_store_would_have_found_in_it(language: str) -> None:
    prose = Prose()
    for number in range(100):
        entry = make_entry(prose, number, 0, language)
        text = plain_text(entry.parsed.content_html)
        assert (entry.search_words or "").split() == search_words("", text).split()
        assert entry.words == count_words(text)


def test_a_built_store_opens_in_the_library_with_all_entries_known_to_search(paths: Paths) -> None:
    stock = build(paths, SMALL, 50)
    library = open_library(paths, Config())
    try:
        everything = library.feeds.selection(Stream(Kind.ALL))
        newest = library.articles.headlines(library.articles.newest(everything, limit=1))[0]
        assert library.feeds.count(Stream(Kind.ALL)) == SMALL
        assert library.feeds.count(Stream(Kind.UNREAD)) == SMALL // 33
        assert newest.title.startswith(title_start(SMALL))
        assert library.feeds.count(Stream(Kind.SEARCH, opening(17))) == 1
        assert len(library.feeds.by_id) == 50
    finally:
        library.close()
    assert stock.bytes > SMALL * 1_000


def test_a_store_is_kept_and_every_run_gets_a_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Keeper(tmp_path) as keeper:
        first = keeper.copy(SMALL)
        assert first.paths.database.exists()
    assert not first.paths.database.exists()
    with Keeper(tmp_path) as keeper:
        keeper.copy(SMALL)
    assert capsys.readouterr().out.count("Built") == 1
    stamp = read_stamp(tmp_path / str(SMALL))
    assert stamp
    assert stamp.entries == SMALL


def test_a_kept_store_of_another_builder_is_built_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Keeper(tmp_path) as keeper:
        keeper.kept(60)
        stamp = tmp_path / "60" / "stock.json"
        stamp.write_text(stamp.read_text().replace('"builder": ', '"builder": 9'))
        keeper.kept(60)
        stamp.write_text("{")
        keeper.kept(60)
    assert capsys.readouterr().out.count("Built") == 3


def _get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b"", {}


@pytest.mark.parametrize("own", [False, True], ids=["installed", "own"])
def test_the_server_answers_in_each_of_its_manners(tmp_path: Path, own: bool) -> None:
    write_documents(tmp_path, 2, 3)
    before = (tmp_path / BEFORE / "feed-1.xml").read_bytes()
    with FeedServer(tmp_path / BEFORE, hosts=2, own=own) as server:
        status, body, headers = _get(server.url(1))
        assert (status, body) == (200, before)
        assert _get(server.url(1), If_None_Match=headers["ETag"])[0] == 304
        server.serve(tmp_path / BEFORE, Manner.PLAIN)
        status, body, headers = _get(server.url(1), If_None_Match=headers["ETag"])
        assert (status, body) == (200, before)
        assert not {"ETag", "Last-Modified"} & headers.keys()
        (tmp_path / AFTER / "feed-1.xml").write_text("<guid>@unique@</guid>")
        server.serve(tmp_path / AFTER, Manner.CHANGING)
        assert _get(server.url(1))[1] != _get(server.url(1))[1]


def test_a_cost_is_that_of_all_processes_also_of_orphans() -> None:
    burn = "sh -c 'i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done' & exit 3"
    cost = measured(["sh", "-c", burn])
    assert cost.code == 3
    assert cost.cpu > 0.005
    assert measured(["echo", "words"]).out == "words\n"


def test_the_cursor_of_the_list_is_known_by_its_marker_and_the_headline_by_its_number() -> None:
    written = "\x1b[1;1H\x1b[38;5;9m▌\x1b[0m\x1b[1m  ● 20000 halfing\x1b[0m▌ ▾ World   133 ▌   The Feed of Number 12 "
    assert cursors(written.encode()) == [20000]
    assert articles(b"\x1b[1mOpening17 begins this.") == [17]


def test_a_key_is_answered_when_the_cursor_is_as_far_as_it_brings_it() -> None:
    presses = answered([0.0, 1.0, 2.0, 3.0], [(0.5, 1), (2.25, 3)])
    assert presses == Presses([0.5, 1.25, 0.25], 1)


def test_parts_and_sizes_are_read_and_what_is_none_is_refused() -> None:
    assert parts("start,keys") == ("start", "keys")
    assert sizes("1000,1_000_000") == (1_000, 1_000_000)
    for wrong in ("start,nothing", ""):
        with pytest.raises(argparse.ArgumentTypeError):
            parts(wrong)
    for wrong in ("10", "many"):
        with pytest.raises(argparse.ArgumentTypeError):
            sizes(wrong)


# -- each part once

by_the_ci = pytest.mark.skipif(not THOROUGH, reason="takes many programs: with --hypothesis-profile thorough")


def names_of(table: Table) -> set[str]:
    return {figure.name for figure in table.figures}


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeper]:
    with Keeper(tmp_path_factory.mktemp("kept")) as kept:
        yield kept


@by_the_ci
def test_a_start_is_measured_from_the_command_to_the_first_headline(keeper: Keeper) -> None:
    figures = {figure.name: figure.value for figure in starts([keeper.copy(SMALL)], [], 1).figures}
    assert 0 < figures["spawn → first line of a bare Python"] < figures["spawn → first headline"]
    assert figures["spawn → first headline"] < figures["spawn → first article"]


@by_the_ci
def test_no_key_is_lost_and_each_is_measured_also_while_feeds_are_polled(keeper: Keeper, tmp_path: Path) -> None:
    stock = keeper.copy(SMALL)
    tables = [keys_idle([stock], 2), *keys_while_refreshing([stock], 2, tmp_path / "served", polled=2, many=3)]
    for table in tables:
        lost = [figure.value for figure in table.figures if figure.name == "keys that were lost"]
        assert lost == [0], plain(table)
    assert {"↓", "PgDn", "End", "Home", "to All, until its list is shown"} <= names_of(tables[0]) & names_of(tables[1])


@by_the_ci
def test_the_store_is_measured_and_left_as_it_was_but_for_what_was_added(keeper: Keeper) -> None:
    first, second = storing([keeper.copy(SMALL)], [], 2)
    assert {"a page anywhere", "mark 1 read", "undo marking 1", "  and let search find them"} <= names_of(first)
    assert "bytes an entry: broadsheet" in names_of(second)


def test_every_sort_of_search_is_measured_in_both_orders(keeper: Keeper) -> None:
    names = names_of(searching([keeper.copy(SMALL)], 2))
    assert {f"{query.name}, {order}" for query in queries(SMALL) for order in ("newest first", "by rank")} <= names


def test_every_operator_of_the_query_language_is_measured(keeper: Keeper) -> None:
    asked = " ".join(operators(SMALL))
    assert [name for name in Name if f"{name}:" not in asked] == []
    assert names_of(querying([keeper.copy(SMALL)], 1)) == {*operators(SMALL), TOGETHER, SLOWEST}


@by_the_ci
def test_memory_is_sampled_from_one_refresh_to_the_next(keeper: Keeper, tmp_path: Path) -> None:
    table = remembering(keeper.copy(SMALL), 2, tmp_path / "served")
    assert [figure.column for figure in table.figures if figure.name == "the UI process"] == ["0", "1", "2"]


@by_the_ci
def test_articles_with_pictures_are_measured_in_both_ways_of_drawing(tmp_path: Path) -> None:
    tables = pictures(tmp_path, words=300, rounds=1, keys=3, articles=4)
    names = {name for table in tables for name in names_of(table)}
    assert {f"↓ on a page of pictures ({way})" for way in ("blocks", "kitty")} <= names


def test_each_copy_of_a_kept_store_is_one_of_its_own(keeper: Keeper) -> None:
    one, other = keeper.copy(SMALL), keeper.copy(SMALL)
    one.paths.feeds.write_text("", encoding="utf-8")
    assert one.paths != other.paths
    assert other.paths.feeds.read_text(encoding="utf-8")


@by_the_ci
def test_what_nothing_could_beat_is_measured_too(tmp_path: Path) -> None:
    assert all(figure.value > 0 for table in limits(tmp_path, 1, feeds=2) for figure in table.figures)


@by_the_ci
def test_a_refresh_is_measured_in_every_scenario(tmp_path: Path) -> None:
    names = names_of(refreshing(tmp_path, feeds=3, entries=2, rounds=1, others=False))
    assert {f"{scenario.name}: until the command ends" for scenario in SCENARIOS} <= names


@pytest.mark.skipif(
    not (shutil.which("newsboat") and shutil.which("sfeed_curses")), reason="other readers are not here"
)
def test_the_other_readers_have_the_same_entries(tmp_path: Path) -> None:
    rivals = {rival.name.split()[0]: rival for rival in installed_rivals(tmp_path, [SMALL], feeds=20)}
    assert set(rivals) == {"newsboat", "sfeed"}
    with opened(rivals["newsboat"].command) as (terminal, _):
        assert terminal.written(lambda written: rivals["newsboat"].shows.encode() in written) is not None
    lines = [file.read_text().count("\n") for file in (tmp_path / str(SMALL) / "sfeed" / "feeds").iterdir()]
    assert sum(lines) == SMALL
