"""Rules for sites that host source code."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from reader.subscriptions.discovery.feed_candidates import FeedCandidate
from reader.subscriptions.discovery.site_address import SiteAddress

_GITHUB_OWN = frozenset({
    "about", "apps", "codespaces", "collections", "contact", "customer-stories", "enterprise", "events", "explore",
    "features", "issues", "join", "login", "marketplace", "new", "notifications", "orgs", "pricing", "pulls", "readme",
    "search", "security", "settings", "site", "sponsors", "stars", "team", "topics", "trending", "users",
})  # fmt: skip


def github(address: SiteAddress) -> Iterator[FeedCandidate]:
    """Releases, commits, tags and discussions of a repository, with the current page first.

    Also the discussions of an organization, and the activity of a person.
    """
    if address.starts_with("orgs") and address.part(2) == "discussions":
        yield FeedCandidate(f"https://github.com/orgs/{address.part(1)}/discussions.atom")
        return
    owner, name, what = address.part(0), address.part(1).removesuffix(".git"), address.part(2)
    if not owner or owner in _GITHUB_OWN or address.parts[-1].endswith(".atom"):
        return
    if not name:
        yield FeedCandidate(f"https://github.com/{owner}.atom")
        return
    own = f"https://github.com/{owner}/{name}/"
    feeds = {kind: FeedCandidate(f"{own}{kind}.atom") for kind in ("releases", "commits", "tags", "discussions")}
    branch = "/".join(address.parts[3:])
    if what in ("commits", "tree", "blob") and branch:
        feeds["commits"] = FeedCandidate(f"{own}commits/{branch}.atom")
    if what == "wiki":
        yield FeedCandidate(f"{own}wiki.atom")
    first = {"commits": "commits", "tree": "commits", "blob": "commits"}.get(what, what)
    yield from sorted(feeds.values(), key=lambda candidate: candidate is not feeds.get(first))


def gitlab(address: SiteAddress) -> Iterator[FeedCandidate]:
    """Releases, tags, commits and activity of a project, with the current page first; activity of a person or group."""
    parts = address.parts
    if not parts or parts[0] in ("explore", "users", "help", "dashboard", "search", "api", "-"):
        return
    if parts[-1].endswith(".atom") or address.query.get("format") == "atom":
        return
    cut = parts.index("-") if "-" in parts else len(parts)
    project, what, ref = parts[:cut], (*parts[cut + 1 :], "")[0], "/".join(parts[cut + 2 :])
    top = urljoin(address.url, "/" + "/".join(part for part in project if part != "groups"))
    if len(project) < 2 or project[0] == "groups":
        yield FeedCandidate(f"{top}.atom")
        return
    feeds = {
        "releases": FeedCandidate(f"{top}/-/releases.atom"),
        "tags": FeedCandidate(f"{top}/-/tags?format=atom"),
        "commits": FeedCandidate(
            f"{top}/-/commits/{ref if what in ('commits', 'tree') and ref else 'HEAD'}?format=atom"
        ),
        "activity": FeedCandidate(f"{top}.atom"),
    }
    first = "commits" if what == "tree" else what
    yield from sorted(feeds.values(), key=lambda candidate: candidate is not feeds.get(first))
