"""In-process measurements: extracting an article from HTML, and laying it out."""

from __future__ import annotations

from reader.article.document import build_document
from reader.article.extract import extract_page
from reader.model import Author, Entry
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.hyphens import syllables_of
from reader.ui.typeset.page import lay_out_page
from tests.bench.figures import Table, timed, times_of
from tests.bench.prose import Prose

MEASURE = 72


def articles(words: int, rounds: int) -> Table:
    """An article of ``words`` words: extracted from its page, made a document, and laid out from the stored entry."""
    html = Prose(2).article(words).html
    page = _page(html)
    entry = _entry(html)

    def set_it() -> None:
        article = compose(entry, [])
        lay_out_page(article, MEASURE, now=entry.sort, glyphs=UNICODE_GLYPHS, syllables=syllables_of("en"))

    return Table(
        f"An article of {words:,} words",
        (
            timed("page → article (in the worker)", times_of(lambda: extract_page(page, url=URL), max(3, rounds // 3))),
            timed("HTML → document", times_of(lambda: build_document(html, base=URL), rounds)),
            timed("entry of the store → lines on the page", times_of(set_it, rounds), limit=50),
        ),
    )


URL = "https://page.example/article"


def _page(html: str) -> bytes:
    links = "".join(f'<li><a href="/{number}">Other article {number}</a></li>' for number in range(60))
    return f"""<!doctype html><html lang="en"><head><title>An article</title>
<meta property="og:type" content="article"><meta name="author" content="Writer 1"></head><body>
<nav><ul>{links}</ul></nav><article><h1>An article</h1>{html}</article><footer><ul>{links}</ul></footer>
</body></html>""".encode()


def _entry(html: str) -> Entry:
    return Entry(
        id=1, feed_id=1, feed_url=URL, feed_title="The Feed", title="An article", url=URL, authors=(Author("Writer 1"),),
        published=1_780_000_000, updated=None, sort=1_780_000_000, read=False, starred=False, labels=(),
        categories=("One",), summary_html="", content_html=html,
    )  # fmt: skip
