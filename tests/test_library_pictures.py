"""The library asks for pictures, reads those that are ready, and knows the sizes of those that were seen."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from reader.config import Config
from reader.library import Library, LibraryEvent, open_library
from reader.library.pictures import Pictures
from reader.library.worker import Worker
from reader.library.worker_events import PictureFailed, PictureReady, Trouble
from reader.media.request import Picture, PictureForm, PictureRequest, fitted_cells
from reader.paths import Paths
from reader.problems import Problem, problem
from tests.newspaper import Fault, Newspaper
from tests.newspaper.picture_files import art_path
from tests.support.each import each
from tests.support.in_process import PATIENCE
from tests.support.stocking import new_entry, stock


@contextmanager
def opened(paths: Paths, *, worker: bool = True) -> Iterator[tuple[Library, queue.Queue[LibraryEvent]]]:
    events: queue.Queue[LibraryEvent] = queue.Queue()
    library = open_library(paths, Config())
    library.listen(events.put)
    if worker:
        library.worker.start()
    try:
        yield library, events
    finally:
        library.close()


def answer_to(events: queue.Queue[LibraryEvent]) -> PictureReady | PictureFailed:
    while True:
        event = events.get(timeout=PATIENCE)
        if isinstance(event, PictureReady | PictureFailed):
            return event


def test_a_picture_of_an_article_comes_once_and_is_there_offline_in_the_next_session(tmp_path):
    paths = Paths(tmp_path / "config", tmp_path / "data")
    with Newspaper() as paper:
        feed = paper.url("/en/feed.xml")
        stock(paths, f'[[feeds]]\nurl = "{feed}"\npaused = true\n', {feed: [new_entry(1)]})
        url = paper.url(art_path("map", "harbour", 320, "webp"))
        gone = paper.url(art_path("chart", "tides", 320, "png"))
        paper.fail(gone, Fault.status(404))
        with opened(paths) as (library, events):
            request = PictureRequest(url, 1, 40, 20)
            assert library.pictures.load(request) is None
            assert library.pictures.size(url) is None
            library.pictures.get(request)
            assert answer_to(events) == PictureReady(request, 320, 213)
            picture = library.pictures.load(request)
            assert isinstance(picture, Picture)
            assert (picture.width, picture.height) == fitted_cells((320, 213), 40, 20, (1, 2)) == (40, 13)
            assert library.pictures.size(url) == (320, 213)
            lost = PictureRequest(gone, 1, 40, 20, form=PictureForm.BLOCKS_16)
            library.pictures.get(lost)
            failed = answer_to(events)
            assert isinstance(failed, PictureFailed)
            assert (failed.request, failed.problem.code) == (lost, Problem.HTTP_STATUS)
    with opened(paths) as (library, events):
        library.pictures.load_sizes()
        assert library.pictures.size(url) == (320, 213)
        assert library.pictures.load(request) == picture
        wider = PictureRequest(url, 1, 60, 30, (10, 20), PictureForm.KITTY)
        library.pictures.get(wider)
        assert answer_to(events) == PictureReady(wider, 320, 213)
        found = library.pictures.load(wider)
        assert found is not None
        assert found.data[0].startswith(b"\x89PNG")
    with opened(paths, worker=False) as (library, events):
        library.pictures.get(wider)
        library.pictures.keep_only(1)
        assert events.empty()


@each(
    ("size", "cells", "fitted"),
    [
        ((720, 480), (72, 40, (10, 20)), (72, 24)),
        ((480, 720), (72, 18, (10, 20)), (24, 18)),
        ((100, 100), (72, 40, (10, 20)), (20, 10)),  # enlarged at most twice
        ((5_000, 3), (72, 40, (1, 2)), (72, 1)),
        ((3, 5_000), (72, 40, (1, 2)), (1, 40)),
        ((1, 1), (1, 1, (1, 2)), (1, 1)),
    ],
)
def test_a_picture_covers_the_cells_that_keep_its_proportion(size, cells, fitted):
    assert fitted_cells(size, *cells) == fitted


class Asked(Worker):
    """A worker that only notes what it is asked."""

    def __init__(self) -> None:
        self.requests: list[PictureRequest] = []

    def get_picture(self, request: PictureRequest) -> bool:
        self.requests.append(request)
        return True

    def keep_pictures(self, entry_ids: tuple[int, ...]) -> None:
        self.requests.clear()


def test_a_new_worker_is_asked_for_the_pictures_that_the_last_one_owed(tmp_path):
    worker = Asked()
    pictures = Pictures(Paths(tmp_path, tmp_path), worker)
    ready, failed, other, owed = (PictureRequest(f"https://a.example/{n}", n, 10, 10) for n in range(4))
    for request in (ready, failed, other, owed):
        pictures.get(request)
    pictures.hear(PictureReady(ready, 4, 3))
    pictures.hear(PictureFailed(failed, problem(Problem.PICTURE_BROKEN)))
    pictures.keep_only(0, 1, 3)
    pictures.hear(Trouble(problem(Problem.WORKER_KEEPS_FAILING)))
    assert worker.requests == []
    pictures.hear(Trouble(problem(Problem.WORKER_RESTARTED)))
    assert worker.requests == [owed]
    assert pictures.size(ready.url) == (4, 3)
