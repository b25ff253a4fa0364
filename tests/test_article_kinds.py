"""Kinds of pages and of lines among the text: what readers came for is kept, what a site adds is not."""

import pytest

from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

PARAGRAPHS = ARTICLE[:4]
TEXT = "\n\n".join(PARAGRAPHS)


def text_of(body: str, head: str = "") -> str:
    markup = f"<html><head><meta charset=utf-8><title>Ferry times</title>{head}</head><body><h1>Ferry times</h1>{body}</body></html>"
    return str(page_object(extract_page(markup.encode(), url=URL))["content_text"])


def among(middle: str) -> str:
    """The four paragraphs, with something in the middle."""
    written = [f"<p>{text}</p>" for text in PARAGRAPHS]
    return f"<article>{''.join(written[:2])}{middle}{''.join(written[2:])}</article>"


@each(
    "box",
    [
        (
            "<div><h2>Newsletter: Quay inside</h2><p>Every Monday the best stories of the week</p><button>Get it</button>"
            "<span>You can leave at any time, as we explain on the page about your data.</span></div>"
        ),
        (
            "<div><div>Der Abend-Newsletter</div><div>Was am Hafen wichtig war, um sechs Uhr im Postfach.</div>"
            "<form><input type=email></form></div>"
        ),
        (
            "<div><h3>Support us</h3><p>Good reports cost money. With a donation you help to keep all of ours free.</p>"
            "<a class='btn btn-big' href=/give>Give now</a></div>"
        ),
        (
            "<div><strong>Empfohlener redaktioneller Inhalt</strong><p>Hier wurde ein Beitrag gesperrt, der woanders steht.</p>"
            "<label><input type=checkbox>Inhalte immer zulassen</label></div>"
        ),
        "<section><p>Recevez notre infolettre chaque matin, avec les marées du jour.</p><button>Je m'inscris</button></section>",
        "<div><p>Contamos el puerto desde hace 90 años.<br><b>HAZTE SOCIO</b></p><a class=x_button href=/s>Ahora</a></div>",
        "<div><p>Wspieraj nasze reportaże, które piszemy dla wszystkich.</p><a class=btn href=/w>Teraz</a></div>",
        "<div><p>Apoie o nosso trabalho, que chega a todos.</p><button>Quero</button></div>",
        "<div><p>Bli medlem och läs allt som vi skriver.</p><button>Ja, tack</button></div>",
        "<div><p>Поддержите нашу работу, чтобы её читали все.</p><button>Да</button></div>",
        "<div><p>港のニュースを毎日購読できます。今すぐどうぞ。</p><button>申し込む</button></div>",
    ],
)
def test_a_box_that_offers_a_newsletter_with_a_button_is_no_part_of_the_text(box: str) -> None:
    assert text_of(among(box)) == TEXT


def test_a_paragraph_about_newsletters_stays_if_it_has_no_button() -> None:
    about = "The office has a newsletter, too, which 300 people subscribed to in its first week."
    assert about in text_of(among(f"<p>{about}</p>"))


def test_a_page_about_newsletters_with_a_form_keeps_its_text() -> None:
    about = [
        f"The newsletter number {number} told how the ferry came by its times, and who rowed." for number in range(6)
    ]
    markup = "".join(f"<p>{line}</p>" for line in about)
    assert text_of(f"<article>{markup}<form><input name=q><button>Go</button></form></article>") == "\n\n".join(about)


@pytest.mark.parametrize(
    "label",
    [
        "Follow The Quay Gazette on Google News and add us as a preferred source.",
        "Sie können sich jederzeit wieder abmelden.",
        "I would like to be told about offers and events. Read our privacy notice.",
        "15.04.2026 - 15:48 UhrLesedauer: 2 Min.",
        "Schriftgröße anpassen!",
        "分享让更多人看到",
        "Beitragsbild",
    ],
)
def test_a_line_that_is_about_the_site_and_not_the_subject_is_left_out(label: str) -> None:
    assert text_of(among(f"<p>{label}</p>")) == TEXT


@pytest.mark.parametrize(
    "sentence",
    [
        "Tenants may end the contract at any time, and they can add a garage in Google Maps.",
        "Mieter können jederzeit kündigen.",
        "Das Titelbild zeigt den Hafen.",
        "The council wants people to follow the news.",
    ],
)
def test_a_sentence_with_such_words_stays(sentence: str) -> None:
    assert sentence in text_of(among(f"<p>{sentence}</p>"))


def test_a_few_paragraphs_whose_own_class_is_about_a_wall_are_text_between_others() -> None:
    written = [f"<p{' class=paywall' if number in (1, 2) else ''}>{text}</p>" for number, text in enumerate(PARAGRAPHS)]
    assert text_of(f"<article>{''.join(written)}</article>") == TEXT


def test_short_sentences_and_headings_in_wrappers_of_their_own_stay_among_text() -> None:
    lines = [*PARAGRAPHS[:3], "Nobody objected.", PARAGRAPHS[3], PARAGRAPHS[0].replace("first", "last")]
    wrapped = [f"<div class=block><div class=css-1x2><span>{line}</span></div></div>" for line in lines]
    wrapped.insert(2, "<div class=block><div class=css-1x2><h3>What now</h3></div></div>")
    assert text_of(f"<article><div class=body>{''.join(wrapped)}</div></article>") == "\n\n".join(
        [*lines[:2], "What now", *lines[2:]]
    )


def test_the_lines_in_a_figure_without_caption_element_are_its_caption() -> None:
    figure = "<figure><div><img src=/boat.jpg alt=Boat></div><div class=Image_captionWrapper>At the quay. Foto: dpa</div></figure>"
    markup = among(figure)
    page = extract_page(f"<title>Ferry times</title><h1>Ferry times</h1>{markup}".encode(), url=URL)
    printed = page_object(page)
    assert printed["content_text"] == TEXT
    assert [(figure["alt"], figure["caption"]) for figure in printed["figures"]] == [("Boat", "At the quay. Foto: dpa")]
    assert "At the quay. Foto: dpa" in page.content_text


def test_a_figure_that_has_lost_its_picture_leaves_no_caption_in_the_running_text() -> None:
    figure = (
        "<figure><div data-lazy=1></div><div class=capt>At the quay, where the boat waits. Foto: dpa</div></figure>"
    )
    assert text_of(among(figure)) == TEXT


def test_figures_of_several_things_keep_their_lines() -> None:
    text = "<figure><blockquote>So it was.</blockquote><p>A. Brine</p></figure>"
    assert plain_text_of(build_document(text, base=None)) == "> So it was.\n\nA. Brine"
    long = "It was a long story. " * 40
    page = build_document(f"<figure><img src=/a.jpg alt=Boat><p>{long}</p></figure>", base=URL)
    assert len(page.blocks) == 2


def test_what_a_player_says_to_old_browsers_is_left_out() -> None:
    fallback = "<p>To watch this, enable JavaScript or get <a href=/x>another browser</a></p>"
    page = build_document(f"<video><source src=/a.mp4>{fallback}</video><p>After it.</p>", base=URL)
    assert plain_text_of(page) == "<https://quay.example/a.mp4>\n\nAfter it."
    without_file = build_document(f"<video>{fallback}</video>", base=URL)
    assert "enable JavaScript" in plain_text_of(without_file)


def test_a_player_that_is_never_closed_does_not_swallow_the_text() -> None:
    markup = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    assert PARAGRAPHS[3] in plain_text_of(build_document(f"<video src=/a.mp4>{markup}", base=URL))


LIST = ["500 g flour", "1 cube of yeast", "250 ml milk", "1 pinch of salt"]
ITEMS = "".join(f"<li>{item}</li>" for item in LIST)


@pytest.mark.parametrize(
    "recipe",
    [
        f"<div class=tab><ul>{ITEMS.replace('<li>', '<li itemprop=recipeIngredient>')}</ul></div><article>{{text}}</article>",
        f"<article>{{text}}<div class=card><div><div><ul class=x-recipe-ingredients>{ITEMS}</ul></div></div></div></article>",
        f"<main><aside class=side><h2>Zutaten</h2><ul>{ITEMS}</ul></aside><div class=main>{{text}}</div></main>",
        f"<article>{{text}}<h2>Ingredients for four</h2><ul>{ITEMS}</ul></article>",
    ],
    ids=["marked", "by class", "beside the text", "after the text"],
)
def test_the_ingredients_of_a_recipe_are_text_wherever_they_are(recipe: str) -> None:
    text = text_of(recipe.format(text="".join(f"<p>{line}</p>" for line in PARAGRAPHS)))
    assert all(line in text for line in (*PARAGRAPHS, *LIST))


def test_ingredients_that_a_page_has_twice_are_text_once() -> None:
    items = ITEMS.replace("<li>", "<li itemprop=recipeIngredient>")
    text = text_of(f"<div class=wide><ul>{items}</ul></div>{among('')}<div class=narrow><ul>{items}</ul></div>")
    assert text.count(LIST[0]) == 1


@pytest.mark.parametrize("word", ["Listen", "Themen", "Weiter", "Newsletter", "Kommentar", "Gallery", "Videos", "Play"])
def test_a_heading_in_the_middle_of_the_text_is_no_label_whatever_it_says(word: str) -> None:
    assert text_of(among(f"<h2>{word}</h2>")) == "\n\n".join([*PARAGRAPHS[:2], word, *PARAGRAPHS[2:]])


def test_a_label_above_a_box_is_none_even_if_it_is_a_heading() -> None:
    box = "<h3>Themen</h3><ul><li><a href=/a>Harbour</a></li><li><a href=/b>Tides and boats</a></li></ul>"
    assert text_of(among(box)) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Folgen Sie uns auf WhatsApp: Mit unserem Kanal verpassen Sie nichts mehr.",
        "Nichts verpassen: Jetzt dem WhatsApp-Kanal vom Kanalblatt folgen!",
        "Join our WhatsApp channel for the latest news.",
        "Suivez-nous sur WhatsApp pour ne rien manquer.",
        "Únete a nuestro canal de WhatsApp y recibe las noticias.",
        "Seguici su WhatsApp e Google News.",
        "Entre no nosso canal do WhatsApp.",
        "Dołącz do nas na WhatsApp!",
        "Follow us on X and Telegram.",
        "Download our app for the latest news.",
        "Laden Sie jetzt unsere App herunter.",
        "Support our journalism: donate now.",
        "Artikel wird nach Anzeige fortgesetzt",
        "Anzeige / Werbung",
        "Advertisement - story continues below",
        "Publicités",
        "Weiterlesen nach dieser Anzeige",
        "La suite après la pub",
        "La suite après cette publicité",
        "Artikkelen fortsetter under annonsen",
        "Il contenuto prosegue dopo la pubblicità",
        "Lees verder onder de advertentie",
        "Der Artikel geht nach der Anzeige weiter",
        "Sigue leyendo después de la publicidad",
        "SIEHE AUCH: <a href=/x>Der Hafen</a>",
        "Смотрите также: <a href=/x>Порт</a>",
        "Ti potrebbe interessare: <a href=/x>Il porto</a>",
        "Lesen Sie hier mehr: <a href=/x>Der Hafen</a>",
    ],
)
def test_an_appeal_to_readers_between_paragraphs_is_left_out(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>")) == TEXT
    assert text_of(among(f"<div class=q><span>{line}</span></div>")) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Die Polizei fand auf WhatsApp einen Aufruf, der Gruppe zu folgen.",
        "Folgen hat das für uns auf Facebook keine.",
        "Besucht haben ihn bei uns auch Leute von Facebook.",
        "Like our grandparents' diaries, Instagram tells how we want to be seen.",
        "In der App lässt sich die Fähre buchen.",
        "Anzeige erstattete die Stadt am Montag.",
        "Werbung macht die Stadt dafür nicht.",
        "Join us, they said, and he did.",
        "The advertisement ran for a week.",
        "Nach der Werbung kam der Film.",
        "Follow the money, said the man on the telephone.",
    ],
)
def test_a_sentence_about_networks_and_advertisements_stays(line: str) -> None:
    assert line in text_of(among(f"<p>{line}</p>"))


@pytest.mark.parametrize(
    "line",
    [
        "Mehr von uns gibt es im Boletin, und jederzeit ist eine Abmeldung möglich.",
        "Prenumerera på vårt nyhetsbrev and follow us.",
        "Externe Inhalte werden hier angezeigt.",
        "Personenbezogene Daten werden an Drittplattformen übermittelt.",
        "Your ad blocker is enabled, so turn off what it does.",
        "This video is not available without your consent.",
        "This post cannot be displayed: look at your settings.",
        "This tweet is not available without a cookie.",
        "Follow the Quay Herald on Google Discover to read more.",
        "Add us as a preferred source.",
        "Sie können sich jederzeit wieder abmelden.",
        "Das lässt sich jederzeit abbestellen.",
        "You can unsubscribe at any time.",
        "Please see our privacy notice.",
        "Vous pouvez vous désinscrire ici.",
        "Puedes darte de baja aquí.",
        "Bitte aktivieren Sie JavaScript.",
        "Please accept all of our cookies.",
    ],
)
def test_a_request_to_subscribe_or_to_agree_is_left_out(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>")) == TEXT


def test_a_paragraph_that_introduces_linked_names_stays_among_text() -> None:
    line = "Ports: <a href=/a>Quayhaven</a>, <a href=/b>Brinemouth</a>, <a href=/c>Tidewell on Sea</a>"
    assert "Ports: Quayhaven, Brinemouth, Tidewell on Sea" in text_of(among(f"<p>{line}</p>"))


def test_lines_of_verse_in_elements_of_their_own_stay() -> None:
    lines = ["The canal lies still,", "no boat, no wind,", "but one who will", "come back again."]
    verse = "".join(f"<div class=line>{line}</div>" for line in lines[:2]) + f"<p>{lines[3]}</p>"
    text = text_of(among(verse))
    assert all(line in text for line in (lines[0], lines[1], lines[3]))


def test_what_a_button_in_a_heading_opens_is_text() -> None:
    parts = "".join(
        f"<div><h3><button aria-expanded=false>Question {number}?</button></h3><div hidden><p>{text}</p></div></div>"
        for number, text in enumerate(PARAGRAPHS)
    )
    text = text_of(f"<article>{parts}</article>")
    assert all(line in text for line in (*PARAGRAPHS, "Question 0?", "Question 3?"))


@pytest.mark.parametrize(
    "wall",
    [
        "Dalsza część artykułu jest dostępna tylko dla subskrybentów. Wykup dostęp.",
        "Det här är en låst artikel. Bli prenumerant för att läsa vidare.",
    ],
)
def test_a_wall_is_told_in_more_languages(wall: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    markup = f"<h1>Ferry times</h1><article>{body}<div><p>{wall}</p></div></article>"
    page = extract_page(f"<meta charset=utf-8>{markup}".encode(), url=URL)
    assert (page.content_text, page.complete) == (TEXT, False)


@pytest.mark.parametrize(
    "heading", ["<div class=zwischentitel>{}</div>", "<p class=subhead>{}</p>", "<div role=heading>{}</div>"]
)
def test_a_heading_by_its_class_or_role_stays_above_its_paragraph(heading: str) -> None:
    assert text_of(among(heading.format("Waiting for the tide"))) == "\n\n".join(
        [*PARAGRAPHS[:2], "Waiting for the tide", *PARAGRAPHS[2:]]
    )


def test_a_letter_keeps_its_salutation_and_its_closing() -> None:
    body = "".join(f"<p>{text}</p>" for text in ["Dear readers,", *PARAGRAPHS, "Yours,", "The harbour office"])
    assert text_of(f"<article>{body}</article>") == "\n\n".join(
        ["Dear readers,", *PARAGRAPHS, "Yours,", "The harbour office"]
    )


def test_a_consent_dialog_of_another_maker_is_not_the_text() -> None:
    consent = "".join(
        f"<p>We and our {number} partners store cookies on your device, to show you advertisements that fit your taste.</p>"
        for number in (842, 17, 3)
    )
    assert text_of(f"<div id=cmpbox><h2>Privacy</h2>{consent}<button>OK</button></div>{among('')}") == TEXT


def test_an_embedded_post_is_listed_apart_from_the_running_text() -> None:
    post = (
        "<blockquote class='twitter-tweet'><p>The bridge is closed. Walk.</p>&mdash; Town (@town) "
        "<a href='https://x.example/town/status/1'>12 October 2026</a></blockquote>"
    )
    quote = "<blockquote><p>It was different twice.</p></blockquote>"
    markup = f"<title>Ferry times</title><h1>Ferry times</h1>{among(post + quote)}"
    page = extract_page(markup.encode(), url=URL)
    printed = page_object(page)
    assert printed["content_text"] == "\n\n".join([*PARAGRAPHS[:2], "> It was different twice.", *PARAGRAPHS[2:]])
    assert [(found["kind"], found["url"]) for found in printed["media"]] == [
        ("embed", "https://x.example/town/status/1")
    ]
    assert printed["media"][0]["title"].startswith("The bridge is closed. Walk.")
    assert "The bridge is closed" in page.content_text
    assert "The bridge is closed" in printed["content_html"]


@pytest.mark.parametrize(
    "line", ["Foto: dpa", "Um einen Kommentar zu schreiben, loggen Sie sich bitte ein.", "Newsletter"]
)
def test_a_label_behind_the_last_paragraph_is_no_closing_line(line: str) -> None:
    assert text_of(f"<article>{''.join(f'<p>{text}</p>' for text in [*PARAGRAPHS, line])}</article>") == TEXT


def test_what_is_beside_an_article_with_the_headline_is_not_of_it() -> None:
    site = [
        "The Quay Gazette has been the paper of the town since 1871, with a circulation of twenty thousand copies.",
        "It is published by a company of its readers, who meet once a year in the hall above the fish market.",
    ]
    beside = "".join(f"<p>{line}</p>" for line in site)
    body = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    markup = f"<title>Ferry times</title><article><h1>Ferry times</h1>{body}</article><div class=ft>{beside}</div>"
    assert extract_page(markup.encode(), url=URL).content_text == TEXT


def test_short_items_under_headings_stay_among_text() -> None:
    box = "<div class=pro><h3>For</h3><ul><li>fast</li><li>quiet</li></ul></div>"
    text = text_of(among(box + box.replace("For", "Against").replace("fast", "dear").replace("quiet", "wet")))
    assert all(word in text for word in ("For", "fast", "quiet", "Against", "dear", "wet"))


def test_a_list_of_links_under_a_heading_is_no_part_of_the_text() -> None:
    box = (
        "<div class=more><h3>Elsewhere</h3><ul><li><a href=/a>Harbour</a></li><li><a href=/b>Tides</a></li></ul></div>"
    )
    assert text_of(among(box)) == TEXT


def test_a_sentence_around_a_long_link_stays_among_text() -> None:
    line = "This is <a href=/x>the encyclopedia of all ferries and harbours of the coast</a>."
    assert "This is the encyclopedia of all ferries and harbours of the coast." in text_of(among(f"<p>{line}</p>"))
