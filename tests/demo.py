"""The reader on the demo newspaper and two dailies, in temporary folders: ``python -m tests.demo [OPTION…]``.

The reader is a separate process, so that the newspapers' threads do not slow it down; both are in one process group,
so that the terminal's signals reach them together.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.stream import Kind, Stream
from tests.newspaper import Newspaper
from tests.support.reading import dailies, edit_articles, poll_all, read_and_edit, subscribe_to_all


def main(arguments: Sequence[str]) -> int:
    """Opens it with these options of the reader; returns the reader's exit code."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    folders = tempfile.TemporaryDirectory(prefix="broadsheet-demo-", ignore_cleanup_errors=True)
    with folders as root, Newspaper() as paper, dailies() as papers:
        paths = Paths(Path(root, "config"), Path(root, "data"))
        subscribe_to_all(paths, paper, *papers)
        poll_all(paths)
        edit_articles(papers[0])
        read_and_edit(paths, paper)
        _open_on_newspaper(paths)
        return _read(paths, arguments)


def _open_on_newspaper(paths: Paths) -> None:
    """The first start would show the Welcome feed."""
    library = open_library(paths, Config())
    library.session.keep({"stream": Stream(Kind.UNREAD).key()})
    library.session.flush()
    library.close()


def _read(paths: Paths, arguments: Sequence[str]) -> int:
    folders = ("--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C belongs to the reader
    reader = subprocess.Popen([sys.executable, "-m", "reader", *folders, *arguments], restore_signals=True)
    try:
        return reader.wait()
    finally:
        if reader.poll() is None:
            reader.terminate()
            reader.wait()


def _leave(number: int, _: FrameType | None) -> None:
    """Leaves through every ``finally``, so that the folders are removed and the newspapers close."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
