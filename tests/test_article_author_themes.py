"""How the themes of many systems mark an author, reduced to the markup that matters, and names that they put elsewhere."""

from reader.article.find_authors import find_credits
from reader.article.web_page import parse_page
from tests.support.author_pages import PARAGRAPHS, authors_named
from tests.support.each import each

ABOVE = [
    '<div class="entry-meta"><a href="#respond">Leave a comment</a> / <a rel="category tag" href="/c">Harbour</a> / By <span class="posted-by vcard author"><a class="url fn" rel="author" href="/author/rosa/"><span class="author-name">Rosa Brine</span></a></span></div>',
    '<p class="post-meta"> von <span class="author vcard">Rosa Brine</span> | <span class="published">März 12, 2024</span></p>',
    '<ul class="post-info"><li itemprop="author"><a href="/author/rosa/"><span class="icon"><i class="far fa-user"></i></span><span class="post-info__item--type-author">Rosa Brine</span></a></li><li>12. März 2024</li></ul>',
    '<div class="module-meta-info"><div class="post-author-name"><div class="author-by">Von</div> <a href="/author/rosa/">Rosa Brine</a><div class="author-line"> - </div></div><span>12. März 2024</span></div>',
    '<p class="mh-meta"><a href="/2024/03/">12. März 2024</a><span class="entry-meta-author author vcard"><a class="fn" href="/author/rosa/">Rosa Brine</a></span></p>',
    '<div><time>March 12, 2024</time><p>—</p><p>by</p><div class="wp-block-post-author-name"><a href="/author/rosa">Rosa Brine</a></div></div>',
    '<div class="node__meta"><span>By <span class="field--name-uid"><span>Rosa Brine</span></span>, 12 March 2024</span></div>',
    '<div class="field"><div class="field-label">Autor/in:&nbsp;</div><div class="field-item"><a href="/rosa-brine">Rosa Brine</a></div></div>',
    '<dl class="article-info"><dt>Details</dt><dd class="createdby"> Geschrieben von: <span>Rosa Brine</span> </dd><dd>Veröffentlicht: 12. März 2024</dd></dl>',
    '<div class="footer"><p><time>12.03.2024</time><span class="news-list-author" itemprop="author" itemscope itemtype="http://schema.org/Person">von <span itemprop="name">Rosa Brine</span></span></p></div>',
    '<p class="info"><time>12.03.2024 10:15</time> von Rosa Brine <span class="comments">(Kommentare: 0)</span></p>',
    '<div class="documentByLine">von <a href="/author/rosa">Rosa Brine</a> — zuletzt verändert: 12.03.2024 10:15</div>',
    '<p class="info-publi">mardi 12 mars 2024<span>, par <a class="spip_in" href="_Rosa-Brine_">Rosa Brine</a></span></p>',
    '<p class="post-info">Par Rosa Brine le mardi 12 mars 2024, 10:15 - <a href="/c">Port</a> - <a href="/p">Lien permanent</a></p>',
    '<div class="post-meta"><span>March 12, 2024</span>&nbsp;·&nbsp;3 min&nbsp;·&nbsp;Rosa Brine</div>',
    '<p>Written by <strong>Rosa Brine</strong> who lives and works in Harbourtown building useful things.</p>',
    '<div><span>Written By</span> <span class="blog-author-name">Rosa Brine</span></div>',
    '<ul><li><span data-hook="user-name" title="Rosa Brine">Rosa Brine</span></li><li>Mar 12, 2024</li></ul>',
    '<div data-testid="byline-contributors"><div><span>Rosa Brine</span></div><div>Harbour correspondent</div></div>',
    '<p class="article-byline">Aus Hafenstadt berichtet <b>Rosa Brine</b></p>',
    '<p>Rosa Brine, 12 март 2024</p>',
    '<ul><li>Beitrags-Autor:<a href="/author/rosa/">Rosa Brine</a></li><li>Beitrag veröffentlicht:12. März 2024</li></ul>',
    '<ul><li>Auteur de la publication :Rosa Brine</li><li>Publication publiée :12 mars 2024</li></ul>',
]  # fmt: skip
BELOW = [
    '<div class="entryFooter">Geschrieben von <a href="/authors/1-Rosa">Rosa Brine</a> in <a href="/c">Hafen</a> um <a href="/x">10:15</a> | <a href="#c">Kommentare (0)</a></div>',
    '<p class="posted">Posted by Rosa Brine on March 12, 2024 10:15 AM | <a href="/x">Permalink</a></p>',
    '<footer class="entry-footer"><span class="author vcard"><span class="screen-reader-text">Autor </span> <a class="url fn n" href="/author/rosa/">Rosa Brine</a></span></footer>',
    "<p>Author</p><p><strong>Rosa Brine</strong></p>",
]
OF_MEMBERS = [
    ('<div class="storyDate"><a href="/members/tidecat">tidecat</a> - 12. Mär, 10:15</div>', ""),
    ('<div class="small">... <a href="/u/tidecat">tidecat</a>, 12. März 2024</div>', ""),
    ("", '<ul><li><a class="username" data-user-id="1" href="/members/tidecat.1/">tidecat</a></li><li><time>Mar 12, 2024</time></li></ul>'),
    ("", '<ul><li><span class="icon fa-user"></span> <a class="userLink" href="/user/12-tidecat/">tidecat</a></li><li><time>12. März 2024</time></li></ul>'),
    ("", '<div class="meta"><div data-hook="avatar"></div><span title="tidecat" data-hook="user-name">tidecat</span><span>Mar 12, 2024</span></div>'),
]  # fmt: skip
OF_NOBODY = [
    "<p>with Rosa Brine</p>",
    "<p>Speaker: Rosa Brine</p>",
    "<p>Directed by Rosa Brine</p>",
    "<p>Rosa Brine: Das Meer. Roman. Hafenverlag, Hafenstadt 2024, 300 Seiten</p>",
    "<p>Sie sind hier: Start &gt; Personen &gt; Rosa Brine</p>",
    '<ul class="menu"><li><a href="/interview-rosa-brine/">Interview: Rosa Brine</a></li><li><a href="/chat/">Chat</a></li></ul>',
    "<h2>Von Hafenlicht zu Hafenlicht</h2>",
    "<p>Posted by rosa_b77 on March 12, 2024</p>",
    '<div class="posted-by">von admin</div>',
    '<div class="byline">By Quay Gazette Staff</div>',
    "<p>Bernd Cliff<br>Bürgermeister<br>Rathaus, Zimmer 12<br>Tel. 0123 456</p>",
    "<p>Rosa Brine<br>Leiterin<br>Stadtwerke Hafenstadt GmbH</p><p>Tel.: 0123 456</p>",
    "<p>Rosa Brine (Klavier), Bernd Cliff (Violine)</p>",
    "<p>12.03.2024, 19:00 Uhr: Vortrag von Dr. Rosa Brine</p>",
    "<p>12. März 2024 | 19 Uhr | Rosa Brine &amp; Band</p>",
    "<p>A novel by Rosa Brine</p>",
    '<figure><img src="/x.jpg"><div class="caption">Autor: Rosa Brine</div></figure>',
]
OF_NOBODY_BELOW = [
    '<div class="testimonial"><p>„Die Fähre ist immer pünktlich und die Leute sind nett.“</p><p>Rosa Brine</p></div>',
    '<div class="product"><span class="vendor">Rosa Brine</span><span class="price">€ 12</span></div>',
    '<div class="recent-posts"><h3>Neueste Beiträge</h3><ul><li><a href="/b">Flut</a> von Bernd Cliff</li></ul></div>',
    "<div><h3>Kontakt für Medien</h3><p>Rosa Brine<br>Leiterin Kommunikation<br>+49 123 4567</p></div>",
    "<p>Verantwortlich für den Inhalt: Rosa Brine</p>",
    '<div class="reviews"><p>★★★★★ von Rosa Brine am 12. März 2024</p><p>Sehr gut, gerne wieder!</p></div>',
    '<section id="customer-reviews"><div>By Rosa Brine on March 12, 2024</div><p>Great.</p></section>',
    '<div class="bild"><img src="x.jpg" alt=""></div><p>© Rosa Brine</p>',
    "<p>Letzter Beitrag von tidecat am 12. März 2024</p>",
]
LIVES = "lebt seit 2009 am Hafen und schreibt über Fähren, Gezeiten und die Menschen an der Küste."
BIOGRAPHIES = [
    (f"<p><strong>Autorin:</strong> Rosa Brine {LIVES}</p>", f"Rosa Brine {LIVES}"),
    (f"<p><em>Unsere Autorin Rosa Brine {LIVES}</em></p>", f"Unsere Autorin Rosa Brine {LIVES}"),
    (f"<p><em>Die Autorin {LIVES}</em></p>", f"Die Autorin {LIVES}"),
    (
        "<hr><p>The author is a harbour reporter who has written about tides since 1998.</p>",
        "The author is a harbour reporter who has written about tides since 1998.",
    ),
    (f'<div class="newsletter"><h4>Rosa Brine</h4><p>Rosa Brine {LIVES}</p></div>', None),
    (f"<p><em>Die Fähre {LIVES}</em></p>", None),
]


@each("above", ABOVE)
def test_a_theme_marks_the_author_above_the_text(above: str) -> None:
    assert authors_named(above) == ["Rosa Brine"]


@each("below", BELOW)
def test_a_theme_marks_the_author_below_the_text(below: str) -> None:
    assert authors_named(after=below) == ["Rosa Brine"]


@each(("below", "above"), OF_MEMBERS)
def test_a_member_of_a_site_wrote_what_their_profile_is_linked_with(below: str, above: str) -> None:
    assert authors_named(above, below) == ["tidecat"]


@each("above", OF_NOBODY)
def test_speakers_books_menus_ranges_and_logins_above_the_text_are_no_authors(above: str) -> None:
    assert authors_named(above) == []


@each("below", OF_NOBODY_BELOW)
def test_quotations_products_other_articles_and_contacts_below_the_text_are_no_authors(below: str) -> None:
    assert authors_named(after=below) == []


@each(("below", "expected"), BIOGRAPHIES)
def test_a_biography_may_begin_with_our_author(below: str, expected: str | None) -> None:
    page = parse_page(
        f"<main><article><h1>Ferry</h1><p>Von Rosa Brine</p>{PARAGRAPHS}{below}</article></main>", "https://q.example/a"
    )
    assert page is not None
    (author,) = find_credits(page, site=None).authors
    assert (author.name, author.bio) == ("Rosa Brine", expected)


@each("below", [f"<p><em>Die Autorin Rosa Brine {LIVES}</em></p>", f"<p><em>The writer, Rosa Brine, {LIVES}</em></p>"])
def test_a_sentence_about_the_author_names_her(below: str) -> None:
    assert authors_named(after=below) == ["Rosa Brine"]


def test_a_box_about_me_is_about_the_author() -> None:
    box = "<div class='author-box'><h3>Über mich</h3><p>Ich bin Tess, lebe seit 2009 am Hafen und backe Brot.</p></div>"
    page = parse_page(
        f"<main><article><h1>Ferry</h1><p class='byline'>von Tess</p>{PARAGRAPHS}{box}</article></main>",
        "https://q.example/a",
    )
    assert page is not None
    (author,) = find_credits(page, site=None).authors
    assert (author.name, author.bio) == ("Tess", "Ich bin Tess, lebe seit 2009 am Hafen und backe Brot.")
