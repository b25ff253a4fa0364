"""The domain that somebody registered, as far as a host's name tells: paper.co.uk of www.paper.co.uk.

It knows the usual second levels of countries instead of the list of public suffixes, which is long and changes.
"""

from __future__ import annotations

from collections.abc import Sequence

_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ne", "net", "nom", "or", "org"})


def registered_domain(host: str) -> str:
    """The registered domain of a host in lower case; the host itself if it has fewer labels."""
    labels = host.split(".")
    return ".".join(labels[-registered_labels(labels) :])


def registered_labels(labels: Sequence[str]) -> int:
    """How many of a host's labels, from its end, are its registered domain: 2, or 3 below such as ``co.uk``."""
    return 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
