"""``refresh``, ``list``, ``show``, ``mark`` and ``feeds`` against the demo newspaper."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterable

import pytest

from reader.arrival import NewEntry
from reader.files import FileLock
from reader.store import open_store
from tests.newspaper import Fault
from tests.newspaper.edits import make_edits
from tests.support.stocking import NOW, new_entry, stocked
from tests.support.terminal import Terminal, reader_command

ENTRY_KEYS = [
    "id",
    "feed_url",
    "feed_title",
    "title",
    "url",
    "authors",
    "published",
    "updated",
    "edited",
    "read",
    "starred",
    "later",
    "labels",
    "tags",
    "categories",
    "summary",
    "content_html",
    "content_text",
    "enclosures",
    "comments_url",
    "comments_count",
    "image",
    "language",
    "chapters",
    "transcript",
    "duplicates",
    "story",
    "tellings",
]
FEED_KEYS = [
    "url",
    "title",
    "link",
    "folder",
    "tags",
    "account",
    "unread",
    "total",
    "last_success",
    "last_error",
    "next_check",
    "status",
    "concern",
    "http_status",
    "failures",
    "next_check_reason",
    "problem",
    "arguments",
    "last_poll",
    "left_out",
    "newest",
    "per_week",
    "read_share",
    "weeks",
]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def stored(broadsheet):
    """Two feeds with three articles each, without a network."""
    starts = {"https://one.example/feed": 1, "https://two.example/feed": 11}
    feeds: dict[str, Iterable[NewEntry]] = {
        url: [new_entry(number) for number in range(start, start + 3)] for url, start in starts.items()
    }
    broadsheet.subscribe(*feeds)
    stocked(broadsheet.paths.database, feeds).close()
    return broadsheet


def test_refresh_list_show_and_mark_work_as_processes(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    done = broadsheet.process("refresh", "--json")
    assert (done.code, done.err) == (0, "")
    report = done.json
    seconds = report.pop("seconds")
    assert seconds > 0
    polled = {"polled": 1, "changed": 1, "unchanged": 0, "failed": 0, "new": 24, "updated": 0}
    assert report == {**polled, "errors": [], "accounts": []}
    entries = broadsheet.process("list", "--json", "-n", "100").json
    assert len(entries) == 24
    newest = entries[0]
    assert list(newest) == ENTRY_KEYS
    assert RFC_3339.fullmatch(newest["published"])
    assert [entry["published"] for entry in entries] == sorted((e["published"] for e in entries), reverse=True)
    shown = broadsheet.process("show", str(newest["id"]), "--full", "--json")
    assert (shown.code, shown.err) == (0, "")
    article = shown.json
    assert list(article) == [*ENTRY_KEYS, "versions"]
    assert (article["edited"], article["versions"]) == (None, [])
    assert article["authors"][0]["bio"]
    assert list(article["authors"][0]) == ["name", "url", "bio", "avatar", "role"]
    assert len(article["content_text"]) > len(newest["content_text"])
    assert "<p>" in article["content_html"]
    assert broadsheet.process("mark", "read", str(newest["id"])).out == "1 article marked read.\n"
    again = broadsheet.process("list", "--jsonl", "--unread", "-n", "100").out.splitlines()
    assert newest["id"] not in [json.loads(line)["id"] for line in again]
    assert len(again) == 23


def test_show_prints_the_changes_of_an_article(broadsheet, newspaper):
    slug = "how-we-correct-ourselves"
    broadsheet.subscribe(newspaper.url("/en/feed.json"))
    broadsheet("refresh")
    number = next(str(one["id"]) for one in broadsheet("list", "-n", "99", "--json").json if slug in one["url"])
    nothing = broadsheet("show", number, "--changes")
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.complaints == [f"no changes to article {number} are known"]
    for _ in make_edits(newspaper):
        broadsheet("refresh", "--force")
    text = broadsheet("show", number, "--changes").out
    assert "How we correct [-ourselves-] {+ourselves, and when+}" in text
    assert "within [-a day.-] {+two days.+}" in text
    assert "four hundred and [-six-] {+seven+} errors." in text
    assert text.index("{+two days.+}") < text.index("{+seven+}")
    assert re.search(r" · updated \d{4}-\d\d-\d\d \d\d:\d\d", broadsheet("show", number).out)
    article = broadsheet("show", number, "--json").json
    assert RFC_3339.fullmatch(article["edited"])
    assert [(one["title"], one["of"]) for one in article["versions"]] == [("How we correct ourselves", "feed")] * 2
    assert "four hundred and six errors" in article["versions"][0]["text"]
    assert article["versions"][1]["until"] == article["edited"]
    assert broadsheet("show", number, "--changes", "--json").code == 2
    assert broadsheet("show", number, "--changes", "--markdown").code == 2


def test_failing_feeds_are_reported_and_the_others_are_refreshed(broadsheet, newspaper):
    urls = [newspaper.url(f"/{path}") for path in ("en/feed.xml", "de/feed.xml", "de/feed.atom")]
    refused = "http://127.0.0.1:1/feed"
    newspaper.fail(urls[1], Fault.status(404))
    newspaper.fail(urls[2], Fault.html())
    broadsheet.subscribe(*urls, refused)
    done = broadsheet("refresh", "--json")
    assert done.code == 1
    assert done.complaints == ["3 of 4 feeds failed; `broadsheet feeds` says why"]
    assert {error["feed_url"]: error["error"] for error in done.json["errors"]} == {
        urls[1]: "the server answered 404: not found",
        urls[2]: "this is a web page, not a feed",
        refused: "the connection was refused",
    }
    assert done.json["new"] == 24
    table = broadsheet("feeds")
    assert table.code == 0
    assert "the server answered 404: not found" in table.out
    feeds = {feed["url"]: feed for feed in broadsheet("feeds", "--json").json}
    assert list(feeds[urls[0]]) == FEED_KEYS
    assert (feeds[urls[0]]["status"], feeds[urls[0]]["total"]) == ("ok", 24)
    assert RFC_3339.fullmatch(feeds[urls[0]]["last_success"])
    assert feeds[refused]["last_success"] is None
    assert feeds[refused]["last_error"] == "the connection was refused"
    doctor = broadsheet("doctor", "--json")
    assert doctor.code == 0
    assert doctor.json["warnings"] >= 3


def test_named_feeds_are_polled_even_if_not_due_and_unknown_ones_reported(broadsheet, newspaper):
    url = newspaper.url("/en/feed.json")
    broadsheet.subscribe(url)
    assert broadsheet("refresh").out.startswith("Refreshed 1 feed in")
    assert broadsheet("refresh").out == "No feeds are due. Use `broadsheet refresh --force` to refresh them anyway.\n"
    assert broadsheet("refresh", url, "--json").json["unchanged"] == 1
    assert broadsheet("refresh", "--force", "--json").json["polled"] == 1
    newspaper.forget()
    stranger = broadsheet("refresh", "https://stranger.example/", "--json")
    assert stranger.code == 1
    assert stranger.json["polled"] == 0
    assert "is not one of your feeds" in stranger.complaints[0]
    assert newspaper.requests == ()


def test_a_refresh_waits_for_a_running_one_and_says_so(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.json"))
    broadsheet.paths.data_dir.mkdir()
    lock = FileLock(broadsheet.paths.lock)
    assert lock.try_acquire()
    threading.Timer(0.5, lock.release).start()
    done = broadsheet("refresh")
    assert done.code == 0
    assert "waiting" in done.complaints[0]


def test_refresh_and_feeds_without_subscriptions_say_what_to_do(broadsheet):
    broadsheet.subscribe()
    for command in ("refresh", "feeds"):
        done = broadsheet(command, "--json")
        assert done.code == 1
        assert "broadsheet add" in done.complaints[0]
    assert done.json == []


def test_list_can_be_filtered_by_feed_state_and_query(stored):
    def titles(*options: str) -> list[str]:
        return [entry["title"] for entry in stored("list", "--json", *options).json]

    assert titles() == ["Title 1", "Title 2", "Title 3", "Title 11", "Title 12", "Title 13"]
    assert titles("-n", "2") == ["Title 1", "Title 2"]
    assert titles("--feed", "https://two.example/feed") == ["Title 11", "Title 12", "Title 13"]
    assert titles("number", "12") == ["Title 12"]
    assert titles('"number 1"') == ["Title 1"]
    stored("mark", "star", "2", "5")
    stored("mark", "read", "5")
    assert titles("--starred") == ["Title 2", "Title 12"]
    assert titles("--starred", "--unread") == ["Title 2"]
    assert titles("--starred", "--feed", "https://two.example/feed") == ["Title 12"]


def test_sort_rank_lists_the_best_match_first(broadsheet):
    rows = [
        new_entry(1, title="Other", html="<p>In passing, a glacier, among much that is about something else.</p>"),
        new_entry(2, title="The glacier", html="<p>Ice.</p>"),
    ]
    broadsheet.subscribe("https://one.example/feed")
    stocked(broadsheet.paths.database, {"https://one.example/feed": rows}).close()

    def titles(*options: str) -> list[str]:
        return [entry["title"] for entry in broadsheet("list", "--json", "glacier", *options).json]

    assert titles() == titles("--sort", "date") == ["Other", "The glacier"]
    assert titles("--sort", "rank") == ["The glacier", "Other"]
    assert titles("--sort", "rank", "-n", "1") == ["The glacier"]
    assert titles("--sort", "rank", "--starred") == []
    without = broadsheet("list", "--sort", "rank")
    assert (without.code, without.complaints[0].startswith("--sort rank needs words to search for")) == (2, True)


def test_a_folder_includes_its_subfolders(stored):
    stored.paths.feeds.write_text(
        '[[feeds]]\nurl = "https://one.example/feed"\nfolder = "World/Europe"\n'
        '[[feeds]]\nurl = "https://two.example/feed"\nfolder = "World"\n'
    )
    assert len(stored("list", "--json", "--folder", "World").json) == 6
    assert len(stored("list", "--json", "--folder", "World/Europe/").json) == 3
    assert len(stored("list", "--json", "--folder", "World", "--feed", "https://one.example/feed").json) == 3
    assert [feed["folder"] for feed in stored("feeds", "--json", "--sort", "file").json] == ["World/Europe", "World"]
    nowhere = stored("list", "--folder", "Nowhere")
    assert nowhere.code == 1
    assert "folder Nowhere does not exist" in nowhere.complaints[0]


def test_articles_waiting_to_be_indexed_are_found(stored):
    store = open_store(stored.paths.database, now=NOW)
    store._connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    store._connection.execute("INSERT INTO search_pending SELECT id FROM entries")
    store.close()
    assert len(stored("list", "number", "--json").json) == 6


def test_an_empty_result_is_an_empty_list_with_a_message(stored):
    for words in (["unheardof"], ["title:glaciology"], ["--feed", "https://one.example/feed", "--starred"]):
        done = stored("list", "--json", *words)
        assert (done.code, done.json) == (1, [])
        assert done.complaints == ["no article matches"]
    assert stored("list", "--jsonl", "unheardof").out == ""
    assert stored("list", "--feed", "https://three.example/feed").code == 1


def test_a_line_has_number_state_date_feed_and_title(stored):
    stored("mark", "read", "1")
    stored("mark", "star", "1")
    first, second = stored("list", "-n", "2").out.splitlines()
    assert re.fullmatch(r"1  ★  \d{4}-\d\d-\d\d \d\d:\d\d  Feed 1 +Title 1", first)
    assert re.fullmatch(r"2 ●   \d{4}-\d\d-\d\d \d\d:\d\d  Feed 1 +Title 2", second)


def test_mark_counts_what_it_changed(stored):
    assert stored("mark", "read", "1", "2", "1", "--json").json == {"changed": 2, "already": 0, "unknown": []}
    assert stored("mark", "read", "--query", "number", "--json").json == {"changed": 4, "already": 2, "unknown": []}
    assert stored("mark", "read", "1").out == "0 articles marked read. 1 already was.\n"
    assert stored("mark", "unread", "--query", "number 11").out == "1 article marked unread.\n"
    assert [entry["id"] for entry in stored("list", "--unread", "--json").json] == [4]


def test_undo_takes_back_what_the_command_line_did(stored):
    first = stored("list", "-n", "1", "--json").json[0]
    url = stored("feeds", "--json").json[0]["url"]
    stored("mark", "read", "1", "2")
    stored("edit", url, "--title", "Another")
    assert stored("undo", "--json").json["feed"] == url
    assert stored("undo").out == "Undid: 2 articles marked read\n"
    assert (stored("undo").code, stored("undo").complaints) == (1, ["nothing to undo"])
    assert stored("list", "-n", "1", "--json").json[0] == first
    assert stored("undo", "--redo").out == "Redid: 2 articles marked read\n"
    assert stored("list", "is:read", "--json").json[0]["feed_title"] == first["feed_title"]


def test_unknown_numbers_are_reported_and_the_others_marked(stored):
    done = stored("mark", "star", "1", "99", "9223372036854775807", "--json")
    assert done.code == 1
    assert done.json == {"changed": 1, "already": 0, "unknown": [99, 9223372036854775807]}
    assert len(done.complaints) == 2
    without = stored("mark", "star", "--query", "")
    assert (without.code, without.out) == (2, "")
    assert stored("show", "99").code == 1
    assert stored("show", "99").complaints == ["article 99 does not exist; `broadsheet list` shows the numbers"]


def test_show_prints_a_readable_article(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    broadsheet("refresh")
    entry_id = next(e["id"] for e in broadsheet("list", "--json").json if e["title"] == "The engine-room loaf")
    lines = broadsheet("show", str(entry_id), "--full").out.splitlines()
    assert lines[0] == "The engine-room loaf"
    assert lines[2] == "By Inês Calder"
    assert "About Inês Calder" in lines
    assert "#bread" in lines[5]
    assert any(line.startswith("The best bread in this town is not for sale.") for line in lines)


def test_show_prints_the_stored_text_if_the_page_fails(broadsheet, newspaper):
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    broadsheet("refresh")
    entry = broadsheet("list", "-n", "1", "--json").json[0]
    newspaper.fail(entry["url"], Fault.status(500))
    done = broadsheet("show", str(entry["id"]), "--full", "--json")
    assert done.code == 1
    assert done.json["summary"] == entry["summary"]
    assert "the server answered 500" in done.complaints[0]
    newspaper.heal()
    assert broadsheet("show", str(entry["id"]), "--full").code == 0


def test_list_and_show_work_while_another_program_writes(stored):
    writer = open_store(stored.paths.database, now=NOW)
    writer._connection.execute("BEGIN IMMEDIATE")
    try:
        started = time.monotonic()
        assert len(stored("list", "--json", "number").json) == 6
        assert stored("show", "1").code == 0
        assert time.monotonic() - started < 5
    finally:
        writer._connection.execute("ROLLBACK")
        writer.close()


def test_starred_articles_of_a_removed_feed_stay_in_the_list(stored):
    stored("mark", "star", "1")
    stored("remove", "https://one.example/feed")
    assert [row.split()[0] for row in stored("list", "--starred").out.splitlines()] == ["1"]
    assert len(stored("list", "--json").json) == 3


def test_feeds_are_accepted_by_title(stored):
    assert len(stored("list", "--feed", "feed 1", "--json").json) == 3
    assert stored("edit", "Feed 1", "--title", "Feed 2").code == 0
    ambiguous = stored("list", "--feed", "Feed 2")
    assert (ambiguous.code, ambiguous.complaints) == (2, ["2 feeds are called Feed 2; use the address of one"])
    assert stored("edit", "https://one.example/feed", "--title", "One").code == 0
    assert stored("remove", "one", "--json").json == {"removed": "https://one.example/feed"}
    assert stored("refresh", "nobody").complaints == ["nobody is not one of your feeds; `broadsheet feeds` lists them"]


def test_the_table_of_feeds_tells_feeds_apart_and_shows_every_address(stored):
    folder = "A folder with a rather long name/and another one inside it"
    for url in ("https://one.example/feed", "https://two.example/feed"):
        stored("edit", url, "--folder", folder)
    for columns in (60, 79, 80, 100, 119, 120, 150, 200):
        with Terminal(reader_command(stored.paths, "feeds"), size=(columns, 24)) as terminal:
            assert terminal.ended() == 0
            lines = terminal.raw.decode().splitlines()
        assert max(map(len, lines)) <= columns
        assert len({line for line in lines if "Feed " in line}) == 2
        for url in ("https://one.example/feed", "https://two.example/feed"):
            assert any(url in line for line in lines), columns


def test_a_query_chooses_and_sorts_what_is_listed_and_marked(stored):
    def ids(*arguments: str) -> list[int]:
        done = stored("list", "--json", *arguments)
        return [entry["id"] for entry in done.json]

    every = ids("-n", "99")
    stored("mark", "star", "2", "5")
    assert ids("is:starred", "sort:oldest") == ids("is:starred", "--sort", "oldest") == ids("--starred")[::-1]
    assert set(ids("is:starred OR is:unread")) == set(every)
    assert ids("-n", "99", "--", "-is:starred") == [one for one in every if one not in (2, 5)]
    assert stored("mark", "read", "--query", "is:starred", "--json").json == {"changed": 2, "already": 0, "unknown": []}
    assert set(ids("is:read")) == {2, 5}


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        (
            "is:urnead",
            "the query, character 4: “is:urnead” does not exist; what fits: read, unread, starred, later, followed, updated",
        ),
        ("glacier (ice", "the query, character 9: this parenthesis is never closed"),
        ("titel:x", "the query, character 1: there is no field “titel:”; what fits: title:"),
        (
            "title:/a(b/",
            "the query, character 9: the regular expression is invalid here: this parenthesis is never closed",
        ),
    ],
)
def test_a_mistake_in_a_query_is_told_with_its_place(stored, query, complaint):
    for command in (["list", query], ["mark", "read", "--query", query]):
        done = stored(*command)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"broadsheet: {complaint}")


def test_labels_are_set_and_taken_off(stored):
    def labels(*arguments: str) -> dict[int, list[str]]:
        return {entry["id"]: entry["labels"] for entry in stored("list", "--json", *arguments).json}

    stored("mark", "label", "two", "1")
    assert stored("mark", "label", "To  quote", "1", "2", "--json").json == {"changed": 2, "already": 0, "unknown": []}
    done = stored("mark", "label", "to QUOTE", "2", "5", "99")
    assert (done.code, done.out) == (1, "1 article labelled “To quote”. 1 already was.\n")
    assert labels('label:"to quote"') == {1: ["To quote", "two"], 2: ["To quote"], 5: ["To quote"]}
    assert "#To quote" in stored("show", "5").out
    assert stored("mark", "unlabel", "to quote", "--query", "is:unread -label:two").out == (
        "Label “To quote” taken off 2 articles. 3 did not have it.\n"
    )
    assert labels('label:"to q"*') == labels("label:tw*") == {1: ["To quote", "two"]}
    assert stored("mark", "unlabel", "two", "2", "--json").json == {"changed": 0, "already": 1, "unknown": []}
    stored("mark", "unlabel", "Two", "1")
    unknown = stored("mark", "unlabel", "two", "1")
    assert (unknown.code, unknown.complaints) == (1, ["no article has the label two; your labels are: To quote"])
    stored("remove", "https://one.example/feed")
    assert list(labels('label:"to quote"')) == [1]  # as with a star


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "missing: LABEL"),
        (["x"], "one of these is required: ID --query"),
        (["x", "1", "--query", "y"], "not allowed together with --query"),
        (["1", "x"], "'x' is not an article number; `broadsheet list` shows them"),
        (["", "1"], "a label needs at least one character"),
        ([" \t ", "1"], "a label needs at least one character"),
        (["a\x1b[31mb", "1"], "a label can’t contain control characters"),
        (["one, two", "1"], "a label can’t contain a comma, which separates several labels"),
        (["x" * 61, "1"], "a label can have at most 60 characters"),
    ],
)
def test_a_bad_label_is_told_and_sets_nothing(stored, words, complaint):
    for state in ("label", "unlabel"):
        done = stored("mark", state, *words)
        assert (done.code, done.out) == (2, "")
        assert done.err == f"broadsheet: {complaint}; see `broadsheet mark --help`\n"
    assert stored("mark", "unlabel", "x", "1").complaints == [
        "no article has a label; `broadsheet mark label LABEL ID` gives it one"
    ]


def test_articles_are_kept_for_later_and_no_longer(stored):
    assert stored("mark", "later", "2", "5").out == "2 articles kept for later.\n"
    assert [entry["id"] for entry in stored("list", "is:later", "--json").json] == [2, 5]
    assert stored("show", "5", "--json").json["later"] is True
    assert stored("mark", "unlater", "--query", "is:later", "--json").json["changed"] == 2
    assert stored("list", "is:later").code == 1


def test_people_are_listed_followed_corrected_and_that_is_undone(broadsheet):
    feeds = {
        "https://one.example/feed": [
            new_entry(1, by="Ada Brine"),
            new_entry(2, by="A. Brine"),
            new_entry(3, by="Desk"),
        ],
        "https://two.example/feed": [new_entry(4, by="Ada Brine")],
    }
    broadsheet.subscribe(*feeds)
    stocked(broadsheet.paths.database, feeds).close()
    first = broadsheet("people", "--json").json[0]
    assert (first["name"], first["articles"], first["followed"]) == ("Ada Brine", 2, None)
    assert broadsheet("people").out.splitlines()[0].split() == ["2", "Ada", "Brine", "paper.example"]
    assert broadsheet("people", "follow", "ada BRINE").out == "Following Ada Brine\n"
    assert broadsheet("people", "follow", "Ada Brine").code == 1
    assert broadsheet("people", "--followed").out.endswith("paper.example  followed\n")
    assert broadsheet("list", "is:followed", "--json").json[0]["authors"][0]["name"] == "Ada Brine"
    assert broadsheet("people", "merge", "Ada Brine", "A. Brine (paper.example)", "--json").json["changed"]
    assert broadsheet("people", "list", "A. Brine", "--json").json[0]["articles"] == 3
    assert broadsheet("people", "rename", "A. Brine", "Ada \x1b[31mthe Great").out.startswith(
        "Renamed Ada Brine to Ada"
    )
    assert broadsheet("people", "not-a-person", "Desk").code == 0
    assert [one["name"] for one in broadsheet("people", "--json").json] == ["Ada the Great"]
    assert broadsheet("show", "3", "--json").json["authors"] == []
    for said in (
        "Desk is not a person",
        "Renamed Ada Brine to Ada the Great",
        "Ada Brine and A. Brine are the same person",
    ):
        assert broadsheet("undo").out == f"Undid: {said}\n"
    assert len(broadsheet("people", "--json").json) == 3
    assert broadsheet("undo", "--redo", "--json").json["said"] == "merge"
    assert broadsheet("people", "split", "Ada Brine", "paper.example").code == 0


def test_people_who_are_unknown_or_ambiguous_are_named(broadsheet):
    feeds = {"https://one.example/feed": [new_entry(1, by="Ada Brine")]}
    broadsheet.subscribe(*feeds)
    store = stocked(broadsheet.paths.database, feeds)
    store._connection.execute(
        "INSERT INTO authors (site, name_key, name) VALUES ('two.example', 'ada brine', 'Ada Brine')"
    )
    store.close()
    for words, complaint in (
        (("follow", "Nobody"), "no author is called Nobody"),
        (("follow", "Ada Brine"), "Ada Brine can be any of: Ada Brine (paper.example), Ada Brine (two.example)"),
        (("split", "Ada Brine (two.example)", "three.example"), "no author is called Ada Brine (three.example)"),
        (("follow",), "missing: NAME"),
        (("follow", "a", "b"), "unknown arguments: b"),
        (("list", "a", "b"), "unknown arguments: b"),
        (("marry", "a"), "'marry' is not one of"),
    ):
        done = broadsheet("people", *words)
        assert (done.code, done.out) == (2, "")
        assert complaint in done.complaints[0]
    assert broadsheet("people", "follow", "Ada Brine (two.example)").code == 0
    assert (broadsheet("people", "list", "Nobody").code, broadsheet("people", "list", "Nobody").out) == (1, "")
