"""Articles that a site spreads over several pages: which addresses are further pages, and how their texts are joined."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.article.continued import Continued, seen_lines
from reader.article.extract import extract_page
from reader.article.further_pages import without_seen
from reader.article.page_numbers import is_page, is_whole
from reader.library.entry_formats.entry_as_html import entry_as_html
from reader.library.entry_formats.entry_as_markdown import entry_as_markdown
from reader.library.entry_formats.entry_as_text import entry_as_text
from reader.model import Entry
from reader.refresh.pages.join_pages import MOST_PAGES
from reader.refresh.worker.protocol import PageDone
from tests.support.each import each
from tests.support.profile import Profile, serving

A = "https://paper.example/politik/die-lage"


@each(
    ("first", "second"),
    [
        (A, f"{A}?page=2"), (A, f"{A}?seite=2"), (A, f"{A}/seite-2"), (A, f"{A}/page/2/"), (f"{A}/", f"{A}/2/"),
        (f"{A}.html", f"{A}-2.html"), (f"{A}.html", f"{A}_2.html"), (f"{A}.html", f"{A}.html?p=2"), (A, f"{A}?p=2"),
        (f"{A}?utm_source=rss", "http://www.paper.example/politik/die-lage?page=2"), (f"{A}?page=1", f"{A}?page=2"),
        (f"{A}.html?id=7", f"{A}.html?id=7&page=2"), (f"{A}/seite-1", f"{A}/seite-2"), (f"{A}.html", f"{A}.page-2.html"),
    ],
)  # fmt: skip
def test_a_page_number_in_a_known_place_makes_a_further_page(first: str, second: str) -> None:
    assert is_page(second, 2, first=first)
    assert not is_page(second, 3, first=first)
    assert not is_page(first, 2, first=first)


@each(
    ("first", "other"),
    [
        (A, "https://paper.example/politik/naechster-artikel"), (A, "https://other.example/politik/die-lage?page=2"),
        (f"{A}-1.html", f"{A}-2.html"), ("https://a.example/?p=1", "https://a.example/?p=2"), (A, f"{A}/comment-page-2/"),
        ("https://a.example/2024/1", "https://a.example/2024/2"), (A, f"{A}?cpage=2"), (A, f"{A}#page=2"),
        (f"{A}?page=7", f"{A}?page=2"), (A, f"{A}?page=²"), (A, "mailto:x@y.example"), (A, "https://[broken?page=2"),
        (A, f"{A}?page=0002"), (A, f"{A}-2"), (A, "https://paper.example/politik?page=2"), (A, ""), ("", ""),
        (A, "https://paper.example:8443/politik/die-lage?page=2"),
    ],
)  # fmt: skip
def test_another_article_another_site_and_comments_are_no_further_page(first: str, other: str) -> None:
    assert not is_page(other, 2, first=first)
    assert not is_whole(other, first=first)


@each("end", ["/komplettansicht", "?page=all", "?seite=alle", "?singlepage=true", "/all"])
def test_the_page_that_has_all_pages_is_known_by_its_address(end: str) -> None:
    assert is_whole(A + end, first=A)
    assert not is_whole(A + end, first=f"{A}-anders")


@given(st.text(max_size=40), st.text(max_size=40), st.integers(2, 30))
def test_any_two_texts_are_judged(first: str, other: str, number: int) -> None:
    for address in (first, f"https://{first}", f"{A}{first}"):
        assert not (is_page(other, number, first=address) and is_page(other, number + 1, first=address))
        is_whole(other, first=address)


def text(page: int, lines: int = 6) -> str:
    return "".join(
        f"<p>Absatz {n} auf Seite {page} handelt von Deichen, die im Winter {n * page} Meter höher wurden, sagt man.</p>"
        for n in range(lines)
    )


def html(page: int, links: str, *, body: str | None = None, title: str = "Die Lage an der Küste") -> bytes:
    lead = "<p class=lead>Was die Flut mit den Deichen gemacht hat, weiß in diesem Winter noch niemand genau.</p>"
    return (
        f"<html><head><title>{title}</title><meta property=og:type content=article>{links if '<link' in links else ''}"
        f"</head><body><article><h1>{title}</h1>{lead}<div class=body>{body or text(page)}"
        "<p>Dieser Text ist zuerst in der gedruckten Ausgabe erschienen, am Wochenende.</p></div>"
        f"</article><nav class=pagination>{links}</nav></body></html>"
    ).encode()


def test_a_further_page_is_read_without_what_the_pages_before_have() -> None:
    first = extract_page(html(1, '<a href="?page=2">2</a> <a href="?page=3">3</a>'), url=A)
    assert first.next_page == f"{A}?page=2"
    seen = seen_lines(first.title, first.lead, first.content_text)
    page = extract_page(html(2, '<a rel=next href="?page=3">weiter</a>'), url=A, continued=Continued(2, A, seen))
    assert page.next_page == f"{A}?page=3"
    assert "Absatz 0 auf Seite 2" in page.content_text
    for words in ("Die Lage", "Was die Flut", "gedruckten Ausgabe"):
        assert words not in page.content_text
    assert without_seen("<p>* * *</p><p>Neu.</p><p>* * *</p>", seen_lines("* * *")) == "<p>Neu.</p><p>* * *</p>"
    assert without_seen("", seen) == ""
    assert without_seen("<div><p>Alt <b>x</b></p>Rest</div>", seen_lines("alt X")) == "Rest"


@each(
    "links",
    [
        '<link rel="next" href="/politik/naechster">', '<a rel="next" href="//other.example/politik/die-lage?page=2">x</a>',
        '<a href="#page-2">2</a>', '<a rel=next>x</a>', '<a rel=next href="javascript:next()">x</a>', "",
        '<div class=comments><a rel=next href="?page=2">ältere Kommentare</a></div>',
    ],
)  # fmt: skip
def test_other_links_lead_to_no_further_page(links: str) -> None:
    page = extract_page(html(1, links), url=A)
    assert (page.next_page, page.whole_page) == (None, None)


@contextmanager
def fetched(tmp_path: Path, bodies: dict[str, bytes]) -> Iterator[tuple[Profile, Entry]]:
    """The entry ``/a`` after its page was fetched from a server with these bodies."""
    item = "<item><title>Die Lage an der Küste</title><link>/a</link><description>Von Deichen.</description></item>"
    answers = {"/feed": f"<rss version='2.0'><channel><title>Blatt</title>{item}</channel></rss>".encode(), **bodies}
    with serving(answers) as base:
        tmp_path.mkdir(exist_ok=True)
        made = Profile(tmp_path)
        made.subscribe(f"{base}/feed")
        made.refresh()
        assert made.get_page(made.entries()[0].id)[0] == PageDone(made.entries()[0].id)
        yield made, made.entries()[0]


def absaetze(entry: Entry) -> list[int]:
    """The pages that the text of the entry comes from, in its order."""
    assert entry.page
    parts = entry.page.content_html.split(" auf Seite ")[1:]
    return list(dict.fromkeys(int(part.partition(" ")[0]) for part in parts))


def test_the_pages_are_joined_without_doubling_and_a_failure_keeps_what_was_got(tmp_path: Path) -> None:
    pages = {f"/a?page={n}": html(n, f'<link rel=next href="/a?page={n + 1}">') for n in range(2, 4)}
    with fetched(tmp_path, {"/a": html(1, '<a href="/a?page=2">2</a>'), **pages}) as (_made, entry):  # 4 is missing
        assert absaetze(entry) == [1, 2, 3]
        assert entry.page
        assert entry.page.content_html.count("gedruckten Ausgabe") == 1
        assert (entry.page.next_page or "").endswith("/a?page=4")
        for written in (entry_as_text(entry), entry_as_markdown(entry), entry_as_html(entry)):
            assert "The article continues at " in written
            assert "/a?page=4" in written


def test_the_page_with_all_pages_is_preferred_and_a_broken_one_is_not(tmp_path: Path) -> None:
    links = '<a href="/a/2">2</a> <a href="/a/komplettansicht">Auf einer Seite</a>'
    bodies = {"/a": html(1, links), "/a/2": html(2, "")}
    with fetched(tmp_path / "one", bodies | {"/a/komplettansicht": html(1, "", body=text(1) + text(7))}) as (_, entry):
        assert absaetze(entry) == [1, 7]
    with fetched(tmp_path / "two", bodies | {"/a/komplettansicht": b"%PDF"}) as (_, entry):
        assert absaetze(entry) == [1, 2]
        assert entry.page
        assert entry.page.next_page is None


class Endless(dict[str, bytes]):
    """Answers any page number: with a new text, or always with the same one."""

    def __init__(self, *, same: bool = False) -> None:
        super().__init__()
        self.same, self.asked = same, 0

    def __missing__(self, path: str) -> bytes:
        self.asked += 1
        number = int(path.rpartition("=")[2])
        return html(1 if self.same else number, f'<a rel=next href="/a?page={number + 1}">x</a>')


def test_an_endless_article_ends_and_one_that_repeats_itself_too(tmp_path: Path) -> None:
    for name, same in (("new", False), ("same", True)):
        answers = Endless(same=same)
        answers["/a"] = html(1, '<a rel=next href="/a?page=2">x</a>')
        answers["/feed"] = (
            b"<rss version='2.0'><channel><title>B</title><item><title>Die Lage an der K\xc3\xbcste</title>"
            b"<link>/a</link></item></channel></rss>"
        )
        with serving(answers) as base:
            (tmp_path / name).mkdir()
            made = Profile(tmp_path / name)
            made.subscribe(f"{base}/feed")
            made.refresh()
            made.get_page(made.entries()[0].id)
            entry = made.entries()[0]
        assert absaetze(entry) == ([1] if same else [*range(1, MOST_PAGES + 1)])
        assert answers.asked == (1 if same else MOST_PAGES - 1)


def test_another_article_behind_the_address_of_the_next_page_is_not_joined(tmp_path: Path) -> None:
    recipe = "".join(f"<p>{n} Kürbis schälen, mit Wasser kochen, salzen; {n * 7} Minuten warten.</p>" for n in range(9))
    other = f"<html><title>Zwölf Rezepte</title><article><h1>Zwölf Rezepte</h1>{recipe}</article></html>".encode()
    with fetched(tmp_path, {"/a": html(1, '<a href="/a?page=2">2</a>'), "/a?page=2": other}) as (_made, entry):
        assert absaetze(entry) == [1]
        assert entry.page
        assert "Kürbis" not in entry.page.content_html
        assert (entry.page.next_page or "").endswith("/a?page=2")
