"""Reads an answer of a source of comments, in a parser process."""

from __future__ import annotations

from reader.comment import ReadComments, SourceKind
from reader.conversation.read_answer import read_answer
from reader.conversation.read_comment_feed import comments_of_feed
from reader.errors import ParseError
from reader.parse import parse_feed
from reader.problems import Problem, problem
from reader.web.encoding import decode


def read_comments(body: bytes, *, kind: str, url: str, content_type: str | None = None) -> ReadComments:
    """The comments in a body. ``kind``: a :class:`~reader.comment.SourceKind`; ``url``: after redirects.

    Raises :class:`~reader.errors.ParseError`.
    """
    source = SourceKind(kind)
    text = decode(body, content_type)
    is_markup = text.lstrip("\ufeff \t\r\n")[:1] == "<"
    if source is SourceKind.FEED or (source is SourceKind.REDDIT and is_markup):
        try:
            return comments_of_feed(parse_feed(body, url=url, content_type=content_type))
        except ParseError as error:
            code = Problem.COMMENTS_WEB_PAGE if error.details.code is Problem.WEB_PAGE else Problem.COMMENTS_UNREADABLE
            raise ParseError(problem(code)) from error
    return read_answer(source, text, url)
