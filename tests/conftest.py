"""What several tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.newspaper import Newspaper


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    """The demo newspaper on loopback, its articles counted back from this moment."""
    with Newspaper() as paper:
        yield paper
