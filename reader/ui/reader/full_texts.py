"""Articles with the texts of their pages, for saving and handing over: the pages that opening would load come first."""

from __future__ import annotations

import asyncio

from reader.library.handing_over import Article
from reader.ui.reader.context import ReaderContext

MOST = 10  # pages that are loaded for one command
LONGEST = 15.0  # seconds to wait for them; then the texts of the feeds have to do


async def whole_articles(reader: ReaderContext, ids: tuple[int, ...]) -> list[Article]:
    """Those articles, with their pages if these arrive in time. Raises :class:`~reader.errors.StoreError`."""
    articles = await _load(reader, ids)
    missing = [entry.id for entry, _tags in articles if reader.article.pages.would_fetch(entry)]
    if not 0 < len(missing) <= MOST:
        return articles
    loop = asyncio.get_running_loop()
    pages = []
    for entry_id in missing:
        page: asyncio.Future[None] = loop.create_future()
        reader.pending.pages.setdefault(entry_id, []).append(page)
        pages.append(page)
        reader.library.worker.get_page(entry_id, force=True)
    await asyncio.wait(pages, timeout=LONGEST)
    return await _load(reader, ids)


def page_done(reader: ReaderContext, entry_id: int) -> None:
    """Goes on with what waits for a page, whether it was loaded or not."""
    for page in reader.pending.pages.pop(entry_id, []):
        if not page.done():
            page.set_result(None)


async def _load(reader: ReaderContext, ids: tuple[int, ...]) -> list[Article]:
    return [*await asyncio.wrap_future(reader.library.articles.load_entries(ids))]
