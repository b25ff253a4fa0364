"""An article as Markdown, with what is known about it as YAML in front, as note programs read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reader.article.blocks import Style
from reader.article.document import build_document
from reader.article.document_markdown import markdown_of, markdown_of_spans
from reader.article.entry_text import lacks_rest, rest_at, text_of_entry
from reader.article.markdown_text import destination, escape, one_line
from reader.library.entry_formats.entry_as_text import topics
from reader.model import Enclosure, Entry, chapter_url, chapters_of, other_files
from reader.web.addresses import file_name
from reader.web.clean_links import clean_link
from reader.wording.catalogue import _
from reader.wording.numbers import clock
from reader.wording.timestamps import rfc3339
from reader.wording.titles import shown_title


def entry_as_markdown(entry: Entry, *, tags: Iterable[str] = ()) -> str:
    """Front matter, title, lead, text and attached files. ``tags``: of its feed."""
    text = text_of_entry(entry)
    rest = rest_at(entry)
    lead = tuple(replace(span, style=span.style | Style.EMPHASIS) for span in text.lead)
    parts = [
        f"# {escape(one_line(shown_title(entry.title)))}",
        markdown_of_spans(lead) if lead else "",
        markdown_of(text.body),
        _("The rest is left out, because this article is too long.") if text.body.is_cut else "",
        _("The rest is for subscribers.") if lacks_rest(entry) else "",
        _("The article continues at {address}").format(address=f"<{rest}>") if rest else "",
        *_episode(entry),
        *map(_attachment, other_files(entry)),
    ]
    return "\n\n".join(filter(None, ["\n".join(["---", *_fields(entry, tags), "---"]), *parts])) + "\n"


def _episode(entry: Entry) -> list[str]:
    """The chapters of an episode as a list, each a link to its place, and its transcript."""
    parts = []
    chapters = chapters_of(entry)
    if chapters:
        lines = (
            f"- {clock(one.start)} {f'[{escape(one.title)}]({destination(url)})' if url else escape(one.title)}"
            for one in chapters
            for url in [chapter_url(one, entry)]
        )
        parts += [f"## {_('Chapters')}", "\n".join(lines)]
    if entry.page and entry.page.transcript:
        document = build_document(entry.page.transcript, base=entry.page.url or None)
        parts += [f"## {_('Transcript')}", markdown_of(document)]
    return parts


def title_as_markdown(entry: Entry, address: str | None) -> str:
    """The title as a link, or as text without an address."""
    title = escape(one_line(shown_title(entry.title)))
    return f"[{title}]({destination(address)})" if address else title


def _attachment(enclosure: Enclosure) -> str:
    name = enclosure.title or file_name(enclosure.url) or enclosure.url
    link = f"[{escape(one_line(name))}]({destination(enclosure.url)})"
    return _("Attachment: {url}").format(url=link)


def _fields(entry: Entry, tags: Iterable[str]) -> Iterator[str]:
    """Lines of YAML 1.2, of which JSON is a part. The names are English in every language: programs read them."""
    yield f"title: {_quoted(entry.title)}"
    yield f"author: {_listed(author.name for author in entry.authors)}"
    yield f"date: {rfc3339(entry.published if entry.published is not None else entry.sort)}"
    if entry.url:
        yield f"address: {_quoted(clean_link(entry.url))}"
    yield f"feed: {_quoted(entry.feed_title)}"
    yield f"labels: {_listed(entry.labels)}"
    yield f"tags: {_listed(dict.fromkeys((*tags, *topics(entry))))}"
    if entry.language:
        yield f"language: {_quoted(entry.language)}"


def _listed(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
