"""Forms in which pages name their authors, or name somebody else: lines, labels, signatures, linked data, classes."""

from reader.article.byline_lines import is_byline
from reader.article.json_ld import read_graph
from tests.support.author_pages import authors_named
from tests.support.each import each

HEAD_ONE = [
    '<link rel="author" href="/team/rosa" title="Rosa Brine">',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": "Rosa Brine"}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "givenName": "Rosa", "familyName": "Brine"}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": [{"@type": "Organization", "name": "Quay Post"}, {"@type": "Person", "name": "Rosa Brine"}]}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#p"}}, {"@type": "Person", "@id": "#p", "name": "Rosa Brine"}]}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Role", "author": {"@type": "Person", "name": "Rosa Brine"}, "roleName": "Writer"}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "name": {"@value": "Rosa Brine", "@language": "de"}}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "contributor": {"@type": "Person", "name": "Rosa Brine"}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "name": "Rosa Brine"}, "translator": {"@type": "Person", "name": "Bernd Cliff"}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Thing", "name": "Rosa Brine"}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "name": "Rosa Brine, Redakteurin"}}</script>',
    '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"Rosa Brine",},}</script>',
    '<script type="application/ld+json">/* x */{"@type":"NewsArticle","author":{"@type":"Person","name":"Rosa Brine"}}</script>',
    '<script type="application/ld+json">{"@type":"WebSite","name":"x"}{"@type":"NewsArticle","author":{"@type":"Person","name":"Rosa Brine"}}</script>',
    '<script type="application/ld+json">{"@type":["Article","BlogPosting"],"author":[{"@type":["Person"],"name":"Rosa Brine"}]}</script>',
    '<script type="application/ld+json">{"@type":"WebPage","mainEntity":{"@type":"Article","author":{"name":"Rosa Brine"}}}</script>',
    '<script type="application/ld+json">{"@type":"http://schema.org/Article","author":{"@type":"http://schema.org/Person","name":"Rosa Brine"}}</script>',
    '<meta name="twitter:label1" content="Autor"><meta name="twitter:data1" content="Rosa Brine">',
    '<meta name="twitter:label1" content="Écrit par"><meta name="twitter:data1" content="Rosa Brine">',
    '<meta name="twitter:label1" content="Scritto da"><meta name="twitter:data1" content="Rosa Brine">',
    '<meta name="twitter:label1" content="Geschreven door"><meta name="twitter:data1" content="Rosa Brine">',
    '<meta name="twitter:label1" content="Napisane przez"><meta name="twitter:data1" content="Rosa Brine">',
    '<meta name="twitter:label1" content="Skrevet av"><meta name="twitter:data1" content="Rosa Brine">',
    '<meta property="article:author:first_name" content="Rosa"><meta property="article:author:last_name" content="Brine">',
    '<meta property="profile:first_name" content="Rosa"><meta property="profile:last_name" content="Brine">',
    '<meta name="author" content="Rosa Brine (rosa@quay.example)">',
    '<meta name="byl" content="By Rosa Brine">',
    '<meta name="sailthru.author" content="Rosa Brine">',
    '<meta property="rb:authors" content="Rosa Brine">',
    '<meta name="DC.Creator" content="Brine, Rosa">',
]
BEFORE_ONE = [
    '<div class="x">Rosa Brine | 12. März 2024</div>',
    "<p>Rosa Brine, 12.03.2024</p>",
    "<p>12.03.2024 | Rosa Brine</p>",
    "<div>12. März 2024 – Rosa Brine</div>",
    "<p><strong>Rosa Brine</strong></p>",
    '<div class="meta"><span>Rosa Brine</span><time datetime="2024-03-12">12.03.2024</time></div>',
    '<div class="meta"><i class="fa fa-user"></i> Rosa Brine <i class="fa fa-calendar"></i> 12.03.2024</div>',
    '<ul class="meta"><li><i class="icon-user"></i> Rosa Brine</li><li><i class="icon-clock"></i> 12.03.2024</li></ul>',
    '<div class="meta"><span><svg class="icon-author"></svg>Rosa Brine</span></div>',
    '<div class="meta"><span>von</span> <span>Rosa Brine</span> <span>12.03.2024</span></div>',
    "<p>Von Rosa Brine<br>12.03.2024</p>",
    "<dl><dt>Autor</dt><dd>Rosa Brine</dd><dt>Datum</dt><dd>12.03.2024</dd></dl>",
    '<div><span class="label">Autor:in</span><span class="value">Rosa Brine</span></div>',
    "<div><div>Author</div><div>Rosa Brine</div></div>",
    '<p>Autorin Rosa Brine, Übersetzung Bernd Cliff</p><div class="author"><a rel="author" href="/author/bernd-cliff">Bernd Cliff</a></div>',
    '<div class="created-by">Rosa Brine</div>',
    '<div class="createdby">Rosa Brine</div>',
    '<div class="posted-by">Rosa Brine</div>',
    '<div class="writtenby">Rosa Brine</div>',
    '<div class="article-creator">Rosa Brine</div>',
    '<div class="journalist">Rosa Brine</div>',
    '<div class="redakteur">Rosa Brine</div>',
    '<div class="reporter-name">Rosa Brine</div>',
    '<div class="schrijver">Rosa Brine</div>',
    '<div class="verslaggever">Rosa Brine</div>',
    '<div class="firma">Rosa Brine</div>',
    '<div class="firmante">Rosa Brine</div>',
    '<div class="autoria">Rosa Brine</div>',
    '<div class="toimittaja">Rosa Brine</div>',
    '<div class="kirjoittaja">Rosa Brine</div>',
    '<div class="dziennikarz">Rosa Brine</div>',
    '<div class="journaliste">Rosa Brine</div>',
    '<div class="redactor">Rosa Brine</div>',
    '<div class="skribent">Rosa Brine</div>',
    '<div class="nombre-autor">Rosa Brine</div>',
    '<div class="nome-autore">Rosa Brine</div>',
    '<div class="signature__name">Rosa Brine</div>',
    '<div class="article__signature">Rosa Brine</div>',
    '<div class="c-person">Rosa Brine</div>',
    '<div class="entry-publisher-name">Rosa Brine</div>',
    '<div class="postedBy">Rosa Brine</div>',
    '<span class="p-author h-card">Rosa Brine</span>',
    '<a class="p-author" href="/rb">Rosa Brine</a>',
    '<span property="schema:author" typeof="schema:Person"><span property="schema:name">Rosa Brine</span></span>',
    '<span property="dc:creator">Rosa Brine</span>',
    '<div class="author" style="display:none">Bernd Cliff</div><p>Von Rosa Brine</p>',
    '<span class="author"><span class="screen-reader-text">Posted by</span> Rosa Brine</span>',
    "<p>Interview: Rosa Brine</p>",
    "<p>Protokoll: Rosa Brine</p>",
    "<p>Ein Gastbeitrag von Rosa Brine</p>",
    "<p>Ein Gastbeitrag von Rosa Brine, Vorsitzende des Vereins der Hafenfreunde in Quay</p>",
    "<p>Von Rosa Brine, mit Material von dpa</p>",
    '<div class="byline">Rosa Brine/dpa</div>',
    '<div class="meta">von <a href="/?author=3">Rosa Brine</a></div>',
    '<div class="meta"><a href="/index.php?author=3">Rosa Brine</a> | 12.03.2024</div>',
    '<div class="meta"><a href="/ueber-uns/team/rosa-brine">Rosa Brine</a></div>',
    '<div class="meta"><a href="mailto:rosa.brine@quay.example">Rosa Brine</a></div>',
    "<h5>Written by</h5><h6>Rosa Brine</h6>",
    "<h2>Von Rosa Brine</h2>",
    "<h3>von Rosa Brine, Geschäftsführerin</h3>",
    '<p class="lead">Die Fähre fährt früher, weil sich die Gezeiten geändert haben. Was das für Pendler heißt. Von Rosa Brine</p>',
    "<p><strong>Die Fähre fährt früher, weil sich die Gezeiten geändert haben. <em>Von Rosa Brine</em></strong></p>",
    '<p class="lead"><span>Von Rosa Brine</span> Die Fähre fährt früher, weil sich die Gezeiten geändert haben. Was das für Pendler heißt, die täglich fahren.</p>',
    "<p>QUAY. Von Rosa Brine</p>",
    "<p>Von unserer Korrespondentin Rosa Brine</p>",
]
AFTER_ONE = [
    "<dl><dt>Autorin:</dt><dd>Rosa Brine</dd><dt>Datum</dt><dd>12.03.2024</dd></dl>",
    "<table><tr><td>Autor</td><td>Rosa Brine</td></tr><tr><td>Datum</td><td>12.03.2024</td></tr></table>",
    "<table><tr><th>Author</th><td>Rosa Brine</td></tr></table>",
    "<h4>Autor</h4><p>Rosa Brine</p>",
    "<h3>Autorin</h3><p>Rosa Brine</p>",
    "<p>Text: Rosa Brine<br>Fotos: Bernd Cliff</p>",
    "<p><em>Text: Rosa Brine, Fotos: Bernd Cliff</em></p>",
    "<p><strong>Rosa Brine</strong></p>",
    "<p><em>Rosa Brine</em></p>",
    '<p style="text-align:right">Rosa Brine</p>',
    "<p>Rosa Brine</p>",
    "<p>(Rosa Brine)</p>",
    "<p>– Rosa Brine</p>",
    "<p>Berlin, 12. März 2024<br>Rosa Brine</p>",
    "<p>Ihre Rosa Brine</p>",
    "<p>Herzliche Grüße<br>Ihre Rosa Brine</p>",
    "<p>Rosa Brine, Redakteurin</p>",
    "<p><em>Rosa Brine ist Redakteurin des Hafenblatts und schreibt seit 1998 über die Gezeiten und die Fähren.</em></p>",
    "<p><em>Rosa Brine is the harbour correspondent and has written about tides since 1998.</em></p>",
    "<p><em>Die Fragen stellte Rosa Brine.</em></p>",
    "<p>Das Gespräch führte Rosa Brine.</p>",
    "<p>Propos recueillis par Rosa Brine</p>",
    "<p>Mit Bernd Cliff sprach Rosa Brine</p>",
    "<p>Rozmawiała Rosa Brine</p>",
    '<p><a href="mailto:rosa.brine@quay.example">Rosa Brine</a></p>',
]
HEAD_NOBODY = [
    '<link rel="author" href="/humans.txt">',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "editor": {"@type": "Person", "name": "Bernd Cliff"}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "url": "https://quay.example/author/1"}}</script>',
    '<meta name="web_author" content="Rosa Brine">',
    '<meta name="designer" content="Bernd Cliff">',
    '<meta name="author" content="https://www.facebook.com/quay">',
    '<meta name="author" content="info@quay.example">',
    '<meta name="author" content="webadmin_quay">',
]
BEFORE_NOBODY = [
    "<figure><img src=x.jpg><figcaption>Bernd Cliff</figcaption></figure>",
    '<div class="credit">Bernd Cliff</div>',
    "<p><strong>Bad Homburg</strong></p>",
    "<p><strong>Neue Zeiten</strong></p>",
    '<p>Anzeige</p><div class="author">Sponsored Content</div>',
    "<p>Von unserem Korrespondenten</p>",
]
AFTER_NOBODY = [
    "<p>„Das wird gut.“</p><p><strong>Weitere Termine</strong></p>",
    "<ul><li>Rosa Brine</li><li>Bernd Cliff</li><li>Clara Lind</li></ul>",
    "<p><strong>Pressekontakt:</strong><br>Rosa Brine<br>Tel. 0123 456789<br>rosa@quay.example</p>",
    "<h3>Ansprechpartner</h3><p>Rosa Brine</p><p>Telefon 0123 456789</p>",
    "<p>Pressekontakt: Rosa Brine</p>",
    "<blockquote><p>Das Meer ist weit.</p><p>Rosa Brine</p></blockquote>",
    "<p><strong>Rosa Brine: Das Meer. Roman. Quay Verlag 2020, 300 Seiten</strong></p>",
    "<p>Foto: Bernd Cliff</p>",
    '<div class="item"><a href="/n/0"><h3>Another headline about boats 0</h3></a><div class="item-author">Von Bernd Cliff</div></div><div class="item"><a href="/n/1"><h3>Another headline about boats 1</h3></a><div class="item-author">Von Bernd Cliff</div></div><div class="item"><a href="/n/2"><h3>Another headline about boats 2</h3></a><div class="item-author">Von Bernd Cliff</div></div>',
]
HEAD_OTHERS = [
    (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "name": "Rosa O&#039;Brine"}}</script>',
        ["Rosa O'Brine"],
    ),
]
BEFORE_OTHERS = [
    (
        '<div class="byline"><a href="/x"><span class="firstname">Rosa Maria</span><span class="lastname">Brine</span></a></div>',
        ["Rosa Maria Brine"],
    ),
    (
        '<div class="vcard p-author"><span class="fn n"><span class="given-name">Rosa Maria</span> <span class="family-name">Brine</span></span></div>',
        ["Rosa Maria Brine"],
    ),
    ('<span class="author">von <a href="/author/rosa">Rosa</a></span>', ["Rosa"]),
    ('<p>von <a href="/author/rosa">Rosa</a></p>', ["Rosa"]),
    ("<p>Geschrieben von Rosa am 12. März 2024</p>", ["Rosa"]),
]
AFTER_OTHERS = [
    ('<div class="post-footer">Posted by Rosa at 10:30</div>', ["Rosa"]),
    ('<div class="post-footer">Eingestellt von Rosa um 10:30</div>', ["Rosa"]),
]
HEAD_TWO = [
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": ["Rosa Brine", "Bernd Cliff"]}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@type": "Person", "name": ["Rosa Brine", "Bernd Cliff"]}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry times change", "author": {"@list": [{"@type": "Person", "name": "Rosa Brine"}, {"@type": "Person", "name": "Bernd Cliff"}]}}</script>',
    '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "@id": "#a", "author": [{"@id": "#p"}, {"@id": "#q"}]}, {"@type": "Person", "@id": "#p", "name": "Rosa Brine"}, {"@type": "Person", "@id": "#q", "name": "Bernd Cliff"}]}</script>',
]
BEFORE_TWO = [
    '<div class="meta"><a href="/autor/rosa-brine">Rosa Brine</a>, <a href="/autor/bernd-cliff">Bernd Cliff</a></div>',
]


@each("html", HEAD_ONE)
def test_the_author_is_named_in_the_head(html: str) -> None:
    assert authors_named(head=html) == ["Rosa Brine"]


@each("html", BEFORE_ONE)
def test_the_author_is_named_above_the_text(html: str) -> None:
    assert authors_named(before=html) == ["Rosa Brine"]


@each("html", AFTER_ONE)
def test_the_author_is_named_below_the_text(html: str) -> None:
    assert authors_named(after=html) == ["Rosa Brine"]


@each("html", HEAD_NOBODY)
def test_nobody_is_named_in_the_head(html: str) -> None:
    assert authors_named(head=html) == []


@each("html", BEFORE_NOBODY)
def test_nobody_is_named_above_the_text(html: str) -> None:
    assert authors_named(before=html) == []


@each("html", AFTER_NOBODY)
def test_nobody_is_named_below_the_text(html: str) -> None:
    assert authors_named(after=html) == []


@each(("html", "expected"), HEAD_OTHERS)
def test_unusual_names_are_read_in_the_head(html: str, expected: list[str]) -> None:
    assert authors_named(head=html) == expected


@each(("html", "expected"), BEFORE_OTHERS)
def test_unusual_names_are_read_above_the_text(html: str, expected: list[str]) -> None:
    assert authors_named(before=html) == expected


@each(("html", "expected"), AFTER_OTHERS)
def test_unusual_names_are_read_below_the_text(html: str, expected: list[str]) -> None:
    assert authors_named(after=html) == expected


@each("html", HEAD_TWO)
def test_both_authors_are_named_in_the_head(html: str) -> None:
    assert authors_named(head=html) == ["Rosa Brine", "Bernd Cliff"]


@each("html", BEFORE_TWO)
def test_both_authors_are_named_above_the_text(html: str) -> None:
    assert authors_named(before=html) == ["Rosa Brine", "Bernd Cliff"]


LINES = [
    "12. März 2024 von Rosa Brine",
    "Erstellt: 12. März 2024 von: Rosa Brine",
    "Datum: 12.03.2024 | Autor: Rosa Brine | Kategorie: Hafen",
    "12.03.2024 / Rosa Brine / Kommentare (0)",
    "Mo, 12.03.2024 – Rosa Brine",
    "Rosa Brine, Mo 12. März",
    "Von Rosa Brine in Politik, 12.03.2024",
    "Geschrieben von Rosa Brine in Allgemein",
    "Geschrieben von: Rosa Brine | Veröffentlicht: 12. März 2024",
    "Posted in News by Rosa Brine",
    "12. März 2024 by Rosa Brine Leave a Comment",
    "By Rosa Brine, on March 12th, 2024",
    "March 12, 2024 By Rosa Brine 5 Comments",
    "Kategorie: Hafen | Von Rosa Brine | 0 Kommentare",
    "Autor Rosa Brine Datum 12.03.2024",
    "veröffentlicht: 12.03.2024, Rosa Brine",
    "Beitrag von Rosa Brine - Lesezeit 3 Minuten",
    "zuletzt aktualisiert am 12.03.2024 von Rosa Brine",
    "Von Rosa Brine. Aktualisiert am 12.03.2024 – 12:00",
    "Veröffentlicht von Rosa Brine am 12. März 2024",
    "Veröffentlicht am 12. März 2024 von Rosa Brine",
    "Veröffentlicht am 12. März 2024 durch Rosa Brine",
    "Verfasst am 12. März 2024 von Rosa Brine",
    "Verfasst von Rosa Brine am 12.03.2024 um 10:00 Uhr",
    "Eingetragen von Rosa Brine",
    "Autor/Autorin: Rosa Brine",
    "Autor*innen: Rosa Brine",
    "Verfasser/in: Rosa Brine",
    "Autor des Artikels: Rosa Brine",
    "Autorin dieses Beitrags: Rosa Brine",
    "Text/Foto: Rosa Brine",
    "Text/Fotos: Rosa Brine",
    "Text + Fotos: Rosa Brine",
    "Text & Fotos: Rosa Brine",
    "Text und Bild: Rosa Brine",
    "Text und Bilder: Rosa Brine",
    "Text u. Fotos: Rosa Brine",
    "Text: Rosa Brine / Fotos: Bernd Cliff",
    "Text: Rosa Brine. Fotos: Bernd Cliff",
    "Text: Rosa Brine Bilder: Bernd Cliff",
    "Text: Rosa Brine, Illustration: Bernd Cliff",
    "Text von Rosa Brine, Fotos von Bernd Cliff",
    "Text: Rosa Brine; Bild: Adobe Stock",
    "Text: Rosa Brine | Bild: iStock",
    "Text: Rosa Brine (Redaktion)",
    "Bericht: Rosa Brine",
    "Bericht: Rosa Brine, Fotos: Bernd Cliff",
    "Bericht und Foto: Rosa Brine",
    "Artikel: Rosa Brine",
    "Beitrag: Rosa Brine",
    "Redaktion: Rosa Brine",
    "Interview: Rosa Brine, Fotos: Bernd Cliff",
    "Interview und Text: Rosa Brine",
    "Interview von Rosa Brine",
    "Das Interview führte Rosa Brine, Redaktion",
    "Das Interview führte: Rosa Brine",
    "Die Fragen stellte: Rosa Brine",
    "Das Gespräch führte unsere Redakteurin Rosa Brine",
    "Das Interview mit Bernd Cliff führte Rosa Brine",
    "Interview: Rosa Brine, 12.03.2024",
    "Ein Gastkommentar von Rosa Brine",
    "Gastkommentar von Rosa Brine",
    "Gastkommentar Rosa Brine",
    "Kommentar von Rosa Brine",
    "Kommentar: Rosa Brine",
    "Eine Buchbesprechung von Rosa Brine",
    "Rezension von Rosa Brine",
    "Rezension: Rosa Brine",
    "Rezensentin: Rosa Brine",
    "Besprochen von Rosa Brine",
    "Kolumne: Rosa Brine",
    "Aus dem Hafen berichtet Rosa Brine",
    "Es berichtet Rosa Brine",
    "von Rosa Brine, Hamburg",
    "von Rosa Brine (Hamburg)",
    "Von Rosa Brine - 12.03.2024",
    "Von Rosa Brine | Lesedauer: 4 Minuten",
    "Rosa Brine | Lesedauer: 4 Minuten",
    "Rosa Brine · 12. März 2024 · 4 Min. Lesezeit",
    "Rosa Brine • vor 3 Tagen",
    "Rosa Brine, aktualisiert am 12.03.2024",
    "Stand: 12.03.2024, 10:30 Uhr | Rosa Brine",
    "12.03.2024, 10:30 Uhr Von Rosa Brine",
    "12.03.24 - Rosa Brine",
    "12. März 2024, Rosa Brine",
    "Di. 12. März 2024 | Rosa Brine",
    "Hamburg, 12. März 2024 | Rosa Brine",
    "Hamburg, den 12.03.2024, Rosa Brine",
    "Publié le 12 mars 2024 par Rosa Brine",
    "Par Rosa Brine le 12 mars 2024",
    "Par Rosa Brine - 12 mars 2024 à 10h30",
    "Par Rosa Brine Publié le 12 mars 2024 à 10h30",
    "Rosa Brine, le 12 mars 2024",
    "Rosa Brine - Publié le 12/03/2024",
    "Rosa Brine 12 de marzo de 2024",
    "Por Rosa Brine - 12 marzo, 2024",
    "Por Rosa Brine | 12 de marzo de 2024",
    "Publicado por Rosa Brine en 10:30",
    "di Rosa Brine - 12 marzo 2024",
    "di Rosa Brine 12/03/2024",
    "12 Marzo 2024 di Rosa Brine",
    "Rosa Brine 12 marzo 2024",
    "Por Rosa Brine em 12 de março de 2024",
    "Por Rosa Brine, G1 — São Paulo",
    "Door Rosa Brine op 12 maart 2024",
    "12 maart 2024 door Rosa Brine",
    "Rosa Brine 12 maart 2024, 10:30",
    "Rosa Brine, 12 marca 2024",
    "Autor: Rosa Brine 12.03.2024",
    "12 marca 2024, Rosa Brine",
    "Av Rosa Brine 12. mars 2024",
    "Publisert 12. mars 2024 av Rosa Brine",
    "Publicerad 12 mars 2024 av Rosa Brine",
    "Text: Rosa Brine Foto: Bernd Cliff",
    "TEXT Rosa Brine FOTO Bernd Cliff",
    "Af Rosa Brine, 12. marts 2024",
    "Written by Rosa Brine | March 12, 2024",
    "Written by Rosa Brine on 12 March 2024",
    "Written By: Rosa Brine",
    "Published by Rosa Brine at March 12, 2024",
    "Published March 12, 2024 By Rosa Brine",
    "Posted on March 12, 2024 by Rosa Brine",
    "Posted March 12, 2024 by Rosa Brine in News",
    "March 12, 2024 by Rosa Brine",
    "March 12, 2024 / Rosa Brine",
    "March 12, 2024 | Rosa Brine",
    "Rosa Brine March 12, 2024",
    "Rosa Brine | March 12, 2024 | 4 min read",
    "Rosa Brine — March 12, 2024",
    "Rosa Brine on March 12, 2024",
    "By: Rosa Brine",
    "by Rosa Brine",
    "Story By Rosa Brine",
    "Story: Rosa Brine",
    "Article by Rosa Brine",
    "Article by: Rosa Brine",
    "By Rosa Brine, Contributor",
    "By Rosa Brine of the Quay Post",
    "By Rosa Brine Staff Writer",
]
OTHER_LINES = [
    "Regie: Bernd Cliff",
    "Trainer: Bernd Cliff",
    "Musik: Bernd Cliff",
    "Kontakt: Bernd Cliff",
    "Mit Bernd Cliff",
    "Bernd Cliff, Vorsitzender",
    "Bürgermeister Bernd Cliff",
    "Lesung mit Rosa Brine",
    "Roman von Rosa Brine",
    "Ein Film von Rosa Brine",
    "Musik von Rosa Brine",
    "Gesponsert von Rosa Brine",
    "Fotos von Rosa Brine",
    "Foto: Rosa Brine",
    "Rosa Brine (Foto: privat)",
    "Zitat von Rosa Brine",
    "Antwort von Rosa Brine",
    "Buch der Woche",
    "30.11. Buch der Woche",
    "Neues von der Küste",
    "von der Küste",
    "Bericht aus Berlin",
    "Von Montag bis Freitag",
    "Von Berlin nach Rom",
    "Das Leben von Rosa Brine",
    "Zum Tod von Bernd Cliff",
    "Nach dem Rücktritt von Bernd Cliff",
    "Mit freundlicher Genehmigung von Bernd Cliff",
    "Rosa Brine antwortet",
    "Di 12. März",
]


@each("line", LINES)
def test_a_line_without_any_class_is_a_byline(line: str) -> None:
    assert is_byline(line)
    assert authors_named(before=f"<p>{line}</p>") == ["Rosa Brine"]


@each("line", OTHER_LINES)
def test_a_line_about_somebody_else_is_no_byline(line: str) -> None:
    assert not is_byline(line)


def test_comments_in_linked_data_that_nothing_closes_are_left_out() -> None:
    graph = read_graph(['/* a * b **/{"@type": "Person", "name": "Ada Brine",}' + "/* " * 150_000])
    assert [node["name"] for node in graph.nodes] == ["Ada Brine"]
