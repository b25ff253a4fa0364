"""Who posted an article on a blog, in a forum or in an office's system, and who signs it, often by a first name alone."""

from reader.article.find_authors import find_credits
from reader.article.web_page import parse_page
from tests.support.author_pages import PARAGRAPHS, authors_named
from tests.support.each import each

HARBOUR = '<a href="/c/harbour" rel="category tag">Harbour</a>'


POSTED_BY_TESS = [
    f"<div>Filed under: {HARBOUR} &#8212; tess @ 00:11</div>",
    f'<div class="info"><h2>Notice</h2>Posted by tess under {HARBOUR}, {HARBOUR} | <a href="#c">3 Comments</a></div>',
    f"<div>Posted in {HARBOUR} by tess on August 3, 2019</div>",
    f"<p>August 3, 2019 by tess | Filed under {HARBOUR}</p>",
    f"<p>This entry was posted on Saturday, August 3rd, 2019 at 10:12 am by tess and is filed under {HARBOUR}.</p>",
    f"<p>Dieser Beitrag wurde am Samstag, 3. August 2019 um 10:12 Uhr von tess veröffentlicht und unter {HARBOUR} abgelegt.</p>",
    f"<div>Publié le 3 août 2019 par tess dans {HARBOUR}</div>",
    f"<div>Publicado por tess el 3 de agosto de 2019 en {HARBOUR}</div>",
    "<div>Postado por <b>tess</b> em 3 de agosto de 2019 às 10h12</div>",
    "<div>Postato da tess il 3 agosto 2019 alle 10:12</div>",
    "<div>Geplaatst op 3 augustus 2019 door tess</div>",
    "<div>Publicerad den 3 augusti 2019 av tess</div>",
    "<div>Dodane przez tess dnia 3 sierpnia 2019</div>",
    "<p>Sat, 3 Aug 2019</p><p>by tess</p>",
    '<div><img class="avatar avatar-19" src="/a.png" alt=""> <a href="/members/?u=138">tess</a> 17.10.2019, 13:56<div><a href="#c">Antworten</a></div></div>',
    '<div><a href="/@tess"><img class="user-avatar" src="/a.png"></a> <a href="/@tess">tess</a></div>',
    '<p>von <strong><a href="./memberlist.php?mode=viewprofile&u=12">tess</a></strong> » 3. Aug 2019, 10:12</p>',
]
SIGNED_BY_TESSA = [
    "<p>Tessa<br>10. September 2017</p>",
    "<p>Alles Liebe,<br>Eure Tessa</p>",
    "<p>Liebe Grüße, deine Tessa</p>",
    "<p>Viele Grüße aus dem Hafen</p><p>Tessa</p>",
    "<p>Love,<br>Tessa</p>",
    "<p>Tessa xx</p>",
    "<p>À bientôt,<br>Tessa</p>",
    "<p>Un abrazo,<br>Tessa</p>",
    "<p>A presto, Tessa</p>",
    "<p>Groetjes, Tessa</p>",
    "<p>Kram, Tessa</p>",
    "<p>Beijos,<br/>Tessa</p>",
]
SIGNED_BY_ROSA_BRINE = [
    "<p>© 2019 Rosa Brine</p>",
    "<p>Copyright © 2019 by Rosa Brine. All rights reserved.</p>",
    "<p>(Rosa Brine, 03.08.2019)</p>",
    "<p>gez. Rosa Brine</p>",
    "<p>Firmado: Rosa Brine</p>",
    "<p>Rosa Brine/dpa</p>",
    "<p>Mit freundlichen Grüßen</p><p>Rosa Brine</p>",
    "<p>Hafenstadt, im März 2022</p><p>Rosa Brine</p>",
]
BY_NOBODY = [
    "<p>Veröffentlicht am 3. August 2019 von der Redaktion</p>",
    "<p>Posted by admin in Harbour on August 3, 2019</p>",
    "<p>Published by the Harbour Office on August 3, 2019</p>",
    "<p>Published by Lighthouse in 2019</p>",
    "<p>Die Halle am Hafen wurde 1986 durch das Vermögen von Henri Brine, einem Reeder, gebaut.</p>",
    '<div class="author"><h4>Zuletzt geändert am:</h4><ul><li>15.10.2021</li></ul></div>',
    "<h2>Mara und die Fähre, Band 1</h2>",
    "<h2>2. Anna Wave</h2>",
    "<p><strong>Rosa Brine</strong> (1950–2019)</p>",
    '<p>Read on:</p><p><a href="/people/news/grauer-hafen-in-santa-barbara-622.html">Star: Grauer Hafen in Santa Barbara</a></p>',
]
SIGNED_BY_NOBODY = [
    "<p>Eure Redaktion</p>",
    "<p>Euer Team vom Hafen</p>",
    "<p>Deine Stadtwerke</p>",
    "<p>Bis bald!</p><p>Weiterlesen</p>",
    "<p>Veranstaltung<br>12. Mai 2020</p>",
    "<p>Love Island</p>",
    "<p>Foto: Rosa Brine</p>",
    "<p>© Quay Gazette</p>",
    "<p>Pressekontakt<br>Dr. Rosa Brine<br>Hafen AG<br>Tel. 0211 779</p>",
    '<ol class="comments"><li>Danke!<p>Liebe Grüße, Tessa</p></li></ol>',
    "<blockquote><p>We sail at dawn.</p><p>Love, Tessa</p></blockquote>",
]


BY_ROSA_BRINE = [
    "<span>Rosa Brine</span> <span>·</span> <span>12. März 2024</span>",
    "<p>Rosa Brine schrieb am 12. März 2024</p>",
    "<p>Ein Bericht unserer Mitarbeiterin Rosa Brine</p>",
    "<p>von unserer Redakteurin Rosa Brine</p>",
    "<p>Letzte Aktualisierung: 12.03.2024 · Autorin: Rosa Brine</p>",
    "<p>Rosa Brine (Text) und Bernd Cliff (Fotos)</p>",
    "<p>Von Rosa Brine (Text) &amp; Bernd Cliff (Bild)</p>",
    "<p>Rosa Brine | Staff writer</p>",
    '<p>Rosa Brine <a href="/t">@rosabrine</a></p><p>March 12, 2024</p>',
    "<p>di <span>Rosa Brine</span> - foto di Marco Scoglio</p>",
    "<p>Redacción: Rosa Brine</p>",
    "<p>Por Rosa Brine — São Porto</p>",
    "<p>Napsala Rosa Brine</p>",
    "<p>Foto: Bernd Cliff, text: Rosa Brine</p>",
    "<p>Hochgeladen von: Rosa Brine</p>",
]
SIGNED_WITH_A_ROLE = [
    "<p>i. A. Rosa Brine</p>",
    "<p>Für den Vorstand<br>Rosa Brine</p>",
    "<p><em>Rosa Brine (Schriftführerin)</em></p>",
    "<p>Rosa Brine, Pfarrerin</p>",
    "<p>Ihre Pfarrerin Rosa Brine</p>",
    "<p>Es grüßt Sie herzlich Ihre Rosa Brine</p>",
    "<p>Eingesandt von Rosa Brine</p>",
]


@each("before", BY_ROSA_BRINE)
def test_lines_above_the_text_name_their_author_in_many_ways(before: str) -> None:
    assert authors_named(before) == ["Rosa Brine"]


@each("after", SIGNED_WITH_A_ROLE)
def test_a_signature_may_say_for_whom_and_as_what_somebody_signs(after: str) -> None:
    assert authors_named(after=after) == ["Rosa Brine"]


@each("system", ["Drupal 9 (https://www.drupal.org)", "TYPO3 CMS", "Joomla! - Open Source Content Management"])
def test_an_account_that_a_system_names_and_the_page_does_not_is_no_author(system: str) -> None:
    head = f'<meta name="generator" content="{system}"><meta name="dcterms.creator" content="Martin Kai">'
    assert authors_named(head=head) == []
    assert authors_named("<p>Martin Kai</p>", head=head) == ["Martin Kai"]


@each(
    ("title", "url", "expected"),
    [
        ("Ferries - Dr. Rosa Brine", "https://www.rosa-brine.example/a", ["Rosa Brine"]),
        ("Ferries | Rosa Brine", "https://rosabrine.example/a", ["Rosa Brine"]),
        ("Jörg Müller » Ferries", "https://joerg-mueller.example/a", ["Jörg Müller"]),
        ("Ferries - Rosa Brine", "https://quay.example/a", []),
        ("Ferries - Rosa Brine Stiftung", "https://rosa-brine.example/a", []),
    ],
)
def test_a_personal_site_is_by_the_person_whose_name_is_its_address(title: str, url: str, expected: list[str]) -> None:
    page = parse_page(
        f"<html><head><title>{title}</title></head><body><main><h1>Ferries</h1>{PARAGRAPHS}</main></body></html>", url
    )
    assert page is not None
    assert [author.name for author in find_credits(page, site=None).authors] == expected


@each("before", POSTED_BY_TESS)
def test_a_line_says_under_which_name_an_article_was_posted(before: str) -> None:
    assert authors_named(before) == ["tess"]


@each("after", SIGNED_BY_TESSA)
def test_a_first_name_signs_a_text_beside_a_farewell_or_a_date(after: str) -> None:
    assert authors_named(after=after) == ["Tessa"]


@each("after", SIGNED_BY_ROSA_BRINE)
def test_a_full_name_signs_a_text_with_a_date_an_agency_or_a_right(after: str) -> None:
    assert authors_named(after=after) == ["Rosa Brine"]


@each("before", BY_NOBODY)
def test_accounts_offices_sentences_and_numbered_headings_posted_nothing(before: str) -> None:
    assert authors_named(before) == []


@each("after", SIGNED_BY_NOBODY)
def test_slogans_contacts_credits_and_readers_sign_nothing(after: str) -> None:
    assert authors_named(after=after) == []


@each(
    "before",
    [
        "<p>Dr. Rosa Brine</p>",
        "<h5>Dr. Rosa Brine <em>Abteilung Presse</em><br><a href='/o'>Gesellschaft für Hafenkunde e.V.</a></h5>",
        "<p>Univ.-Prof. Dr. med. Rosa Brine</p>",
    ],
)
def test_titles_precede_a_name_below_the_headline(before: str) -> None:
    assert [name.endswith("Rosa Brine") for name in authors_named(before)] == [True]


@each(
    "before",
    [
        '<table><tr><td>26.01.2022</td><td class="authorbold"><x>Text &amp; Fotos:</x> Rosa Brine</td></tr></table>',
        '<div class="meta-author"><a class="meta-author-name" href="/author/rosa">Rosa Brine</a> <a href="https://social.example/r">rosab</a></div>',
        "<dl><dt>執筆者</dt><dd>Rosa Brine</dd></dl>",
    ],
)
def test_the_name_alone_is_taken_from_what_is_marked(before: str) -> None:
    assert authors_named(before) == ["Rosa Brine"]


@each(
    "link",
    [
        '<a href="https://social.example/share?u=https%3A%2F%2Fquay.example%2Fferry">Social</a>',
        '<a href="https://social.example/sharer.php?u=http://quay.example/ferry/times">Facebook</a>',
        '<a href="https://social.example/intent?user=quay&text=Ferry">Birdsite</a>',
    ],
)
def test_a_link_that_shares_the_article_names_nobody(link: str) -> None:
    assert authors_named(f'<div class="share">3 August 2019 {link}</div>') == []
    assert authors_named(f'<p>Body</p><div class="share">Share this story {link} 3 August 2019</div>') == []


@each("query", ["u=123", "u=12-tess", "user=tess", "showuser=7", "author=Tess"])
def test_a_link_to_a_member_by_number_or_name_names_the_poster(query: str) -> None:
    assert authors_named(f'<div class="meta"><a href="/member.php?{query}">Tess</a> 3 August 2019</div>') == ["Tess"]


def test_a_company_that_the_page_never_names_is_no_author() -> None:
    assert authors_named(head='<meta name="author" content="Tideway Media Germany GmbH">') == []
    assert authors_named(head='<meta name="author" content="Segelverein Hafenstadt e. V.">') == [
        "Segelverein Hafenstadt e. V."
    ]
    assert authors_named("<p>Tideway Media GmbH</p>", head='<meta name="author" content="Tideway Media GmbH">') != []


def test_a_first_name_and_what_its_bearer_does_are_a_name_and_a_biography() -> None:
    box = (
        '<div class="theme-author row"><h4 class="author-title">Matthias</h4><p>Medizinstudent, Papa, (ehemaliger) '
        "Krankenpfleger auf einer großen Station sowie leidenschaftlicher Blogger und Jogger.</p></div>"
    )
    page = parse_page(f"<main><article><h1>Ferry</h1>{PARAGRAPHS}{box}</article></main>", "https://quay.example/a")
    assert page is not None
    (author,) = find_credits(page, site=None).authors
    assert (author.name, (author.bio or "")[:14]) == ("Matthias", "Medizinstudent")
