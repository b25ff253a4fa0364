"""The chapters and the transcript of the articles that can be heard: they are read aloud, a sentence every six seconds."""

from __future__ import annotations

import json
import re
from html import unescape

from tests.newspaper.site import Article

PACE = 6  # seconds for a sentence
_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def chapters_path(article: Article) -> str:
    """The path of the file with the chapters."""
    return f"{article.path}chapters.json"


def transcript_path(article: Article) -> str:
    """The path of the transcript."""
    return f"{article.path}transcript.vtt"


def chapters(article: Article) -> bytes:
    """A chapter for every fourth paragraph, named by its first words (``podcast:chapters``)."""
    found, start = [], 0
    for number, sentences in enumerate(_paragraphs(article)):
        if number % 4 == 0:
            found.append({"startTime": start, "title": " ".join(sentences[0].split()[:6]).rstrip(",.;:") + " …"})
        start += PACE * len(sentences)
    return json.dumps({"version": "1.2.0", "chapters": found}, ensure_ascii=False).encode()


def transcript(article: Article) -> bytes:
    """All that is said, as WebVTT."""
    lines, start = ["WEBVTT", ""], 0
    for sentence in (sentence for sentences in _paragraphs(article) for sentence in sentences):
        lines += [f"{_time(start)} --> {_time(start + PACE)}", sentence, ""]
        start += PACE
    return "\n".join(lines).encode()


def _paragraphs(article: Article) -> list[list[str]]:
    texts = (" ".join(unescape(_TAG.sub("", found)).split()) for found in _PARAGRAPH.findall(article.body))
    return [_SENTENCE.split(text) for text in (article.lead, *texts) if text]


def _time(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"
