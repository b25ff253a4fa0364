"""Server faults on demand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """The kinds of fault; see the constructors of :class:`Fault`."""

    STATUS = auto()
    HTML = auto()
    EMPTY = auto()
    CUT_OFF = auto()
    SHORT = auto()
    SLOW = auto()
    HANG_UP = auto()
    MOVED = auto()
    WRONG_TYPE = auto()
    GARBAGE = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, made by one of the constructors below."""

    kind: Kind
    number: int = 0
    seconds: float = 0.0
    text: str = ""

    @classmethod
    def status(cls, number: int, retry_after: str | int = "") -> Fault:
        """Answers with that status; ``retry_after``: seconds or an HTTP date, as the header's value."""
        return cls(Kind.STATUS, number=number, text=str(retry_after))

    @classmethod
    def html(cls) -> Fault:
        """200 with a login page."""
        return cls(Kind.HTML)

    @classmethod
    def empty(cls) -> Fault:
        """200 with no body, under the right content type."""
        return cls(Kind.EMPTY)

    @classmethod
    def cut_off(cls) -> Fault:
        """The body stops in the middle of an item; Content-Length agrees with what is sent."""
        return cls(Kind.CUT_OFF)

    @classmethod
    def short(cls) -> Fault:
        """The connection closes before Content-Length bytes have been sent."""
        return cls(Kind.SHORT)

    @classmethod
    def slow(cls, seconds: float) -> Fault:
        """Waits for ``seconds`` before it answers; stops waiting when the server stops."""
        return cls(Kind.SLOW, seconds=seconds)

    @classmethod
    def close(cls) -> Fault:
        """Closes the connection without an answer."""
        return cls(Kind.HANG_UP, text="close")

    @classmethod
    def reset(cls) -> Fault:
        """Resets the connection (RST) without an answer."""
        return cls(Kind.HANG_UP, text="reset")

    @classmethod
    def moved(cls, to: str, number: int = 301) -> Fault:
        """Redirects to a path or an address."""
        return cls(Kind.MOVED, number=number, text=to)

    @classmethod
    def wrong_type(cls, content_type: str = "text/plain") -> Fault:
        """The right body under a wrong Content-Type."""
        return cls(Kind.WRONG_TYPE, text=content_type)

    @classmethod
    def garbage(cls) -> Fault:
        """2,048 bytes of noise under the right content type, the same every time."""
        return cls(Kind.GARBAGE)
