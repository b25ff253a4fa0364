"""HTML becomes the blocks that the article pane draws."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.blocks import (
    Block,
    Code,
    Definition,
    Definitions,
    Document,
    Figure,
    Heading,
    Link,
    ListBlock,
    Media,
    MediaKind,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Style,
    Table,
)
from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.drop_repeats import drop_repeated
from reader.article.flow import text_of_spans
from reader.text import clean_text
from tests.support.each import each
from tests.support.markup import BASE, HTMLISH


def blocks(html: str) -> tuple[Block, ...]:
    return build_document(html, base=BASE).blocks


def para(text: str, style: Style = Style.PLAIN, href: str | None = None) -> Paragraph:
    return Paragraph((Span(text, style, href),))


def words(html: str) -> str:
    return plain_text_of(build_document(html, base=BASE))


def test_white_space_collapses_as_in_css_and_no_break_spaces_stay() -> None:
    assert blocks("<p>  one \n\t two&nbsp;three <b> four</b></p>") == (
        Paragraph((Span("one two\u00a0three "), Span("four", Style.STRONG))),
    )


def test_styles_combine_and_links_carry_their_address() -> None:
    assert blocks("<p><a href='/x'>a <em>b</em></a><sup>2</sup></p>") == (
        Paragraph(
            (
                Span("a ", Style.PLAIN, "https://paper.example/x"),
                Span("b", Style.EMPHASIS, "https://paper.example/x"),
                Span("2", Style.SUPERSCRIPT),
            )
        ),
    )


def test_one_break_is_a_line_and_two_are_a_paragraph() -> None:
    assert blocks("one<br>two<br><br>three<br>&nbsp;<br/>four") == (para("one\ntwo"), para("three"), para("four"))


def test_text_beside_blocks_becomes_paragraphs_and_containers_are_transparent() -> None:
    assert blocks("a<div>b<section><p>c</p></section>d</div>e") == tuple(map(para, "abcde"))


@each("empty", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<ul><li> </li></ul>", "<h2><br></h2>", "<table>"])
def test_html_without_visible_content_gives_no_block(empty: str) -> None:
    assert blocks(empty) == ()


def test_quotation_marks_stay_unchanged_and_soft_hyphens_are_removed() -> None:
    assert words("<p>\"a\" “b” „c“ »d« 'e' Donau&shy;dampf</p>") == "\"a\" “b” „c“ »d« 'e' Donaudampf"


def test_lists_nest_number_and_hold_paragraphs() -> None:
    assert blocks("<ol start=3><li><p>a</p><p>b</p><li>c<ul><li>d</ul></ol>") == (
        ListBlock(
            ("3.", "4."), ((para("a"), para("b")), (para("c"), ListBlock((), ((para("d"),),)))),
        ),
    )  # fmt: skip


@each(
    ("html", "markers"),
    [
        ("<ol reversed><li>bronze<li>silver<li>gold</ol>", "3. 2. 1."),
        ("<ol reversed start=10><li>a<li>b</ol>", "10. 9."),
        ('<ol><li>first<li value="7">seventh<li>eighth</ol>', "1. 7. 8."),
        ('<ol reversed><li>a<li value="7">b<li>c</ol>', "3. 7. 6."),
        ("<ol start=-1><li>a<li>b<li>c</ol>", "-1. 0. 1."),
        ("<ol start=' +4 '><li>a<li value=x>b</ol>", "4. 5."),
        ("<ol><li>a<li> <li>c</ol>", "1. 3."),
        ("<ol type=a start=26><li>z<li>aa</ol>", "z. aa."),
        ("<ol type=A><li>a<li type=1>b</ol>", "A. 2."),
        ("<ol type=i start=4><li>a<li>b</ol>", "iv. v."),
        ("<ol type=I start=1994><li>a</ol>", "MCMXCIV."),
        ("<ol type=i start=0><li>a<li>b</ol>", "0. i."),
    ],
)
def test_ordered_lists_count_as_html_does(html: str, markers: str) -> None:
    (block,) = build_document(html, base=None).blocks
    assert isinstance(block, ListBlock)
    assert block.markers == tuple(markers.split())


def test_every_link_is_listed_also_one_without_text() -> None:
    html = (
        "<img src=/map.png usemap=#m alt=Map><map name=m><area href=/north alt=North><area href=/south></map>"
        "<a href=/empty></a><a href=/icon><img class=icon src=/i.png></a><a href=/big.png><img src=/big.png></a>"
        "<table><tr><th>a<th>b<tr><td><a href=/cell><img src=/c.png></a><td>x</table>"
    )
    found = build_document(html, base=BASE)
    assert {link.url.rpartition("/")[2] for link in found.links} >= {
        "north",
        "south",
        "empty",
        "icon",
        "big.png",
        "cell",
    }
    assert "North" in plain_text_of(found)
    assert "c.png" in plain_text_of(found)


def test_tasks_that_are_done_and_open_have_different_signs() -> None:
    tasks = (
        "<ul><li><input type=checkbox checked> done<li><label><input type='checkbox' disabled> open</label>"
        "<li><p><input checked=checked type=checkbox> too<li><input type=radio class='a checked b'>other"
        "<li><input class='a checked b' type=CHECKBOX>open</ul>"
    )
    assert words(tasks) == "☑ done\n☐ open\n☑ too\n• other\n☐ open"


def test_the_hover_text_of_a_picture_stands_below_it_unless_it_repeats_another_text() -> None:
    assert words('<img src=/1.png title="The second joke." alt=Ladders>') == "Ladders\nThe second joke."
    assert words('<img src=/1.png title="ladders" alt=Ladders>') == "Ladders"
    assert words('<figure><img src=/1.png title="Same."><figcaption>Same.</figcaption></figure>') == "Same."
    assert words('<figure><img src=/1.png title="T." alt=A><figcaption>C.</figcaption></figure>') == "A\nT.\nC."


@each(
    ("html", "text"),
    [
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>b</mi><msup><mi>h</mi><mn>2</mn></msup></math>", "(1)/(2) b h²"),
        ('<math alttext="E = mc^2"><mi>E</mi></math>', "E = mc²"),
        (
            "<math><semantics><mi>E</mi><annotation encoding='application/x-tex'>\\alpha</annotation></semantics></math>",
            "α",
        ),
        ("<math><msub><mi>x</mi><mi>k</mi></msub><mo>+</mo><msqrt><mn>2</mn></msqrt></math>", "xₖ + √(2)"),
        ("<math><mroot><mi>x</mi><mn>3</mn></mroot><mo>(</mo><mi>y</mi><mo>)</mo></math>", "³√(x) (y)"),
        (
            "<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover></math>",
            "∑_(i = 1)ⁿ",
        ),
        (
            "<h2><button aria-expanded=true>Who may apply?</button></h2><p>Everybody.</p>",
            "Who may apply?\n\nEverybody.",
        ),
        ("Press <button>Save</button>.<noscript><p>A note.</p></noscript>", "Press Save.\n\nA note."),
        ("<textarea>a < b\n  c</textarea>", "a < b\n  c"),
        ("<noscript><img src=/real.png alt=real></noscript>", "real"),
        ("<svg><title>Map</title><path d='M0'/><text>North</text></svg>", "Map North"),
        ("<select><option>One<option>Two</select>", "One Two"),
        ("<iframe src=https://v.example/1>Your page</iframe>", "<https://v.example/1>\n\nYour page"),
        ("<x-card>one</x-card> <foo:bar>two</foo:bar>", "one two"),
        ("x<script>alert(1)</script>y<template>z</template>", "xy"),
    ],
)
def test_an_element_that_is_not_understood_lends_its_words(html: str, text: str) -> None:
    assert words(html) == text


def test_a_list_between_items_belongs_to_the_item_before_and_text_between_items_is_kept() -> None:
    (block,) = blocks("<ul><li>a</li><ul><li>b</li></ul>c</ul>")
    assert block == ListBlock((), ((para("a"), ListBlock((), ((para("b"),),))), (para("c"),)))


def test_preformatted_text_is_verbatim_with_tabs_expanded_and_its_language() -> None:
    html = '<pre><code class="language-python">\nif x:\n\treturn  1\n\n</code></pre>'
    assert blocks(html) == (Code("if x:\n    return  1", "python"),)


def test_figures_have_source_text_caption_and_link() -> None:
    html = "<figure><a href='/big'><img src='/a.png' alt='A'></a><figcaption>Cap <em>by x</em></figcaption></figure>"
    assert blocks(html) == (
        Figure(
            "https://paper.example/a.png",
            "A",
            (Span("Cap "), Span("by x", Style.EMPHASIS)),
            "https://paper.example/big",
        ),
    )


def test_a_caption_class_after_a_picture_is_its_caption() -> None:
    (figure,) = blocks("<div class='wp-caption'><img src=/a.png><p class='wp-caption-text'>Cap</p></div>")
    assert figure == Figure("https://paper.example/a.png", "", (Span("Cap"),))


def test_lazy_pictures_are_found_and_the_largest_of_a_set_is_taken() -> None:
    assert blocks("<img data-src=/real.jpg src=data:x>") == (Figure("https://paper.example/real.jpg"),)
    small, large = ("https://paper.example/s.jpg", 300), ("https://paper.example/l.jpg", 900)
    (figure,) = blocks("<img srcset='/s.jpg 300w, /l.jpg 900w'>")
    assert figure == Figure(large[0], sources=(small, large))


def test_a_picture_in_a_sentence_does_not_split_it() -> None:
    assert blocks("<p>one <img src=/a.png alt=A> two</p>") == (
        para("one two"),
        Figure("https://paper.example/a.png", "A"),
    )


def test_an_emoji_picture_stays_in_its_line() -> None:
    assert blocks("<p>well <img class=wp-smiley alt=':)' src=/s.png></p>") == (para("well :)"),)


def test_a_table_of_data_keeps_its_grid_and_its_numeric_columns() -> None:
    html = (
        "<table><caption>Catch</caption><tr><th>Port<th>Tons</tr><tr><td rowspan=2>Sund<td>1.204,5</tr><tr><td>–</tr>"
        "<tr><td colspan=2>all</tr></table>"
    )
    (table,) = blocks(html)
    assert isinstance(table, Table)
    assert [[cell_text(c) for c in row] for row in table.header] == [["Port", "Tons"]]
    assert [[cell_text(c) for c in row] for row in table.rows] == [["Sund", "1.204,5"], ["Sund", "–"], ["all", ""]]
    assert table.numeric == (False, True)
    assert cell_text(table.caption) == "Catch"
    (speeds,) = blocks(
        "<table><tr><th>Parser<th>Speed</tr><tr><td>one<td>2.3 GB/s</tr><tr><td>two<td>0.098 GB/s</tr></table>"
    )
    assert isinstance(speeds, Table)
    assert speeds.numeric == (False, True)


def test_icons_beside_a_name_have_no_words_and_a_table_of_quotation_marks_is_a_quotation() -> None:
    icon = "<img alt='Poppy.png' src=/poppy.png width=24 height=24>"
    assert words(f"<p>{icon} Poppy (1){icon} <a href=/f>Flour</a></p>") == "Poppy (1) Flour"
    rows = "".join(f"<tr><td><img alt='{name}.png' src=/{name}.png><td>{name}<td>3</tr>" for name in ("Poppy", "Melon"))
    (table,) = blocks(f"<table><tr><th>Image<th>Name<th>Cost</tr>{rows}</table>")
    assert isinstance(table, Table)
    assert [[cell_text(cell) for cell in row] for row in table.rows] == [["", "Poppy", "3"], ["", "Melon", "3"]]
    layout = "<table><tr><th>North</tr><tr><td><p>Cold.</p><table><tr><td>x</table></tr></table>"
    assert blocks(layout)[0] == Heading(4, (Span("North"),))
    quotation = "<table><tr><td rowspan=2>“<td><p>I love it.</p></tr><tr><td>– Penny</tr></table>"
    assert words(quotation) == "> I love it.\n>\n> – Penny"


def cell_text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


@each(
    "html",
    [
        "<table><tr><td>a<td>b</tr></table>",
        "<table><tr><td>a</tr><tr><td>b</tr></table>",
        "<table><tr><td>a<td></tr><tr><td><td><table><tr><td>b</table></tr></table>",
    ],
)
def test_a_layout_table_becomes_plain_blocks(html: str) -> None:
    assert blocks(html) == (para("a"), para("b"))


def test_frames_and_videos_become_links_with_their_kind_and_title() -> None:
    html = "<iframe src='https://www.youtube.com/embed/abc' title='Sea'></iframe><video><source src=/v.mp4></video>"
    assert blocks(html) == (
        Media(MediaKind.VIDEO, "Sea", "https://www.youtube.com/watch?v=abc"),
        Media(MediaKind.VIDEO, "", "https://paper.example/v.mp4"),
    )


@each(
    ("player", "page"),
    [
        ("https://www.youtube-nocookie.com/embed/a-b_1?rel=0", "https://www.youtube.com/watch?v=a-b_1"),
        ("https://player.vimeo.com/video/12?h=x", "https://vimeo.com/12"),
        ("https://open.spotify.com/embed/episode/4x?utm=1", "https://open.spotify.com/episode/4x"),
        ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b&auto=1", "https://soundcloud.com/a/b"),
        ("https://w.soundcloud.com/player/?url=file:///etc/passwd", "https://w.soundcloud.com/player/?url=file:///etc/passwd"),
        ("https://tube.example/videos/embed/5c0f-12345678", "https://tube.example/w/5c0f-12345678"),
        ("https://social.example/@ada/112233/embed", "https://social.example/@ada/112233"),
        ("https://platform.twitter.com/embed/Tweet.html?id=99", "https://twitter.com/i/status/99"),
        ("https://www.instagram.com/p/Cx1/embed/captioned/", "https://www.instagram.com/p/Cx1/"),
        ("https://player.twitch.tv/?video=v123&parent=a", "https://www.twitch.tv/videos/123"),
        ("https://embed.podcasts.apple.com/de/podcast/x/id1?i=2", "https://podcasts.apple.com/de/podcast/x/id1"),
        ("https://maps.example/embed?q=1", "https://maps.example/embed?q=1"),
    ],
)  # fmt: skip
def test_an_embedded_player_leads_to_the_page_of_what_it_plays(player: str, page: str) -> None:
    (block,) = blocks(f"<iframe src='{player}'></iframe>")
    assert isinstance(block, Media)
    assert block.url == page


def test_elements_that_scripts_turn_into_players_are_films() -> None:
    assert blocks(
        "<lite-youtube videoid='a1' playlabel='Sea &amp; air'><a href='https://x.example'>Play</a></lite-youtube>"
        "<lite-vimeo videoid=12></lite-vimeo><lite-youtube videoid='\"><script>'></lite-youtube><p>end"
    ) == (
        Media(MediaKind.VIDEO, "Sea & air", "https://www.youtube.com/watch?v=a1"),
        para("Play", Style.PLAIN, "https://x.example"),
        Media(MediaKind.VIDEO, "", "https://vimeo.com/12"),
        para("end"),
    )


def test_a_pull_quote_is_left_out_if_its_words_are_in_the_text() -> None:
    text = "<p>He said that “nobody has read the table”, and left.</p>"
    assert words(f"{text}<aside class='pullquote'><p>Nobody has read the table</p></aside>") == words(text)
    assert words(
        f"<figure class='wp-block-pullquote'><blockquote>Nobody has read the table.</blockquote></figure>{text}"
    ) == (words(text))
    assert words(f"{text}<blockquote class='pull-quote'>Something else</blockquote>").endswith("> Something else")
    assert words("<blockquote>Twice</blockquote><blockquote>Twice</blockquote>") == "> Twice\n\n> Twice"


def test_a_short_quotation_whose_words_are_in_the_text_is_a_pull_quote_unless_it_is_announced() -> None:
    said = "The gauge on the quay froze twice in one week"
    text = f"<p>“{said}”, says the keeper.</p>"
    quote = f"<blockquote><p>{said}.</p>%s</blockquote>"
    assert words(f"{text}<div class=Quote><figure>{quote % '<figcaption>The keeper</figcaption>'}</figure></div>") == (
        words(text)
    )
    assert words(f"{quote % '<cite>Keeper</cite>'}{text}") == words(text)
    assert words(f"<p>She wrote:</p>{quote % ''}{text}").startswith("She wrote:\n\n> The gauge")
    assert words(f"<blockquote><p>{said}.<br>– The Keeper</p></blockquote>{text}") == words(text)
    assert words(f"{text}<blockquote>Nobody else was there to read what the gauge said</blockquote>").count(">") == 1
    assert words(quote % "" + quote % "").count(said) == 1


def test_words_for_browsers_that_cannot_play_a_film_are_left_out_if_it_has_a_file() -> None:
    message = "<p>To view this, switch on scripts</p>"
    film = Media(MediaKind.VIDEO, "", "https://paper.example/a.mp4")
    assert blocks(f"<video><source src=/a.mp4>{message}</video><p>on</p>") == (film, para("on"))
    assert words("<video><a href=/b.mp4>Load the film</a></video>") == "Load the film"


def test_code_that_a_sentence_goes_on_behind_is_in_the_sentence() -> None:
    assert blocks("<div>a <pre><code>+</code></pre>. Then</div>") == (
        Paragraph((Span("a "), Span("+", Style.CODE), Span(". Then"))),
    )
    assert blocks("<div>a <pre>+</pre>Then</div>")[1] == Code("+")
    assert blocks("<div>a <pre>+\n-</pre>. Then</div>")[1] == Code("+\n-")


def test_a_list_that_lays_out_the_page_is_no_list() -> None:
    text = "<p>One.</p><blockquote>Two.</blockquote><p>Three.</p>"
    assert blocks(f"<ul><li>{text}</li></ul>") == blocks(text)
    parts = "<h3>North</h3><p>Cold.</p>", "<h3>South</h3><p>Warm.</p>"
    assert blocks(f"<ul><li>{parts[0]}</li><li>{parts[1]}</li></ul>") == blocks("".join(parts))
    assert isinstance(blocks(f"<ol><li>{parts[0]}</li></ol>")[0], ListBlock)
    assert isinstance(blocks("<ul><li><h3>North</h3></li><li><h3>South</h3></li></ul>")[0], ListBlock)
    assert isinstance(blocks("<ul><li><p>One.</p><p>Two.</p></li></ul>")[0], ListBlock)


def test_letters_that_an_editor_coloured_are_not_marked() -> None:
    html = "<p><mark class='has-inline-color has-red-color'>red</mark> <mark>hit</mark></p>"
    assert blocks(html) == (Paragraph((Span("red "), Span("hit", Style.MARK))),)


@pytest.mark.parametrize(
    ("html", "is_marked"),
    [
        ("<b><mark>A <a href=/x>whole</a> line</mark></b>", False),
        ("<b><mark>A line</mark></b> and more", True),
        ("more <mark>x</mark>", True),
        ("<i>more</i><mark>x</mark>", True),
    ],
)
def test_a_paragraph_that_is_marked_as_a_whole_is_not_marked(html: str, is_marked: bool) -> None:
    (paragraph,) = blocks(f"<p>{html}</p>")
    assert isinstance(paragraph, Paragraph)
    assert any(span.style & Style.MARK for span in paragraph.spans) is is_marked


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("so he said.&nbsp; And went", "so he said. And went"),
        ("one &nbsp;two", "one two"),
        ("&nbsp;A paragraph", "A paragraph"),
        ("<img class=icon alt='a.png' src=/a.png>&nbsp;<a href=/x>Winter</a>", "Winter"),
        ("&nbsp;&nbsp;an indent", "\u00a0\u00a0an indent"),
        ("10&nbsp;km", "10\u00a0km"),
        ("&nbsp; &nbsp;deeper", "\u00a0 \u00a0deeper"),
    ],
)
def test_a_no_break_space_beside_a_space_is_none(html: str, text: str) -> None:
    assert words(f"<p>{html}</p>") == text


def test_headings_quotes_rules_and_definitions() -> None:
    assert blocks("<h2>H<br></h2><blockquote><p>q</p></blockquote><hr><dl><dt>t<dd>d</dl>") == (
        Heading(2, (Span("H"),)),
        Quote((para("q"),)),
        Rule(),
        Definitions((Definition(((Span("t"),),), ((para("d"),),)),)),
    )


def test_links_are_listed_once_in_order_without_places_on_the_page() -> None:
    html = (
        "<p><a href=/x>one <b>x</b></a> <a href=/y>two</a> <a href=/x>again</a> <a href='#n'>1</a> "
        "<a href='mailto:a@b.example?body=x'>m</a></p>"
    )
    assert build_document(html, base=BASE).links == (
        Link("https://paper.example/x", "one x"),
        Link("https://paper.example/y", "two"),
        Link("mailto:a@b.example", "m"),
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>&#27;[31mred&#27;]52;c;eA==&#7;</p>", "red"),
        ("<pre>a<br>&#27;[31mb\x1f<div>c</div></pre>", "a\nbc"),
        ("<p>a&#x202e;b&#x2066;c</p>", "abc"),
        ("<p>[@click=app.quit]x[/] [/]</p>", "[@click=app.quit]x[/] [/]"),
        ("<p>a\0b&#0;c</p>", "ab\ufffdc"),
        ("<p>e\u0301</p>", "é"),
        ("<p>e<b></b>\u0301</p>", "é"),
        ("<p>\udc80x</p>", "\ufffdx"),
        ("<p>unclosed <b>bold <i>both", "unclosed bold both"),
        ("<p>a<script>alert(1)</script>b", "ab"),
        ("<div>" * 200_000 + "deep", "deep"),
        ("<ul><li>" * 2_000 + "deep", None),
        ("<table><tr><td>" * 2_000 + "deep", None),
    ],
)
def test_hostile_html_gives_harmless_text(html: str, text: str | None) -> None:
    found = words(html)
    assert found == text if text is not None else "deep" in found


def test_five_megabytes_give_a_document() -> None:
    assert blocks("<p>hello <b>world</b></p>" * 210_000)[0] == Paragraph((Span("hello "), Span("world", Style.STRONG)))


def _texts(found: tuple[Block, ...]) -> list[str]:
    texts = []
    for block in found:
        match block:
            case Paragraph(spans) | Heading(_, spans):
                texts += [span.text for span in spans]
            case Quote(inner):
                texts += _texts(inner)
            case ListBlock(_, items):
                texts += [text for item in items for text in _texts(item)]
            case Code(text):
                texts.append(text)
            case Figure(_, alt, caption):
                texts += [alt, *(span.text for span in caption)]
            case Table(header, rows, caption):
                texts += [span.text for span in caption]
                texts += [span.text for row in (*header, *rows) for cell in row for span in cell]
                assert {len(row) for row in (*header, *rows)} == {len((*header, *rows)[0])}
            case Media(_, title):
                texts.append(title)
    return texts


@given(HTMLISH)
def test_any_html_gives_a_document_of_clean_text_and_safe_links(html: str) -> None:
    document = build_document(html, base=BASE)
    assert all(text == clean_text(text) for text in _texts(document.blocks))
    assert all(link.url.startswith(("http://", "https://", "mailto:")) for link in document.links)
    assert build_document(html, base=BASE) == document


@given(st.text())
def test_any_text_gives_a_document(text: str) -> None:
    assert isinstance(build_document(text, base=None), Document)


@given(st.lists(st.from_regex(r"[a-zäß]{1,8}", fullmatch=True), min_size=1, max_size=30))
def test_the_words_of_a_paragraph_are_its_words(found: list[str]) -> None:
    assert words("<p>" + " \n ".join(found) + "</p>") == " ".join(found)


def test_showing_an_article_imports_no_extractor() -> None:
    code = (
        "import sys; from reader.article.document import build_document; build_document('<p>x', base=None); "
        "sys.exit(any(name in sys.modules for name in ('lxml.html', 'reader.article.extract')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


HEAD = "<h1><a href='/x'>The Title</a></h1><img src='/hero-300x200.jpg'><p>The lead says it.</p><p>Body.</p>"


def test_headline_and_lead_are_dropped_if_the_text_repeats_them_but_not_their_links() -> None:
    document = build_document(HEAD, base=BASE)
    dropped = drop_repeated(document, "The title!", "The lead says it.")
    assert dropped.blocks == (Figure("https://paper.example/hero-300x200.jpg", size=(300, 200)), para("Body."))
    assert dropped.links == document.links != ()
    assert drop_repeated(document, "Other", None) is document
    ruled = build_document("<p>One.</p><hr><p>Two.</p><hr><hr>", base=BASE)
    assert drop_repeated(ruled, "Other", None).blocks == ruled.blocks[:3]


def test_a_repetition_stays_if_it_is_far_below_or_the_whole_text() -> None:
    far = build_document("<p>x</p>" * 9 + "<p>The title</p>", base=None)
    assert drop_repeated(far, "The title", None) == far
    only = build_document("<p>The title</p>", base=None)
    assert drop_repeated(only, "The title", None) == only


@given(HTMLISH, st.text(max_size=20))
def test_dropping_repetitions_leaves_some_of_the_blocks_and_links(html: str, title: str) -> None:
    document = build_document(html, base=BASE)
    dropped = drop_repeated(document, title, title)
    assert set(dropped.blocks) <= set(document.blocks)
    assert bool(dropped.blocks) == bool(document.blocks)


@each(
    ("html", "text"),
    [
        ('The <abbr title="mean sea level">MSL</abbr>, <abbr title="mean sea level">MSL</abbr>.', "The MSL (mean sea level), MSL."),
        ('World Wide Web (<abbr title="World Wide Web">WWW</abbr>)', "World Wide Web (WWW)"),
        ('<abbr title="Hypertext">HT</abbr> (hypertext)', "HT (hypertext)"),
        ('<abbr title="2021-10-15T09:00Z">9 am</abbr>, <abbr title="1634288400">now</abbr>', "9 am, now"),
        ('<abbr title="">X</abbr> <abbr>Y</abbr> <acronym title="nato">NATO</acronym> <abbr title="empty"></abbr>', "X Y NATO"),
        ('<abbr title="&lt;b&gt; &#27;[31m x">B</abbr>', "B (<b> x)"),
        ('<abbr title="mean sea level"><b>M</b>SL</abbr>', "MSL (mean sea level)"),
        (f'<abbr title="mean sea level">{"all " * 60}the text', f"{'all ' * 60}the text"),
        (f'<abbr title="mean sea level">{"<i></i>" * 20}all the text', "all the text"),
    ],
)  # fmt: skip
def test_the_meaning_of_an_abbreviation_follows_it_once_where_the_text_does_not_give_it(html: str, text: str) -> None:
    assert plain_text_of(build_document(f"<p>{html}</p>", base="https://paper.example/")) == text


@each("sign", ["#", "¶", "§", "🔗", "<span aria-hidden=true>#</span>", "<i>¶</i>"])
@each("address", ["#tides", "https://paper.example/a#tides", "/a#tides"])
@each("heading", ["High tide {}", "{} High tide", "<span>High tide</span>{}"])
def test_a_sign_that_leads_to_its_heading_is_not_shown(sign: str, address: str, heading: str) -> None:
    link = f"<a id=tides href='{address}'>{sign}</a>"
    shown = f"<h2>{heading.format(link)}</h2><p>It comes <a href='#tides'>twice a day</a>.</p>"
    assert headings(shown) == ["High tide"]


@each(
    "heading",
    [
        "C# and F#",
        "<a href='#c'>C#</a>",
        "<a href='/tags'>#</a> tags",
        "<a href='#one'>§ 1</a> Scope",
        "<a href='#two'>2</a>",
    ],
)
def test_other_links_and_signs_in_headings_stay(heading: str) -> None:
    assert headings(f"<h2>{heading}</h2><p>Text.</p>") == ["".join(re.split("<[^>]*>", heading))]


def headings(html: str) -> list[str]:
    found = build_document(html, base="https://paper.example/a").blocks
    return [text_of_spans(block.spans) for block in found if isinstance(block, Heading)]
