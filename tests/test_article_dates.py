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
        ("/2021/oct/15/times", DAY), ("/2021/October/15", DAY), ("/news/15-10-2021-times", DAY), ("/15.10.2021/", DAY),
        ("/news/05-10-2021-times", None), ("/2021/octopus/15/times", None),
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
        # other numerals
        "١٥ أكتوبر ٢٠٢١", "١٥/١٠/٢٠٢١", "۱۵ اکتبر ۲۰۲۱", "१५ अक्टूबर २०२१", "১৫ অক্টোবর, ২০২১", "２０２１年１０月１５日", "15‑10‑2021",
        "二〇二一年十月十五日", "15.X.2021", "15 X 2021",
        # other calendars
        "۲۳ مهر ۱۴۰۰", "جمعه ۲۳ مهر ۱۴۰۰", "۱۴۰۰/۰۷/۲۳", "1400/07/23", "15 ต.ค. 2564", "15 ต.ค. 64", "15/10/2564",
        "วันศุกร์ที่ 15 ตุลาคม พ.ศ. 2564", "令和3年10月15日", "令和3年（2021年）10月15日", "民國110年10月15日", "15 ต.ค. 2021",
        # names of months
        "15 تشرين الأول 2021", "15 أكتوبر/تشرين الأول 2021", "15 اکتوبر 2021", "15 அக்டோபர் 2021", "అక్టోబర్ 15, 2021",
        "15 ຕຸລາ 2021", "15 តុលា 2021", "Oktoba 15, 2021", "15 oktabr 2021", "15 Tháng Mười, 2021", "15 Deireadh Fómhair 2021",
        "15 d'octubre de 2021", "2021. gada 15. oktobrī", "2021eko urriaren 15a", "2021 оны 10-р сарын 15",
        "2021 жылғы 15 қазан", "2021. okt. 15.", "15 oktyabr 2021-ci il",
        # short years, and what typists do
        "15 Oct '21", "Oct 15, ’21", "15-Oct-21", "15. Okt 21", "15 October,2021", "Oct.15, 2021", "15·10·2021",
    ],
)  # fmt: skip
def test_a_date_is_found_in_the_forms_that_people_write(form: str) -> None:
    assert [found.moment for found in dates_in(form)] == [DAY]


@each(
    "text",
    [
        "15.10.2021 – 17.10.2021", "15 to 17 October", "from 15/10/2021 to 17/10/2021", "5.1.2", "19 2021", "三十五", "2564",
        "31 اسفند 1400", "15.XIV.2021", "15 May 21 boats left", "1300/07/23", "令和 3 boats", "15.10.2021, 13:15 Uhr - 19:00 Uhr",
    ],
)  # fmt: skip
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
    ("near", "published"),
    [
        ("<p>Veröffentlicht: 15.10.2021, gültig bis 31.12.2021</p>", DAY),
        ("<p>Foto: 3.10.2019 · 15.10.2021</p>", DAY),
        ("<p>公開日：2021年10月15日 最終更新日：2021年11月2日</p>", DAY),
        ("<p>최종 수정 2021.11.02 | 입력 2021.10.15</p>", DAY),
        ("<p>Zuletzt geändert: 2.11.2021 – eingestellt 15.10.2021</p>", DAY),
        ("<p>Actualizado: 02/11/2021 · Publicado: 15/10/2021</p>", DAY),
        ("<p>Zaktualizowano 02.11.2021, dodano 15.10.2021</p>", DAY),
        ("<p>آخر تحديث ٢ نوفمبر ٢٠٢١ - نشر في ١٥ أكتوبر ٢٠٢١</p>", DAY),
        ("<p>Обновлено 02.11.2021, опубликовано 15.10.2021</p>", DAY),
        ("<p>Termin: 15.10.2021</p>", None),
        ("<p>Anmeldeschluss 15.10.2021</p>", None),
        ("<p>Valid until 15 October 2021</p>", None),
        ("<p>15. Oktober 2021, 18:00 – 20:30 Uhr</p>", None),
        ("<p>15. Oktober 2021, 10 bis 18 Uhr</p>", None),
        ("<p>October 15, 2021, 7 pm – 9 pm</p>", None),
        ("<p>Fr., 15. Oktober 21 / Ada Brine</p>", DAY),
        ("<p>15. Oktober 2021, 18 Uhr</p>", DAY),
        ("<p>abgerufen am 15.10.2021</p>", None),
    ],
)
def test_a_date_of_something_else_does_not_date_the_article(near: str, published: int | None) -> None:
    assert article_of(near).published == published


@each(
    "near",
    [
        "<p><span class=date title='2021-10-15 00:00'>vor 3 Stunden</span></p>",
        "<p><abbr title='Friday, October 15, 2021'>last week</abbr></p>",
        "<p><relative-time datetime=2021-10-15T00:00:00Z>il y a 3 heures</relative-time></p>",
        "<p class=post-meta data-timestamp=1634256000>hace 3 horas</p>",
        "<p><span class=posted data-date=2021-10-15>3小时前</span></p>",
    ],
)
def test_an_age_has_its_date_in_an_attribute(near: str) -> None:
    assert article_of(near).published == DAY
    assert article_of(near.replace("2021", "x").replace("1634256000", "x")).published is None


@each(
    "heading",
    [
        "<h1><span class=date>15.10.2021</span>Ferry times change</h1>",
        "<h1>Ferry times change<br><small>15. Oktober 2021 · Kiel</small></h1>",
        "<h2><time>15 October 2021</time> <span>Ferry times change</span></h2>",
    ],
)
def test_the_headline_itself_may_have_the_date(heading: str) -> None:
    page = page_of(f"<div>{heading}{TEXT}</div>", "<title>Ferry times change</title>")
    assert (page.title, page.published) == ("Ferry times change", DAY)


@each(
    "begin",
    ["(15. Oktober 2021) Die", "[15 October 2021] The", "Kiel (15.10.2021) – Die", "KIEL, 15. Oktober 2021 – Die", "(۱۵ اکتبر ۲۰۲۱) The"],
)  # fmt: skip
def test_a_text_may_begin_with_its_date_in_brackets(begin: str) -> None:
    text = TEXT.replace("Paragraph 0", f"{begin} ferry, paragraph 0,")
    assert article_of("", text).published == DAY
    assert (
        article_of(
            "", text.replace("(", "").replace(")", "").replace("[", "").replace("]", "").replace("–", "")
        ).published
        is None
    )


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


def marked(kind: str, day: str) -> str:
    return f'<div itemscope itemtype="https://schema.org/{kind}"><meta itemprop="datePublished" content="{day}"></div>'


@each("kind", ["VideoObject", "ImageObject", "AudioObject", "Comment", "Event"])
def test_the_date_of_a_video_or_a_comment_in_microdata_is_not_that_of_the_page(kind: str) -> None:
    before = marked(kind, "2021-10-16T13:11:07Z")
    assert page_of(f"<h1>Times</h1>{before}{marked('Article', '2021-10-15')}{TEXT}").published == DAY
    assert page_of(f"<h1>Times</h1>{before}<p>15 October 2021</p>{TEXT}").published == DAY


def test_an_article_in_microdata_has_its_date_there() -> None:
    for kind in ("Article", "BlogPosting", "NewsArticle", "WebPage"):
        assert page_of(f"<h1>Times</h1>{marked(kind, '2021-10-15')}<p>16 October 2021</p>{TEXT}").published == DAY


@each(
    "line",
    [
        "15 تشرين الأول/أكتوبر 2021", "الجمعة، 15 تشرين الأول/اكتوبر 2021، آخر تحديث 02:21", "15 تشرين الأول (أكتوبر) 2021",
    ],
)  # fmt: skip
def test_months_of_two_arabic_calendars_are_one(line: str) -> None:
    assert page_of(f"<h1>العبّارة</h1><div>{line}</div>{TEXT}").published == DAY


def test_short_names_of_arabic_months_are_read_too() -> None:
    assert page_of(f"<h1>العبّارة</h1><div>الأحد، 15 آب/اغسطس 2021</div>{TEXT}").published == DAY - 61 * 86_400


@each(
    "badge",
    [
        "<li class=publish><b>Oct </b><b>15 </b><b>Fri </b><b>2021 </b><b>00:00</b></li>",
        "<div class=entry-date><span>Oct</span> <span>15</span> <span>Fri</span> <span>2021</span></div>",
        "<div class=datum><span>Okt. </span><span>15 </span><span>Freitag </span><span>2021</span></div>",
    ],
)
def test_a_date_in_the_order_of_a_calendar_sheet_is_read(badge: str) -> None:
    assert page_of(f"<h1>Times</h1>{badge}{TEXT}").published == DAY


@each(
    "line",
    ["<p class=join-date>Joined October 2021</p>", "<p class=date>October 2021</p>", "<p class=meta>Room 15</p>"],
)
def test_a_marked_line_without_a_day_is_no_date(line: str) -> None:
    assert page_of(f"<h1>Times</h1>{line}{TEXT}").published is None


def test_a_name_an_outlet_a_weekday_and_a_zone_may_be_beside_a_date() -> None:
    line = "<div>Ada von Brine<br>Quay Post<br>Fri, 15 Oct 2021 00:00 UTC</div>"
    assert page_of(f"<h1>Times</h1>{line}{TEXT}").published == DAY
    long = "<div>Ada Brine told the people of the quay on Fri, 15 Oct 2021 what she thought</div>"
    assert page_of(f"<h1>Times</h1>{long}{TEXT}").published is None


def test_the_day_of_the_visit_beside_a_headline_at_the_top_is_not_the_date() -> None:
    top = "<div><h1>Ferry times of the harbour change</h1><p class=fecha><time>16 October 2021</time></p></div>"
    headline = "<article><h3>Ferry times of the harbour change</h3>"
    body = f"{top}<ul><li>News<li>Sports</ul>{headline}<p>Ada Brine | Kiel | 15.10.2021</p>{TEXT}</article>"
    assert page_of(body, "<title>Ferry times of the harbour change</title>").published == DAY
    again = f"{headline}<p>15.10.2021</p>{TEXT}<h3>Ferry times of the harbour change</h3><p>16.10.2021</p></article>"
    assert page_of(again, "<title>Ferry times of the harbour change</title>").published == DAY


def test_what_an_aside_about_the_author_states_is_the_article_s() -> None:
    author = "<span itemprop=author>Ada Brine</span>"
    aside = f"<aside><p>{author} — <time itemprop=datePublished datetime=2021-10-15>15 Oct</time></p></aside>"
    page = page_of(f"<main><h1>Times</h1>{TEXT}{aside}</main>")
    assert page.published == DAY
    assert [one.name for one in page.authors] == ["Ada Brine"]
    other = "<aside><h3><a href=/other>Another boat for the quay</a></h3>"
    teaser = (
        f"{other}<span itemprop=author>Bo Cliff</span><time itemprop=datePublished datetime=2021-10-15></time></aside>"
    )
    assert page_of(f"<main><h1>Times</h1>{TEXT}{teaser}</main>").published is None


def test_the_beginning_of_what_a_card_is_about_is_not_the_date() -> None:
    for name in ("bday dtstart published updated", "dtstart", "bday"):
        card = f"<table class=vcard><tr><th>Founded</th><td>1998 (<span class='{name}'>1998-02-28</span>)</td></tr></table>"
        assert page_of(f"<h1>Times</h1>{card}{TEXT}").published is None
    assert page_of(f"<h1>Times</h1><p>(<span class='published'>2021-10-15</span>)</p>{TEXT}").published == DAY


def test_a_date_of_the_class_published_counts_wherever_it_is_if_it_is_the_only_one() -> None:
    facts = "<dl><dt class=published>Published:</dt><dd class=published>2021-10-15</dd><dd>Kudos</dd></dl>"
    far = "<ul><li>One more thing to choose<li>Another thing to choose</ul>" * 8
    assert page_of(f"{facts}{far}<h2>Times</h2>{TEXT}", "<title>Times</title>").published == DAY
    two = facts.replace("10-15", "10-17")
    assert page_of(f"{facts}{two}{far}<h2>Times</h2>{TEXT}", "<title>Times</title>").published is None


def test_a_page_made_anew_has_the_date_of_its_text() -> None:
    rendered = "".join(
        f"<meta itemprop={name} content=2021-12-07T17:16:53Z>" for name in ("datePublished", "dateModified")
    )
    text = "<p>KIEL, Oct. 15, 2021 – The harbour office announced today that the ferry has new times.</p>"
    head = f"{rendered}<meta name=date content=2021-10-15T09:34:00Z>"
    assert page_of(f"<h1>Times</h1>{text}{TEXT}", head).published == DAY + 34_440
    assert page_of(f"<h1>Times</h1>{TEXT}", head).published == DAY + 53 * 86_400 + 62_213
    assert page_of(f"<h1>Times</h1>{text}{TEXT}", rendered).published == DAY + 53 * 86_400 + 62_213


def test_a_date_that_an_edit_precedes_is_kept_if_the_line_has_its_day_and_month_swapped() -> None:
    head = "<meta property=article:published_time content=2021-11-03T03:01><meta property=article:modified_time content=2021-11-03T02:00>"
    assert page_of(f"<h1>Times</h1><p>11.03.21</p>{TEXT}", head).published == DAY + 19 * 86_400 + 10_860
    assert page_of(f"<h1>Times</h1><p>15.10.2021</p>{TEXT}", head).published == DAY


@each(
    "sentence",
    [
        "This entry was posted on Friday, October 15th, 2021 at 12:00 am and is filed under Tides, Boats. You can follow any responses to this entry through the feed. Both comments and pings are currently closed.",
        "Der Beitrag wurde am Freitag, den 15. Oktober 2021 um 00:00 Uhr veröffentlicht und wurde unter Gezeiten abgelegt. Du kannst die Kommentare zu diesem Eintrag durch den Feed verfolgen.",
        "Dieser Eintrag wurde am 15. Oktober 2021 von Ada Brine in Gezeiten veröffentlicht. Schlagwörter: Fähre, Boot, Hafen, Kai, Mole und vieles andere mehr, was hier steht.",
        "Cet article a été publié le 15 octobre 2021 à 00 h 00 et est classé sous Marées. Vous pouvez suivre les réponses à cet article avec le flux de ce site et en écrire une.",
        "Esta entrada fue publicada el 15 octubre 2021 y está archivada bajo Mareas. Puedes seguir los comentarios de esta entrada con el feed de este sitio y dejar un comentario.",
        "Dit bericht is geplaatst op 15 oktober 2021 door Ada Brine en staat in Getijden. Je kunt de reacties op dit bericht volgen met de feed van deze site en zelf iets schrijven.",
    ],
)  # fmt: skip
def test_the_sentence_below_a_post_has_its_date(sentence: str) -> None:
    assert page_of(f"<h1>Times</h1>{TEXT}<p>{sentence}</p>").published == DAY


@each(
    "sentence",
    [
        "This entry of the harbour was built on October 15th, 2021 by people who had nothing else to do, and it is closed.",
        "Der Beitrag zur Vereinskasse ist seit dem 15. Oktober 2021 um zehn Taler höher, und das gilt auch für alle Kinder.",
    ],
)
def test_another_sentence_that_begins_alike_has_none(sentence: str) -> None:
    assert page_of(f"<h1>Times</h1>{TEXT}<p>{sentence}</p>{TEXT}").published is None


def test_the_only_date_in_microdata_counts_in_navigation_too() -> None:
    bar = "<ul role=navigation><li itemprop=datePublished content=2021-10-15>15. 10. 2021</li></ul>"
    assert page_of(f"<h1>Times</h1>{TEXT}{bar}").published == DAY
    two = bar.replace("2021-10-15", "2021-10-18").replace("15.", "18.")
    assert page_of(f"<h1>Times</h1>{TEXT}{bar}{two}").published is None
    comment = f"<div id=comments>{bar}</div>"
    assert page_of(f"<h1>Times</h1>{TEXT}{comment}").published is None


def test_a_french_hour_with_spaces_is_no_span_of_hours() -> None:
    for line in ("Publié le 15 octobre 2021 à 18 h 30", "Le 15 octobre 2021 à 18h30"):
        found = page_of(f"<h1>Le bac</h1><p>{line}</p>{TEXT}").published
        assert found is not None
        assert found // 86_400 == DAY // 86_400
    for line in ("15 octobre 2021 de 18 h à 20 h", "15 octobre 2021, 18h30 à 20h00"):
        assert page_of(f"<h1>Le bac</h1><p>{line}</p>{TEXT}").published is None


def test_the_moment_of_a_post_that_is_quoted_is_not_that_of_the_page() -> None:
    quoted = "<blockquote><p>Boat!</p><a href=/p><time datetime=2021-10-13>Oct 13</time></a></blockquote>"
    far = "<p>One more thing that was said about the boat, with commas, and which is quoted further down.</p>"
    assert page_of(f"<h1>Times</h1>{3 * TEXT}{quoted}{far}{TEXT}").published is None
    own = "<div><time datetime=2021-10-15>15 Oct</time></div>"
    assert page_of(f"<h1>Times</h1>{3 * TEXT}{quoted}{far}{TEXT}<div>{own}</div>").published == DAY
