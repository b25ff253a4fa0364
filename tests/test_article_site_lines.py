"""Lines in which a site speaks of its money, its other articles and its sources, and sentences that look like them."""

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL

PARAGRAPHS = ARTICLE[:4]
TEXT = "\n\n".join(PARAGRAPHS)


def text_of(body: str) -> str:
    markup = f"<html><head><meta charset=utf-8><title>Ferry times</title></head><body><h1>Ferry times</h1>{body}</body></html>"
    return str(page_object(extract_page(markup.encode(), url=URL))["content_text"])


def among(middle: str, place: int = 2) -> str:
    """The four paragraphs, with something after so many of them."""
    written = [f"<p>{text}</p>" for text in PARAGRAPHS]
    return f"<article>{''.join(written[:place])}{middle}{''.join(written[place:])}</article>"


@each("place", [0, 2, 4])
@each(
    "line",
    [
        "This post contains references to products from our advertisers. We may receive compensation for clicks.",
        "As an Amazon Associate I earn from qualifying purchases.",
        "This article may contain affiliate links, which means that we earn a small commission when you buy.",
        "When you purchase through links on our site, we may earn an affiliate commission. Here’s how it works.",
        "*Werbung. Dieser Beitrag enthält Werbung für das Amt am Hafen.",
        "Für Links auf dieser Seite erhält das Blatt ggf. eine Provision vom Händler.",
        "Die mit Stern markierten Links sind Affiliate-Links: Wenn Sie kaufen, erhalten wir eine Provision.",
        "Cet article contient des liens affiliés, pour lesquels nous percevons une commission.",
        "Este artículo contiene enlaces de afiliados, y recibimos una comisión por cada compra.",
        "Questo articolo contiene link affiliati.",
        "Dit artikel bevat affiliate-links.",
    ],
)
def test_a_line_about_paid_links_is_no_part_of_the_text(line: str, place: int) -> None:
    assert text_of(among(f"<p>{line}</p>", place)) == TEXT


@each(
    "line",
    [
        "The broker asks for a commission of three percent, which the buyer pays.",
        "Das Amt bekommt eine Provision von jedem Ticket, das der Kiosk verkauft.",
        "Affiliate marketing began in 1989, with a shop for flowers.",
        "La comisión del puerto se reunió el lunes.",
        "Wir haben Partner in neun Häfen gefragt, was sie verlangen.",
    ],
)
def test_a_sentence_about_commissions_stays(line: str) -> None:
    assert line in text_of(among(f"<p>{line}</p>"))


LINKS = "".join(f"<li><a href=/a/{n}>Why the harbour has number {n} painted blue</a></li>" for n in range(3))


@each("place", [2, 4])
@each(
    "introduction",
    [
        "Mehr zum Thema finden Sie auch in unserer Übersicht:",
        "Diese Artikel könnten Sie ebenfalls interessieren:",
        "More stories from the harbour:",
        "Sur le même sujet, nos articles :",
        "Otras noticias del puerto:",
        "Altri articoli sul porto:",
        "Meer artikelen over de haven:",
        "Inne artykuły o porcie:",
        "Другие статьи о порте:",
    ],
)
def test_headlines_that_a_line_about_articles_introduces_are_left_out_with_it(introduction: str, place: int) -> None:
    for links in (f"<ul>{LINKS}</ul>", LINKS.replace("li>", "p>")):
        assert text_of(among(f"<p><em>{introduction}</em></p>{links}", place)) == TEXT


@each(
    "introduction",
    ["These offices can help:", "Hier gibt es Hilfe:", "The forms:", "Lesen Sie dazu auch die Bescheide:"],
)
def test_a_list_of_links_that_a_sentence_introduces_otherwise_stays(introduction: str) -> None:
    text = text_of(among(f"<p>{introduction}</p><ul>{LINKS}</ul>"))
    assert introduction in text
    assert "number 2 painted blue" in text


@each("line", ["mit dpa", "(dpa/afp)", "dpa", "aja/PAP", "AFP, Reuters", "Quelle: dpa", "QUAYNEWS.COM", "(Reuters)"])
def test_the_name_of_an_agency_below_the_text_is_left_out(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>", 4)) == TEXT


@each(
    "line",
    [
        "Ada Brine",
        "Your ferrywoman",
        "Amen.",
        "AFP is an agency with correspondents in every harbour.",
        "Reuters und dpa haben davon berichtet.",
    ],
)
def test_a_signature_and_a_sentence_about_an_agency_stay(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>", 4)) == f"{TEXT}\n\n{line}"


def test_an_address_of_a_website_that_a_line_introduces_stays() -> None:
    assert text_of(among("<p>All times are here:</p><p>www.ferry.example</p>", 4)).endswith("www.ferry.example")


@each("line", ["“Crisp outside, soft inside”", "Dear readers", "Every boat has two ends", "20 Uhr, Markthalle"])
def test_short_first_and_last_paragraphs_that_are_marked_up_as_the_others_stay(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>", 0)) == f"{line}\n\n{TEXT}"
    assert text_of(among(f"<p>{line}</p>", 4)) == f"{TEXT}\n\n{line}"
    assert text_of(among(f"<p>{line}</p><p>And {line}</p>", 4)) == f"{TEXT}\n\n{line}\n\nAnd {line}"


@each(
    "box",
    [
        "<div class=factbox><h3>The canal</h3><p>It is 44 kilometres long, and was opened in 1906 by a king.</p></div>",
        "<section class=c-infobox><p>It is 44 kilometres long, and was opened in 1906 by a king.</p></section>",
        "<div class=aiArticleSummary><ul><li>The first ferry leaves ten minutes earlier from Monday on.</li></ul></div>",
        "<p class=editorial-disclosure>Opinions are the author’s alone, and not those of any bank or airline.</p>",
        "<div class=tags-wrapper><span>Etiquetas:</span><a href=/t/1>Ferry</a> <a href=/t/2>Quay</a></div>",
    ],
)
def test_boxes_beside_the_text_are_no_part_of_it(box: str) -> None:
    assert text_of(among(box)) == TEXT
    assert text_of(among(box, 4)) == TEXT


def test_a_text_that_is_in_such_a_box_is_kept() -> None:
    assert text_of(f"<div class=infobox>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</div>") == TEXT


@each(
    "line",
    [
        "Giriş: 03.07.2024 - 18:24 Güncelleme: 03.07.2024 - 18:57",
        "Udgivet 3. juli 2024 kl. 18.24",
        "Do you want to be informed of what the harbour does? Sign up here",
        "Möchten Sie nichts verpassen? Hier geht es zum Newsletter: Jetzt anmelden",
    ],
)
def test_dates_of_edits_and_invitations_to_sign_up_are_left_out(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>", 0)) == TEXT
    assert text_of(among(f"<p>{line}</p>", 4)) == TEXT


@each(
    "line",
    [
        "Gefällt Ihnen dieser Beitrag? Dann unterstützen Sie uns mit einem Abo.",
        "Hat dir der Artikel gefallen? Teile ihn mit deinen Freunden!",
        "Kennt ihr schon unseren Podcast? Jetzt reinhören!",
        "Did you enjoy this article? Share it with your friends.",
        "Do you like our magazine? We decided at the start that it is free for everyone, and so it stays with your help.",
        "Vous avez aimé cet article ? Partagez-le !",
        "¿Te ha gustado este artículo? Compártelo.",
        "Ti è piaciuto questo articolo? Condividilo!",
        "Vond je dit artikel nuttig? Deel het!",
        "Diesen Artikel teilen:",
        "Bewerten Sie diesen Artikel:",
        "[Gesamt: 12 Durchschnitt: 4.5]",
        "Sharing is caring!",
        "Veröffentlicht unter Allgemein",
        "Schlagwörter: Fähre, Kai",
        "Filed Under: Traffic",
        "Tags: ferry, quay",
        "Catégories : Port, Bac",
        "Dieser Beitrag wurde am 12. Oktober 2026 veröffentlicht.",
        "« Vorheriger Beitrag",
        "Hier geht es zurück zur Startseite.",
        "Mehr Nachrichten vom Hafen finden Sie auf unserer Startseite.",
        "For more stories like this, visit our homepage.",
        "To read more about ferries, click here.",
        "Click here to read the whole timetable of the harbour office.",
        "Haben Sie einen Fehler gefunden?",
        "Report a typo",
        "1.234 mal gelesen",
        "Copyright 2026 The Quay Press. All rights reserved.",
        "© 2026 Kanalblatt. Alle Rechte vorbehalten.",
    ],
)
def test_what_a_site_says_of_the_article_is_no_part_of_it(line: str) -> None:
    assert text_of(among(f"<p>{line}</p>", 4)) == TEXT
    assert text_of(among(f"<div>{line}</div>", 2)) == TEXT


@each(
    "line",
    [
        "Did you enjoy the trip? She did, and so did the dog.",
        "Gefällt Ihnen die Fähre? Uns schon.",
        "Kategorie: Boote über neun Meter, die auf dem Fluss fahren.",
        "Der nächste Beitrag kommt von der Hafenmeisterin.",
        "The rights of the ferry belong to the town, which reserved them in 1906.",
        "Sie teilte den Artikel mit allen, die sie kannte.",
        "Previous boats were slower.",
    ],
)
def test_a_sentence_that_only_begins_like_such_a_line_stays(line: str) -> None:
    assert line in text_of(among(f"<p>{line}</p>"))


@each(
    "line",
    [
        "Kļūda rakstā?",
        "Iezīmējiet tekstu un spiediet Ctrl+Enter, lai nosūtītu labojamo teksta fragmentu.",
        "Pokud jste v článku zaznamenali chybu, dejte nám, prosím, vědět prostřednictvím formuláře.",
        "If you find an error in this story, please let us know.",
        "Have you spotted a typo? Tell us.",
        "Haben Sie einen Fehler gefunden? Schreiben Sie uns.",
        "Wenn Sie einen Fehler im Text entdeckt haben, schreiben Sie uns bitte.",
        "Vous avez repéré une erreur ? Écrivez-nous.",
        "¿Has encontrado un error? Escríbenos.",
        "Hai trovato un errore nel testo? Scrivici.",
        "Encontrou um erro? Avise-nos.",
        "Нашли ошибку? Выделите её и нажмите Ctrl+Enter",
        "Znalazłeś błąd? Napisz do nas.",
        "Har du hittat ett fel? Skriv till oss.",
        "Heb je een fout gezien? Laat het ons weten.",
        "This website and all documents on it are licensed under a Creative Commons Attribution License.",
        "Dieser Text ist lizenziert unter der Creative Commons Lizenz CC BY 4.0.",
        "版权说明：凡本网注明来源的作品，未经授权，禁止转载。",
        "무단 전재 및 재배포 금지",
        "分享到微信",
        "相关阅读",
        "[+] Enlarge",
        "Next page: The weather >>",
        "Maak deze krant jouw voorkeursbron in Google",
        "Reuse content",
        "ติดตามเราได้ที่ เฟซบุ๊ก https://fb.me/quay ทวิตเตอร์ https://twitter.com/quay LINE = @quay",
        "Kövess minket: facebook.com/quay, instagram.com/quay",
        "Page 1 of 3 Next page",
        "Seite 2 von 4",
        "Photo",
    ],
)
@each("place", [1, 4])
def test_a_line_for_reports_of_mistakes_sharing_or_rights_is_no_part_of_the_text(line: str, place: int) -> None:
    assert text_of(among(f"<p>{line}</p>", place)) == TEXT


@each(
    "line",
    [
        "She found an error in the accounts and told nobody about it for three years.",
        "Der Prüfer hat einen Fehler gefunden, der die Stadt vier Millionen kostet.",
        "If you see mistakes as failures, you will never learn to sail, she said.",
        "Wenn Fehler geschehen, lernt man daraus, sagt die Kapitänin.",
        "Was that a mistake? The captain thinks so and says it every day.",
        "Ein Fehler? Der Kapitän glaubt das nicht.",
        "La marea tiene errores que nadie ha visto.",
        "The photographs of the pier are licensed by a man who wrote about Creative Commons in 2003 and sells them.",
        "Her film is on youtube.com/anna, where half of the harbour has seen it, and the dog twice.",
        "Press Ctrl to jump and Enter to shoot, the manual of the game says.",
    ],
)
def test_a_sentence_about_mistakes_is_a_part_of_the_text(line: str) -> None:
    assert line in text_of(among(f"<p>{line}</p>"))
