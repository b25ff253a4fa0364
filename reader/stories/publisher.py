"""Whose article it is: newsticker.heise.de and www.heise.de are one publisher, two blogs of a host are not."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from reader.web.registered_domain import registered_labels

# Hosts that give every customer a name before theirs.
_HOSTING = frozenset({
    "appspot.com", "beehiiv.com", "blogger.com", "blogspot.com", "dev.to", "ghost.io", "github.io", "gitlab.io",
    "hashnode.dev", "libsyn.com", "livejournal.com", "medium.com", "micro.blog", "netlify.app", "pages.dev",
    "podigee.io", "posthaven.com", "squarespace.com", "substack.com", "tumblr.com", "typepad.com", "uberspace.de",
    "vercel.app", "weebly.com", "wixsite.com", "wordpress.com", "write.as",
})  # fmt: skip


@lru_cache(2_000)
def publisher_of(url: str) -> str:
    """The part of an address's host that names its owner, or "" for what is no address. An IP address has its port."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".")
        port = parts.port
    except ValueError:
        return ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit() or len(labels) == 1:
        return f"{host}:{port}" if host and port else host
    count = registered_labels(labels)
    owner = ".".join(labels[-count:])
    return ".".join(labels[-count - 1 :]) if owner in _HOSTING else owner
