"""The rules of sites where programs are written together."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from reader.subscriptions.discovery.address_parts import Place
from reader.subscriptions.discovery.feed_candidates import Lead

_GITHUB_OWN = frozenset({
    "about", "apps", "codespaces", "collections", "contact", "customer-stories", "enterprise", "events", "explore",
    "features", "issues", "join", "login", "marketplace", "new", "notifications", "orgs", "pricing", "pulls", "readme",
    "search", "security", "settings", "site", "sponsors", "stars", "team", "topics", "trending", "users",
})  # fmt: skip


def github(place: Place) -> Iterator[Lead]:
    """A repository's releases, commits, tags and discussions, that of the page first; a person's activity."""
    owner, name, what = place.part(0), place.part(1).removesuffix(".git"), place.part(2)
    if not owner or owner in _GITHUB_OWN or place.parts[-1].endswith(".atom"):
        return
    if not name:
        yield Lead(f"https://github.com/{owner}.atom")
        return
    own = f"https://github.com/{owner}/{name}/"
    feeds = {kind: Lead(f"{own}{kind}.atom") for kind in ("releases", "commits", "tags", "discussions")}
    branch = "/".join(place.parts[3:])
    if what in ("commits", "tree", "blob") and branch:
        feeds["commits"] = Lead(f"{own}commits/{branch}.atom")
    if what == "wiki":
        yield Lead(f"{own}wiki.atom")
    first = {"commits": "commits", "tree": "commits", "blob": "commits"}.get(what, what)
    yield from sorted(feeds.values(), key=lambda lead: lead is not feeds.get(first))


def gitlab(place: Place) -> Iterator[Lead]:
    """A project's releases, tags, commits and activity, that of the page first; a person's or group's activity."""
    parts = place.parts
    if not parts or parts[0] in ("explore", "users", "help", "dashboard", "search", "api", "-"):
        return
    if parts[-1].endswith(".atom") or place.query.get("format") == "atom":
        return
    cut = parts.index("-") if "-" in parts else len(parts)
    project, what, ref = parts[:cut], (*parts[cut + 1 :], "")[0], "/".join(parts[cut + 2 :])
    top = urljoin(place.url, "/" + "/".join(part for part in project if part != "groups"))
    if len(project) < 2 or project[0] == "groups":
        yield Lead(f"{top}.atom")
        return
    feeds = {
        "releases": Lead(f"{top}/-/releases.atom"),
        "tags": Lead(f"{top}/-/tags?format=atom"),
        "commits": Lead(f"{top}/-/commits/{ref if what in ('commits', 'tree') and ref else 'HEAD'}?format=atom"),
        "activity": Lead(f"{top}.atom"),
    }
    first = "commits" if what == "tree" else what
    yield from sorted(feeds.values(), key=lambda lead: lead is not feeds.get(first))
