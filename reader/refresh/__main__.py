"""``python -m reader.refresh [--config-dir DIR] [--data-dir DIR] [--once [URL …]]``: the worker process."""

from __future__ import annotations

import argparse
import logging
import os
import time
from pathlib import Path

from reader.paths import user_paths
from reader.refresh.logs import start_log
from reader.refresh.worker.worker import run_worker

NICENESS = 10  # so that the UI goes first if worker or parsers compete with it for a processor


def main() -> int:
    """Runs the worker. Returns 0 (done), 1 (some feeds failed), 2 (cannot run) or 3 (cannot run at the moment)."""
    parser = argparse.ArgumentParser(prog="python -m reader.refresh", description="Polls feeds for the reader.")
    parser.add_argument("--config-dir", type=Path)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--once", nargs="*", metavar="URL", help="poll these feeds, or the due ones, and exit")
    options = parser.parse_args()
    paths = user_paths(options.config_dir, options.data_dir)
    start_log(paths.log)
    if options.once is None and hasattr(os, "nice"):
        os.nice(NICENESS)
    return run_worker(paths, options.once, clock=time.time)


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    os._exit(code)  # does not wait for threads that hang resolving a name
