"""Forms in which pages name their authors, or name somebody else: lines, labels, signatures, linked data, classes."""

from reader.article.find_authors import find_credits
from reader.article.web_page import parse_page
from tests.support.each import each

PARAGRAPHS = (
    "<p>The first ferry will leave ten minutes earlier from Monday because the tide tables have changed, the harbour "
    "office said in a notice on Friday.</p>"
    "<p>Passengers with weekly tickets do not need to do anything, and the bus that meets the boat will wait for it as "
    "it has in previous years.</p>"
    "<p>Complaints can be sent to the office, which promises a reply within a week, or made in person at the quay "
    "between eight and noon.</p>"
)
URL = "https://quay.example/ferry/times"


def names(head: str = "", before: str = "", after: str = "", paragraphs: str = PARAGRAPHS) -> list[str]:
    html = (
        f'<html><head><title>Ferry times change - Quay Gazette</title><meta property="og:site_name" content="Quay Gazette">'
        f"{head}</head><body><header><nav><a href='/'>Start</a></nav></header><main><article><h1>Ferry times change</h1>"
        f"{before}{paragraphs}{after}</article></main><footer>© Quay Gazette</footer></body></html>"
    )
    page = parse_page(html, URL)
    assert page is not None
    return [author.name for author in find_credits(page, site="Quay Gazette").authors]


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
    assert names(head=html) == ["Rosa Brine"]


@each("html", BEFORE_ONE)
def test_the_author_is_named_above_the_text(html: str) -> None:
    assert names(before=html) == ["Rosa Brine"]


@each("html", AFTER_ONE)
def test_the_author_is_named_below_the_text(html: str) -> None:
    assert names(after=html) == ["Rosa Brine"]


@each("html", HEAD_NOBODY)
def test_nobody_is_named_in_the_head(html: str) -> None:
    assert names(head=html) == []


@each("html", BEFORE_NOBODY)
def test_nobody_is_named_above_the_text(html: str) -> None:
    assert names(before=html) == []


@each("html", AFTER_NOBODY)
def test_nobody_is_named_below_the_text(html: str) -> None:
    assert names(after=html) == []


@each(("html", "expected"), HEAD_OTHERS)
def test_unusual_names_are_read_in_the_head(html: str, expected: list[str]) -> None:
    assert names(head=html) == expected


@each(("html", "expected"), BEFORE_OTHERS)
def test_unusual_names_are_read_above_the_text(html: str, expected: list[str]) -> None:
    assert names(before=html) == expected


@each(("html", "expected"), AFTER_OTHERS)
def test_unusual_names_are_read_below_the_text(html: str, expected: list[str]) -> None:
    assert names(after=html) == expected


@each("html", HEAD_TWO)
def test_both_authors_are_named_in_the_head(html: str) -> None:
    assert names(head=html) == ["Rosa Brine", "Bernd Cliff"]


@each("html", BEFORE_TWO)
def test_both_authors_are_named_above_the_text(html: str) -> None:
    assert names(before=html) == ["Rosa Brine", "Bernd Cliff"]
