"""``python -m tests.newspaper [--port N]``: serves the paper until Ctrl+C, and prints the addresses of its feeds."""

from __future__ import annotations

import argparse
import contextlib
import threading

from tests.newspaper.server import Newspaper


def main() -> None:
    """Serves until interrupted."""
    parser = argparse.ArgumentParser(prog="tests.newspaper", description="Serve the demo newspaper on loopback.")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    with Newspaper(port=parser.parse_args().port) as paper, contextlib.suppress(KeyboardInterrupt):
        print(*paper.feed_urls, sep="\n", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
