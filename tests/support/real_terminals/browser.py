"""xterm.js with its image add-on, the terminal of VS Code, in a browser without a window. It draws sixels and iTerm2's
pictures.
"""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, WSMsgType, web
from PIL import Image

from tests.support.real_terminals import programs
from tests.support.terminal import PATIENCE

PACKAGES = ("@xterm/xterm@6.0.0", "@xterm/addon-image@0.9.0")
"""From the npm registry; the folder with ``node_modules`` is named by the variable :data:`FOLDER`."""
FOLDER = "BROADSHEET_NODE_MODULES"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SCRIPTS = ("@xterm/xterm/lib/xterm.js", "@xterm/addon-image/lib/addon-image.js", "@xterm/xterm/css/xterm.css")
_PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/xterm.css">
<style>body { margin: 0; background: black }</style><div id="terminal"></div>
<script src="/xterm.js"></script><script src="/addon-image.js"></script><script>
const terminal = new Terminal({cols: COLUMNS, rows: LINES, fontFamily: "DejaVu Sans Mono", fontSize: 13,
  allowProposedApi: true, scrollback: 0,
  windowOptions: {getCellSizePixels: true, getWinSizePixels: true, getWinSizeChars: true}});
terminal.loadAddon(new ImageAddon.ImageAddon({iipSupport: true, sixelSupport: true, showPlaceholder: false}));
terminal.open(document.getElementById("terminal"));
const screen = document.querySelector(".xterm-screen");
const socket = new WebSocket("ws://" + location.host + "/pty");
socket.binaryType = "arraybuffer";
socket.onopen = () => socket.send(JSON.stringify([screen.clientWidth, screen.clientHeight]));
socket.onmessage = (event) => terminal.write(new Uint8Array(event.data));
const bytes = new TextEncoder();
terminal.onData((text) => socket.send(bytes.encode(text)));
terminal.onBinary((text) => socket.send(Uint8Array.from(text, (one) => one.charCodeAt(0))));
</script>"""


def missing() -> str:
    """Why xterm.js cannot be used here; empty if it can."""
    if not any(map(shutil.which, _BROWSERS)):
        return "not installed: chromium"
    folder = os.environ.get(FOLDER)
    if not folder or not all((Path(folder) / name).is_file() for name in _SCRIPTS):
        return f"{FOLDER} names no folder with {' and '.join(PACKAGES)}"
    return ""


class BrowserTerminal:
    """A program in xterm.js; ``with BrowserTerminal(command, (80, 24)) as terminal: terminal.press("j")``."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str] | None = None
    ) -> None:
        self._command, self._size = command, size
        self._environment = programs.environment(environment or {}, TERM="xterm-256color")
        self._stack = ExitStack()
        self._loop = asyncio.new_event_loop()
        self._messages = 0

    def __enter__(self) -> Self:
        with self._stack as stack:
            thread = threading.Thread(target=self._loop.run_forever, name="browser terminal", daemon=True)
            thread.start()
            stack.callback(self._loop.close)
            stack.callback(thread.join, PATIENCE)
            stack.callback(self._loop.call_soon_threadsafe, self._loop.stop)
            self._pty = programs.open_pty(stack)
            self._master = self._pty[0]
            self._opened: asyncio.Event = asyncio.Event()
            self._run(self._start(stack))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def press(self, keys: str) -> None:
        """Types."""
        os.write(self._master, keys.encode())

    def screenshot(self) -> Image.Image:
        """What the browser shows; the terminal is in the upper left corner."""
        taken = self._run(self._ask("Page.captureScreenshot", format="png"))
        return Image.open(BytesIO(base64.b64decode(taken["data"]))).convert("RGB")

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def _stop(self, work: Any) -> None:
        self._run(work())

    # -- in the thread of the loop

    async def _start(self, stack: ExitStack) -> None:
        app = web.Application()
        folder = Path(os.environ[FOLDER])
        for name in _SCRIPTS:
            app.router.add_get(f"/{Path(name).name}", partial(_file, folder / name))
        app.router.add_get("/", self._page)
        app.router.add_get("/pty", self._serve_pty)
        runner = web.AppRunner(app, shutdown_timeout=1.0)
        await runner.setup()
        stack.callback(self._stop, runner.cleanup)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        await self._open(stack, f"http://{host}:{port}/")
        await asyncio.wait_for(self._opened.wait(), PATIENCE)
        programs.start_on_pty(stack, self._command, self._environment, self._pty, (*self._size[::-1], *self._pixels))

    async def _page(self, _request: web.Request) -> web.Response:
        columns, lines = self._size
        page = _PAGE.replace("COLUMNS", str(columns)).replace("LINES", str(lines))
        return web.Response(text=page, content_type="text/html")

    async def _serve_pty(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self._pixels = await socket.receive_json()
        pieces: asyncio.Queue[bytes] = asyncio.Queue()
        self._loop.add_reader(self._master, lambda: pieces.put_nowait(os.read(self._master, 65_536)))
        sending = self._loop.create_task(_send(socket, pieces))
        self._opened.set()
        try:
            async for message in socket:
                if message.type is WSMsgType.BINARY:
                    os.write(self._master, message.data)
        finally:
            sending.cancel()
            self._loop.remove_reader(self._master)
        return socket

    async def _open(self, stack: ExitStack, url: str) -> None:
        """Opens the page in a browser, and a connection of its developer tools (chromedevtools.github.io)."""
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="browser", ignore_cleanup_errors=True))
        name = next(filter(None, map(shutil.which, _BROWSERS)))
        command = [
            name, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--force-device-scale-factor=1", "--window-size=1400,900", f"--user-data-dir={folder}", "--remote-debugging-port=0", url,
        ]  # fmt: skip
        programs.start(stack, command, {"PATH": os.environ["PATH"], "HOME": folder})
        path = Path(folder) / "DevToolsActivePort"
        port = await asyncio.to_thread(_port, path)
        session = ClientSession()
        stack.callback(self._stop, session.close)
        async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
            page = next(one for one in await answer.json() if one["type"] == "page")
        self._tools = await session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        stack.callback(self._stop, self._tools.close)

    async def _ask(self, method: str, **parameters: object) -> Any:
        self._messages += 1
        await self._tools.send_json({"id": self._messages, "method": method, "params": parameters})
        while True:
            answer = await self._tools.receive_json()
            if answer.get("id") == self._messages:
                return answer["result"]


async def _file(path: Path, _request: web.Request) -> web.FileResponse:
    return web.FileResponse(path)


def _port(path: Path) -> str:
    """The port of the developer tools, once the browser has written the file that names it."""
    end = time.monotonic() + PATIENCE
    while not (path.is_file() and path.read_text(encoding="ascii").count("\n")) and time.monotonic() < end:
        time.sleep(0.02)
    return path.read_text(encoding="ascii").split()[0]


async def _send(socket: web.WebSocketResponse, pieces: asyncio.Queue[bytes]) -> None:
    while True:
        await socket.send_bytes(await pieces.get())
