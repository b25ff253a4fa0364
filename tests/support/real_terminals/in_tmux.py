"""tmux in Ghostty, which passes kitty's pictures on to it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.real_terminals import ghostty

_SETTINGS = """set -g allow-passthrough on
set -g status off
set -g default-terminal tmux-256color
set -ga terminal-features ',xterm-256color:RGB'
set -g escape-time 0
"""


def missing() -> str:
    """Why this cannot be used here; empty if it can."""
    return ghostty.missing() or ("" if shutil.which("tmux") else "not installed: tmux")


@contextmanager
def ghostty_with_tmux(
    command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str] | None = None
) -> Iterator[ghostty.GhosttyTerminal]:
    """A program in a server of tmux of its own, in Ghostty."""
    with tempfile.TemporaryDirectory(prefix="tmux") as folder:
        settings, server = Path(folder) / "tmux.conf", ("tmux", "-S", f"{folder}/server")
        settings.write_text(_SETTINGS, encoding="utf-8")
        inside = ("env", "COLORTERM=truecolor", *command)
        try:
            with ghostty.GhosttyTerminal(
                [*server, "-f", str(settings), "new-session", *inside], size, environment
            ) as screen:
                yield screen
        finally:
            subprocess.run([*server, "kill-server"], stderr=subprocess.DEVNULL, check=False)
