"""Coming from newsboat: its list, its settings, and a cache that the real program made."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config import load_config
from reader.errors import InvalidValue, ParseError
from reader.library.importing import look_at_list
from reader.library.newsboat_history import take_history
from reader.model import SavedSearch, Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import open_store
from reader.store.newsboat import open_cache
from reader.subscriptions import FeedsFile, load_subscriptions, read_feeds
from reader.subscriptions.newsboat_config import read_config
from reader.subscriptions.newsboat_queries import saved_search
from reader.subscriptions.newsboat_urls import read_urls, tokens
from reader.subscriptions.newsraft import read_feeds as read_newsraft
from tests.support.each import each
from tests.support.newsboat_urls import URLS
from tests.support.newsboats import Newsboat, newsboat_or_skip


def test_every_feature_of_the_list_is_read() -> None:
    incoming = read_urls(URLS)
    found = {one.subscription.url: one for one in incoming.subscriptions if not one.subscription.command}
    assert [one.subscription for one in found.values()] == [
        Subscription("https://one.example/feed", 'One "quoted" \\ title', tags=("news", "long tag", "daily")),
        Subscription("https://two.example/feed", tags=("hidden-one",), hidden=True),
        Subscription("https://three.example/feed", tags=("#not-a-comment",)),
        Subscription("https://four.example/rss", tags=("short",), paused=True),
        Subscription("file:///home/me/feed.xml", paused=True),
        Subscription("https://five.example/%20unterminated"),
        Subscription("https://six.example/%22"),
    ]
    assert found["https://four.example/rss"].line == 13
    assert found["https://four.example/rss"].remarks == (
        problem(Problem.PAUSED_FILTER, command="~/bin/shorten --hard"),
    )
    assert [(one.search, one.line) for one in incoming.searches] == [
        (SavedSearch("Unread, tagged", query="is:unread tag:news"), 8),
        (SavedSearch("Too much", query="title:/a|b/ OR is:unread"), 9),
        (SavedSearch("Bare", query="is:unread"), 10),
    ]
    refused = {one.line: one.text for one in incoming.not_imported}
    assert refused.keys() == {14, 16}
    assert refused[16] == "javascript:alert(1)"


def test_a_program_is_imported_paused() -> None:
    taken = [one for one in read_urls(URLS).subscriptions if one.subscription.command]
    assert [(one.line, one.subscription) for one in taken] == [
        (11, Subscription("exec:~/bin/make-feed", command=("~/bin/make-feed",), paused=True)),
        (
            12,
            Subscription(
                "exec:~/bin/make-feed 'two words' three",
                tags=("tag",),
                command=("~/bin/make-feed", "two words", "three"),
                paused=True,
            ),
        ),
    ]
    assert all(one.remarks[0].code is Problem.PAUSED_PROGRAM for one in taken)


@each(
    ("line", "words"),
    [
        (r'a "b c" d', ["a", "b c", "d"]),
        (r'"a\"b\\c\td"', ['a"b\\c\td']),
        (r'"a""b"c', ["a", "b", "c"]),
        (r'a"b c', ['a"b', "c"]),
        (r'a "b', ["a", "b"]),
        (r"a#b #c d", ["a#b"]),
        ('"a\\', ["a"]),
        ("", []),
        ('\\"', ['\\"']),
        ('"' + '\\"' * 50_000, ['"' * 50_000]),
    ],
)
def test_a_line_is_split_into_words_without_quotes_and_escapes(line: str, words: list[str]) -> None:
    assert list(tokens(line)) == words


@each(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread = "no" and age > 3', "is:read older:4d"),
        ('unread == "yes" and age between 0:6', "is:unread newer:1w"),
        ('tags # "a" or tags # "b"', "tag:a OR tag:b"),
        ('(tags # "a" or tags # "b") and tags !# "c" and tags !# "d"', "(tag:a OR tag:b) -tag:c -tag:d"),
        ('tags # "a" and tags # "b"', "tag:a tag:b"),
        ('(unread = "yes" and (title =~ "a" or title !~ "b.*c"))', "is:unread (title:/a/ OR -title:/b.*c/)"),
        ('rssurl = "https://a.org/"', "feed:https://a.org/"),
        ('title =~ "Linux" and author = "Ann B."', r"title:/Linux/ author:/^Ann B\.$/"),
        ('link =~ "a.org/x" and feedtitle =~ "News"', r"url:/a.org\/x/ feed:/News/"),
        ('content =~ "ice" and flags # "s"', "body:ice label:flag-s"),
        ('flags # "B" or flags !# "abc"', "label:flag-capital-b OR -is:starred"),
        ('enclosure_url != "" and age < 2', "has:enclosure newer:2d"),
        ("((age <= 2))", "newer:3d"),
        ("age between 3:4", "older:3d newer:5d"),
    ],
)  # fmt: skip
def test_a_query_feed_becomes_a_saved_search_if_possible(expression: str, query: str) -> None:
    assert saved_search("N", expression) == SavedSearch("N", query=query)


@each(
    "expression",
    [
        "", "x", 'title =~ "a(b"', r'title =~ "(?=a)"', 'content =~ "a.*b"', "unread_count > 0", 'guid = "x"',
        'unread = "yes" and tags # "a" or tags # "b"', 'rssurl = "gopher://x"', "(" * 5_000, 'unread = "yes" and',
        'content !~ "!"', "age < 99999999999999", " and ".join(['unread = "yes"'] * 65),
        '(unread = "yes" and ' * 30 + 'unread = "no"' + ")" * 30,
    ],
)  # fmt: skip
def test_an_unsupported_query_is_rejected_with_a_reason(expression: str) -> None:
    with pytest.raises(InvalidValue):
        saved_search("N", expression)


CONFIG = """# mine
reload-time 5
browser "firefox --new-tab %u"
keep-articles-days 90
use-proxy yes
proxy proxy.example:8080
auto-reload yes
max-items 100
include ~/other
bind-key j \\
  down
macro y set browser "mpv %u" ; open
color listnormal white black
user-agent "me"
reload-time soon
"""


def test_known_settings_are_imported_and_all_others_named_with_their_line() -> None:
    settings, refused = read_config(CONFIG)
    assert {one.key: (one.value, one.line) for one in settings} == {
        "interval": (900, 2),
        "browser": (("firefox", "--new-tab", "%u"), 3),
        "keep": ("90d", 4),
        "proxy": ("http://proxy.example:8080", 6),
    }
    assert [(one.file, one.line) for one in refused] == [("config", line) for line in (7, 8, 9, 10, 12, 13, 14, 15)]


def test_a_socks_proxy_is_imported_with_its_kind() -> None:
    settings, refused = read_config("proxy 127.0.0.1:9050\nproxy-type socks5h\nuse-proxy yes")
    assert ([one.value for one in settings], refused) == (["socks5h://127.0.0.1:9050"], ())


@each(
    "line",
    [
        'browser "xdg-open %u &"', 'browser "sh -c \'rm -rf ~\'"', "browser", "browser \"a 'b\"", "keep-articles-days 0",
        "keep-articles-days 999999999", "reload-time 0", "reload-time -5", 'proxy "javascript:x"',
        "use-proxy yes\nproxy me:secret@p.example", "proxy p.example\nproxy-type socks4\nuse-proxy yes", "proxy p.example",
        'proxy p.example\nuse-proxy yes\nproxy-auth "me:secret"',
    ],
)  # fmt: skip
def test_an_invalid_setting_is_named(line: str) -> None:
    settings, refused = read_config(line)
    assert settings == ()
    assert refused
    assert not any("secret" in one.text for one in refused)


NEWSRAFT = """# comment
https://one.example/feed "One [x]" [30] {100}
@ News < reload-period 120
https://two.example/feed
https://three.example/feed   "Three"  < reload-period 0; item-limit 5; mark-item-read-on-hover true
$(cat ~/feed.xml; echo (x)) "Own"
@Global
https://four.example/feed Bare
ftp://five.example/
"""


def test_a_list_of_newsraft_has_sections_names_and_settings() -> None:
    incoming = read_newsraft(NEWSRAFT)
    assert [one.subscription for one in incoming.subscriptions if not one.subscription.command] == [
        Subscription("https://one.example/feed", "One [x]", interval=1_800),
        Subscription("https://two.example/feed", folder="News", interval=7_200),
        Subscription("https://three.example/feed", "Three", "News", interval=7_200, paused=True),
        Subscription("https://four.example/feed", "Bare"),
    ]
    assert [one.remarks for one in incoming.subscriptions if one.line in (2, 5)] == [
        (problem(Problem.OPTIONS_NOT_IMPORTED, names="item-limit"),),
        (problem(Problem.OPTIONS_NOT_IMPORTED, names="item-limit, mark-item-read-on-hover"),),
    ]
    assert (9, "ftp://five.example/") in [(one.line, one.text) for one in incoming.not_imported]


lines = st.text(st.sampled_from('a"\\~!#@$(){}[]<>;: \t=\n%') | st.characters(), max_size=80)


@settings(deadline=None)
@given(lines)
def test_no_line_raises_an_error(text: str) -> None:
    for found in (
        *read_urls(text).subscriptions,
        *read_newsraft(text).subscriptions,
        *read_urls(f"https://a.org/ {text}").subscriptions,
    ):
        assert found.subscription.url.startswith(("http://", "https://", "exec:", "file:"))
    read_config(f"browser {text}\nreload-time {text}\nkeep-articles-days {text}\nproxy {text}\nuse-proxy yes\n{text}")
    with suppress(InvalidValue):
        saved_search(text, f'title =~ "a" and {text}')


def test_an_address_that_occurs_twenty_thousand_times_is_as_fast_as_others() -> None:
    text = "".join(f"https://one.example/ tag{n}\n" for n in range(20_000))
    (found,) = read_urls(text).subscriptions
    assert len(found.subscription.tags) == 20_000


ODD = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Odd &amp; ends</title><link>http://127.0.0.1/</link>
<item><guid isPermaLink="false">g1</guid><title>One &lt;b&gt;bold&lt;/b&gt;</title><link>/a?x=1&amp;y=2</link>
<pubDate>Mon, 02 Nov 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;Hello&lt;/p&gt;</description></item>
<item><title>No guid</title><link>http://127.0.0.1/b</link><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Neither</title><pubDate>Tue, 03 Nov 2026 11:00:00 GMT</pubDate><description>Text</description></item>
<item><title>No date</title><guid>http://127.0.0.1/c</guid></item></channel></rss>"""


@contextmanager
def odd_feed(body: bytes = ODD) -> Iterator[str]:
    """The address of a feed; unless another is given, of one whose entries lack guid, link or date."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/feed"
        finally:
            server.shutdown()
            thread.join()


def test_a_cache_of_the_real_newsboat_is_imported_and_the_next_poll_duplicates_nothing(
    broadsheet, newspaper, tmp_path
) -> None:
    newsboat_or_skip()
    rss, atom = newspaper.url("/en/feed.xml"), newspaper.url("/de/feed.atom")
    with odd_feed() as odd:
        boat = Newsboat(tmp_path, f'{rss} news\n{atom} "~Das Blatt"\n{odd}\n', "reload-time 30\nbind-key j down\n")
        boat.reload()
        guids = [str(guid) for guid, url in boat.rows("guid, feedurl") if url != odd]
        boat.mark_read([*guids[::3], "g1"])
        boat.by_keys(
            ("news", "\r"), ("Articles in feed", "\x05"), ("Flags:", "bA\r"), ("Flags updated", "j"),
            ("Articles in feed", "D"), ("Articles in feed", "q"), ("Your feeds", "q"),
        )  # fmt: skip
        before = boat.cache.read_bytes()
        rows = boat.rows("unread, deleted, flags")
        assert [sum(column) for column in zip(*((r[0] == 0, r[1] == 1, bool(r[2])) for r in rows), strict=True)][
            1:
        ] == [1, 1]

        broadsheet.subscribe()
        dry = broadsheet("import", str(boat.folder), "--dry-run")
        assert f"{len(rows)} articles of its cache would be imported" in dry.out
        assert "setting, unless you have your own: interval = 1800" in dry.out
        assert "not imported, config, line 2: bind-key j down" in dry.out
        done = broadsheet("import", str(boat.folder), "--json")
        read = sum(1 for unread, deleted, _ in rows if not unread or deleted)
        assert done.json["articles"] == {"added": len(rows), "read": read, "starred": 1, "labelled": 1}
        assert boat.cache.read_bytes() == before
        assert sorted(path.name for path in boat.folder.iterdir()) == ["cache.db", "config", "urls"]
        assert load_config(broadsheet.paths.config)[0].interval == 1_800

        stored = broadsheet("list", "-n", "500", "--json").json
        assert sum(entry["read"] for entry in stored) == read
        assert [entry["labels"] for entry in stored if entry["starred"]] == [["flag-b", "flag-capital-a"]]
        assert broadsheet("import", str(boat.folder), "--json").json["articles"] == {
            "added": 0,
            "read": 0,
            "starred": 0,
            "labelled": 0,
        }

        polled = broadsheet("refresh", "--force", "--json").json
        assert (polled["polled"], polled["failed"], polled["new"]) == (3, 0, 0)
        again = broadsheet("list", "-n", "500", "--json").json
        states = [{entry["id"]: (entry["read"], entry["starred"]) for entry in entries} for entries in (stored, again)]
        assert states[0] == states[1]
        assert all(entry["content_html"] or entry["summary"] for entry in again if entry["feed_url"] != odd)
    feeds = {feed["url"]: feed for feed in broadsheet("feeds", "--json").json}
    assert feeds[atom]["title"] == "Das Blatt"
    assert feeds[rss]["tags"] == ["news"]
    assert sum(feed["unread"] for feed in feeds.values()) == len(rows) - read


def made_up_cache(path: Path, *rows: tuple[object, ...]) -> Path:
    """A cache as newsboat lays it out, with rows as :func:`row` makes them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """
            CREATE TABLE rss_feed (rssurl, url, title);
            CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid, title, author DEFAULT '', url, feedurl, pubDate, content,
                unread, enclosure_url, enclosure_type, flags, deleted);
            """
        )
        connection.executemany(
            "INSERT INTO rss_item (guid, title, url, feedurl, pubDate, content, unread, flags, deleted)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.commit()
    return path


FEED = "https://one.example/feed"


def row(guid: object = "g", *, url: object = "https://one.example/1", title: object = "T", date: object = 1_700_000_000,
        content: object = "<p>x</p>", unread: object = 1, flags: object = None, deleted: object = 0,
        feed: object = FEED) -> tuple[object, ...]:  # fmt: skip
    return (guid, title, url, feed, date, content, unread, flags, deleted)


def test_hostile_values_of_a_cache_are_cleaned_and_kept_from_the_screen(broadsheet, tmp_path) -> None:
    broadsheet.subscribe(FEED)
    rows = [
        row("a", title="\x1b]52;c;x\x07Evil\x1b[31m", url="javascript:alert(1)", unread=0),
        row("b", title=b"\xff\xfe", url=7, date="soon", content=b"\x00\xff", flags=b"s\x1b"),
        row(None, title=None, url=None, date=-5, content=None, unread=None, deleted="x"),
        row("d", date=2**62, title="T" * 100_000, url="https://one.example/2"),
    ]
    cache = made_up_cache(tmp_path / "cache.db", *rows)
    done = broadsheet("import", str(cache), "--json")
    assert (done.code, done.json["articles"]["added"]) == (0, 4)
    listed = broadsheet("list", "--json")
    assert "\x1b" not in listed.out
    assert [entry["url"] for entry in listed.json if entry["title"] == "Evil"] == [None]


def test_a_value_of_more_than_ten_megabytes_is_cut_and_costs_no_other_article(tmp_path) -> None:
    long = row("long", content="<p>" + "x" * 12_000_000, url="https://one.example/2")
    with open_cache(made_up_cache(tmp_path / "cache.db", row("a"), long)) as cache:
        found = [entry.parsed for chunk in cache.entries(FEED) for entry in chunk]
    assert sorted((entry.guid, len(entry.content_html)) for entry in found) == [("a", 8), ("long", 10_000_000)]


def test_a_feed_that_moved_to_https_since_it_was_cached_is_not_duplicated(broadsheet, tmp_path) -> None:
    body = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>
    <item><title>Same guid</title><guid>https://paper.example/1</guid><link>https://paper.example/1</link></item>
    <item><title>Known by link</title><link>https://paper.example/2</link></item></channel></rss>"""
    with odd_feed(body) as feed:
        broadsheet.subscribe(feed)
        cache = made_up_cache(
            tmp_path / "cache.db",
            row("http://www.paper.example/1", url="http://www.paper.example/1", title="Same guid", unread=0, feed=feed),
            row("http://paper.example/2Mon", url="http://paper.example/2", title="Known by link", unread=0, feed=feed),
        )
        assert broadsheet("import", str(cache), "--json").json["articles"]["added"] == 2
        assert broadsheet("refresh", "--json").json["new"] == 0
    assert [entry["read"] for entry in broadsheet("list", "--json").json] == [True, True]


def test_a_feed_that_moves_during_an_import_does_not_stop_the_others(tmp_path) -> None:
    other = "https://two.example/feed"
    cache = made_up_cache(tmp_path / "cache.db", row(), row("b", url="https://two.example/1", feed=other))
    store = open_store(tmp_path / "db", now=1_700_000_000)

    def leave(done: int, _total: int) -> None:
        if done == 1:
            store._connection.execute(
                "DELETE FROM feeds WHERE NOT EXISTS (SELECT 1 FROM entries WHERE feed_id = feeds.id)"
            )

    wanted = [Subscription(FEED), Subscription(other)]
    taken = take_history(store, cache, wanted, now=1_700_000_000, on_progress=leave)
    store.close()
    assert taken.added == 1


def test_plain_text_of_a_later_newsboat_stays_text(broadsheet, tmp_path) -> None:
    broadsheet.subscribe(FEED)
    cache = made_up_cache(tmp_path / "cache.db", row(content="a < b\n  & c"))
    with closing(sqlite3.connect(cache)) as connection:
        connection.execute("ALTER TABLE rss_item ADD COLUMN content_mime_type DEFAULT 'text/plain'")
        connection.commit()
    assert broadsheet("import", str(cache)).code == 0
    (entry,) = broadsheet("list", "--json").json
    assert entry["content_html"] == "<pre>a &lt; b\n  &amp; c</pre>"


def test_articles_of_feeds_that_are_not_subscribed_are_left_out_and_counted(broadsheet, tmp_path) -> None:
    broadsheet.subscribe("http://www.one.example/feed/")
    cache = made_up_cache(tmp_path / "cache.db", row(), row("h", feed="https://gone.example/"))
    done = broadsheet("import", str(cache))
    assert "1 article of its cache added" in done.out
    assert "1 article left out because its feed is not subscribed." in done.out


def test_a_cache_that_newsboat_is_writing_is_read_from_a_copy(tmp_path) -> None:
    cache = made_up_cache(tmp_path / "cache.db", row())
    with closing(sqlite3.connect(cache)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE rss_item SET unread = 0")
        writer.commit()
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        with open_cache(cache) as opened:
            assert [entry.read for chunk in opened.entries(FEED) for entry in chunk] == [True]
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE x (y); CREATE TABLE rss_item_ (guid, title, url, feedurl, pubDate, content, unread, flags, deleted)",
        """CREATE TABLE rss_feed (rssurl, url, title); CREATE VIEW rss_item AS WITH RECURSIVE n(i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n""",
    ],
)
def test_a_database_that_is_not_a_cache_is_rejected(tmp_path, schema: str) -> None:
    path = tmp_path / "cache.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
    with pytest.raises(ParseError, match="not-newsboat-cache"), open_cache(path):
        pass


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_damaged_cache_is_reported(broadsheet, tmp_path, damage: bytes) -> None:
    broadsheet.subscribe(FEED)
    (tmp_path / "urls").write_text("https://two.example/feed\n")
    (tmp_path / "cache.db").write_bytes(damage)
    done = broadsheet("import", str(tmp_path / "urls"))
    assert (done.code, len(done.complaints)) == (2, 1)
    assert [one.url for one in load_subscriptions(broadsheet.paths.feeds)[0]] == [FEED]


def test_saved_searches_are_written_once(broadsheet, tmp_path) -> None:
    broadsheet.subscribe()
    file = tmp_path / "list"
    file.write_text(URLS)
    for _ in range(2):
        assert broadsheet("import", str(file)).code == 0
    assert [search.title for search in read_feeds(broadsheet.paths.feeds).searches] == [
        "Unread, tagged",
        "Too much",
        "Bare",
    ]
    there = read_feeds(broadsheet.paths.feeds)
    assert look_at_list(file.read_bytes(), None, there).searches == ()
    assert look_at_list(file.read_bytes(), None, FeedsFile()).searches


def test_existing_settings_stay(broadsheet, tmp_path) -> None:
    broadsheet.subscribe()
    paths: Paths = broadsheet.paths
    paths.config.write_text("# mine\ninterval = 7200\n")
    (tmp_path / "boat").mkdir()
    (tmp_path / "boat" / "urls").write_text("https://one.example/\n")
    (tmp_path / "boat" / "config").write_text(CONFIG)
    assert broadsheet("import", str(tmp_path / "boat")).code == 0
    config, mistakes = load_config(paths.config)
    assert (config.interval, config.keep, mistakes) == (7_200, "90d", [])
    assert paths.config.read_text().endswith("# mine\ninterval = 7200\n")
