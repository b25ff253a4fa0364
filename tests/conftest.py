"""What several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.paths import Paths
from tests.command import Command
from tests.newspaper import Newspaper


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    """The demo newspaper on loopback, its articles counted back from this moment."""
    with Newspaper() as paper:
        yield paper


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A user's folders, not made yet."""
    return Paths(tmp_path / "config", tmp_path / "data")


@pytest.fixture
def broadsheet(paths: Paths, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line on those folders."""
    return Command(paths, capsys)
