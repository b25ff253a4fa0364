"""The running text of a page, without readings of characters, and apart from it the pictures with captions and players.

For programs that count, translate or summarise what an article says: a caption stands between two paragraphs wherever
the page has room for a picture, and often in the middle of a thought.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reader.article.blocks import (
    Block,
    Definition,
    Definitions,
    Details,
    Figure,
    ListBlock,
    Media,
    Note,
    Quote,
    all_blocks,
)
from reader.article.captions import LONGEST_CAPTION
from reader.article.document import document_of_clean
from reader.article.document_text import plain_text_of_blocks, text_with_scripts
from reader.lazy_dataclass import dataclass
from reader.text import count_words

_MEDIA = re.compile(r"<(?:figure|img|picture|audio|video|iframe|embed|object|blockquote)\b")
# A figure that has lost its picture, because only a script knows the address. What it has is a caption.
_WITHOUT_PICTURE = re.compile(
    r"<figure\b[^>]*>((?:(?!<(?:figure|img|picture|table|pre|blockquote|[uod]l|audio|video|iframe)\b).)*?)</figure>",
    re.DOTALL,
)
# A post of a network as its own code embeds it: the words of somebody else, in a frame as soon as its script runs.
_POST = re.compile(
    r'<blockquote\b[^>]* class="[^"]*\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|'
    r'mastodon-embed|fb-xfbml-parse-ignore|reddit-embed-bq|reddit-card|text-post-media|telegram-post)\b[^"]*"[^>]*>'
    r"((?:(?!<blockquote\b).)*?)</blockquote>",
    re.DOTALL,
)
# How characters are read, which interrupts their words (HTML section 4.5.11).
_READING = re.compile(r"<(rp|rt)>(?:[^<]|</?(?:b|em|i|small|span|strong)>)*+</\1>")
_HREF = re.compile(r' href="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_LONGEST_TITLE = 200
_LEAST = 0.25  # share of the words, below which the captions are the text, as in a gallery


@dataclass(frozen=True, slots=True)
class RunningText:
    """The text without captions, and the figures and media in the order of the page.

    ``text`` has the captions too if there is hardly anything else.
    """

    text: str
    figures: tuple[Figure, ...] = ()
    media: tuple[Media, ...] = ()


def running_text(clean: str, text: str, *, base: str | None) -> RunningText:
    """The running text of sanitised HTML whose whole text is ``text``."""
    if not _MEDIA.search(clean) and "<rt" not in clean:
        return RunningText(text)
    clean = _READING.sub("", clean)
    clean = _POST.sub(_as_frame, _WITHOUT_PICTURE.sub(_long_text, clean))
    blocks = document_of_clean(clean, base=base).blocks
    found = list(all_blocks(blocks))
    figures = tuple(block for block in found if isinstance(block, Figure))
    media = tuple(block for block in found if isinstance(block, Media))
    running = plain_text_of_blocks(_without_media(blocks))
    is_text = count_words(running) >= _LEAST * count_words(text)
    return RunningText(running if is_text else text, figures, media)


def _long_text(figure: re.Match[str]) -> str:
    """A figure that has the text of an article; else nothing."""
    return figure[0] if len(" ".join(_TAG.sub("", figure[1]).split())) > LONGEST_CAPTION else ""


def _as_frame(post: re.Match[str]) -> str:
    """A post as a frame that shows it; its last link is its address."""
    address = _HREF.findall(post[1])[-1:]
    title = " ".join(_TAG.sub(" ", post[1]).split())[:_LONGEST_TITLE].replace('"', "&quot;")
    return f'<iframe src="{address[0]}" title="{title}"></iframe>' if address else post[0]


def caption_of(figure: Figure) -> str:
    """A picture's caption as plain text, or an empty string."""
    return text_with_scripts(figure.caption)


def _without_media(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Figure() | Media():
                pass
            case Quote(inner) | Note(_, _, inner) | Details(_, _, inner):
                yield replace(block, blocks=tuple(_without_media(inner)))
            case ListBlock(markers, items):
                yield _list(markers, [tuple(_without_media(item)) for item in items])
            case Definitions(items):
                yield Definitions(tuple(map(_definition, items)))
            case _:
                yield block


def _list(markers: tuple[str, ...], items: list[tuple[Block, ...]]) -> ListBlock:
    """A list without the items that held nothing but a picture."""
    kept = [index for index, item in enumerate(items) if item]
    return ListBlock(tuple(markers[index] for index in kept if markers), tuple(items[index] for index in kept))


def _definition(item: Definition) -> Definition:
    return replace(item, meanings=tuple(tuple(_without_media(meaning)) for meaning in item.meanings))
