"""Reads the answers of servers strictly: an answer that may be about something else is an error, never an empty set.

A proxy, a login page or a half-started server answers 200 with a web page, with ``[]`` or with nothing at all.
"""

from __future__ import annotations

import json
import re
from typing import Any

from reader.errors import BroadsheetError, SyncError, SyncRefused
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.web.server_messages import ServerAnswer

_MESSAGE_LIMIT = 300
_TOO_MUCH = (
    Problem.RESPONSE_TOO_LARGE,
    Problem.INCOMPLETE_TIMEOUT,
    Problem.PARSER_TIMEOUT,
    Problem.PARSER_OUT_OF_MEMORY,
)
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|script|!--)", re.IGNORECASE)
_ID = re.compile(r"[1-9][0-9]{0,18}")


def was_too_much(error: BroadsheetError) -> bool:
    """Whether fewer articles in an answer would help: the texts of some have pictures of megabytes in them."""
    return error.details.code in _TOO_MUCH


def is_page(body: bytes) -> bool:
    """Whether a body is a web page."""
    return _PAGE.match(body[:1_000]) is not None


def unusable(part: str) -> SyncError:
    """The error of an answer that lacks a part, or has it in another form."""
    return SyncError(problem(Problem.SERVER_SENT_OTHER, part=part))


def failure(answer: ServerAnswer) -> SyncError:
    """The error of an answer whose status is not the expected one."""
    status = answer.http_status
    if 200 <= status < 300:
        return SyncError(_not_data(answer.body), http_status=status)
    details = problem(Problem.SERVER_ANSWERED, status=status, message=message_of(answer))
    return SyncError(details, http_status=status, retry_after=answer.retry_after)


def refusal(answer: ServerAnswer) -> SyncRefused:
    """The error of a change that the server will never accept."""
    return SyncRefused(problem(Problem.SERVER_REFUSED, message=message_of(answer)), http_status=answer.http_status)


def refuses(answer: ServerAnswer) -> bool:
    """Whether a status says that the request itself is wrong, so that sending it again will not help."""
    return answer.http_status in (400, 404, 405, 409, 410, 413, 415, 422)


def message_of(answer: ServerAnswer) -> str:
    """What the server says about a failure: Miniflux's ``error_message``, or a short plain text; else empty."""
    if is_page(answer.body):
        return ""
    try:
        text = answer.body[: 4 * _MESSAGE_LIMIT].decode()
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
        text = answer.body[: 4 * _MESSAGE_LIMIT].decode("utf-8", "replace")
    if isinstance(found, dict):
        text = next((found[key] for key in ("error_message", "error") if isinstance(found.get(key), str)), "")
    elif not (answer.content_type or "").lower().startswith("text/plain"):
        text = ""
    return clean_line(text, _MESSAGE_LIMIT)


def load(body: bytes) -> Any:
    """A JSON document. Raises :class:`SyncError` for everything else."""
    try:
        return json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SyncError(_not_data(body)) from None


def load_object(body: bytes) -> dict[str, Any]:
    """A JSON object. Raises :class:`SyncError` for everything else."""
    return an_object(load(body), "{}")


def _not_data(body: bytes) -> Any:
    if is_page(body):
        return problem(Problem.SERVER_SENT_PAGE)
    return problem(Problem.SERVER_SENT_OTHER, part="JSON")


def an_object(value: object, part: str) -> dict[str, Any]:
    """``value``, if it is a JSON object. Raises :class:`SyncError`, which names ``part``."""
    if not isinstance(value, dict):
        raise unusable(part)
    return value


def a_list(value: object, part: str) -> list[Any]:
    """``value``, if it is a JSON list. Raises :class:`SyncError`."""
    if not isinstance(value, list):
        raise unusable(part)
    return value


def a_number(value: object, part: str) -> int:
    """``value``, if it is a whole number that is not negative. Raises :class:`SyncError`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise unusable(part)
    return value


def a_numeric_id(value: object, part: str) -> str:
    """A positive number as the text of an id. Raises :class:`SyncError`."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) and value < 2**63 else value
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise unusable(part)
    return text


def text_of(holder: dict[str, Any], key: str) -> str:
    """A text that may be missing; anything but text counts as missing."""
    value = holder.get(key)
    return value if isinstance(value, str) else ""
