"""What the reader shows when things go wrong: it opens, says what is the matter, and loses nothing."""

from __future__ import annotations

import asyncio
import html
import os
import signal
import sqlite3

import pytest

from reader.config import Config
from reader.paths import Paths
from reader.wording.problem_messages import problem_message
from tests.newspaper import Fault, Newspaper
from tests.support.reading import subscribe_to
from tests.support.screen import Sight, reading
from tests.support.streams import open_list, to_headline

ESC = "\x1b"
HOSTILE = [
    f"Red {ESC}[31malert{ESC}[0m now",
    f"Clip {ESC}]52;c;ZXZpbA=={ESC}\\board",
    "Bold [bold red]not bold[/] [@click=app.quit]click[/]",
    "Bidi \u202egnp.exe\u202c and \u2066hidden\u2069",
    "C1 \x9b31m and \x9d52;c;x\x9c",
    "Bell \x07 back \x08 feed \x0c null \x00",
    "Title [/] closes what was never open [",
    "$error and {markup} %s \\n",
    "Marks a" + "\u0301" * 60,
]


async def arrived(sight: Sight, *, others: int = 0) -> None:
    """Waits until the articles of both sections are there, and others that the English one has published."""
    await sight.until(lambda screen: {("Hafenblatt", 23), ("The Harbour Post", 24 + others)} <= {*screen.counts})


def feeds_toml(paths: Paths, text: str) -> None:
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text(text, encoding="utf-8")


async def test_a_mistake_in_feeds_toml_is_reported_and_the_other_feeds_are_shown(
    newspaper: Newspaper, paths: Paths
) -> None:
    feeds_toml(
        paths,
        f'[[feeds]]\nurl = "{newspaper.url("/en/feed.xml")}"\ntitle = "Kept"\n\n'
        '[[feeds]]\nurl = "ftp://x.example/"\ntitle = "Bad"\n',
    )
    async with reading(paths) as sight:
        text = await sight.shows("feeds.toml, line 6: url:", "▸")
        assert "Bad" not in text
        assert [row.label for row in text.tree[5:]] == ["Kept"]


async def test_a_mistake_stays_marked_during_other_messages_until_it_is_fixed(
    newspaper: Newspaper, paths: Paths
) -> None:
    good = f'[[feeds]]\nurl = "{newspaper.url("/en/feed.xml")}"\ntitle = "Kept"\n'
    feeds_toml(paths, f"{good}interval = 3\n")
    async with reading(paths) as sight:
        await sight.shows("feeds.toml, line 4: interval: ")
        await sight.press("u")
        await sight.shows("Nothing to undo", "! feeds.toml, line 4: interval")
        feeds_toml(paths, good)
        text = await sight.until(lambda text: "! feeds.toml" not in text, later=True)
        assert "Nothing to undo" in text or "q quit" in text or "keys" in text


async def test_a_mistake_is_marked_even_in_a_narrow_terminal(newspaper: Newspaper, paths: Paths) -> None:
    feeds_toml(paths, f'[[feeds]]\nurl = "{newspaper.url("/en/feed.xml")}"\ninterval = 3\n')
    async with reading(paths, size=(80, 24)) as sight:
        await sight.shows("feeds.toml, line 3: interval: ")
        status = sight.screen.reader.status  # messages of these lengths, which no key makes
        status.show_progress("1 of 30 feeds failed")
        for words, mark in (
            ("Another thing happened.", "! feeds.toml, line 3: interval"),
            ("A longer message, which leaves less room than that.", "! feeds.toml"),
            ("A message that fills the bottom line almost to its end, where its sign is.", "!"),
        ):
            status.show_message(words)
            screen = await sight.shows(words)
            assert words in screen.bottom
            assert screen.bottom.endswith(f" {mark}")
        status.show_message("A" * 200)
        await sight.until(lambda text: text.count("A") >= 200)
        status.show_message("")
        await sight.until(lambda text: text.bottom.endswith("! feeds.toml, line 3: interval"))


async def test_the_message_about_a_fixed_mistake_disappears(newspaper: Newspaper, paths: Paths) -> None:
    good = f'[[feeds]]\nurl = "{newspaper.url("/en/feed.xml")}"\n'
    feeds_toml(paths, f"{good}interval = 3\n")
    async with reading(paths) as sight:
        await sight.shows("feeds.toml, line 3: interval: ")
        feeds_toml(paths, good)
        await sight.until(lambda text: "feeds.toml" not in text and "keys" in text, later=True)


async def test_a_feeds_toml_broken_in_the_middle_hides_no_feed(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    async with reading(paths):
        pass
    feeds_toml(paths, paths.feeds.read_text(encoding="utf-8") + "\n[[feeds]\nurl = \n")
    async with reading(paths) as sight:
        screen = await sight.shows("! feeds.toml, line")
        labels = [row.label for row in screen.tree]
        assert (labels.count("Welcome"), labels.count("127.0.0.1")) == (1, 2)  # without a poll, a host is the title


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.status(404), "404"),
        (Fault.status(500), "500"),
        (Fault.html(), "web page"),
        (Fault.empty(), "empty"),
        (Fault.cut_off(), "cut off"),
        (Fault.reset(), "connection"),
    ],
    ids=["404", "500", "html", "empty", "cut-off", "reset"],
)
async def test_a_failing_feed_is_reported_and_the_others_are_refreshed(
    newspaper: Newspaper, paths: Paths, fault: Fault, words: str
) -> None:
    subscribe_to(paths, newspaper)
    newspaper.fail("/en/feed.xml", fault)
    async with reading(paths, worker=True) as sight:
        await sight.until(lambda screen: ("Hafenblatt", 23) in screen.counts)
        await sight.until(lambda screen: "!" in [row.notes for row in screen.tree])
        failing = next(feed for feed in sight.library.feeds.reload().values() if "/en/" in feed.url)
        assert failing.poll is not None
        assert failing.poll.error
        assert words in problem_message(failing.poll.error)


async def test_feed_text_is_neither_markup_nor_an_escape_sequence(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    for number, title in enumerate(HOSTILE):
        newspaper.publish(
            "en", title=title, slug=f"hostile-{number}", body=f"<p>{html.escape(title)}</p>", tags=(title,), lead=title
        )
    async with reading(paths, size=(150, 60), worker=True) as sight:
        await arrived(sight, others=len(HOSTILE))
        await open_list(sight, "World")
        seen = ""
        for _ in HOSTILE:
            await sight.press("enter")
            top = sight.text()
            await sight.press("end")  # of the page, which may have come meanwhile
            seen += (text := f"{top}{sight.text()}")
            await sight.press("w", "escape", "j")
            assert not [c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) <= 0x9F]
            assert not set(text) & set("\u202e\u202c\u2066\u2069")
        for harmless in (
            "Red alert now",
            "Bold [bold red]not bold[/] [@click=app.quit]",
            "Title [/] closes what was never",
        ):
            assert harmless in seen


async def test_a_change_that_cannot_be_written_is_reverted_and_reported(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    async with reading(paths) as sight:
        await open_list(sight, "Welcome")
        sight.library._writer._store._connection.execute("PRAGMA busy_timeout = 20")
        other = sqlite3.connect(paths.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await sight.press("s")
        await sight.shows("is in use by another program")
        await sight.until(lambda screen: screen.row.unread and not screen.row.starred)
        other.execute("ROLLBACK")
        other.close()
        await sight.press("s")
        await sight.until(lambda screen: screen.row.starred and ("Starred", 1) in screen.counts)


@pytest.mark.processes
async def test_a_killed_worker_is_started_again(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    async with reading(paths, worker=True) as sight:
        await arrived(sight)
        link = sight.library.worker._client
        assert link is not None
        first = link.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await sight.until(lambda _: link.pid not in (None, first))
        newspaper.publish("en", title="After the fall", body="<p>Up again.</p>")
        await sight.press("R")
        await sight.shows("new")


async def test_an_article_whose_page_fails_shows_its_summary_and_a_note(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    article = newspaper.site.article("the-bean-that-waits")
    path = next(path for path in newspaper.paths if article.slug in path and not path.endswith((".png", ".xml")))
    newspaper.fail(path, Fault.status(503))
    async with reading(paths, worker=True, config=Config(language="en", pictures="off")) as sight:
        await arrived(sight)
        await open_list(sight, "World")
        await to_headline(sight, article.title)
        await sight.press("enter")
        text = await sight.shows("Couldn’t load the full text: ", "503", "to open the page")
        assert "Dried beans ask for nothing" in text


async def test_selecting_a_failing_feed_shows_its_problem_until_its_articles_are_hidden(
    newspaper: Newspaper, paths: Paths
) -> None:
    subscribe_to(paths, newspaper)
    newspaper.fail("/en/feed.xml", Fault.status(404))
    newspaper.fail("/de/feed.xml", Fault.close())
    async with reading(paths, worker=True) as sight:
        await sight.shows("Couldn’t load any of 2 feeds", later=True)
        await open_list(sight, "World", "127.0.0.1")
        await sight.shows("404", "Next try: ", "Press r to refresh it")
        await sight.press("X")  # the list is empty because of the limit, as far as the user can tell
        await sight.shows("No unread articles here", "Press X to show all articles")
        await sight.press("ampersand", *"ice", "enter")
        await sight.shows("No article here fits the filter", "Press Esc to show all again")


async def test_the_list_stays_when_its_feed_moves_permanently(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    new = newspaper.url("/de/feed.atom")
    async with reading(paths, worker=True) as sight:
        await sight.until(lambda screen: ("Hafenblatt", 23) in screen.counts)
        await open_list(sight, "Hafenblatt")
        titles = sight.text().titles
        newspaper.fail("/de/feed.xml", Fault.moved("/de/feed.atom"))
        await sight.press("r")
        await sight.until(lambda _: new in paths.feeds.read_text(encoding="utf-8"))
        await sight.until(lambda _: [f.total for f in sight.library.feeds.by_id.values() if f.url == new] == [23])
        await sight.settled()
        screen = sight.text()
        assert (screen.list_title, screen.tree_row.label, screen.tree_row.count) == ("Hafenblatt", "Hafenblatt", 23)
        assert screen.titles == titles


@pytest.mark.parametrize("everything", [False, True])
async def test_the_list_of_two_merged_feeds_shows_each_article_once(
    newspaper: Newspaper, paths: Paths, everything: bool
) -> None:
    old, new = newspaper.url("/de/feed.xml"), newspaper.url("/de/feed.atom")
    feeds_toml(paths, f'[[feeds]]\nurl = "{old}"\n\n[[feeds]]\nurl = "{new}"\n')
    async with reading(paths, size=(150, 150), worker=True) as sight:
        await sight.until(lambda screen: screen.counts.count(("Hafenblatt", 23)) == 2)
        await open_list(sight, "All" if everything else "Hafenblatt")
        await sight.press("s")
        starred = sight.text().row.title
        newspaper.fail("/de/feed.xml", Fault.moved("/de/feed.atom"))
        await sight.press("R")
        await sight.until(lambda _: [feed.url for feed in sight.library.feeds.by_id.values()] == [new])
        screen = await sight.until(lambda screen: len(screen.rows) == 23)
        assert [row.title for row in screen.rows if row.starred] == [starred]


async def test_an_edited_article_is_shown_in_its_new_version(newspaper: Newspaper, paths: Paths) -> None:
    subscribe_to(paths, newspaper)
    async with reading(paths, worker=True) as sight:
        await arrived(sight)
        await open_list(sight, "World")
        await sight.press("j")
        title = sight.text().row.title
        slug = next(a.slug for a in newspaper.articles if a.title.startswith(title))
        newspaper.change(slug, title="Another headline altogether")
        await sight.press("R")
        text = await sight.until(lambda text: text.count("Another headline altogether") == 2)
        assert "1 new" not in text


async def test_what_a_thread_of_the_screen_dies_of_ends_the_reader_and_is_known(paths: Paths) -> None:
    async with reading(paths) as sight:
        error = ValueError("a thread died")
        await asyncio.to_thread(sight.app.died, error)
        await sight.until(lambda _: not sight.app.is_running)
        assert sight.app.failure is error


async def test_a_panic_prints_nothing_and_counts_as_a_failure(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    async with reading(paths) as sight:
        sight.app.panic("a traceback with all local values")
        await sight.until(lambda _: not sight.app.is_running)
        assert sight.app.failure
    assert "traceback" not in "".join(capsys.readouterr())
