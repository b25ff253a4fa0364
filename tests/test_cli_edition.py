"""``broadsheet edition`` in all its forms."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from reader.refresh.media.picture_cache import PictureCache
from reader.wording.catalogue import use_language
from tests.newspaper import Fault, Newspaper
from tests.support.command import Command
from tests.support.editions import arrive, subscribe

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PICTURE = "https://pictures.example/a.png"
HOSTILE = (
    "</title><script>alert(1)</script>",
    "<img src=https://spy.example/x.gif onerror=alert(1)>",
    "](javascript:alert(1)) [x](https://spy.example/)",
    "# A heading\n\n---\n| a | b |",
    "\x1b[2J\x1b]52;c;eA==\x07 \u202e reversed",
    "`code` **strong** <b>bold</b> &amp; \\ _x_",
    "x" * 3_000,
)


@pytest.fixture
def paper(broadsheet: Command) -> Command:
    subscribe(broadsheet.paths)
    return broadsheet


@pytest.fixture
def now() -> int:
    return int(time.time())


def news(paper: Command, now: int) -> None:
    text = f'<p>The first paragraph.</p><figure><img src="{PICTURE}" alt="A cliff"></figure><p>{"Word. " * 200}</p>'
    arrive(paper.paths.database, "one", range(1, 6), now=now, html=text)
    arrive(paper.paths.database, "three", range(6, 9), now=now)


class Loads(HTMLParser):
    """Collects what a page would load, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            if name in ("src", "srcset", "data", "poster", "background", "action") or (
                tag == "link" and name == "href"
            ):
                self.loaded.append(value or "")
            if name == "href":
                assert re.match(r"https?:|mailto:|#", value or ""), value


def test_the_front_page_of_today_is_made_once_and_printed(paper: Command, now: int) -> None:
    news(paper, now)
    done = paper("edition", "--width", "70")
    assert (done.code, done.complaints) == (0, [])
    assert "Title 1" in done.out or "TITLE 1" in done.out
    assert "4 stories" in done.out
    assert all(len(line) <= 70 for line in done.out.splitlines())
    assert paper("edition", "--width", "70").out == done.out
    assert len(paper("edition", "--list").out.splitlines()) == 1


@pytest.mark.parametrize("width", [1, 7, 20, 79, 80, 120, 200, 1_000])
def test_text_fits_any_width(paper: Command, now: int, width: int) -> None:
    news(paper, now)
    lines = paper("edition", "--text", "--width", str(width)).out.splitlines()
    assert lines
    assert max(map(len, lines)) <= max(width, 20)


def test_text_is_plain_ascii_where_the_settings_want_that(paper: Command, now: int) -> None:
    news(paper, now)
    paper.paths.config.write_text("ascii = true\n", encoding="utf-8")
    assert paper("edition", "--width", "120").out.isascii()


def test_without_news_a_message_is_printed_and_no_file_is_written(paper: Command, tmp_path: Path, now: int) -> None:
    file = tmp_path / "paper.html"
    done = paper("edition", "--html", "-o", str(file))
    assert (done.code, done.out, done.complaints) == (1, "", ["no new articles yet; `broadsheet refresh` loads them"])
    assert not file.exists()
    news(paper, now)
    assert paper("edition", "--html", "-o", str(file)).code == 0
    written = file.read_text(encoding="utf-8")
    done = paper("edition", "--late", "--html", "-o", str(file))
    assert (done.code, done.out) == (1, "")
    assert done.complaints[0].startswith("nothing new has arrived since ")
    assert file.read_text(encoding="utf-8") == written


def test_without_feeds_the_command_says_how_to_subscribe(broadsheet: Command) -> None:
    subscribe(broadsheet.paths, {})
    done = broadsheet("edition")
    assert (done.code, done.out) == (1, "")
    assert "broadsheet add" in done.complaints[0]


def test_late_and_earlier_editions_are_shown_by_date_and_number(paper: Command, now: int) -> None:
    news(paper, now)
    first = paper("edition", "--json").json
    arrive(paper.paths.database, "two", [20], now=now)
    late = paper("edition", "--late", "--json").json
    assert ((first["number"], first["stories"]), (late["number"], late["stories"])) == ((1, 4), (2, 1))
    assert paper("edition", "--date", first["day"], "--json").json == late
    assert paper("edition", "--date", first["day"], "--number", "1", "--json").json == first
    assert [one["number"] for one in paper("edition", "--list", "--json").json] == [2, 1]
    assert [line.split()[1] for line in paper("edition", "--list").out.splitlines()] == ["2", "1"]
    missing = paper("edition", "--date", "1999-01-01")
    assert (missing.code, missing.out) == (1, "")
    assert missing.complaints == ["there is no such edition; `broadsheet edition --list` lists them"]


@pytest.mark.parametrize(
    "wrong",
    [["--date", "yesterday"], ["--date", ""], ["--date", "2026-02-30"], ["--date", "2026-11-29", "--late"],
     ["--html", "--markdown"], ["--width", "0"], ["--number", "x"], ["--number", "2"], ["--list", "--html"], ["--list", "-o", "x"], ["extra"]],
)  # fmt: skip
def test_wrong_use_is_one_line(paper: Command, wrong: list[str]) -> None:
    done = paper("edition", *wrong)
    assert (done.code, done.out, len(done.complaints)) == (2, "", 1)


def test_json_says_why_an_article_is_where_it_is(paper: Command, now: int) -> None:
    news(paper, now)
    with closing(sqlite3.connect(paper.paths.database)) as database, database:
        database.execute("UPDATE entries SET story = 1 WHERE id IN (1, 6)")
    edition = paper("edition", "--json").json
    assert (edition["arrived"], edition["stories"]) == (8, 4)
    lead = edition["sections"][0]["items"][0]
    assert (lead["size"], sum(one["points"] for one in lead["reasons"])) == ("lead", lead["points"])
    assert {one["text"] for one in lead["reasons"]} >= {
        "Reported by 2 of your feeds",
        "Published in the hour before the edition",
    }
    assert len(lead["tellings"]) == 1
    lines = [json.loads(line) for line in paper("edition", "--jsonl").out.splitlines()]
    assert [one["id"] for one in lines] == [item["id"] for one in edition["sections"] for item in one["items"]]
    assert {one["section"] for one in lines} == {"World", "Technik"}


def test_the_web_page_is_self_contained(paper: Command, now: int) -> None:
    news(paper, now)
    cache = PictureCache(paper.paths.pictures, paper.paths.picture_sizes)
    page = paper("edition", "--html").out
    assert Loads(page).loaded == []
    assert "A cliff" in page  # in its place
    cache.keep_original(PICTURE, PNG)
    page = paper("edition", "--html").out
    loads = Loads(page)
    assert loads.loaded
    assert all(address.startswith("data:image/png;base64,") for address in loads.loaded)
    assert not {"script", "link", "iframe", "object", "embed", "form", "base"} & {*loads.tags}
    assert "url(" not in page
    assert "@import" not in page
    tree = html.fromstring(page.encode())
    places = [*tree.xpath("//@id")]
    assert len(places) == len(set(places))
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href") if link.startswith("#")} <= {*places}


def test_pictures_that_are_too_large_or_no_pictures_are_left_out(paper: Command, now: int) -> None:
    news(paper, now)
    cache = PictureCache(paper.paths.pictures, paper.paths.picture_sizes)
    for data in (b"<svg onload='alert(1)'/>", b"", PNG + bytes(3_000_000)):
        cache.keep_original(PICTURE, data)
        assert Loads(paper("edition", "--html").out).loaded == []


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_becomes_markup(paper: Command, now: int, title: str) -> None:
    arrive(paper.paths.database, "one", [1], now=now, html=f'<p id="x" title="{title}">{title}</p><p>Text.</p>')
    with closing(sqlite3.connect(paper.paths.database)) as database, database:
        database.execute("UPDATE entries SET title = ?", (title,))
        database.execute("UPDATE feeds SET title = ?", (title,))
    toml = paper.paths.feeds.read_text(encoding="utf-8")
    folder = title.replace("\x1b", "").replace("\x07", "").replace("\n", " ").replace("/", " ")[:300]
    paper.paths.feeds.write_text(toml.replace('folder = "World"', f"folder = {json.dumps(folder)}"), encoding="utf-8")
    loads = Loads(paper("edition", "--html").out)
    assert "script" not in loads.tags
    assert loads.loaded == []
    for form in ("--text", "--markdown", "--html", "--jsonl"):
        out = paper("edition", form).out
        assert not re.search("[\x1b\x07\x9b\u202e]", out), form
    markdown = paper("edition", "--markdown").out
    assert max(map(len, re.findall("^### .*", markdown, re.MULTILINE))) < 700  # with its address
    assert not re.search(r"(?<!\\)\]\((?:javascript|https://spy)", markdown)
    assert len(re.findall("^### ", markdown, re.MULTILINE)) == 1


@pytest.fixture
def german() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.usefixtures("german")
def test_the_page_is_in_the_language_of_the_user(paper: Command, now: int) -> None:
    news(paper, now)
    paper.paths.config.write_text('language = "de"\n', encoding="utf-8")
    page = paper("edition", "--html").out
    assert '<html lang="de">' in page
    assert re.search(r"(Mon|Diens|Mitt|Donners|Frei|Sams|Sonn)(tag|woch), \d", page)


def test_two_programs_print_the_same(paper: Command, now: int) -> None:
    news(paper, now)
    outputs = [paper.process("edition", "--json").out for _ in range(2)]
    assert outputs[0] == outputs[1]


def test_a_database_that_cannot_be_written_still_shows_the_last_edition(paper: Command, now: int) -> None:
    news(paper, now)
    shown = paper("edition", "--json").out
    for file in (paper.paths.database, paper.paths.database.parent):
        file.chmod(0o500 if file.is_dir() else 0o400)
    try:
        done = paper.process("edition", "--json", powerless=True)
    finally:
        paper.paths.database.parent.chmod(0o700)
    assert (done.code, done.out) == (0, shown)


def test_ten_thousand_articles_arrive_and_an_edition_is_made(paper: Command, now: int) -> None:
    for number, name in enumerate(("one", "two", "three", "four")):
        arrive(paper.paths.database, name, range(number * 2_500, number * 2_500 + 2_500), now=now)
    edition = paper("edition", "--json").json
    assert (edition["arrived"], edition["stories"]) == (10_000, 8)


def test_full_loads_missing_pages_and_pictures_first(broadsheet: Command, newspaper: Newspaper) -> None:
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    broadsheet.paths.config.write_text("edition_stories = 4\n", encoding="utf-8")
    broadsheet("refresh")
    newspaper.forget()
    assert Loads(broadsheet("edition", "--html").out).loaded == []
    assert newspaper.requests == ()
    done = broadsheet("edition", "--full", "--html")
    assert (done.code, done.complaints) == (0, [])
    assert Loads(done.out).loaded
    newspaper.forget()
    assert broadsheet("edition", "--full", "--html").out == done.out
    assert newspaper.requests == ()


def test_a_page_that_cannot_be_loaded_leaves_the_text_of_the_feed(broadsheet: Command, newspaper: Newspaper) -> None:
    broadsheet.subscribe(newspaper.url("/en/feed.xml"))
    broadsheet.paths.config.write_text("edition_stories = 4\n", encoding="utf-8")
    broadsheet("refresh")
    edition = broadsheet("edition", "--json").json
    items = [item for section in edition["sections"] for item in section["items"]]
    newspaper.fail(items[0]["url"], Fault.status(500))
    done = broadsheet("edition", "--full", "--json")
    assert (done.code, done.complaints) == (1, ["couldn't load the page of 1 article"])
    shown = [item for section in done.json["sections"] for item in section["items"]]
    assert [item["id"] for item in shown] == [item["id"] for item in items]
    assert shown[0]["content_text"] == items[0]["content_text"]
    assert len(shown[1]["content_text"]) > len(items[1]["content_text"])
