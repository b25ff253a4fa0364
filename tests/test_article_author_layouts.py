"""Bylines in layouts of old and unusual pages, and names on a page that are not the author's."""

from reader.article.find_authors import find_credits
from reader.article.web_page import parse_page, text_of
from tests.support.each import each

SENTENCES = (
    (
        "The first ferry will leave ten minutes earlier from Monday because the tide tables have changed, the harbour office "
        "said in a notice on Friday."
    ),
    (
        "Passengers with weekly tickets do not need to do anything, and the bus that meets the boat will wait for it as it "
        "has in previous years."
    ),
    (
        "Complaints can be sent to the office, which promises a reply within a week, or made in person at the quay between "
        "eight and noon."
    ),
)
PARTS = {
    "{H}": "<h1>Ferry times change</h1>",
    "{P}": "".join(f"<p>{sentence}</p>" for sentence in SENTENCES),
    "{BR}": "".join(f"{sentence}<br><br>" for sentence in SENTENCES),
}
# In the bodies, {H} is a headline, {P} are paragraphs, {BR} are the same with line breaks.
OF_ONE = [
    "<article>{H}{P}<footer>Von Rosa Brine</footer></article>",
    "<header><h1>Ferry times</h1><p>Von Rosa Brine</p></header><article>{P}</article>",
    "<article><div>Von Rosa Brine</div>{H}{P}</article>",
    "<article>{H}<address>Von Rosa Brine</address>{P}</article>",
    "<article>{H}<cite>Rosa Brine</cite>{P}</article>",
    '<article>{H}<p class="meta">Hafen | Rosa Brine | 12.03.2024</p>{P}</article>',
    "<article>{H}<div><span>12.03.2024</span><span>Rosa Brine</span></div>{P}</article>",
    '<article>{H}<div><span>Rosa Brine</span> <span>12.03.2024</span> <a href="/k/hafen">Hafen</a></div>{P}</article>',
    '<div class="content"><h2>Ferry times change</h2><p>Von Rosa Brine</p>{P}</div>',
    '<div class="content"><h1>Ferry</h1><div>Von Rosa Brine<br><br>{BR}</div></div>',
    '<div class="content"><h1>Ferry</h1><div><em>Von Rosa Brine</em><br><br>{BR}</div></div>',
    '<div class="content"><h1>Ferry</h1><div>{BR}Rosa Brine</div></div>',
    '<div class="content"><h1>Ferry</h1><div>{BR}Von Rosa Brine</div></div>',
    '<div class="content"><h1>Ferry</h1><div>{BR}Text: Rosa Brine<br>Foto: Bernd Cliff</div></div>',
    '<div class="content"><h1>Ferry</h1><div>{BR}<em>Rosa Brine</em></div></div>',
    "<article>{H}<p>12.03.2024<br>Von Rosa Brine<br>The first ferry will leave ten minutes earlier from Monday because the tide tables have changed, the harbour office said.</p>{P}</article>",
    "<table><tr><td>{H}<font size=2>von Rosa Brine</font>{P}</td></tr></table>",
    "<table><tr><td>{H}<b>Rosa Brine, 12.03.2024</b>{P}</td></tr></table>",
    "<div>{H}<span>by Rosa Brine</span>{P}</div>",
    "<article>{H}<small>Rosa Brine, 12. März 2024</small>{P}</article>",
    "<article>{H}<figure><img src=a.jpg><figcaption>Foto: Bernd Cliff</figcaption></figure><p>Von Rosa Brine</p>{P}</article>",
    "<article>{H}<figure><img src=a.jpg><figcaption>Bernd Cliff, 12.03.2024</figcaption></figure><p>Von Rosa Brine</p>{P}</article>",
    "<main><article>{H}{P}<p>Propos recueillis par Rosa Brine</p></article></main>",
    "<main><article>{H}<h2>Von Rosa Brine</h2>{P}</article></main>",
    '<article>{H}{P}<div class="infos"><div>Autor: Rosa Brine</div><div>Datum: 12.03.2024</div></div></article>',
    "<article>{H}{P}<details><summary>Infos</summary><p>Autorin: Rosa Brine</p></details></article>",
]
OF_NOBODY = [
    "<article>{H}<figure><img src=a.jpg><figcaption>Bernd Cliff, 12.03.2024</figcaption></figure>{P}</article>",
    "<main><article>{H}{P}</article></main><aside><h3>Neueste Artikel</h3><p>Von Bernd Cliff</p></aside>",
    '<main><article>{H}{P}</article><section id="comments"><p>Von Bernd Cliff am 12.03.2024</p></section></main>',
    "<main><article>{H}{P}</article><h3>2 Kommentare</h3><ul><li><b>Bernd Cliff</b> 12.03.2024<p>Das ist gut.</p></li><li><b>Clara Lind</b> 13.03.2024<p>Das ist nicht gut.</p></li></ul></main>",
    "<main><article>{H}{P}</article><h3>Mehr zum Thema</h3><ul><li><a href=/a>Der Hafen bleibt zu</a> von Bernd Cliff</li><li><a href=/b>Die Flut kommt</a> von Clara Lind</li></ul></main>",
    "<main><article>{H}{P}</article><article><h2><a href=/b>Die Flut kommt später als sonst</a></h2><p>Von Bernd Cliff</p></article></main>",
    "<main><article><h1>Lesung im Hafen</h1><p>Mit Rosa Brine</p>{P}</article></main>",
    "<main><article>{H}{P}<blockquote><p>„Das Meer ist weit und der Hafen ist klein.“</p><footer>Rosa Brine</footer></blockquote></article></main>",
    "<main><article><h1>Impressum</h1>{P}<p>Verantwortlich: Bernd Cliff</p></article></main>",
    "<main><article>{H}{P}<p>Geschäftsführer: Bernd Cliff</p></article></main>",
    "<main><article><h1>Unser Team</h1>{P}<p><strong>Bernd Cliff</strong></p><p>Telefon 0123 4567</p></article></main>",
    "<main><article>{H}{P}</article></main><footer>Webdesign von Bernd Cliff</footer>",
    "<main><article>{H}{P}<p>Webdesign: Bernd Cliff</p></article></main>",
    "<article>{H}{P}<p>rb</p></article>",
]
OF_OTHERS = [
    (
        '<article>{H}<div><span><span>Von</span></span><span><a href="#">Rosa Brine</a></span><span>,</span><span><a href="#">Bernd Cliff</a></span></div>{P}</article>',
        ["Rosa Brine", "Bernd Cliff"],
    ),
    (
        '<article>{H}<div>Von <a href="/x">Rosa Brine</a> und <a href="/y">Bernd Cliff</a></div>{P}</article>',
        ["Rosa Brine", "Bernd Cliff"],
    ),
    ("<article>{H}<p>VON ROSA BRINE</p>{P}</article>", ["ROSA BRINE"]),
    ("<article>{H}<p>VON <b>ROSA BRINE</b> UND <b>BERND CLIFF</b></p>{P}</article>", ["ROSA BRINE", "BERND CLIFF"]),
]


def names(body: str) -> list[str]:
    for key, part in PARTS.items():
        body = body.replace(key, part)
    head = '<title>Ferry times change - Quay Gazette</title><meta property="og:site_name" content="Quay Gazette">'
    page = parse_page(f"<html><head>{head}</head><body>{body}</body></html>", "https://quay.example/ferry/times")
    assert page is not None
    return [author.name for author in find_credits(page, site="Quay Gazette").authors]


@each("body", OF_ONE)
def test_a_byline_is_found_in_any_layout(body: str) -> None:
    assert names(body) == ["Rosa Brine"]


@each(("body", "expected"), OF_OTHERS)
def test_several_authors_and_capitals_are_read_in_any_layout(body: str, expected: list[str]) -> None:
    assert names(body) == expected


@each("body", OF_NOBODY)
def test_names_in_captions_comments_lists_and_imprints_are_no_authors(body: str) -> None:
    assert names(body) == []


def test_text_behind_a_long_indentation_is_text() -> None:
    page = parse_page(f"<p>\n{' ' * 40}By <b>\n{' ' * 40}Ada Brine</b></p>", "https://quay.example/1")
    assert page is not None
    assert [text_of(page.body, 1), text_of(page.body, 12)] == ["…", "By Ada Brine"]
