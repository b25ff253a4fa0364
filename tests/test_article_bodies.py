"""The whole body is found: without punctuation, without markup, in sections named after their headings, above comments."""

import pytest

from reader.article.blocks import Figure
from reader.article.document import build_document
from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from reader.errors import ParseError
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

TITLE = "Ferry times change on Monday"
GERMAN = (
    "Die erste Fähre legt ab Montag zehn Minuten früher ab, weil sich die Gezeiten verschoben haben, sagt das Amt.",
    "Wer eine Wochenkarte hat, muss nichts tun, und der Bus am Anleger wartet auf das Schiff, auch am Sonntag.",
    "Beschwerden nimmt das Amt schriftlich entgegen, das innerhalb einer Woche antwortet, oder am Kai von acht bis zwölf.",
)


def text_of(body: str, *, title: str = TITLE) -> str:
    markup = f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    return str(page_object(extract_page(markup.encode(), url=URL))["content_text"])


def paragraphs(texts: tuple[str, ...] = ARTICLE, tag: str = "p") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


LINES = (
    "This morning the mist lay on the water until ten and nobody saw the boat",
    "We waited with coffee from the kiosk that opens when the ferry comes in",
    "Then the horn sounded twice and the dogs on the quay began to bark at it",
    "On board there were eleven people and a piano that nobody had ordered",
    "The captain said that the piano travels every year and never pays a fare",
    "So we went home in the afternoon with wet shoes and with two more photos",
)
CHINESE_LINES = (
    "今天早上渡輪比平常提早十分鐘離開碼頭 大家都站在岸邊揮手",
    "海面上的霧一直到十點才慢慢散去 遠方的燈塔終於露出身影",
    "碼頭旁邊的小店賣著熱騰騰的咖啡 老闆笑著招呼每一位客人",
    "船長說這台鋼琴每年都要搭船旅行一次 而且從來沒有付過船票",
    "下午我們帶著濕透的鞋子走回家 相機裡多了兩張難忘的照片",
    "下一次再來的時候希望天氣會更好 也希望能夠再遇見那台鋼琴",
)


@each("lines", [LINES, CHINESE_LINES])
@pytest.mark.parametrize("number", ["#{} ", "No. {}: "])
def test_lines_without_a_mark_at_their_end_are_the_text_above_the_comments(lines: tuple[str, ...], number: str) -> None:
    said = "Oh, how lovely! I was there last year, and the piano was, too. Thank you for the photos, they are great!"
    comments = "".join(f"<li>{number.format(place)}{said}</li>" for place in range(6))
    found = text_of(
        f"<h2>{TITLE}</h2><div>{paragraphs(lines)}</div><div><h3>留言列表 (6)</h3><ul>{comments}</ul></div>"
    )
    assert found.split("\n\n") == list(lines)


def test_short_lines_beside_a_text_are_none_of_it() -> None:
    names = paragraphs(("Quay North", "Quay South", "The island", "The mainland", "The lighthouse", "The old pier"))
    found = text_of(f"<h1>{TITLE}</h1><div>{names}</div><article>{paragraphs()}</article>")
    assert found == "\n\n".join(ARTICLE)


@each(
    "texts, blank",
    [
        (ARTICLE, "\n\n"),
        (ARTICLE, "\r\n\r\n"),
        (ARTICLE, "\n  \n\n"),
        (ARTICLE, "\n"),
        (GERMAN, "\n\n"),
        (("Fares & tides: 3 < 4, as everyone at the quay knows, and a dog counts as half a person.", *ARTICLE), "\n\n"),
        (tuple(f"{number}. {text}" for number in range(12) for text in ARTICLE), "\n\n"),  # over 4,000 characters
    ],
)
def test_a_file_without_markup_is_its_paragraphs(texts: tuple[str, ...], blank: str) -> None:
    page = extract_page(
        blank.join(texts).encode(), url="https://quay.example/ferry.txt", content_type="text/plain; charset=utf-8"
    )
    assert page.content_text == "\n\n".join(texts)


def test_the_lines_of_a_paragraph_without_markup_are_joined() -> None:
    wrapped = "\n\n".join(text.replace(", ", ",\n") for text in ARTICLE)
    assert extract_page(wrapped.encode(), url=URL).content_text == "\n\n".join(ARTICLE)


def test_a_long_text_before_the_first_tag_is_whole() -> None:
    texts = [f"{number}. {text}" for number in range(12) for text in ARTICLE]
    found = extract_page(("<br><br>".join(texts)).encode(), url=URL).content_text
    assert found.split("\n\n") == texts


@each(
    "kind",
    [
        '<div class="section" id="{id}">',
        '<section id="{id}">',
        '<div class="sect2" id="{id}">',
        '<section id="{id}" class="level2">',
    ],
)
@pytest.mark.parametrize(
    "heading",
    ["Sharing a shared cabin", "Tags and hidden fees", "The latest newsletter of 1931", "Kommentare im Gästebuch"],
)
def test_the_id_of_a_section_that_is_made_from_its_heading_says_nothing(kind: str, heading: str) -> None:
    name = heading.lower().replace(" ", "-")
    tag = kind[1:].split(maxsplit=1)[0]
    more = f"{kind.format(id=name)}<h2>{heading}</h2>{paragraphs(ARTICLE[4:])}{paragraphs(GERMAN[:2])}</{tag}>"
    first = f"{kind.format(id='the-boats')}<h2>The boats</h2>{paragraphs(ARTICLE[:4])}</{tag}>"
    assert all(text in text_of(f"<h1>{TITLE}</h1><div>{first}{more}</div>") for text in (*ARTICLE, *GERMAN[:2]))


@each(
    "box",
    [
        '<div id="share-box"><h2>Share this</h2><p>Tell your friends about the ferry, they may want to know it, too.</p></div>',
        '<section id="newsletter"><h2>Newsletter</h2><p>Every Monday we write about the tides, the boats and the dogs.</p></section>',
        '<div class="related" id="more-to-read"><h2>More to read</h2><p>The lighthouse was painted red again, by four people.</p></div>',
    ],
)
def test_an_id_that_only_names_furniture_still_does(box: str) -> None:
    assert text_of(f"<h1>{TITLE}</h1><article>{paragraphs()}</article>{box}") == "\n\n".join(ARTICLE)


ESCAPED = "&lt;div&gt;&lt;img src=&quot;//count.example/c.gif?a=1&amp;amp;b=2&quot; width=&quot;1&quot; alt=&quot;&quot; /&gt;&lt;/div&gt;"


@each("place", ["{noscript}{page}", "{page}{noscript}"])
def test_markup_that_a_browser_saved_as_the_text_of_noscript_is_not_shown(place: str) -> None:
    notes = f"<noscript>{ESCAPED * 12}</noscript>"
    other = "<div><h2>Make us your start page</h2><ul><li>Click the menu, then choose the settings.</li></ul></div>"
    page = f"<h1>{TITLE}</h1><main><article>{paragraphs()}</article></main>{other}"
    assert text_of(place.format(noscript=notes, page=page)) == "\n\n".join(ARTICLE)


def test_a_picture_in_such_a_noscript_is_one() -> None:
    picture = '<noscript>&lt;img src="/ferry.jpg" width="640" height="400" alt="The ferry"&gt;</noscript>'
    page = extract_page(
        f"<title>{TITLE}</title><h1>{TITLE}</h1><article>{paragraphs(ARTICLE[:3])}{picture}{paragraphs(ARTICLE[3:])}</article>".encode(),
        url=URL,
    )
    assert '<img src="https://quay.example/ferry.jpg"' in page.content_html


def test_words_in_such_a_noscript_that_are_no_markup_stay() -> None:
    words = "<noscript>Tides: 3 &lt; 4, as everyone at the quay knows, and a dog counts as half a person.</noscript>"
    found = text_of(f"<h1>{TITLE}</h1><article>{paragraphs(ARTICLE[:3])}{words}{paragraphs(ARTICLE[3:])}</article>")
    assert "3 < 4" in found


SAID = (
    "I do not agree at all, because the bus never waits, and nobody at the office answers letters any more, believe me.",
    "Posted by: A. Sailor, who has been on this boat every day since he was six, and will be on it tomorrow.",
    "That is not true! My letter was answered within a week, although it was about the dogs, and not even polite.",
)


@each(
    "name",
    [
        "visitors_comment_block", "quayComments-list", "userComments", "harbourComentarios-lista", "blog-commentaires-zone",
        "ferry-kommentare-liste", "x_comments_x", "leser_kommentar_block", "story-reacties-lijst",
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 8])
def test_what_readers_say_below_the_text_is_none_of_it_however_much_it_is(name: str, times: int) -> None:
    said = "".join(f'<div class="{name}-item">{paragraphs(SAID)}</div>' for _ in range(times))
    page = f'<div class="page"><div class="top"><h1>{TITLE}</h1></div><div class="copy">{paragraphs()}</div>'
    assert text_of(f'{page}<div class="{name}">{said}</div></div>') == "\n\n".join(ARTICLE)


def test_a_section_for_readers_without_an_id_is_none_of_the_text() -> None:
    said = f'<section class="our-comments-zone"><h2>What readers say</h2>{paragraphs(SAID)}</section>'
    assert text_of(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>{said}") == "\n\n".join(ARTICLE)


@each("name", ["commentary", "comment-article", "kommentarartikel", "has-comments", "no-comment", "opinion-comment"])
def test_an_article_in_an_element_that_is_called_a_comment_is_the_text(name: str) -> None:
    assert text_of(f'<div class="{name}"><h1>{TITLE}</h1><div>{paragraphs()}</div></div>') == "\n\n".join(ARTICLE)
    assert text_of(f'<h1>{TITLE}</h1><div class="{name}">{paragraphs()}</div>') == "\n\n".join(ARTICLE)


def test_a_page_of_nothing_but_comments_has_them_as_its_text() -> None:
    said = "".join(f'<div class="thread-comment">{paragraphs(SAID)}</div>' for _ in range(2))
    assert SAID[0] in text_of(f"<h1>{TITLE}</h1><div>{said}</div>")


ITEMS = (
    "<li>We have just landed a change that keeps the ferry from leaving while somebody is still on the bridge.</li>",
    "<li><a href=/year>Our year on the water</a></li>",
    "<li>Anna mended <a href=/1>the lamp on the eastern pier that went out every night</a></li>",
    "<li>Next year is planned<ul><li><a href=/2>Two more benches</a></li><li>A shed</li></ul></li>",
)


@each("order", [(0, 1, 2, 3), (1, 0, 2, 3), (3, 2, 1, 0), (2, 1, 3, 0)])
def test_the_items_of_a_list_with_text_are_the_text_even_if_they_are_mostly_links(order: tuple[int, ...]) -> None:
    listed = "".join(ITEMS[number] for number in order)
    single = "<h2>The island</h2><ul><li>Paul and Anna wrote up <a href=/3>how the boats are painted in the winter</a></li></ul>"
    found = text_of(f"<h1>{TITLE}</h1><div><p>{ARTICLE[0]}</p><ul>{listed}</ul>{single}<p>{ARTICLE[1]}</p></div>")
    wanted = (
        "on the bridge.",
        "Our year on the water",
        "went out every night",
        "Two more benches",
        "A shed",
        "how the boats",
    )
    assert [words for words in wanted if words not in found] == []


def test_a_list_of_links_without_text_is_none_of_it() -> None:
    links = "".join(f"<li><a href=/{number}>A link to something else {number}</a></li>" for number in range(5))
    assert text_of(
        f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}<ul>{links}</ul>{paragraphs(ARTICLE[3:])}</div>"
    ) == ("\n\n".join(ARTICLE))


@each("step", ["Step {n}", "Schritt {n}", "{n}", "<span>Étape {n}</span>"])
def test_the_numbers_of_steps_are_the_text_although_they_have_no_element(step: str) -> None:
    steps = "".join(f"<div class=step>{step.format(n=n)}<p>{text}</p></div>" for n, text in enumerate(ARTICLE, 1))
    found = text_of(f"<h1>{TITLE}</h1><div>{steps}</div>")
    assert all(f"{n}\n\n{text}" in found for n, text in enumerate(ARTICLE, 1))


def test_a_word_that_is_the_same_above_every_paragraph_is_none_of_the_text() -> None:
    boxes = "".join(f"<div class=step>Our service<p>{text}</p></div>" for text in ARTICLE)
    assert text_of(f"<h1>{TITLE}</h1><div>{boxes}</div>") == "\n\n".join(ARTICLE)


@each("name", ["video-full-transcript hidden", "video-desc", "video-transcript", "x-video-controls"])
def test_what_belongs_to_a_film_above_the_text_is_none_of_it(name: str) -> None:
    spoken = "".join(f"<div>00:0{n} {text.lower()}</div>" for n, text in enumerate(GERMAN))
    page = f"<h1>{TITLE}</h1><div><div class='{name}'>{spoken}</div>{paragraphs()}</div>"
    assert text_of(page) == "\n\n".join(ARTICLE)


def test_a_page_that_is_a_transcript_has_it_as_its_text() -> None:
    found = text_of(f"<h1>{TITLE}</h1><div class='video-transcript'>{paragraphs()}</div>")
    assert found == "\n\n".join(ARTICLE)


def test_the_words_in_a_graphic_are_none_of_the_text() -> None:
    words = "".join(
        f"<div class=g-aiAbs><p class=g-aiPstyle0>{word}</p></div>" for word in ("Md.", "Del.", "Va.", "N.C.")
    )
    graphic = f"<div class=ai2html><div class=g-artboard>{words}<p>The boats of the four states, by the number of dogs.</p></div></div>"
    page = f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}{graphic}{paragraphs(ARTICLE[3:])}</div>"
    assert text_of(page) == "\n\n".join(ARTICLE)


@each(
    "line",
    [
        "<b>Also worth a trip:</b> <a href=/1>the island</a>, <a href=/2>the old pier and its lamp</a>, and if there is time, <a href=/3>the market</a>, which closes early on Thursdays",
        "Auch einen Ausflug wert sind <a href=/1>die Insel mit dem alten Leuchtturm</a> und, wenn noch etwas Zeit bleibt, <a href=/2>der Markt am Hafen</a>",
    ],
)
@pytest.mark.parametrize("place", [1, 3, 6])
def test_a_paragraph_of_links_with_words_around_them_is_text_at_the_end_too(line: str, place: int) -> None:
    page = f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:place])}<p>{line}</p>{paragraphs(ARTICLE[place:])}</div>"
    assert line.rpartition("</a>")[0][-8:] in text_of(page)


@each(
    "line",
    [
        "More: <a href=/1>The island is closed in winter, says the office</a>",
        "<a href=/1>The old pier</a> <a href=/2>The market</a>",
    ],
)
def test_a_paragraph_that_is_hardly_more_than_links_is_none_of_the_text(line: str) -> None:
    assert text_of(f"<h1>{TITLE}</h1><div>{paragraphs()}<p>{line}</p></div>") == "\n\n".join(ARTICLE)


@each("day", ["Feb. 21, 2019", "21. Februar 2019", "21/02/2019"])
def test_a_list_with_nothing_but_the_day_is_none_of_the_text(day: str) -> None:
    page = f"<h1>{TITLE}</h1><div><p>{ARTICLE[0]}</p></div><div><ul><li><time>{day}</time></li></ul><div>{paragraphs(ARTICLE[1:])}</div></div>"
    assert text_of(page) == "\n\n".join(ARTICLE)


@each("line", ["Dec. 6, 2024, 10:00 PM UTC / Updated Dec. 7, 2024, 12:43 PM UTC", "6. Dez. 2024, 22:00 Uhr MEZ"])
def test_a_line_with_the_times_of_an_article_is_none_of_it(line: str) -> None:
    assert text_of(f"<h1>{TITLE}</h1><div><div>{line}</div>{paragraphs()}</div>") == "\n\n".join(ARTICLE)


def test_the_days_of_a_chronicle_are_text() -> None:
    days = "".join(f"<p>{number} May 2019</p><p>{text}</p>" for number, text in enumerate(ARTICLE, 1))
    found = text_of(f"<h1>{TITLE}</h1><div>{days}</div>")
    assert all(f"{number} May 2019\n\n{text}" in found for number, text in enumerate(ARTICLE, 1))


CAPTION = "Workers painted the boat on Tuesday.<span>Credit</span><span>The Quay Gazette</span>"


@each("inside", ["", "<div><span>Image</span><div><div></div></div></div>", "<span>Foto</span>\n" + " " * 700])
def test_the_caption_of_a_picture_that_only_a_script_knows_is_no_paragraph(inside: str) -> None:
    figure = f"<figure>{inside}<figcaption>{CAPTION}</figcaption></figure>"
    body = f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}{figure}{paragraphs(ARTICLE[3:])}</div>"
    assert text_of(body) == "\n\n".join(ARTICLE)
    page = extract_page(f"<title>{TITLE}</title>{body}".encode(), url=URL)
    figures = [block for block in build_document(page.content_html, base=URL).blocks if isinstance(block, Figure)]
    assert [figure.src for figure in figures] == [None]
    assert "The Quay Gazette" in "".join(span.text for span in figures[0].caption)


def test_a_figure_that_is_a_paragraph_keeps_it() -> None:
    figure = f"<figure><p>{GERMAN[0]}</p><figcaption>{CAPTION}</figcaption></figure>"
    page = extract_page(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{paragraphs()}{figure}</div>".encode(), url=URL)
    assert GERMAN[0] in page.content_text


ANSWERS = [
    "Reply",
    "Antworten",
    "Répondre",
    "Responder a este comentario",
    "Ответить",
    "返信",
    "Report abuse",
    "3 Permalink",
]


@each("answer", ANSWERS)
@pytest.mark.parametrize("times", [1, 6])
def test_what_readers_can_answer_to_is_none_of_the_text_whatever_its_class(answer: str, times: int) -> None:
    box = f"<div><div>A. Sailor</div><div>{paragraphs(SAID)}</div><div><a href=#r>{answer}</a></div></div>"
    page = f"<h1>{TITLE}</h1><div>{paragraphs()}</div><div>{box * 3 * times}</div>"
    assert text_of(page) == "\n\n".join(ARTICLE)


def test_an_answer_in_an_interview_is_text() -> None:
    talk = "".join(f"<div><p>Reply</p><p>{text}</p></div>" for text in ARTICLE)
    assert all(text in text_of(f"<h1>{TITLE}</h1><div>{talk}</div>") for text in ARTICLE)


def test_two_rules_with_something_between_them_that_is_left_out_are_one() -> None:
    box = "<hr><div><a href=/1>The lighthouse is red</a></div><hr>"
    found = text_of(f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}{box}{paragraphs(ARTICLE[3:])}</div>")
    assert found.count("* * *") == 1


@each(
    "icon",
    [
        "<span class='icon white notranslate'>S</span>",
        "<i class=material-icons>zoom_out_map</i>",
        "<i class=glyphicon></i>",
    ],
)
def test_the_letters_and_names_of_icons_are_no_words(icon: str) -> None:
    found = text_of(f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}<p>{icon}</p>{paragraphs(ARTICLE[3:])}</div>")
    assert found == "\n\n".join(ARTICLE)


@each(
    "word",
    [
        "<span class=icon>Free of charge</span>",
        "<i class=latin-icon>S</i>",
        "<span>S</span>",
        "<i class=iconic>zoom_out</i>",
    ],
)
def test_words_in_elements_that_are_no_icons_stay(word: str) -> None:
    said = word.partition(">")[2].partition("<")[0]
    found = text_of(
        f"<h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}<p>It says {word} on the boat.</p>{paragraphs(ARTICLE[3:])}</div>"
    )
    assert f"It says {said} on the boat." in found


@each(
    "name",
    [
        "read-more-content",
        "more-text",
        "readmore",
        "paywall",
        "paywall-content",
        "hidden-text",
        "subscriber-content",
        "text-with-sidebar",
    ],
)
@pytest.mark.parametrize("cut", [3, 4])
def test_the_rest_of_an_article_in_a_box_that_a_script_opens_is_text(name: str, cut: int) -> None:
    rest = f'<div class="{name}">{paragraphs(ARTICLE[cut:])}</div>'
    assert text_of(f"<h1>{TITLE}</h1><div><div class=one>{paragraphs(ARTICLE[:cut])}</div>{rest}</div>") == "\n\n".join(
        ARTICLE
    )


@each(
    "box",
    [
        "<div class=paywall><h1>Read on</h1><p>{said}</p><p>{said}</p></div>",
        "<div class=read-more><p><a href=/1>The lighthouse is red again, and everyone is happy about it</a></p><p>{said}</p></div>",
        "<div class=hidden-text><form><p>{said}</p><p>{said}</p></form></div>",
    ],
)
def test_a_box_of_that_name_with_more_than_text_is_none_of_it(box: str) -> None:
    said = (
        "Everyone who pays three coins a month can row the boat of the paper on Sundays, and the dogs may come along."
    )
    page = f"<h1>{TITLE}</h1><div><div class=one>{paragraphs(ARTICLE)}</div>{box.format(said=said)}</div>"
    assert text_of(page) == "\n\n".join(ARTICLE)


@each("spoken", ["Image", "Photo", "Foto"])
def test_a_word_for_screen_readers_in_a_figure_is_no_paragraph(spoken: str) -> None:
    figure = f"<figure><span class=css-1ly>{spoken}</span><div><img src=/boat.jpg width=600 height=400></div><figcaption>The boat</figcaption></figure>"
    page = extract_page(
        f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{paragraphs(ARTICLE[:3])}{figure}{paragraphs(ARTICLE[3:])}</div>".encode(),
        url=URL,
    )
    assert spoken not in page.content_text.replace("Image: ", "")
    assert "The boat" in page.content_text


def test_a_rule_below_the_text_is_left_out() -> None:
    licence = "<hr><p>This page is licensed under a Creative Commons licence.</p>"
    assert text_of(f"<h1>{TITLE}</h1><div>{paragraphs()}{licence}</div>") == "\n\n".join(ARTICLE)


@each("left", ["false", "<div>undefined</div>"])
def test_a_page_of_which_a_script_left_a_word_has_no_article(left: str) -> None:
    markup = f"<title>{TITLE}</title><meta property=og:type content=article><body><div>{left}</div></body>"
    with pytest.raises(ParseError):
        extract_page(markup.encode(), url=URL)


def test_a_page_with_a_picture_and_a_word_has_one() -> None:
    markup = f"<title>{TITLE}</title><meta property=og:type content=article><body><h1>{TITLE}</h1><article><p>Sunday</p><img src=/strip.png width=800 height=300></article></body>"
    assert "strip.png" in extract_page(markup.encode(), url=URL).content_html
