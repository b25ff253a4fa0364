"""A feed with more entries than a screen shows."""

from __future__ import annotations

import pytest

from reader.paths import Paths
from tests.support.stocking import new_entry, stocked

BIG, SMALL = "https://big.example/feed", "https://small.example/feed"


@pytest.fixture
def long(paths: Paths) -> Paths:
    """A feed of 400 entries and one of five."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{BIG}"\n[[feeds]]\nurl = "{SMALL}"\n', encoding="utf-8")
    feeds = {BIG: [new_entry(n) for n in range(400)], SMALL: [new_entry(1000 + n, by="Agency") for n in range(5)]}
    stocked(paths.database, feeds).close()
    return paths
