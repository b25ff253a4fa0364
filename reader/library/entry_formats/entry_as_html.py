"""An article as a page of its own: one file without scripts, whose style fits light and dark screens and paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from reader.article.document import build_document
from reader.article.document_html import html_of, html_of_spans, linked
from reader.article.entry_text import lacks_rest, rest_at, text_of_entry
from reader.library.entry_formats.entry_as_text import by_line, date_line
from reader.model import Entry, chapter_url, chapters_of, other_files, text_language
from reader.web.addresses import file_name
from reader.web.clean_links import clean_link
from reader.wording.catalogue import _
from reader.wording.numbers import clock
from reader.wording.titles import shown_title

# Nothing but pictures is ever loaded, and no site learns from where.
_POLICY = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; }
body { margin: 3rem auto; max-width: 38rem; padding: 0 1rem; font: 1.1rem/1.55 Georgia, serif; }
h1 { line-height: 1.2; }
.facts, figcaption, caption { color: GrayText; font-size: .9rem; }
.lead { font-style: italic; }
img { max-width: 100%; height: auto; }
figure { margin: 1.5rem 0; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid GrayText; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid GrayText; font-size: .9rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid GrayText; }
.number { text-align: right; }
.note { display: grid; grid-template-columns: 2.5rem 1fr; font-size: .9rem; }
.note > * { grid-column: 2; margin: .2rem 0; }
.note > :first-child { grid-column: 1; grid-row: 1; }
"""


def entry_as_html(entry: Entry) -> str:
    """The whole page."""
    language = text_language(entry)
    head = [
        "<!doctype html>",
        f'<html lang="{escape(language)}">' if language else "<html>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(shown_title(entry.title))}</title>",
        f"<style>{_STYLE}</style>",
    ]
    return "\n".join([*head, "<article>", *_contents(entry), "</article>", "</html>", ""])


def _contents(entry: Entry) -> Iterator[str]:
    text = text_of_entry(entry)
    yield f"<h1>{linked(shown_title(entry.title), entry.url and clean_link(entry.url))}</h1>"
    facts = (by_line(entry.authors), entry.feed_title, date_line(entry))
    yield f'<p class="facts">{escape(" · ".join(filter(None, facts)))}</p>'
    if text.lead:
        yield f'<p class="lead">{html_of_spans(text.lead)}</p>'
    yield html_of(text.body)
    if text.body.is_cut:
        yield f"<p>{escape(_('The rest is left out, because this article is too long.'))}</p>"
    if lacks_rest(entry):
        yield f"<p>{escape(_('The rest is for subscribers.'))}</p>"
    rest = rest_at(entry)
    if rest:
        yield f"<p>{escape(_('The article continues at {address}')).format(address=linked(rest, rest))}</p>"
    yield from _episode(entry)
    files = other_files(entry)
    if files:
        names = ((one.title or file_name(one.url) or one.url, one.url) for one in files)
        yield "<ul>\n" + "".join(f"<li>{linked(name, url)}</li>\n" for name, url in names) + "</ul>"


def _episode(entry: Entry) -> Iterator[str]:
    """The chapters of an episode, each a link to its place, and its transcript."""
    chapters = chapters_of(entry)
    if chapters:
        yield f"<h2>{escape(_('Chapters'))}</h2>"
        found = ((clock(one.start), one.title, chapter_url(one, entry)) for one in chapters)
        lines = (f"{time} {linked(title, url) if url else escape(title)}" for time, title, url in found)
        yield "<ul>\n" + "".join(f"<li>{line}</li>\n" for line in lines) + "</ul>"
    if entry.page and entry.page.transcript:
        yield f"<h2>{escape(_('Transcript'))}</h2>"
        yield html_of(build_document(entry.page.transcript, base=entry.page.url or None))
