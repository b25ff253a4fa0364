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

POLITENESS = 10  # a reader's keys come first where its worker, and the parsers, want the same processor


def main() -> int:
    """Runs the worker; returns its exit code: 0 done, 1 some feeds failed, 2 cannot run."""
    parser = argparse.ArgumentParser(prog="python -m reader.refresh", description="Polls feeds for the reader.")
    parser.add_argument("--config-dir", type=Path)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--once", nargs="*", metavar="URL", help="poll these, or what is due, and end")
    options = parser.parse_args()
    paths = user_paths(options.config_dir, options.data_dir)
    start_log(paths.log)
    if options.once is None and hasattr(os, "nice"):
        os.nice(POLITENESS)
    return run_worker(paths, options.once, clock=time.time)


if __name__ == "__main__":
    code = main()
    logging.shutdown()
    os._exit(code)  # threads that hang in a name look-up would be waited for
