"""The fields of a page: headline, lead, date, tags, site, comments, and whether the text is complete."""

from dataclasses import fields

from reader.article.extract import extract_page
from reader.commands.json_output import page_object
from reader.commands.text_output import page_lines
from reader.model import Page

URL = "https://quay.example/ferry/times"
TEXT = "".join(
    f"<p>Paragraph {number} tells at length, with commas, how the ferry of the harbour came by its new times.</p>"
    for number in range(5)
)


def page_of(body: str, head: str = "", url: str = URL) -> Page:
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=url)


def test_each_field_of_a_page_is_printed() -> None:
    assert page_object(Page(URL)).keys() == {field.name for field in fields(Page)}


def test_the_lead_is_printed_above_the_text() -> None:
    lead = "From Monday the first boat leaves at six, and anyone who oversleeps will have to row."
    page = page_of(f"<article><h1>Ferry times change</h1><p class=intro>{lead}</p>{TEXT}</article>")
    assert page_object(page)["lead"] == lead
    assert lead not in page.content_text
    printed = list(page_lines(page, None, 70))
    assert printed.index(lead) + 2 == printed.index(page.content_text.split("\n")[0])
