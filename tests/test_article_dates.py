"""The date of a page: what it states for programs, the lines near the headline, the address, and the poorer sources."""

from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.date_text import dates_in
from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from reader.model import Page
from reader.web.dates import EARLIEST_PAGE, LATEST, parse_date
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://quay.example/ferry/times"
TEXT = "".join(
    f"<p>Paragraph {number} tells at length, with commas, how the ferry of the harbour came by its new times.</p>"
    for number in range(5)
)


def page_of(body: str, head: str = "", url: str = URL) -> Page:
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=url)


DAY = 1_634_256_000  # 15 October 2021


@each(
    "form",
    [
        "2021/10/15", "October 15, 2021", "2021-10-15 00:00:00 UTC", "1634256000", "2021-10-15", "15. Oktober 2021",
        "2021-10-14T24:00:00Z", "Fri, 15 Oct 2021 00:00:00 GMT", "20211015",
    ],
)  # fmt: skip
def test_a_page_may_state_its_date_in_any_form_that_feeds_use(form: str) -> None:
    for name in ("citation_publication_date", "publish_date", "date", "article:published_time"):
        assert page_of(f"<h1>Times</h1>{TEXT}", f"<meta name={name} content='{form}'>").published == DAY
        assert parse_date(form) == DAY


@each(
    ("line", "published"),
    [
        ("<p>15. Oktober 2021</p>", DAY),
        ("<p>Ada Brine15.10.2021</p>", DAY),
        ("<p>Publicado el 15/10/2021 a las 22h03</p>", DAY + 22 * 3600 + 180),
        ("<div class=post-date>By Ada Brine on October 15th, 2021 at 9:30 am · 5 min read</div>", DAY + 34_200),
        ("<p>Kiel | Harbour, 15 Oct 2021</p>", DAY),
        ("<p>2021年10月15日</p>", DAY),
        ("<ul><li>15 octobre 2021</li></ul>", DAY),
        ("<p>News // 2021-10-15, 14:30</p>", DAY + 52_200),
        ("<p>By Ada Brine</p><p><time datetime='2021-10-15T09:00:00+02:00'>last Friday</time></p>", DAY + 25_200),
        ("<p>Updated 16 October 2021</p><p>Published 15 October 2021</p>", DAY),
        ("<p>Updated 15 October 2021</p>", DAY),
        ("<p>The crew of the old ferry in the harbour of the town, 15 October 2021</p>", None),
        ("<p>© 2021-10-15 Quay Gazette</p>", None),
        ("<div class=related><p>15 October 2021</p></div>" * 2, None),
        ("<p>Season 2021/22, 1.10.2 of the rules</p>", None),
    ],
)
def test_a_line_with_a_date_near_the_headline_dates_the_article(line: str, published: int | None) -> None:
    of_visit = "<div><p>Monday, 3 January 2022</p></div>"
    footer = "<footer><p>© 1 February 2022</p></footer><div id=comments><p>Bo, 16 October 2021</p></div>"
    title = "<title>Ferry times change</title>"
    body = f"{of_visit}<div><div><div><div><h1>Ferry times change</h1>{line}{TEXT}</div></div></div></div>{footer}"
    if "related" not in line:
        assert page_of(body, title).published == published


@each(
    ("place", "published"),
    [
        ("/2021/10/15/times", DAY), ("/news/2021-10-15-times.html", DAY), ("/20211015/times", DAY),
        ("/n1/2021/1015/c1001-40223222.html", DAY), ("/2021/10/15", DAY), ("/2021/10/times", None),
        ("/a/20211015123456/times", None), ("/v/2021.10.15.1/", None), ("/2021/31/10/times", None),
        ("/times?d=/2021/10/15/", None), ("/web/20120216182711/http://quay.example/2021/10/15/times/", DAY),
    ],
)  # fmt: skip
def test_the_day_in_the_address_dates_a_page_that_has_no_other_date(place: str, published: int | None) -> None:
    body = f"<h1>Ferry times change</h1>{TEXT}"
    assert page_of(body, url=f"https://quay.example{place}").published == published
    near = page_of(body.replace("</h1>", "</h1><p>15.10.2021, 14:30</p>"), url=f"https://quay.example{place}")
    assert near.published == DAY + 52_200
    if published:
        far = page_of(body.replace("</h1>", "</h1><p>15.10.2022</p>"), url=f"https://quay.example{place}")
        assert far.published == DAY


def article_of(near: str, text: str = TEXT, *, head: str = "", url: str = URL) -> Page:
    return page_of(f"<div><h1>Ferry times change</h1>{near}{text}</div>", head, url)


@each(
    "form",
    [
        "15-Oct-2021", "15/Oct/2021", "15.Oktober 2021", "15 . 10 . 2021", "15 - 10 - 2021", "15|10|2021", "2021 October 15",
        "2021, October 15", "2021. október 15.", "2021 m. spalio 15 d.", "Ngày 15 tháng 10 năm 2021", "15 d’octubre de 2021",
        "Posted:15.10.2021", "Kiel,15.10.2021", "15 ตุลาคม 2021", "15 अक्टूबर 2021", "Friday, 15th of October 2021",
        "15.10.2021 – 16 comments", "Covid-19 2021-10-15", "15 de octubre del 2021", "١٥ أكتوبر 2021",
    ],
)  # fmt: skip
def test_a_date_is_found_in_the_forms_that_people_write(form: str) -> None:
    assert [found.moment for found in dates_in(form)] == [DAY]


@each("text", ["15.10.2021 – 17.10.2021", "15 to 17 October", "from 15/10/2021 to 17/10/2021", "5.1.2", "19 2021"])
def test_a_span_of_days_and_other_numbers_are_no_date(text: str) -> None:
    assert dates_in(text) == []


@each(
    ("language", "host", "moment"),
    [
        ("es", "quay.example", "2021-02-01"), ("fr-FR", "quay.example", "2021-02-01"), ("en-GB", "quay.example", "2021-02-01"),
        ("en", "quay.co.uk", "2021-02-01"), ("en-US", "quay.example", "2021-01-02"), ("en", "quay.example", "2021-01-02"),
    ],
)  # fmt: skip
def test_the_language_tells_the_day_from_the_month(language: str, host: str, moment: str) -> None:
    markup = f"<html lang={language}><body><h1>Ferry times change</h1><p>01/02/2021</p>{TEXT}</body></html>"
    assert extract_page(markup.encode(), url=f"https://{host}/ferry").published == parse_date(moment)


@each(
    ("near", "published"),
    [
        ("<p>Published 15 October 2021 · Updated 17 October 2021</p>", DAY),
        ("<p>Updated: 17 October 2021 | First published: 15 October 2021</p>", DAY),
        ("<p>15 October 2021 (updated 17 October 2021)</p>", DAY),
        ("<p>Stand: 15.10.2021 (unverändert seit 5.10.2021)</p>", DAY),
        ("<p><time class=updated datetime=2021-10-17>now</time><time class=published datetime=2021-10-15>then</time></p>", DAY),
        ("<p>Updated <time datetime=2021-10-17>now</time>, published <time datetime=2021-10-15>then</time></p>", DAY),
        ("<p><span class=icon-calendar></span> 15.10.2021 • Harbour, Ferries, Press, Notices, Times, Quay</p>", DAY),
        ("<p>By Ada Brine, harbour correspondent of the Quay Gazette, and Bo Cliff · Published: 15 October 2021</p>", DAY),
        ("<div class=date><span>Oct</span><span>15</span><span>2021</span></div>", DAY),
        ("<div class=post-date><div>15</div><div>Okt</div><div>2021</div></div>", DAY),
    ],
)  # fmt: skip
def test_a_line_dates_the_article_and_not_its_edits(near: str, published: int) -> None:
    assert article_of(near).published == published


@each(
    ("head", "near", "url"),
    [
        ("", "<p>15.10.2021 // Ada Brine</p>", URL),
        ("<meta name=date content=2021-11-14>", "<p>15.10.2021</p>", URL),
        ("<meta name=myteam:first_publication_date content=2021-10-15>", "<p>14.11.2021</p>", URL),
        ("<meta name=last_modified_publication_date content=2021-11-14>", "<p>15.10.2021</p>", URL),
        (
            """<script type="application/ld+json">{"@type":"Article","datePublished":"2020-01-01"}</script>
            <meta property=article:published_time content=2021-10-15>""",
            "<p>15.10.2021</p>",
            URL,
        ),
        ('<script type="application/ld+json">{"@type":"Recipe","datePublished":"2021-10-15"}</script>', "", URL),
        ("", "<p>15.10.2021</p><p>14.11.2021</p>", "https://quay.example/2021/10/times/"),
        ("", "<p>14.11.2021</p><p>15.10.2021</p>", "https://quay.example/2021/10/times/"),
        ('<script>window.state = {"publishedAt":"2021-10-15T00:00:00Z"}</script>', "", URL),
        (
            """<meta property=article:published_time content=2022-03-01T09:15:07Z>
            <meta property=article:modified_time content=2022-03-01T09:14:52Z>""",
            "<time>15.10.2021</time>",
            URL,
        ),
        ("<meta property=article:modified_time content=2021-10-15>", "", URL),
        ('<script type="application/ld+json">{"@type":"Article","dateModified":"2021-10-15"}</script>', "", URL),
    ],
)
def test_of_several_dates_the_one_with_the_best_evidence_is_taken(head: str, near: str, url: str) -> None:
    assert article_of(near, head=head, url=url).published == DAY


@each(
    "body",
    [
        f"<div class='widget Blog'><h1>Ferry times change</h1>{TEXT}<abbr class=published title=2021-10-15>9 am</abbr></div>",
        f"<figure><img src=a.png><figcaption>15.10.2021 Harbour<h1>Ferry times change</h1></figcaption></figure>{TEXT}",
        f"<div><p>15 October 2021</p>{TEXT}</div>",  # no headline on the page
        f"<h1>Ferry times change</h1>{TEXT.replace('Paragraph 0', 'KIEL, 15 October 2021 – The notice')}",
        f"<h1>Ferry times change</h1>{TEXT.replace('Paragraph 0', '<strong>15.10.2021</strong> The notice')}",
        f"<h1>Ferry times change</h1>{TEXT}<p>{'More words. ' * 30}</p><div><p>Published on 15 October 2021</p></div>",
        f"<h1>Ferry times change</h1>{TEXT}<footer><ul><li>This page was last edited on 15 October 2021.</li></ul></footer>",
    ],
)
def test_a_page_has_its_date_in_many_places(body: str) -> None:
    assert page_of(body, "<title>Ferry times change</title>").published == DAY


@each(
    "body",
    [
        f"<h1>Ferry times change</h1>{TEXT}<div class=related><p>Published 15 October 2021</p></div>",
        f"<h1>Ferry times change</h1>{TEXT}<div id=comments><time datetime=2021-10-15>x</time></div>",
        f"<h1>Ferry times change</h1>{TEXT.replace('Paragraph 0', '15 October 2021 was a day that')}",
        (
            f"<h1>Ferry times change</h1>{TEXT}<script>"
            '[{"publishedAt":"2021-10-15T00:00:00Z"},{"publishedAt":"2021-10-17T00:00:00Z"}]</script>'
        ),
    ],
)
def test_the_date_of_something_else_is_not_taken(body: str) -> None:
    assert page_of(body).published is None


@each(
    ("head", "published"),
    [
        ("<meta property=article:published_time content='2021-10-14T22:30:00-04:00'>", "2021-10-14T22:30:00-04:00"),
        ("<meta property=article:modified_time content='2021-10-14T22:30:00-04:00'>", "2021-10-14T22:30:00-04:00"),
        ("<meta name=pubdate content='Thu, 14 Oct 2021 22:30:00 -0400'>", "2021-10-14T22:30:00-04:00"),
        ("<meta name=date content='Fri Oct 15 2021 09:30:00 GMT+0930 (Somewhere Time)'>", "2021-10-15T09:30:00+09:30"),
        ("<meta name=date content='2021-10-15T09:30:00Z'>", "2021-10-15T09:30:00Z"),
        ("<meta name=date content='2021-10-15 09:30:00 EST'>", "2021-10-15T14:30:00Z"),
        ("<meta name=date content='2021-10-15T09:30:00+99:99'>", "2021-10-15T09:30:00Z"),
        ("<meta name=date content='2021-10-15'>", "2021-10-15T00:00:00Z"),
        ("", None),
    ],
)
def test_the_date_keeps_the_zone_in_which_the_page_states_it(head: str, published: str | None) -> None:
    assert page_object(page_of(f"<h1>Ferry times change</h1>{TEXT}", head))["published"] == published


@settings(max_examples=examples(100))
@given(st.integers(min_value=EARLIEST_PAGE, max_value=LATEST - 1), st.integers(min_value=-12 * 4, max_value=14 * 4))
def test_in_any_zone_the_date_is_the_same_moment(seconds: int, quarters: int) -> None:
    zone = timezone(timedelta(minutes=15 * quarters))
    text = datetime.fromtimestamp(seconds, zone).isoformat()
    page = page_of(f"<h1>Ferry times change</h1>{TEXT}", f"<meta property=article:published_time content='{text}'>")
    assert page_object(page)["published"] == text.replace("+00:00", "Z")
    assert page.published == seconds
