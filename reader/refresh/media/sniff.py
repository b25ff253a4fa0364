"""Tells what the first bytes of a body are, whatever its server says. Source: MIME Sniffing, section 6.1."""

from __future__ import annotations

import re

from reader.problems import Problem

_MAGIC = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBPVP|....ftyp(?:avif|avis|mif1|msf1|miaf)", re.DOTALL
)
_DRAWING = re.compile(rb"<svg[\s>]|<!doctype\s+svg", re.IGNORECASE)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_HEAD = 2_048  # bytes


def picture_problem(body: bytes) -> Problem | None:
    """Why a body cannot be decoded as a picture; None if it begins like one.

    SVG is not drawn: it is a language with styles, fonts, links to other files and scripts, and no small program for it
    is both safe and complete.
    """
    if _MAGIC.match(body):
        return None
    head = body[:_HEAD]
    if _DRAWING.search(head):
        return Problem.PICTURE_IS_DRAWING
    return Problem.PICTURE_IS_PAGE if _MARKUP.match(head) else Problem.PICTURE_FORMAT
