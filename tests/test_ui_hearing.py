"""What the worker says, as words for the bottom line."""

from __future__ import annotations

import pytest

from reader.refresh.worker.protocol import Finished
from reader.ui.reader.worker_news import heard


@pytest.mark.parametrize(
    ("polled", "failed", "new", "message", "progress"),
    [
        (1, 1, 0, "", "1 of 1 feed failed"),  # which one and why was said before, and stays
        (3, 1, 0, "", "1 of 3 feeds failed"),
        (3, 1, 2, "2 new articles", "1 of 3 feeds failed"),
        (3, 3, 0, "None of 3 feeds could be read. Is this machine online?", "3 of 3 feeds failed"),
        (3, 0, 1, "1 new article", ""),
        (3, 0, 0, "Nothing new.", ""),
    ],
)
def test_a_finished_poll_says_each_thing_once(polled: int, failed: int, new: int, message: str, progress: str) -> None:
    event = Finished(polled, changed=polled - failed, unchanged=0, failed=failed, new=new, updated=0, seconds=1.0)
    said = heard(event, {})
    assert (said.message, said.progress) == (message, progress)
