"""Biographies in forms that no class marks, below headings in many languages, and what is none."""

from reader.article.find_authors import find_credits
from reader.article.web_page import parse_page
from tests.support.each import each

BIO = "Rosa Brine schreibt seit 1998 über Häfen und Gezeiten und lebt in einem alten Speicher am Kai."
BYLINE = '<p class="byline">Von <a rel="author" href="/author/rosa-brine">Rosa Brine</a></p>'
PARAGRAPH = (
    "<p>The first ferry will leave ten minutes earlier from Monday because the tide tables have changed, the harbour "
    "office said in a notice on Friday.</p>"
)


def biography(after: str) -> str | None:
    """The biography of Rosa Brine, the only author, on a page with this behind its text; BIO stands for one."""
    html = (
        '<html><head><title>Ferry times</title><meta property="og:site_name" content="Quay Gazette"></head><body><main>'
        f"<article><h1>Ferry times change</h1>{BYLINE}{4 * PARAGRAPH}{after.replace('BIO', BIO)}</article></main></body></html>"
    )
    page = parse_page(html, "https://quay.example/ferry/times")
    assert page is not None
    authors = find_credits(page, site="Quay Gazette").authors
    assert [author.name for author in authors] == ["Rosa Brine"]
    return authors[0].bio


HEADINGS = [
    "Über die Autorin",
    "Über den Autor",
    "Über die Autoren",
    "Zur Autorin",
    "Zur Person",
    "Autorin",
    "Autoreninfo",
    "Die Autorin",
    "About the author",
    "About the writer",
    "About Rosa Brine",
    "Meet the author",
    "Author bio",
    "À propos de l’auteur",
    "À propos de l'autrice",
    "Sobre la autora",
    "Sobre el autor",
    "Acerca del autor",
    "Sull’autore",
    "L’autrice",
    "L'autore",
    "Chi è l'autore",
    "Over de auteur",
    "Over de schrijver",
    "Sobre o autor",
    "Sobre a autora",
    "O autorze",
    "O autorce",
    "Om författaren",
    "Om forfatteren",
    "Tietoa kirjoittajasta",
    "Kirjoittajasta",
    "Об авторе",
    "O autorovi",
    "A szerzőről",
    "Despre autor",
    "Yazar hakkında",
    "Informationen zur Autorin",
    "Wer schreibt hier?",
    "Verfasst von",
    "Geschrieben von",
    "Written by",
    "The author",
    "Biographie",
    "Biografía",
]
CLASSES = [
    "about-author",
    "author-about",
    "aboutAuthor",
    "autor-box",
    "autorenbox",
    "autoren-info",
    "autorinfo",
    "box-autor",
    "bio-author",
    "post-author-bio",
    "writer-profile",
    "contributor__bio",
    "auteur-description",
    "redakteur-box",
    "kolumnist",
    "journalist-card",
    "author_wrapper",
    "author-module",
    "authorarea",
    "author-section",
    "about_the_author",
    "single-author",
    "entry-author",
    "post__author",
    "articleAuthor",
    "author-panel-content",
    "article-autor",
    "verfasser-info",
    "autor_kasten",
    "autorenkasten",
    "author-note",
    "author-footer",
]
FORMS = [
    "<p><em>BIO</em></p>",
    "<hr><p>BIO</p>",
    "<p><strong>Rosa Brine</strong> schreibt seit 1998 über Häfen und Gezeiten und lebt in einem alten Speicher am Kai.</p>",
    '<div><img src="/r.jpg" alt="Rosa Brine"><h4>Rosa Brine</h4><p>BIO</p></div>',
    '<div><a href="/author/rosa-brine"><img src="/r.jpg"></a><a href="/author/rosa-brine">Rosa Brine</a><p>BIO</p></div>',
    "<aside><h4>Rosa Brine</h4><p>BIO</p></aside>",
    '<table class="author-box"><tr><td><img src=/r.jpg></td><td><b>Rosa Brine</b><br>BIO</td></tr></table>',
    '<dl class="author-info"><dt>Rosa Brine</dt><dd>BIO</dd></dl>',
    '<ul class="author-details"><li>Rosa Brine</li><li>BIO</li><li><a href="https://twitter.com/rb">Twitter</a></li></ul>',
    '<div class="author-bio"><h4>Rosa Brine</h4><p>BIO</p><h5>Mehr von Rosa Brine</h5><ul><li><a href=/a>Die Fähre fährt nicht mehr nach Plan</a></li><li><a href=/b>Warum die Flut später kommt als sonst</a></li></ul></div>',
    '<div class="author-bio"><h4>Rosa Brine</h4><p>BIO</p><p>Die Meinung der Autorin muss nicht der Meinung der Redaktion entsprechen.</p></div>',
    '<div class="h-card"><a class="p-name u-url" href="/author/rosa-brine">Rosa Brine</a><p class="p-note">BIO</p></div>',
    '<div class="vcard"><span class="fn">Rosa Brine</span><p class="note">BIO</p></div>',
    '<div itemscope itemtype="https://schema.org/Person"><span itemprop="name">Rosa Brine</span><p itemprop="description">BIO</p></div>',
    '<div itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Rosa Brine</span><p itemprop="description">BIO</p></div>',
    '<div typeof="Person"><span property="name">Rosa Brine</span><p property="description">BIO</p></div>',
]
OTHER_TEXTS = [
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Rosa Brine schreibt seit 1998 für das <a href="/x">Hafenblatt</a> über <a href="/tag/h">Häfen</a> und Gezeiten.</p></div>',
        "Rosa Brine schreibt seit 1998 für das Hafenblatt über Häfen und Gezeiten.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Sie schreibt seit 1998 über Häfen und Gezeiten und lebt in einem alten Speicher.</p></div>',
        "Sie schreibt seit 1998 über Häfen und Gezeiten und lebt in einem alten Speicher.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Ich schreibe seit 1998 über Häfen und Gezeiten und lebe in einem alten Speicher.</p></div>',
        "Ich schreibe seit 1998 über Häfen und Gezeiten und lebe in einem alten Speicher.",
    ),
    (
        '<div class="author-profile"><h3>Von Rosa Brine</h3><div class="author-description"><p>Freie Autorin in Quay und Vorsitzende des Vereins „Hafenfreunde e.V.“, der regelmäßig zu Vorträgen über Gezeiten und Fähren einlädt.</p></div></div>',
        "Freie Autorin in Quay und Vorsitzende des Vereins „Hafenfreunde e.V.“, der regelmäßig zu Vorträgen über Gezeiten und Fähren einlädt.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Geboren 1970 in Quay, Studium der Meereskunde in Kiel, seit 1998 beim Hafenblatt, Schwerpunkt Gezeiten.</p></div>',
        "Geboren 1970 in Quay, Studium der Meereskunde in Kiel, seit 1998 beim Hafenblatt, Schwerpunkt Gezeiten.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Jahrgang 1970, studierte Meereskunde in Kiel und arbeitet seit 1998 beim Hafenblatt in Quay.</p></div>',
        "Jahrgang 1970, studierte Meereskunde in Kiel und arbeitet seit 1998 beim Hafenblatt in Quay.",
    ),
    (
        '<div class="author-card"><span class="author-card__name">Rosa Brine</span><p class="author-card__text">Freelance journalist covering harbours, tides and ferries for the Quay Gazette and others.</p></div>',
        "Freelance journalist covering harbours, tides and ferries for the Quay Gazette and others.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Rosa Brine ist Wissenschaftsjournalistin und Hochseeschifffahrtssachverständige beim Wasserstraßenneubauamt.</p></div>',
        "Rosa Brine ist Wissenschaftsjournalistin und Hochseeschifffahrtssachverständige beim Wasserstraßenneubauamt.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Journaliste indépendante, Rosa Brine couvre les ports et les marées depuis 1998 pour plusieurs journaux.</p></div>',
        "Journaliste indépendante, Rosa Brine couvre les ports et les marées depuis 1998 pour plusieurs journaux.",
    ),
    (
        '<div class="autor-bio"><h4>Rosa Brine</h4><p>Periodista especializada en puertos y mareas. Vive en Quay desde 1998 y colabora con varios medios.</p></div>',
        "Periodista especializada en puertos y mareas. Vive en Quay desde 1998 y colabora con varios medios.",
    ),
    (
        '<div class="autore-bio"><h4>Rosa Brine</h4><p>Giornalista freelance, si occupa di porti e maree dal 1998 e collabora con diverse testate.</p></div>',
        "Giornalista freelance, si occupa di porti e maree dal 1998 e collabora con diverse testate.",
    ),
    (
        '<div class="auteur-bio"><h4>Rosa Brine</h4><p>Freelance journalist die sinds 1998 over havens en getijden schrijft voor verschillende kranten.</p></div>',
        "Freelance journalist die sinds 1998 over havens en getijden schrijft voor verschillende kranten.",
    ),
    (
        '<div class="autor-bio"><h4>Rosa Brine</h4><p>Dziennikarka, od 1998 roku pisze o portach i pływach. Mieszka w starym spichlerzu nad kanałem.</p></div>',
        "Dziennikarka, od 1998 roku pisze o portach i pływach. Mieszka w starym spichlerzu nad kanałem.",
    ),
    (
        '<div class="author-bio"><h4>Rosa Brine</h4><p>Frilansjournalist som sedan 1998 skriver om hamnar och tidvatten för flera tidningar i landet.</p></div>',
        "Frilansjournalist som sedan 1998 skriver om hamnar och tidvatten för flera tidningar i landet.",
    ),
]
NONE = [
    '<div class="author-bio"><h4>Rosa Brine</h4><p>Abonnieren Sie unseren Newsletter und erhalten Sie jede Woche die besten Geschichten aus dem Hafen.</p></div>',
    '<div class="author-bio"><h4>Rosa Brine</h4><p>Haben Sie Fragen oder Anmerkungen zu diesem Artikel? Schreiben Sie uns eine E-Mail an die Redaktion.</p></div>',
    '<div class="author-box"><h4>Rosa Brine</h4><span>Aktualisiert am 12. März 2024 um 14:30 Uhr</span><span>Lesezeit: 5 Minuten</span></div>',
    '<div class="author-box"><h4>Quay Gazette</h4><p>Die Quay Gazette berichtet seit 1850 über den Hafen, die Stadt und das Land ringsum, täglich außer sonntags.</p></div>',
    '<div class="author-box"><h4>Rosa Brine</h4><ul><li><a href=/a>Die Fähre fährt nicht mehr nach Plan und keiner weiß warum</a></li><li><a href=/b>Warum die Flut später kommt als sonst in diesem Jahr</a></li></ul></div>',
    "<h3>Über uns</h3><p>Die Quay Gazette berichtet seit 1850 über den Hafen, die Stadt und das Land ringsum, täglich außer sonntags.</p>",
    "<h3>Über das Buch</h3><p>Rosa Brine erzählt in ihrem Roman von einer Frau, die auf einer Fähre lebt und nie an Land geht.</p>",
    "<h3>Über die Hafen AG</h3><p>Die Hafen AG betreibt seit 1950 den Hafen von Quay und beschäftigt rund 400 Menschen in drei Schichten.</p>",
    '<div class="interviewee-box"><h4>Bernd Cliff</h4><p>Bernd Cliff ist Kapitän der Fähre und lebt seit seiner Geburt auf der Insel gegenüber von Quay.</p></div>',
]


@each("heading", HEADINGS)
def test_a_heading_introduces_the_author_in_many_languages(heading: str) -> None:
    assert biography(f"<h3>{heading}</h3><p>BIO</p>") == BIO


@each("heading", ["Über die Autorin", "Zur Autorin", "About the author", "À propos de l’auteur", "Sobre la autora"])
def test_a_heading_can_be_the_bold_beginning_of_a_paragraph(heading: str) -> None:
    assert biography(f"<p><strong>{heading}</strong></p><p>BIO</p>") == BIO
    assert biography(f"<p><strong>{heading}</strong><br>BIO</p>") == BIO
    assert biography(f"<p><strong>{heading}:</strong> BIO</p>") == BIO
    assert biography(f"<div><div>{heading}</div><div>BIO</div></div>") == BIO


@each("token", CLASSES)
def test_classes_of_boxes_in_other_words_and_languages(token: str) -> None:
    assert biography(f'<div class="{token}"><h4>Rosa Brine</h4><p>BIO</p></div>') == BIO


@each("after", FORMS)
def test_a_biography_is_found_without_a_class(after: str) -> None:
    assert biography(after) == BIO


@each(("after", "expected"), OTHER_TEXTS)
def test_a_biography_may_begin_with_a_role_a_pronoun_or_a_life(after: str, expected: str) -> None:
    assert biography(after) == expected


@each("after", NONE)
def test_requests_dates_lists_and_other_subjects_are_no_biography(after: str) -> None:
    assert not biography(after)


def test_a_paragraph_about_several_authors_is_nobodys_biography() -> None:
    byline = '<p class="byline">Von Rosa Brine und Bernd Cliff</p>'
    told = (
        "<p><em>Rosa Brine ist Kapitänin der Fähre in Quay. Bernd Cliff arbeitet als Lotse im Hafen von Quay.</em></p>"
    )
    page = parse_page(f"<article><h1>Ferry</h1>{byline}{4 * PARAGRAPH}{told}</article>", "https://quay.example/a")
    assert page is not None
    assert [(author.name, author.bio) for author in find_credits(page, site=None).authors] == [
        ("Rosa Brine", None),
        ("Bernd Cliff", None),
    ]


TOLD = "Rosa Brine is a reporter of the harbour desk who writes about tides."


@each(
    ("after", "bio"),
    [
        (f"<p>{TOLD}</p>", TOLD),
        ("<p>Rosa Brine ist Redakteurin im Hafenressort und fährt selbst zur See.</p>", "Rosa Brine ist Redakteurin im Hafenressort und fährt selbst zur See."),
        ("<p>Rosa Brine writes about harbours and everything that swims in them.</p>", "Rosa Brine writes about harbours and everything that swims in them."),
        ("<p>Rosa Brine schreibt über Häfen und über alles, was darin schwimmt.</p>", "Rosa Brine schreibt über Häfen und über alles, was darin schwimmt."),
        (f'<p><i><span>{TOLD} Follow her on </span></i><a href="https://x.com/r">@r</a> <i>or mail her.</i></p>', TOLD),
        (f'<div class="post-body-bio">{TOLD}</div>', TOLD),
        ('<div class="sig"><div class="bio has-photo">Rosa Brine loves the sea and nothing but the sea, she says.</div></div>', "Rosa Brine loves the sea and nothing but the sea, she says."),
        (f'<div class="author-dropdown"><a href="/author/rosa-brine">View page</a><div class="description"><p>{TOLD}</p></div></div>', TOLD),
    ],
)  # fmt: skip
def test_a_last_paragraph_that_says_what_the_author_does_is_the_biography(after: str, bio: str) -> None:
    found = biography(after)
    assert found is not None
    assert found.startswith(bio)


@each(
    "after",
    [
        f"<p>{TOLD}</p>{3 * PARAGRAPH}",
        "<p>Rosa Brine is the first to leave in the morning, and nobody knows where she goes.</p>",
        "<p>Rosa Brine was there on Friday, too, and saw how the boat of the harbour office left.</p>",
        "<p>Bernd Cliff is a reporter of the harbour desk who writes about tides.</p>",
        f"<blockquote><p>Rosa Brine: {TOLD.lower()}</p></blockquote>{2 * PARAGRAPH}",
        "<p>Rosa Brine ist am Montag mit der ersten Fähre gekommen und wieder gefahren.</p>",
        "<p>Rosa Brinewood is a reporter of the harbour desk who writes about tides.</p>",
    ],
)
def test_a_paragraph_about_something_else_is_no_biography(after: str) -> None:
    assert biography(after) is None
