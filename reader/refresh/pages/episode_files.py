"""Fetches the chapters and the transcript of an episode, which its feed names as files of their own."""

from __future__ import annotations

import logging
from dataclasses import replace

from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import Priority, Response
from reader.model import Chapter, Enclosure, Entry, Page, chapters_file, transcript_file
from reader.refresh.context import RefreshContext
from reader.web.addresses import site_of

_ACCEPT = "*/*"
log = logging.getLogger(__name__)


async def with_episode(context: RefreshContext, entry: Entry, page: Page | None, priority: Priority) -> Page | None:
    """The page with chapters and transcript; without a page, one that has nothing else, if they could be read."""
    before = entry.page
    chapters = await _chapters(context, entry, priority) or (before.chapters if before else ())
    transcript = await _transcript(context, entry, priority) or (before.transcript if before else "")
    if page is None and (chapters or transcript):
        page = before or Page(entry.url or "")
    return replace(page, chapters=chapters, transcript=transcript) if page else None


async def _chapters(context: RefreshContext, entry: Entry, priority: Priority) -> tuple[Chapter, ...]:
    response = await _get(context, entry, chapters_file(entry), priority)
    try:
        return await context.pool.chapters(response.body, url=response.url) if response else ()
    except ParseError as error:
        log.info("event=chapters_failed entry=%d reason=%s", entry.id, error)
        return ()


async def _transcript(context: RefreshContext, entry: Entry, priority: Priority) -> str:
    file = transcript_file(entry)
    response = await _get(context, entry, file, priority)
    if response is None or file is None:
        return ""
    try:
        kind = file.type or response.content_type
        return await context.pool.transcript(response.body, url=response.url, content_type=kind)
    except ParseError as error:
        log.info("event=transcript_failed entry=%d reason=%s", entry.id, error)
        return ""


async def _get(context: RefreshContext, entry: Entry, file: Enclosure | None, priority: Priority) -> Response | None:
    if file is None:
        return None
    try:
        return await context.fetch(context.request_of(file.url, entry.feed_url, accept=_ACCEPT, priority=priority))
    except (FetchError, HostBusy) as error:
        log.info("event=episode_file_failed entry=%d host=%s reason=%s", entry.id, site_of(file.url), error)
        return None
