"""The chapters and the transcript of an episode, from the files that its feed names. Pure; in linear time.

Podcasting 2.0 names them with ``podcast:chapters`` (JSON) and ``podcast:transcript`` (SubRip, WebVTT, JSON, HTML or
plain text); Podlove's Simple Chapters are in the feed itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import islice
from typing import Any, NamedTuple

from reader.model import Chapter
from reader.text import TEXT_LIMIT, clean_line, clean_text
from reader.web.addresses import resolve
from reader.web.chapters import chapter, in_order, place_in_time
from reader.web.encoding import decode
from reader.wording.numbers import clock

_MOST_CUES = 20_000
_CUE = re.compile(r"((?:\d+:)?\d+:\d+[.,]\d+)\s*-->\s*((?:\d+:)?\d+:\d+[.,]\d+)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")
_SPEAKER = re.compile(r"([^\W\d_][^:\n<>]{0,39}):\s+(?=\S)")
_ENDED = (".", "!", "?", "…", "。", "！", "？", "”", "“", "»", '"')
_PARAGRAPH = 400  # characters, after which a paragraph ends with its sentence
_PAUSE = 4.0  # seconds, after which a new one begins


class _Cue(NamedTuple):
    start: float
    end: float
    speaker: str
    text: str


# -- chapters


def read_chapters(body: bytes, *, url: str) -> tuple[Chapter, ...]:
    """The chapters of a file of ``podcast:chapters``; none if it is no such file."""
    found = _json(body).get("chapters")
    return in_order(_chapter(one, url) for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def _chapter(found: dict[str, Any], base: str) -> Chapter | None:
    if found.get("toc") is False:  # only a change of picture
        return None
    return chapter(found.get("startTime"), found.get("title"), resolve(base, found.get("url")))


# -- transcripts


def read_transcript(body: bytes, *, url: str, content_type: str | None = None) -> str:
    """A transcript as HTML; empty if it has no text. ``content_type``: what the feed or the server says it is."""
    text = decode(body, content_type)[:TEXT_LIMIT]
    kind = (content_type or "").partition(";")[0].strip().lower()
    if "json" in kind or text.lstrip()[:1] == "{":
        return _of_cues(_cues_of_json(body))
    if _CUE.search(text, 0, 10_000):
        return _of_cues(_cues_of_subtitles(text))
    if "html" in kind or re.match(r"\s*(?:<!doctype|<html|<p\b|<div|<cite)", text, re.IGNORECASE):
        from reader.article.sanitise import sanitise

        return sanitise(text, base=url)
    blocks = re.split(r"\n\s*\n", clean_text(text))
    return "".join(_paragraph(*_spoken(" ".join(block.split()))) for block in blocks if block.strip())


def _cues_of_subtitles(text: str) -> Iterator[_Cue]:
    """The cues of SubRip and WebVTT: blocks with a line of times, each followed by lines of text."""
    times: tuple[float, float] | None = None
    lines: list[str] = []
    for line in (*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""):
        found = _CUE.match(line.strip())
        if found:
            begin, end = (place_in_time(part) or 0.0 for part in found.groups())
            times, lines = (begin, end), []
        elif line.strip() and times:
            lines.append(line)
        elif times:
            voice = _VOICE.search(" ".join(lines))
            words = clean_line(unescape(_TAG.sub("", " ".join(lines))))
            speaker, words = (clean_line(voice[1]), words) if voice else _spoken(words)
            if words:
                yield _Cue(*times, speaker, words)
            times = None


def _cues_of_json(body: bytes) -> Iterator[_Cue]:
    segments = _json(body).get("segments")
    for one in segments if isinstance(segments, list) else ():
        if isinstance(one, dict) and isinstance(one.get("body"), str):
            begin, end, speaker = (
                place_in_time(one.get("startTime")),
                place_in_time(one.get("endTime")),
                one.get("speaker"),
            )
            words = clean_line(one["body"])
            if words:
                name = clean_line(speaker) if isinstance(speaker, str) else ""
                yield _Cue(begin or 0.0, end or begin or 0.0, name, words)


def _spoken(words: str) -> tuple[str, str]:
    """Who speaks, where a line begins with a name and a colon, and what."""
    found = _SPEAKER.match(words)
    return (found[1].strip(), words[found.end() :]) if found else ("", words)


def _of_cues(cues: Iterable[_Cue]) -> str:
    """Cues, which are a few words each, as paragraphs with their times and speakers."""
    made: list[str] = []
    words: list[str] = []
    begin, speaker, size, before = 0.0, "", 0, _Cue(0.0, 0.0, "", "")
    for cue in islice(cues, _MOST_CUES):
        other = bool(cue.speaker) and cue.speaker != speaker
        full = size > _PARAGRAPH and before.text.endswith(_ENDED)
        if words and (other or full or cue.start - before.end > _PAUSE):
            made.append(_paragraph(speaker if begin >= 0 else "", " ".join(words), begin))
            words, size = [], 0
        if not words:
            begin, speaker = cue.start, cue.speaker or ("" if other else speaker)
        words.append(cue.text)
        size += len(cue.text)
        before = cue
    if words:
        made.append(_paragraph(speaker, " ".join(words), begin))
    return "".join(made)


def _paragraph(speaker: str, words: str, begin: float | None = None) -> str:
    time = f"<small>{clock(int(begin))}</small> " if begin is not None else ""
    name = f"<strong>{escape(speaker)}:</strong> " if speaker else ""
    return f"<p>{time}{name}{escape(words, quote=False)}</p>"


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
