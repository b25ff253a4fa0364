"""Where the answers of servers are parsed: here, or in the pool of parser processes that the engine hands over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Run(Protocol):
    """Runs a parse function of this package; it and its result can be pickled."""

    async def __call__(self, parse: Callable[[bytes], T], body: bytes, /) -> T:
        """What ``parse(body)`` returns. Raises what it raises."""
        ...


async def run_here(parse: Callable[[bytes], T], body: bytes) -> T:
    """Parses in this process."""
    return parse(body)
