"""Which of an entry's texts is the body and which the lead; nothing that a feed carried is lost between them."""

from hypothesis import given
from hypothesis import strategies as st

from reader.article.blocks import Code, Document, Figure, ListBlock, Media, Paragraph, Span
from reader.article.document import build_document, links_in
from reader.article.document_text import plain_text_of
from reader.article.entry_text import LONGEST_LEAD, body_of, text_of_entry
from reader.article.flow import text_of_spans
from reader.model import Entry, Page
from reader.ui.dialogs.links import links_of
from reader.ui.reader.compose_article import compose
from tests.support.each import each

BASE = "https://paper.example/a"


def entry(summary: str = "", content: str = "", page: Page | None = None, title: str = "A title") -> Entry:
    return Entry(
        id=1, feed_id=1, feed_url="https://f.example/", feed_title="Paper", title=title, url=BASE, authors=(),
        published=0, updated=None, sort=0, read=False, starred=False, labels=(), categories=(), summary_html=summary,
        content_html=content, page=page,
    )  # fmt: skip


def lead_of(one: Entry) -> str:
    return text_of_spans(text_of_entry(one).lead)


def urls(one: Entry) -> list[str]:
    return [link.url for link in links_of(compose(one, []))]


@each(
    "summary",
    [
        '<p>Read <a href="https://other.example/paper">the paper</a> and <a href="https://third.example/">more</a>.</p>',
        "<p>Run this:</p><pre>for i in 1 2 3\ndo\n  echo $i\ndone</pre>",
        "<p>Buy:</p><ul><li>Apples</li><li>Pears</li></ul><p>Go home.</p>",
        '<p>My cat.</p><p><img src="cat.jpg" alt="A cat"></p>',
        '<p>Look:</p><iframe src="https://www.youtube.com/embed/x1"></iframe>',
        '<img src="/comic.png" alt="The comic">',
        '<p><a href="https://other.example/">Another title</a></p>',
        "Short.",
    ],
)
def test_a_summary_that_is_the_only_text_is_the_body_whatever_its_length(summary: str) -> None:
    for markup in (summary, summary + "<p>word</p>" * 300):
        one = entry(markup)
        document = build_document(markup, base=BASE)
        assert body_of(one) == (markup, BASE)
        assert text_of_entry(one).lead == ()
        assert text_of_entry(one).body.blocks == document.blocks
        assert {link.url for link in document.links} <= set(urls(one))


def test_a_short_paragraph_beside_the_content_is_the_lead_and_keeps_its_links() -> None:
    one = entry('Read <a href="/paper">the paper</a>.', "<p>A long text with <a href='/b'>b</a>.</p>")
    text = text_of_entry(one)
    assert text.lead == (Span("Read "), Span("the paper", href="https://paper.example/paper"), Span("."))
    assert text.body.blocks == build_document(one.content_html, base=BASE).blocks
    assert urls(one)[:2] == ["https://paper.example/paper", "https://paper.example/b"]


@each(
    ("summary", "kind"),
    [
        ("<p>One.</p><p>Two.</p>", Paragraph),
        ("<ul><li>Apples</li></ul>", ListBlock),
        ("<pre>code()</pre>", Code),
        ("<img src=/x.png alt=Cat>", Figure),
        ("<iframe src=https://v.example/1></iframe>", Media),
        ("<p>" + "word " * LONGEST_LEAD, Paragraph),
    ],
)
def test_a_summary_that_a_lead_cannot_show_opens_the_body(summary: str, kind: type) -> None:
    text = text_of_entry(entry(summary, "<p>The content.</p>"))
    assert text.lead == ()
    assert isinstance(text.body.blocks[0], kind)
    assert text.body.blocks[-1] == Paragraph((Span("The content."),))


@each(
    ("summary", "content"),
    [
        ("Lang und …", "<p>Lang und breit erzählt.</p>"),
        ("<p>One.</p>\n<p>Two.</p>", "<div><p>One.<p>Two.<p>Three.</div>"),
        ("One. Two.", "<p>One.<p>Two."),
        ("<img src=/kitten-300x200.jpg><p>My cat.</p>", "<p>My cat.</p><img src=/kitten-1024x768.jpg>"),
        ("<ul><li>Apples<li>Pears</ul>", "<p>Buy<ul><li>Apples<li>Pears</ul>"),
        ("A title", "<p>Text"),
        ("<hr>", "<p>Text"),
    ],
)
def test_a_summary_that_the_content_repeats_is_not_shown_twice_but_its_links_are_kept(
    summary: str, content: str
) -> None:
    one = entry(summary + ' <a href="https://more.example/"></a>', content)
    assert text_of_entry(one).lead == ()
    assert text_of_entry(one).body.blocks == build_document(content, base=BASE).blocks
    assert "https://more.example/" in urls(one)


def test_the_pages_own_lead_replaces_a_teaser_but_not_a_summary_with_links() -> None:
    page = Page("https://page.example/", lead="The page's lead.", content_html="<p>The page.</p>")
    assert lead_of(entry("A teaser.", "<p>The feed.</p>", page)) == "The page's lead."
    one = entry('Well said by <a href="https://other.example/">Ada</a>.', "", page)
    text = text_of_entry(one)
    assert text_of_spans(text.lead) == "The page's lead."
    assert plain_text_of(text.body) == "Well said by Ada.\n\nThe page."
    assert lead_of(entry("The page's lead.", "", Page("https://page.example/", lead="The page's lead."))) == ""
    assert lead_of(entry("A teaser.", "", Page("https://p.example/", content_html="<p>The page."))) == "A teaser."


PIECES = st.lists(
    st.sampled_from(
        """
<p> | </p> | <a href=/one> | <a href=/two> | </a> | word | other words | <ul><li>item | <li>more | </ul> | <pre> | x = 1
</pre> | <img src=/p.png alt='a picture'> | <img src=/q.png alt=second> | <iframe src=https://v.example/1></iframe> | <br>
… | <table><tr><td>cell<td>cell 2 | <tr><td><img src=/r.png> | </table> | A title | <h2> | </h2> | <blockquote> | <hr>
""".strip()
        .replace("\n", " | ")
        .split(" | ")
    ),
    max_size=12,
).map("".join)


@given(PIECES, PIECES)
def test_nothing_that_a_feed_carried_is_lost_between_lead_and_body(summary: str, content: str) -> None:
    one = entry(summary, content)
    article = compose(one, [])
    shown = f"{text_of_spans(article.lead)} {plain_text_of(article.document)} {one.title}"
    for html in (summary, content):
        carried = build_document(html, base=BASE)
        assert {link.url for link in carried.links} <= set(urls(one))
        assert {link.url for link in links_in(article.lead)} <= set(urls(one))
        for block in carried.blocks:
            if isinstance(block, Code | Figure | ListBlock):
                assert set(plain_text_of(Document((block,))).split()) - {">"} <= set(shown.split())  # the sign is ours


def test_pictures_of_the_feed_that_the_page_lost_are_above_the_text_of_the_page() -> None:
    tide, boat, dock = (
        f"<img src='https://paper.example/{name}.jpg' alt='{name}'>" for name in ("tide", "boat", "dock")
    )

    def pictures(in_feed: str, in_page: str) -> list[str]:
        page = Page(BASE, content_html=f"<p>The text.</p>{in_page}")
        body = text_of_entry(entry(content=f"<p>Teaser.</p>{in_feed}", page=page)).body
        return [block.alt for block in body.blocks if isinstance(block, Figure)]

    assert pictures(tide + boat, "") == ["tide", "boat"]
    assert pictures(tide + boat, boat) == ["tide", "boat"]
    assert pictures(tide, tide) == ["tide"]
    assert pictures(tide, dock) == ["dock"]  # which may be the same in another size
