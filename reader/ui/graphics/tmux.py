"""What tmux says of the terminal that it runs in."""

from __future__ import annotations

import subprocess

from reader.ui.graphics.protocol import TmuxClient

_ASK = ("tmux", "display-message", "-p", "#{?allow-passthrough,#{allow-passthrough},off} #{client_termtype}")
_LONGEST = 2.0  # seconds


def tmux_client() -> TmuxClient | None:
    """Asks tmux; None if it says nothing in time. Waits; call it from a thread."""
    try:
        done = subprocess.run(_ASK, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    passes, _, terminal = done.stdout.decode("utf-8", "replace").strip().partition(" ")
    return TmuxClient(passes in ("on", "all", "1", "2"), terminal)
