"""An edition as one self-contained file: for browsers, mail programs and e-readers, without scripts.

The front page comes first; its headlines lead to the whole articles below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from reader.article.document_html import html_of, html_of_spans, linked
from reader.article.entry_pictures import hero_of, with_pictures
from reader.article.entry_text import lacks_rest, text_of_entry
from reader.edition.values import Item, Section, Size
from reader.library.edition_articles import EditionArticle, shortened
from reader.library.edition_formats import NAME, Paper, ending, facts, folio
from reader.library.edition_messages import long_date, section_title
from reader.model import Entry
from reader.wording.catalogue import _, language
from reader.wording.timestamps import local_time
from reader.wording.titles import shown_title

Embed = Callable[[str], "str | None"]
"""The ``data:`` address of a picture; None if there is none."""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_LENGTHS = {Size.LEAD: 900, Size.SECOND: 360, Size.BRIEF: 140}  # characters of a text on the front page
_TAG = re.compile(r"<[^<>]+>")  # text and attributes have neither < nor >
_SOURCE = re.compile(r' src="([^"]*)"')
_ALTERNATIVE = re.compile(r' alt="([^"]*)"')
_PLACE = re.compile(r' (id="|href="#)')
# Without variables and nesting, which mail programs do not know.
_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; color: #1f1b16; background: #fbf8f1;
  font: 1.05rem/1.5 Georgia, "Iowan Old Style", "Palatino Linotype", serif; hyphens: auto; -webkit-hyphens: auto; }
a { color: inherit; text-decoration-color: #b3aa9a; }
h1, h2, h3 { line-height: 1.15; hyphens: manual; -webkit-hyphens: manual; text-wrap: balance; }
h2 a, h3 a { text-decoration: none; }
header { text-align: center; border-bottom: 3px double; margin-bottom: 1.5rem; }
header h1 { font-size: 3rem; margin: 0; letter-spacing: .02em; }
header p { margin: .3rem 0 .8rem; }
main { margin-bottom: 4rem; }
.section { font-size: .85rem; letter-spacing: .12em; text-transform: uppercase; color: #a3251c;
  border-top: 1px solid #1f1b16; padding-top: .5rem; margin: 2rem 0 .8rem; }
.stories, .lead .text { columns: 19rem; column-gap: 2rem; column-rule: 1px solid #cfc7b8; }
.story { break-inside: avoid; margin: 0 0 1.3rem; }
.story h3 { margin: 0 0 .2rem; font-size: 1.02rem; }
.story p { margin: .3rem 0; }
.story img, .whole img { max-width: 100%; height: auto; }
.second h3 { font-size: 1.35rem; }
.lead { margin-bottom: 1.5rem; }
.lead h3 { font-size: 2.1rem; }
.lead img { width: 100%; max-height: 34rem; object-fit: cover; }
.facts, figcaption, caption, header p, footer { color: #6b6459; font-size: .87rem; }
.whole { max-width: 38rem; margin: 0 auto 2rem; padding-top: 1rem; border-top: 1px solid #cfc7b8; }
.whole h2 { font-size: 1.7rem; }
.opening { font-style: italic; }
figure { margin: 1.2rem 0; }
figure:empty { display: none; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid #cfc7b8; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #cfc7b8; font-size: .85rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid #cfc7b8; }
.number { text-align: right; }
footer { text-align: center; border-top: 3px double; margin-top: 2rem; padding-top: 1rem; }
@media (prefers-color-scheme: dark) {
body { color: #e8e2d6; background: #1b1a18; }
.section { color: #f0857a; border-color: #e8e2d6; }
.facts, figcaption, caption, header p, footer { color: #a49c8e; }
.stories, .lead .text { column-rule-color: #45413a; }
.whole, blockquote, pre, th, td { border-color: #45413a; }
}
@media print { .whole { break-before: page; } }
"""


def edition_as_html(paper: Paper, embed: Embed) -> str:
    """The whole file, with a line end at its end."""
    title = f"{NAME}, {long_date(paper.edition.day)}"
    head = [
        "<!doctype html>",
        f'<html lang="{language()}">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
    ]
    return "\n".join([*head, *_front(paper, embed), *_articles(paper, embed), "</html>", ""])


# -- the front page


def _front(paper: Paper, embed: Embed) -> Iterator[str]:
    yield f'<header id="front">\n<h1>{NAME}</h1>\n<p>{escape(" · ".join(folio(paper)))}</p>\n</header>'
    yield "<main>"
    for section in paper.edition.sections:
        yield from _section(paper, section, embed)
    yield "</main>"


def _section(paper: Paper, section: Section, embed: Embed) -> Iterator[str]:
    title = section_title(paper.edition, section)
    if title:
        yield f'<h2 class="section">{escape(title)}</h2>'
    set_apart = [item for item in section.items if item.size is Size.LEAD]
    for item in set_apart:
        yield from _story(paper, item, embed)
    yield '<div class="stories">'
    for item in section.items:
        if item not in set_apart:
            yield from _story(paper, item, embed)
    yield "</div>"


def _story(paper: Paper, item: Item, embed: Embed) -> Iterator[str]:
    article = paper.articles.get(item.entry_id)
    if article is None:
        return
    yield f'<article class="story {item.size}"{_in_language(article.language)}>'
    yield f'<h3><a href="#a{article.id}">{escape(shown_title(article.title))}</a></h3>'
    yield f'<p class="facts">{escape(" · ".join(facts(article, item)))}</p>'
    picture = embed(article.picture) if article.picture and item.size is not Size.BRIEF else None
    if picture:
        yield f'<img src="{picture}" alt="">'
    texts = shortened(article, _LENGTHS[item.size])
    if texts:
        yield '<div class="text">' + "".join(f"<p>{escape(text)}</p>" for text in texts) + "</div>"
    yield "</article>"


def _in_language(code: str | None) -> str:
    return f' lang="{escape(code)}"' if code else ""


# -- the articles


def _articles(paper: Paper, embed: Embed) -> Iterator[str]:
    for item in paper.edition.items:
        entry, article = paper.entries.get(item.entry_id), paper.articles.get(item.entry_id)
        if entry and article:
            yield from _whole(entry, article, item, embed)
    yield f"<footer><p>{escape(ending(paper))}</p></footer>"


def _whole(entry: Entry, article: EditionArticle, item: Item, embed: Embed) -> Iterator[str]:
    text = text_of_entry(entry)
    hero = hero_of(entry, text.body)
    body = with_pictures(text.body, entry.enclosures, hero)
    yield f'<article class="whole" id="a{article.id}"{_in_language(article.language)}>'
    yield f"<h2>{linked(shown_title(article.title), article.url)}</h2>"
    yield f'<p class="facts">{escape(" · ".join([*facts(article, item), local_time(article.sort)]))}</p>'
    picture = embed(hero.src) if hero and hero.src else None
    if hero and picture:
        yield f'<figure><img src="{picture}" alt="{escape(hero.alt)}"></figure>'
    markup = f'<p class="opening">{html_of_spans(text.lead)}</p>\n' if text.lead else ""
    yield self_contained(markup + html_of(body), f"a{article.id}-", embed)
    if text.body.is_cut:
        yield f"<p>{escape(_('The rest is left out, because this article is too long.'))}</p>"
    if lacks_rest(entry):
        yield f"<p>{escape(_('The rest is for subscribers.'))}</p>"
    back = _("Back to the front page")
    yield f'<p class="facts"><a href="#front">{escape(back)}</a></p>'
    yield "</article>"


def self_contained(markup: str, prefix: str, embed: Embed) -> str:
    """HTML of ours whose pictures are embedded or left out, and whose places have names with a prefix."""

    def replaced(match: re.Match[str]) -> str:
        tag = match[0]
        if not tag.startswith("<img "):
            return _PLACE.sub(rf" \g<1>{prefix}", tag)
        source, alternative = _SOURCE.search(tag), _ALTERNATIVE.search(tag)
        picture = embed(unescape(source[1])) if source else None
        words = alternative[1] if alternative else ""
        return f'<img src="{picture}" alt="{words}">' if picture else words

    return _TAG.sub(replaced, markup)
