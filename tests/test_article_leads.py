"""The lead of a page: what it shows between headline and text, and not what it says to search engines."""

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

LEAD = "From Monday the first boat leaves at six. Anyone who oversleeps will have to row."
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in ARTICLE[:4])
HEADLINE = "<h1>Ferry times change</h1>"


def read(body: str, description: str = "") -> dict[str, object]:
    head = f"<title>Ferry times change</title><meta name=description content='{description}'>"
    return page_object(extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=URL))


def lead_of(body: str, description: str = "") -> object:
    return read(body, description)["lead"]


@each(
    "shown",
    [
        f"<p class=abstract-x>{LEAD}</p>",
        f"<h2>{LEAD}</h2>",
        f"<div><span>QUAY.</span> <span>{LEAD}</span></div>",
        f"<aside class=sidebar-item><p>{LEAD}</p></aside>",
    ],
)
@each("end", ["", " | The Quay", " » The Quay Gazette"])
def test_a_description_that_the_page_shows_above_its_text_is_lead_or_text_and_there_once(shown: str, end: str) -> None:
    result = read(f"<article><header>{HEADLINE}{shown}</header><div>{PARAGRAPHS}</div></article>", LEAD + end)
    assert LEAD in f"{result['lead']}\n{result['content_text']}"
    assert f"{result['lead']}\n{result['content_text']}".count(LEAD) == 1


def test_a_lead_that_the_description_was_cut_from_is_given_whole() -> None:
    shown = f"<header>{HEADLINE}<aside>{LEAD} The oars are at the quay.</aside></header>"
    assert (
        lead_of(f"{shown}<article>{PARAGRAPHS}</article>", f"{LEAD} The oars…") == f"{LEAD} The oars are at the quay."
    )


def test_a_description_that_was_written_twice_is_found_on_the_page() -> None:
    shown = f"<header>{HEADLINE}<aside>{LEAD}</aside></header>"
    assert lead_of(f"{shown}<article>{PARAGRAPHS}</article>", f"{LEAD} {LEAD}") == LEAD


@each(
    "description",
    [
        LEAD,
        "News, weather and tides for everyone between the two bridges. Free of charge every day.",
        "Fähre, Hafen und Gezeiten ✓ Jetzt informieren ✓ Kostenlos und unverbindlich!",
        "Tout sur les horaires du bac : lisez nos conseils et réservez dès maintenant.",
        "Ferry",
    ],
)
def test_a_description_that_is_shown_nowhere_is_no_lead(description: str) -> None:
    assert lead_of(f"<article>{HEADLINE}{PARAGRAPHS}</article>", description) is None


def test_a_description_of_the_site_below_the_text_or_above_the_headline_is_no_lead() -> None:
    about = "News, weather and tides for everyone between the two bridges. Free of charge every day."
    article = f"<article>{HEADLINE}{PARAGRAPHS}</article>"
    assert lead_of(f"<header><p>{about}</p></header>{article}", about) is None
    assert lead_of(f"{article}<footer><p>{about}</p></footer>", about) is None


def test_a_description_that_was_cut_from_the_text_is_no_lead() -> None:
    first = (
        "<h2>Boats</h2><p>From Monday the first<br>boat leaves at six, and anyone who oversleeps will have to row.</p>"
    )
    for described in (
        "Boats From Monday the first boat leaves at six, and anyone who oversleeps will…",
        "By boat: From Monday the first boat leaves at six, and anyone who oversleeps will [...]",
    ):
        assert lead_of(f"<article>{HEADLINE}{first}{PARAGRAPHS}</article>", described) is None


@each(
    "line",
    [
        "<div class=comments-box><div><p class=lead>Please read the rules before you comment on the ferry.</p></div></div>",
        "<div class=jumbotron><p class=lead>Join us now to write about ferries and to vote on topics.</p></div>",
        "<div class=card><p class=intro>The bakery on the market square closes after ninety years.</p></div>",
    ],
)
def test_a_line_below_the_text_is_no_lead_whatever_its_class(line: str) -> None:
    assert lead_of(f"<article>{HEADLINE}{PARAGRAPHS}</article>{line}") is None


@each(
    "line",
    [
        "Subscribe to our newsletter now and get the daily tides delivered to your inbox.",
        "Jetzt anmelden: Der Newsletter mit den Gezeiten, jederzeit kündbar.",
        "Updated on 12 October 2026 at 14:30",
    ],
)
def test_a_request_or_a_date_is_no_lead(line: str) -> None:
    assert lead_of(f"<article>{HEADLINE}<p class=intro>{line}</p>{PARAGRAPHS}</article>") is None


@each("name", ["subtitle", "intro", "lead", "dek"])
@each("box", ["<div class=tray><div class={name}>Weather and tides at a quick glance</div></div>"])
def test_what_stands_above_the_headline_is_no_lead_whatever_its_class(name: str, box: str) -> None:
    assert lead_of(f"{box.format(name=name)}{HEADLINE}<article>{PARAGRAPHS}</article>") is None


@each("name", ["subtitle", "intro", "lead", "dek"])
def test_a_link_to_another_page_is_no_lead_whatever_its_class(name: str) -> None:
    inside = f"<p class={name}><a href=/archive>Browse the archive of the Quay</a></p>"
    assert lead_of(f"{HEADLINE}<div>{inside}{PARAGRAPHS}</div>") is None
    assert lead_of(f"{HEADLINE}<p class={name}>Rowers <a href=/oars>need oars</a> from Monday on</p>{PARAGRAPHS}")


def test_the_name_of_the_site_is_no_lead() -> None:
    site = "<meta property=og:site_name content='Between the two bridges'>"
    named = f"<p class=subtitle>Between the Two Bridges</p>{PARAGRAPHS}"
    assert lead_of(f"{site}{HEADLINE}{named}") is None


@each("name", ["subtitle", "lead"])
def test_a_lead_below_the_headline_is_one_although_the_headline_is_a_part_of_a_bar_above_as_well(name: str) -> None:
    bar = "<div class=bar><h1>Ferry times change</h1></div>"
    assert lead_of(f"{bar}<header>{HEADLINE}<p class={name}>{LEAD}</p></header><article>{PARAGRAPHS}</article>") == LEAD


@each(
    "box", ["<div class=lead>{}</div>", "<div class='content intro'>{}</div>", "<section class=vorspann>{}</section>"]
)
@each("count", [2, 3])
def test_a_box_of_paragraphs_with_which_the_text_begins_is_no_lead_and_each_is_there_once(box: str, count: int) -> None:
    paragraphs = [f"<p>{text}</p>" for text in ARTICLE]
    opening, rest = box.format("".join(paragraphs[:count])), "".join(paragraphs[count:])
    result = read(f"<article>{HEADLINE}<div>{opening}{rest}</div></article>")
    assert result["lead"] is None
    assert all(str(result["content_text"]).count(text) == 1 for text in ARTICLE)


def test_a_box_with_one_paragraph_is_the_lead() -> None:
    result = read(f"<article>{HEADLINE}<div><div class=lead><p>{LEAD}</p></div>{PARAGRAPHS}</div></article>")
    assert result["lead"] == LEAD
    assert LEAD not in str(result["content_text"])
