"""Parts of a page that are easily lost with its furniture, and captions that are easily taken for text."""

import pytest

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

TEXT = "\n\n".join(ARTICLE)
CAPTION = "The boat at the quay, in October. Photo: A. Brine"
PICTURE = "<img src=/boat.jpg alt=Boat width=700 height=400>"


def read(body: str) -> dict[str, object]:
    markup = f"<html><head><meta charset=utf-8><title>Ferry times</title></head><body><main><h1>Ferry times</h1>{body}</main></body></html>"
    return page_object(extract_page(markup.encode(), url=URL))


def text_of(body: str) -> str:
    return str(read(body)["content_text"])


def among(middle: str) -> str:
    written = [f"<p>{text}</p>" for text in ARTICLE]
    return f"<article>{''.join(written[:3])}{middle}{''.join(written[3:])}</article>"


QUESTION = "When does boat number {} leave?"


@each(
    "item",
    [
        "<details><summary>{}</summary><p>{}</p></details>",
        "<div class=item><h3><button aria-expanded=false aria-controls=x>{}</button></h3><div hidden><p>{}</p></div></div>",
        "<div class=accordion-item><a href='#c' class=accordion-title>{}</a><div class=accordion-content>{}</div></div>",
        "<div><a href='#' aria-expanded=false>{}</a><div class='collapse' style='display: none'><p>{}</p></div></div>",
        "<div><div role=button><a class=toggle-t href=''>{}</a></div><div class=tab-content hidden><p>{}</p></div></div>",
        "<p><strong>{}</strong><br>{}</p>",
        "<dl><dt>{}</dt><dd>{}</dd></dl>",
        "<div class=question>{}</div><div class=answer>{}</div>",
    ],
)
def test_questions_and_their_answers_are_text_whatever_opens_them(item: str) -> None:
    text = text_of(
        f"<article>{''.join(item.format(QUESTION.format(n), line) for n, line in enumerate(ARTICLE))}</article>"
    )
    for number, line in enumerate(ARTICLE):
        assert QUESTION.format(number) in text
        assert line in text


def test_a_menu_that_a_script_opens_stays_hidden() -> None:
    menu = "".join(f"<li><a href=/s/{n}>Section number {n}</a></li>" for n in range(9))
    assert text_of(f"<div class=menu-toggle style='display:none'><ul>{menu}</ul></div>{among('')}") == TEXT


def test_a_list_of_places_with_links_keeps_the_headings_above_its_paragraphs() -> None:
    items = "".join(
        f"<h2><a href='https://pier{n}.example/'>Pier {n}</a></h2><p>{text}</p>" for n, text in enumerate(ARTICLE)
    )
    text = text_of(f"<article>{items}</article>")
    assert all(f"Pier {number}" in text for number in range(len(ARTICLE)))


def test_sentences_that_are_mostly_links_begin_the_text_if_they_are_marked_up_as_it() -> None:
    line = "<p>The <a href=/a>ferry over the canal</a> at <a href=/b>Quay</a> has run <a href=/c>since 1906</a>, says the <a href=/d>office</a>.</p>"
    assert (
        text_of(f"<article>{line * 3}<p>{TEXT}</p><p>{ARTICLE[0]} Again.</p></article>").count(
            "since 1906, says the office."
        )
        == 3
    )


@each("items", [("Opening", "Budget", "Any other business"), ("Ferry", "Bus")])
def test_a_list_of_short_items_that_a_line_introduces_ends_the_text(items: tuple[str, ...]) -> None:
    listed = "".join(f"<li>{item}</li>" for item in items)
    text = text_of(f"<p>{ARTICLE[0]}</p><p>Agenda:</p><ol>{listed}</ol>")
    assert all(item in text for item in ("Agenda:", *items))


def test_links_to_edit_a_section_are_no_part_of_a_wiki_page() -> None:
    heading = "<h2><span>History</span><span class=mw-editsection>[<a href=/e>edit</a>]</span></h2>"
    assert "edit" not in text_of(among(heading)).replace("tickets", "")


@pytest.mark.parametrize(
    "box",
    [
        "<div class='picBox full'><a href='#'>{}</a><p>{}</p></div>",
        "<div class=bild-rechts>{}<br>{}</div>",
        "<table class=image><tr><td>{}</td></tr><tr><td>{}</td></tr></table>",
        "<table class=tr-caption-container><tr><td><a href=/l.jpg>{}</a></td></tr><tr><td class=tr-caption>{}</td></tr></table>",
        "<p>{}<br><em>{}</em></p>",
        "<p>{}</p><p class=imagedescription>{}</p>",
        "<div class='wp-caption alignleft'>{}<p class=wp-caption-text>{}</p></div>",
        "<div class=photo><span>{}</span><span class=legend-x>{}</span></div>",
    ],
)
def test_a_box_with_a_picture_and_a_line_is_a_figure_with_a_caption(box: str) -> None:
    result = read(among(box.format(PICTURE, CAPTION)))
    assert result["content_text"] == TEXT
    figures = result["figures"]
    assert isinstance(figures, list)
    assert [(figure["alt"], figure["caption"]) for figure in figures] == [("Boat", CAPTION)]


@each(
    "box",
    [
        "<div class=text-block>{}<p>{}</p></div>",
        "<p>{} {}</p>",
        "<div class='image-text'>{}<h3>Boats</h3><p>{}</p></div>",
    ],
)
def test_a_paragraph_with_a_picture_in_its_block_stays_text(box: str) -> None:
    line = "Nobody knows why the boat is blue, and nobody has ever asked the painter."
    assert line in text_of(among(box.format(PICTURE, line)))


@each(
    "box",
    [
        "<div class=wp-caption>{}<p>{}</p></div>",
        "<table class=tr-caption-container><tr><td><a href=/l.jpg>{}</a></td></tr><tr><td class=tr-caption>{}</td></tr></table>",
        "<div class=bild><picture><source srcset=/b.webp>{}</picture><br><em>{}</em></div>",
    ],
)
def test_links_and_emphasis_in_a_caption_stay(box: str) -> None:
    caption = "The <b>boat</b> at the quay,<br>photo by <a href=/ada>Ada Brine</a>"
    page = read(among(box.format(PICTURE, caption)))
    markup, figures = str(page["content_html"]), page["figures"]
    assert '<a href="https://quay.example/ada">Ada Brine</a>' in markup
    assert "<b>boat</b>" in markup
    assert isinstance(figures, list)
    assert [figure["caption"] for figure in figures] == ["The boat at the quay, photo by Ada Brine"]


def test_a_caption_that_has_lost_its_picture_is_no_part_of_the_text() -> None:
    assert text_of(among(f"<p class=imagedescription>{CAPTION}</p>")) == TEXT


def test_a_page_of_captions_keeps_them() -> None:
    captions = "".join(f"<p class=caption>{text}</p>" for text in ARTICLE)
    assert text_of(f"<article>{captions}</article>") == TEXT


def test_titles_and_lists_of_films_are_no_part_of_the_text() -> None:
    film = "<div class=video-player><video src=/v.mp4></video><h3>Film: so it looks below the bridge</h3></div>"
    assert text_of(among(film)) == TEXT
    more = "<figure><video src=/v.mp4></video><figcaption>Below</figcaption><div><h2>More films</h2><ul><li>Quay</li></ul></div></figure>"
    assert text_of(among(more)) == TEXT


ROWS = "".join(
    f"<tr><td>{{0}}<a href=/boat/{n}>Boat {n}</a>{{1}}<td>{{0}}{n}1.5 t{{1}}<td>{{0}}{n} knots{{1}}" for n in (4, 7, 9)
)


@each(
    "box",
    [
        "{}",
        "<div>{}</div>",
        "<div><div><br></div><div>{}</div><span id=x></span><br></div>",
        "<div dir=ltr><div><br></div><div style='margin: 0'><p></p>{}<br></div><br><br></div>",
        "<section><div></div><div></div><div><div></div>{}<div></div><div></div></div></section>",
    ],
)
@each("cell", [("", ""), ("<div><span>", "</span></div>"), ("<p>", "</p>")])
def test_a_table_among_the_text_stays_whatever_empty_elements_are_around_it(box: str, cell: tuple[str, str]) -> None:
    table = f"<table><colgroup><col></colgroup><tbody>{ROWS.format(*cell)}</tbody></table>"
    shown = text_of(among(f"<p>These boats load the letters:</p>{box.format(table)}"))
    assert all(f"Boat {n}" in shown and f"{n}1.5 t" in shown for n in (4, 7, 9))


@each(
    "box",
    ["<div><p>Most read</p><div>{}</div><br></div>", "<div><a href=/all>All boats</a><div>{}</div><p><br></p></div>"],
)
def test_a_table_of_links_below_a_label_does_not(box: str) -> None:
    rows = "".join(
        f"<tr><td><a href=/boat/{n}>Boat {n}</a></td><td><a href=/b/{n}>more</a></td></tr>" for n in range(5)
    )
    assert "Boat 3" not in text_of(among(box.format(f"<table>{rows}</table>")))


@each(
    "ruby",
    [
        "<ruby>潮<rt>しお</rt></ruby>の<ruby>時間<rt>じかん</rt></ruby>",
        "<ruby>潮<rp>(</rp><rt>しお</rt><rp>)</rp></ruby>の<ruby>時間<rp>(</rp><rt>じかん</rt><rp>)</rp></ruby>",
        "<ruby><rb>潮</rb><rt>しお</rt></ruby>の<ruby>時<rt>じ<rt></ruby><ruby>間<rt>かん</ruby>",
    ],
)
@each("picture", ["", f"<figure>{PICTURE}<figcaption>{CAPTION}</figcaption></figure>"])
def test_readings_of_characters_do_not_interrupt_the_running_text(ruby: str, picture: str) -> None:
    result = read(among(f"<p>Everybody here knows {ruby}, which is when the boats leave.</p>{picture}"))
    assert "Everybody here knows 潮の時間, which is when the boats leave." in str(result["content_text"])
    assert "しお" in str(result["content_html"])


@each(
    "ruby",
    [
        "<ruby>潮<rt>しお",
        "<ruby>潮<rp>(<rt>しお<rp>)",
        "<ruby>潮<rtc>しお",
        "<ruby>潮<rt>しお<ruby>汐<rt>せき</rt></ruby></rt></ruby>",
    ],
)
def test_text_behind_a_reading_that_nobody_closed_is_kept(ruby: str) -> None:
    ends = "The boats leave at that time. Whoever comes later has to wait for the next one, six hours later."
    result = read(among(f"<p>Everybody here knows {ruby} which is when {ends}</p>"))
    assert ends in str(result["content_text"])
