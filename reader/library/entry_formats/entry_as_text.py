"""An article as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model import Author, Enclosure, Entry, chapters_of, comments_count, comments_page, other_files
from reader.web.clean_links import clean_link
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.numbers import clock
from reader.wording.sizes import byte_size
from reader.wording.timestamps import local_time
from reader.wording.titles import shown_title

_LATE = 3600  # seconds after its arrival from which an entry's date counts as wrong


def entry_as_text(entry: Entry) -> str:
    """A stored article; each paragraph is one line."""
    parts = (part.strip("\n") for part in text_parts(entry))
    return "\n\n".join(filter(None, parts)) + "\n"


def text_parts(entry: Entry) -> list[str]:
    """The parts of an article, which an empty line separates; some may be empty."""
    from reader.article.document_text import plain_text_of
    from reader.article.entry_text import lacks_rest, rest_at, text_of_entry
    from reader.article.flow import text_of_spans

    facts = [
        by_line(entry.authors),
        " · ".join(filter(None, (entry.feed_title, date_line(entry), _state(entry)))),
        clean_link(entry.url or ""),
        tag_line((*entry.labels, *topics(entry))),
    ]
    text = text_of_entry(entry)
    parts = [shown_title(entry.title), "\n".join(filter(None, facts))]
    parts += [text_of_spans(text.lead), plain_text_of(text.body)]
    parts += [_("The rest is left out, because this article is too long.")] if text.body.is_cut else []
    parts += [_("The rest is for subscribers.")] if lacks_rest(entry) else []
    rest = rest_at(entry)
    parts += [_("The article continues at {address}").format(address=rest)] if rest else []
    parts += chapters_and_transcript(entry)
    parts += [_enclosure(enclosure) for enclosure in other_files(entry)]
    parts += [about_author(author) for author in entry.authors]
    parts.append(comments_line(comments_page(entry), [comments_count(entry)]))
    return parts


def chapters_and_transcript(entry: Entry) -> list[str]:
    """The chapters of an episode with their times, and its transcript, each below its name; empty without any."""
    chapters, page = chapters_of(entry), entry.page
    transcript = text_of(page.transcript, page.url) if page else ""
    parts = [_("Chapters"), "\n".join(f"{clock(one.start)}  {one.title}" for one in chapters)] if chapters else []
    return [*parts, *([_("Transcript"), transcript] if transcript else [])]


def text_of(markup: str, base: str | None) -> str:
    """HTML as plain text, with an empty line between paragraphs."""
    from reader.article.document import build_document
    from reader.article.document_text import plain_text_of

    return plain_text_of(build_document(markup, base=base)) if markup.strip() else ""


def date_line(entry: Entry) -> str:
    """When it was published, or arrived if that is unknown or was in the future then; and when it was last edited."""
    edited = _("updated {date}").format(date=local_time(entry.edited)) if entry.edited else ""
    return " · ".join(filter(None, (_published(entry), edited)))


def _published(entry: Entry) -> str:
    arrived = local_time(entry.sort)
    if entry.published is None:
        return _("received {date}").format(date=arrived)
    published = local_time(entry.published)
    if entry.published > entry.sort + _LATE:
        return _("received {arrived}, dated {published}").format(arrived=arrived, published=published)
    return published


def by_line(authors: Iterable[Author]) -> str:
    """``By A, B``; empty without authors."""
    names = ", ".join(author.name for author in authors)
    return _("By {names}").format(names=names) if names else ""


def _state(entry: Entry) -> str:
    states = [pgettext("article", "read") if entry.read else pgettext("article", "unread")]
    if entry.starred:
        states.append(pgettext("article", "starred"))
    if entry.later:
        states.append(pgettext("article", "for later"))
    return ", ".join(states)


def tag_line(names: Iterable[str]) -> str:
    """``#one  #two``."""
    return "  ".join(f"#{name}" for name in dict.fromkeys(names))


def topics(entry: Entry) -> Iterable[str]:
    """The publisher's categories: the page's, else the feed's."""
    page = entry.page
    if page is None or not page.tags:
        return entry.categories
    return (page.category, *page.tags) if page.category else page.tags


def _enclosure(enclosure: Enclosure) -> str:
    length = clock(enclosure.duration) if enclosure.duration else ""
    size = byte_size(enclosure.length) if enclosure.length else ""
    facts = ", ".join(filter(None, (enclosure.type, length, size)))
    message = _("Attachment: {url} ({facts})") if facts else _("Attachment: {url}")
    line = message.format(url=enclosure.url, facts=facts)
    return f"{line}\n  {enclosure.title}" if enclosure.title else line


def about_author(author: Author) -> str:
    """Biography and links of an author; empty if there are none."""
    details = list(filter(None, (author.bio, author.url, *author.links)))
    if not details:
        return ""
    message = _("About {name}, {role}") if author.role else _("About {name}")
    return "\n".join([message.format(name=author.name, role=author.role), *details])


def comments_line(url: str | None, counts: Iterable[int | None]) -> str:
    """The number of comments and their address, where known. ``counts``: the first known one is used."""
    count = next((count for count in counts if count is not None), None)
    if count is None and not url:
        return ""
    label = _("Comments") if count is None else plural("{n} comment", "{n} comments", count)
    return f"{label}: {url}" if url else label
