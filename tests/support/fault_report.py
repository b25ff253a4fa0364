"""``python -m tests.support.fault_report [WORD …]``: runs every fault once and prints its seconds and memory."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.support.fault_list import LIST
from tests.support.fault_stage import Stage
from tests.support.profile import message


def main(words: list[str]) -> None:
    """Prints a line for each fault whose name contains one of the words, or for all."""
    print(f"{'fault':38} {'seconds':>7} {'parser':>8} {'refresher':>9}  message")
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        for name, case in LIST.items():
            if words and not any(word in name for word in words):
                continue
            outcome = stage.play(case)
            said = message(outcome.done.error) or f"(read: {outcome.done.new} new)"
            memory = f"{outcome.parser_peak / 1e6:5.0f} MB {outcome.growth / 1e6:+6.0f} MB"
            print(f"{name:38} {outcome.seconds:7.2f} {memory}  {said}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
