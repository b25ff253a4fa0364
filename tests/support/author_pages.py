"""The page of an article, and the authors that are read from it."""

from reader.article.find_authors import find_credits
from reader.article.web_page import parse_page

URL = "https://quay.example/ferry/times"
PARAGRAPHS = (
    "<p>The first ferry will leave ten minutes earlier from Monday because the tide tables have changed, the harbour "
    "office said in a notice on Friday.</p>"
    "<p>Passengers with weekly tickets do not need to do anything, and the bus that meets the boat will wait for it as "
    "it has in previous years.</p>"
    "<p>Complaints can be sent to the office, which promises a reply within a week, or made in person at the quay "
    "between eight and noon.</p>"
)


def authors_named(
    before: str = "", after: str = "", *, head: str = "", paragraphs: str = PARAGRAPHS, url: str = URL
) -> list[str]:
    """The names of the authors of a page with this before and behind its paragraphs and in its head."""
    page = parse_page(
        f'<html><head><title>Ferry times change - Quay Gazette</title><meta property="og:site_name" content="Quay Gazette">'
        f"{head}</head><body><header><a href='/'>Quay Gazette</a></header><main><article><h1>Ferry times change</h1>"
        f"{before}{paragraphs}{after}</article></main><footer>© Quay Gazette</footer></body></html>",
        url,
    )
    assert page is not None
    return [author.name for author in find_credits(page, site="Quay Gazette").authors]
