"""Reads of a document what is not known already."""

from __future__ import annotations

import hashlib

import feedparser

from reader import __version__
from reader.parse.detect_format import XmlText
from reader.parse.entries import Setting
from reader.parse.feeds import build_feed, setting_of
from reader.parse.read_xml import read_unknown, read_xml
from reader.parse.values import Known, Sifted


def sift(document: XmlText, base: str, known: Known | None) -> Sifted:
    """The feed; without the known entries, if they were read in the same context."""
    reading = read_unknown(document, known.marks) if known else None
    if known and reading:
        setting = setting_of(reading, base)
        if _context(setting) == known.context:
            return Sifted(build_feed(reading, base, setting), reading.marks, known.context, cut=True)
    reading = read_xml(document)
    setting = setting_of(reading, base)
    return Sifted(build_feed(reading, base, setting), reading.marks, _context(setting))


def _context(setting: Setting) -> str:
    words = repr((setting, __version__, feedparser.__version__))
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
