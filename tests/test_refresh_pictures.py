"""Pictures are fetched for the articles that show them, once, within limits, and stay in a bounded cache."""

from __future__ import annotations

import asyncio
import errno
import gzip
import os
import signal
import struct
import zlib
from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from reader.config import Config
from reader.files import TEMPORARY_PREFIX
from reader.media.decode import MAX_BYTES
from reader.media.picture_sizes import read_sizes, shorten, size_key
from reader.media.ready_files import read_ready, ready_path
from reader.media.request import Picture, PictureForm, PictureRequest
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.refresh.context import Limits
from reader.refresh.media.picture_cache import PictureCache
from reader.refresh.pipeline import Refresher
from reader.refresh.worker.protocol import (
    GetPicture,
    KeepPictures,
    PictureFailed,
    PictureReady,
    read_command,
    read_event,
    to_line,
)
from reader.store import open_store
from reader.wording.problem_messages import problem_message
from tests.support.faultserver import HANG, Asked, FaultServer, Script, answer, fault_server, head, redirect
from tests.support.stocking import NOW, new_entry, stocked, update


def encoded(size: tuple[int, int] = (60, 40), form: str = "PNG", colour: str = "#c03010", **options: object) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, form, **options)
    return file.getvalue()


@asynccontextmanager
async def newsroom(folder: Path, routes: Mapping[str, Script], **limits: float):
    """A refresher with two articles, of a feed on the server of these routes."""
    paths = Paths(folder / "config", folder / "data")
    async with fault_server() as server:
        server.routes.update(routes)
        stocked(paths.database, {server.url("/feed.xml"): [new_entry(1), new_entry(2)]}).close()
        rules = Limits(**{"request_seconds": 5.0, **limits})  # type: ignore[arg-type]
        async with Refresher(paths, Config(), (), clock=lambda: NOW, limits=rules) as refresher:
            yield paths, server, refresher


def wanted(server: FaultServer, path: str, **other: object) -> PictureRequest:
    request = PictureRequest(server.url(path), 1, 30, 10)
    return replace(request, **other)  # type: ignore[arg-type]


def loaded(paths: Paths, request: PictureRequest) -> Picture:
    picture = read_ready(paths.pictures, request)
    assert picture is not None
    return picture


def paths_asked(server: FaultServer) -> list[str]:
    return [asked.path for asked in server.asked]


async def test_a_picture_is_fetched_once_and_made_ready_in_every_form(tmp_path):
    routes = {"/a.png": [answer(encoded(), "Content-Type: text/html")]}  # what it is, its first bytes tell
    async with newsroom(tmp_path, routes) as (paths, server, refresher):
        for form in PictureForm:
            cell = (10, 20) if form in (PictureForm.KITTY, PictureForm.SIXEL, PictureForm.ITERM) else (1, 2)
            request = wanted(server, "/a.png", form=form, cell=cell)
            assert await refresher.pictures.get(request) == PictureReady(request, 60, 40)
            picture = loaded(paths, request)
            assert (picture.width, picture.height) == ((30, 10) if cell == (1, 2) else (12, 4))
            assert len(picture.data) == (1 if form is PictureForm.KITTY else picture.height)
            if cell == (1, 2):
                assert {len(line) for line in picture.data} == {6 * picture.width}
        assert paths_asked(server) == ["/a.png"]


async def test_requests_for_one_address_are_joined_and_unwanted_ones_dropped(tmp_path):
    slow: Script = [head("Content-Type: image/png"), 0.2, encoded()]
    async with newsroom(tmp_path, {"/a.png": slow, "/b.png": [HANG]}) as (_, server, refresher):
        narrow, wide = wanted(server, "/a.png", columns=10), wanted(server, "/a.png")
        hanging = wanted(server, "/b.png", entry_id=2)
        tasks = [asyncio.create_task(refresher.pictures.get(one)) for one in (narrow, wide, wide, hanging)]
        while len(server.asked) < 2:  # noqa: ASYNC110 - the server cannot say
            await asyncio.sleep(0.01)
        refresher.pictures.keep_only((1,))
        assert [type(found) for found in await asyncio.gather(*tasks)] == [
            PictureReady, PictureReady, type(None), type(None),
        ]  # fmt: skip
        assert sorted(paths_asked(server)) == ["/a.png", "/b.png"]
        for _again in range(3):  # while the dropped one still ends
            first = asyncio.create_task(refresher.pictures.get(hanging))
            await asyncio.sleep(0.02)
            refresher.pictures.keep_only(())
            server.routes["/b.png"] = [answer(encoded())]
            second = asyncio.create_task(refresher.pictures.get(hanging))
            assert await second == PictureReady(hanging, 60, 40)
            assert await first in (None, PictureReady(hanging, 60, 40))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def lying_png(width: int, height: int) -> bytes:
    """A file of a few bytes that claims to be that large."""
    begin = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + begin + chunk(b"IDAT", zlib.compress(bytes(3000))) + chunk(b"IEND", b"")


def lying_gif(width: int, height: int) -> bytes:
    data = bytearray(encoded(form="GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def lying_webp(width: int, height: int) -> bytes:
    """An extended WebP (RFC 9649, section 2.7) whose canvas is that large."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    inner = encoded(form="WEBP", lossless=True)[12:]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas + inner
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated_giant(width: int, height: int) -> bytes:
    """An animation whose canvas is that large, while each of its frames is small."""
    frames = [Image.new("P", (60, 40), number) for number in range(3)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    data = bytearray(file.getvalue())
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


SVG = (
    b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><text>&x;</text></svg>"
)
IMAGE_PNG = "Content-Type: image/png"
SLOWLY: list[bytes | float] = [b"\x89", 0.3] * 20
HOSTILE: dict[str, tuple[Script, Problem]] = {
    "a PNG of 100,000 × 100,000": ([answer(lying_png(100_000, 100_000))], Problem.PICTURE_TOO_LARGE),
    "a PNG of 100,000 × 1": ([answer(lying_png(100_000, 1))], Problem.PICTURE_TOO_SMALL),
    "a GIF of 65,535 × 65,535": ([answer(lying_gif(65_535, 65_535))], Problem.PICTURE_TOO_LARGE),
    "an animation of 50,000 × 50,000": ([answer(animated_giant(50_000, 50_000))], Problem.PICTURE_TOO_LARGE),
    "a WebP of 16,000 × 16,000": ([answer(lying_webp(16_000, 16_000))], Problem.PICTURE_TOO_LARGE),
    "a PNG without its pixels": ([answer(lying_png(3_000, 3_000))], Problem.PICTURE_BROKEN),
    "a counting pixel": ([answer(encoded((1, 1), "GIF"))], Problem.PICTURE_TOO_SMALL),
    "half a JPEG": ([answer(encoded((300, 200), "JPEG")[:600])], Problem.PICTURE_BROKEN),
    "a kind that is not decoded": ([answer(encoded(form="BMP"), "Content-Type: image/bmp")], Problem.PICTURE_FORMAT),
    "a PNG by its first bytes": ([answer(b"\x89PNG\r\n\x1a\n" + bytes(500), IMAGE_PNG)], Problem.PICTURE_FORMAT),
    "SVG with an external entity": ([answer(SVG, "Content-Type: image/svg+xml")], Problem.PICTURE_IS_DRAWING),
    "SVG as a PNG": ([answer(SVG, IMAGE_PNG)], Problem.PICTURE_IS_DRAWING),
    "a page as a PNG": ([answer(b"<!doctype html><p>Please log in", IMAGE_PNG)], Problem.PICTURE_IS_PAGE),
    "text as a PNG": ([answer(b"Not found", IMAGE_PNG)], Problem.PICTURE_FORMAT),
    "nothing": ([answer(b"", IMAGE_PNG)], Problem.EMPTY_RESPONSE),
    "a zip bomb": (
        [answer(gzip.compress(bytes(MAX_BYTES + 1), 9), "Content-Encoding: gzip", IMAGE_PNG)],
        Problem.RESPONSE_TOO_LARGE,
    ),
    "a length that is too large": ([answer(b"\x89PNG", IMAGE_PNG, length=10**12)], Problem.RESPONSE_TOO_LARGE),
    "an endless body": ([head(IMAGE_PNG), *[bytes(1_000_000)] * 25, HANG], Problem.RESPONSE_TOO_LARGE),
    "a body that is cut off": ([answer(encoded()[:50], IMAGE_PNG, length=5_000)], Problem.RESPONSE_CUT_OFF),
    "a slow body": ([head(IMAGE_PNG), *SLOWLY, HANG], Problem.INCOMPLETE_TIMEOUT),
    "a private address behind a redirect": (redirect("http://10.0.0.1/a.png"), Problem.PRIVATE_ADDRESS),
    "another scheme behind a redirect": (redirect("file:///etc/passwd"), Problem.REDIRECT_TO_OTHER_SCHEME),
    "redirects without end": (redirect("/25"), Problem.REDIRECT_LOOP),
    "a refusal": ([answer(b"no", status="403 Forbidden")], Problem.HTTP_STATUS),
}


async def test_whatever_a_server_sends_instead_of_a_picture_ends_in_a_problem_with_a_sentence(tmp_path):
    routes = {f"/{number}": script for number, (script, _) in enumerate(HOSTILE.values())}
    routes["/25"] = redirect("/25")
    async with newsroom(tmp_path, routes, request_seconds=2.0) as (paths, server, refresher):
        requests = [wanted(server, f"/{number}") for number in range(len(HOSTILE))]
        found = await asyncio.gather(*map(refresher.pictures.get, requests))
        for name, event, (_, expected) in zip(HOSTILE, found, HOSTILE.values(), strict=True):
            assert isinstance(event, PictureFailed), name
            assert event.problem.code is expected, (name, event.problem)
            assert problem_message(event.problem), name
        assert not [*paths.pictures.glob("*.original")]
        asked = len(server.asked)
        again = await asyncio.gather(*map(refresher.pictures.get, requests))
        assert [event.problem for event in again] == [event.problem for event in found]
        assert len(server.asked) == asked, "no request is repeated at once"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a.png", "http://[::1]/a.png", "http://2130706433/a.png"])
async def test_private_addresses_are_refused_even_in_srcset(tmp_path, address):
    async with newsroom(tmp_path, {}) as (_, server, refresher):
        for request in (
            wanted(server, "", url=address),
            wanted(server, "", url="http://10.1.1.1/b.png", sources=((address, 30), ("http://10.1.1.1/b.png", 90))),
        ):
            event = await refresher.pictures.get(request)
            assert isinstance(event, PictureFailed)
            assert event.problem.code is Problem.PRIVATE_ADDRESS
        assert not server.asked


async def test_what_was_seen_once_is_there_again_without_a_server_and_damaged_files_are_fetched_anew(tmp_path):
    async with newsroom(tmp_path, {"/a.png": [answer(encoded())]}) as (paths, server, refresher):
        request = wanted(server, "/a.png")
        await refresher.pictures.get(request)
        first = loaded(paths, request)
        server.routes.clear()
        larger = replace(request, columns=50, rows=20)
        assert await refresher.pictures.get(larger) == PictureReady(larger, 60, 40)
        for damage in (b"", b"{}\n", ready_path(paths.pictures, request).read_bytes()[:-1] + b"!"):
            ready_path(paths.pictures, request).write_bytes(damage)
            assert read_ready(paths.pictures, request) is None
            assert await refresher.pictures.get(request) == PictureReady(request, 60, 40)
            assert loaded(paths, request) == first
        (original,) = paths.pictures.glob("*.original")
        original.write_bytes(original.read_bytes()[:40])
        ready_path(paths.pictures, request).unlink()
        failed = await refresher.pictures.get(request)
        assert isinstance(failed, PictureFailed)
        assert failed.problem.code is Problem.HTTP_STATUS
        assert not original.exists()
        server.routes["/a.png"] = [answer(encoded())]
        refresher.pictures.forget_failures()
        assert await refresher.pictures.get(request) == PictureReady(request, 60, 40)
        assert loaded(paths, request) == first


def test_messages_about_pictures_survive_the_pipe():
    request = PictureRequest("https://a.example/ü.png", 3, 40, 20, (9, 18), PictureForm.SIXEL, (1, 2, 3), (("x", 5),))
    for command in (GetPicture(request), KeepPictures((1, 2))):
        assert read_command(to_line(command)) == command
    for event in (PictureReady(request, 4, 5), PictureFailed(request, problem(Problem.PICTURE_BROKEN))):
        assert read_event(to_line(event)) == event
    for part in (b'"sixel"', b"[9,18]", b"40", b'[["x",5]]'):
        assert read_command(to_line(GetPicture(request)).replace(part, b"null")) is None


async def test_the_cache_is_bounded_and_forgets_what_was_not_seen_for_the_longest_time(tmp_path):
    cache = PictureCache(tmp_path / "cache", tmp_path / "cache" / "sizes")
    for number in range(20):
        path = cache.keep_original(f"https://a.example/{number}", bytes(1_000_000))
        os.utime(path, (NOW + number, NOW + number))
    abandoned, fresh = (cache.folder / f"{TEMPORARY_PREFIX}{name}" for name in ("old", "new"))
    for path, age in ((abandoned, 4_000), (fresh, 10)):
        path.write_bytes(b"half")
        os.utime(path, (NOW - age, NOW - age))
    assert cache.find_original("https://a.example/0")  # used just now
    for _again in range(2):
        cache.shrink(10, now=NOW)
        left = [number for number in range(20) if cache.original(f"https://a.example/{number}").exists()]
        assert left == [0, *range(12, 20)]
    assert (abandoned.exists(), fresh.exists()) == (False, True)
    other = PictureCache(cache.folder, tmp_path / "cache" / "sizes")
    other.keep_original("https://a.example/new", bytes(5_000_000))
    cache.original("https://a.example/12").unlink()  # by another process
    other.shrink(10, now=NOW)
    assert sum(file.stat().st_size for file in cache.folder.glob("*.original")) <= 9_000_000


def test_sizes_are_remembered_by_two_processes_and_damage_costs_a_line(tmp_path):
    path = tmp_path / "sizes"
    caches = [PictureCache(tmp_path, path) for _ in range(2)]
    for number in range(30):
        caches[number % 2].note_size(f"https://a.example/{number}", (number + 1, 5))
    caches[0].note_size("https://a.example/0", (77, 5))
    with path.open("ab") as file:
        file.write(b"\xff\x00 garbage\n0123456789abcdef 5 \n0123456789abcdef 9999999999999999999999 1\nhalf a li")
    sizes = read_sizes(path)
    assert len(sizes) == 30
    assert sizes[size_key("https://a.example/0")] == (77, 5)
    assert PictureCache(tmp_path, path).size("https://a.example/29") == (30, 5)
    many = {f"{number:016x}": (number, 1) for number in range(20_001)}
    kept = shorten(path, many)
    assert read_sizes(path) == kept == dict(list(many.items())[-10_000:])
    assert read_sizes(tmp_path / "missing") == {}


@pytest.mark.parametrize("obstacle", ["a file in the place of the folder", "a full disk"])
async def test_a_folder_that_cannot_be_written_ends_in_a_reason(tmp_path, monkeypatch, obstacle):
    async with newsroom(tmp_path, {"/a.png": [answer(encoded())]}) as (paths, server, refresher):
        if obstacle == "a full disk":
            monkeypatch.setattr("reader.files.os.fsync", no_space)
        else:
            paths.pictures.parent.write_bytes(b"")
        request = wanted(server, "/a.png")
        for _again in range(2):
            event = await refresher.pictures.get(request)
            assert isinstance(event, PictureFailed)
            assert event.problem.code is Problem.PICTURE_NOT_STORED
            assert problem_message(event.problem).startswith("the picture cannot be stored: ")
        assert read_ready(paths.pictures, request) is None
        monkeypatch.undo()
        if obstacle == "a full disk":
            assert not [*paths.pictures.iterdir()]
            assert isinstance(await refresher.pictures.get(request), PictureReady)


def no_space(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_server_that_wants_a_referer_gets_the_site_of_the_article_after_it_refused(tmp_path):
    def guarded(asked: Asked) -> Script:
        referer = asked.headers.get("referer")
        return [answer(encoded())] if referer == b"https://paper.example/" else [answer(b"", status="403 Forbidden")]

    async with newsroom(tmp_path, {}) as (_, server, refresher):
        server.routes["/a.png"] = guarded
        assert isinstance(await refresher.pictures.get(wanted(server, "/a.png")), PictureReady)
        assert [asked.headers.get("referer") for asked in server.asked] == [None, b"https://paper.example/"]
        assert b"image/avif" in server.asked[0].headers["accept"]


async def test_the_best_source_is_fetched_and_a_cached_larger_one_or_the_usual_address_does_too(tmp_path):
    routes = {f"/{width}.png": [answer(encoded((width, width // 2)))] for width in (20, 60, 200)}
    async with newsroom(tmp_path, routes) as (_, server, refresher):
        sources = tuple((server.url(f"/{width}.png"), width) for width in (20, 60, 200))
        large = wanted(server, "/src.png", columns=90, rows=40, sources=sources)
        assert await refresher.pictures.get(large) == PictureReady(large, 200, 100), "as large as the largest"
        small = replace(large, columns=10, rows=10)
        assert await refresher.pictures.get(small) == PictureReady(small, 200, 100), "offline: from the larger one"
        largest = replace(large, columns=250, rows=100, form=PictureForm.KITTY, cell=(1, 1))
        assert isinstance(await refresher.pictures.get(largest), PictureReady)
        assert paths_asked(server) == ["/60.png", "/200.png"]
        server.routes["/src.png"] = [answer(encoded())]
        broken = wanted(server, "/src.png", sources=((server.url("/gone.png"), 30), (server.url("/lost.png"), 900)))
        assert await refresher.pictures.get(broken) == PictureReady(broken, 900, 600)
        assert paths_asked(server)[2:] == ["/gone.png", "/src.png"]


async def test_pictures_of_feeds_with_full_text_are_there_before_somebody_opens_the_article(tmp_path):
    body = "<p>Text.</p><img src='{0}/a.png'><img src='{0}/page.png'><img src='{0}/pixel.gif'><img src='{0}/gone.png'>"
    routes = {"/a.png": [answer(encoded())], "/page.png": [answer(b"<html>")]}
    async with newsroom(tmp_path, routes) as (paths, server, refresher):
        store = open_store(paths.database, now=NOW)
        (poll,) = store.feeds.polls()
        html = body.format(server.url(""))
        store.arrivals.apply([update(poll, [new_entry(9, html=html)])], now=NOW)
        (entry_id,) = [
            id_ for _, id_ in store.entries.page(Selection(), limit=9) if "Text." in str(store.entries.entry(id_))
        ]
        store.close()
        await refresher.pictures.fetch_ahead(entry_id)
        assert sorted(paths_asked(server)) == ["/a.png", "/gone.png", "/page.png"]
        server.routes.clear()
        request = wanted(server, "/a.png", entry_id=entry_id)
        assert await refresher.pictures.get(request) == PictureReady(request, 60, 40)
        await refresher.pictures.fetch_ahead(entry_id)
        refresher.configure(Config(pictures="off"))
        refresher.pictures.forget_failures()
        await refresher.pictures.fetch_ahead(entry_id)
        await refresher.pictures.fetch_ahead(10**6)
        assert len(server.asked) == 3


@pytest.mark.processes
async def test_a_picture_that_needs_too_much_memory_or_time_fails_alone(tmp_path):
    file = BytesIO()
    Image.new("L", (6_200, 6_200)).save(file, "PNG", compress_level=1)
    routes = {"/giant.png": [answer(file.getvalue())], "/a.png": [answer(encoded())]}
    async with newsroom(tmp_path, routes, parse_bytes=300_000_000) as (_, server, refresher):
        giant, small = wanted(server, "/giant.png"), wanted(server, "/a.png")
        failed = await refresher.pictures.get(giant)
        assert isinstance(failed, PictureFailed)
        assert failed.problem == problem(Problem.PICTURE_TOO_COSTLY)
        assert await refresher.pictures.get(small) == PictureReady(small, 60, 40)
        (pid,) = refresher._context.pool.pids
        os.kill(pid, signal.SIGSTOP)
        taller = replace(small, rows=5)
        dropped = asyncio.create_task(refresher.pictures.get(taller))
        while not any(child.busy for child in refresher._context.pool._pictures._all):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        refresher.pictures.keep_only(())
        assert await dropped is None
        os.kill(pid, signal.SIGCONT)
        assert await refresher.pictures.get(taller) == PictureReady(taller, 60, 40)
        assert pid in refresher._context.pool.pids, "a dropped request does not cost a process"
        for other in refresher._context.pool.pids:
            os.kill(other, signal.SIGSTOP)
        wide = replace(small, columns=20)
        refresher._context.pool._pictures._rules.time_limit = 0.2
        failed = await refresher.pictures.get(wide)
        assert isinstance(failed, PictureFailed)
        assert failed.problem == problem(Problem.PICTURE_TOO_COSTLY)
        refresher._context.pool._pictures._rules.time_limit = 20
        for other in refresher._context.pool.pids:
            os.kill(other, signal.SIGCONT)
        refresher.pictures.forget_failures()
        assert await refresher.pictures.get(wide) == PictureReady(wide, 60, 40)


async def test_a_refresh_of_a_feed_with_full_text_fetches_the_pictures_of_its_new_articles(tmp_path):
    page = "<title>T</title><article><h1>T</h1>" + "<p>The boat came back, and nobody was there to see it. </p>" * 20
    async with newsroom(tmp_path, {"/a.png": [answer(encoded())]}) as (_, server, refresher):
        item = f"<item><title>T</title><link>{server.url('/page')}</link><description>The boat</description></item>"
        server.routes["/feed.xml"] = [answer(f"<rss version='2.0'><channel>{item}</channel></rss>".encode())]
        server.routes["/page"] = [answer(f"{page}<img src=/a.png></article>".encode(), "Content-Type: text/html")]
        await refresher.subscribe([Subscription(server.url("/feed.xml"), full_text=True)])
        async for _event in refresher.refresh(force=True):
            pass
        assert paths_asked(server) == ["/feed.xml", "/page", "/a.png"]


async def test_at_most_three_pictures_of_a_host_are_fetched_at_once(tmp_path):
    slow: Script = [head(IMAGE_PNG), 0.05, encoded()]
    async with newsroom(tmp_path, {f"/{number}": slow for number in range(8)}) as (_, server, refresher):
        requests = [wanted(server, f"/{number}") for number in range(8)]
        found = await asyncio.gather(*map(refresher.pictures.get, requests))
        assert all(isinstance(event, PictureReady) for event in found)
        assert server.most_open == 3
