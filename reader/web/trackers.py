"""Tells pictures that count readers from pictures that show something, by their addresses.

Counting pixels that a page marks as such (at most one pixel wide and high) are dropped by the sanitiser; this finds
those without a size. Three kinds: hosts of services that do nothing else; paths whose last part is a word for it; and
``1x1``, ``blank`` and ``spacer`` files, which only take up room. The list is short on purpose: a picture too few is
worse than a pixel too many, which is still fetched only when its article is opened, and too small to be shown.
"""

from __future__ import annotations

import re

_HOSTS = re.compile(
    r"(?:^|\.)(?:feedburner\.com|feedsportal\.com|doubleclick\.net|google-analytics\.com|googletagmanager\.com|"
    r"scorecardresearch\.com|quantserve\.com|stats\.wordpress\.com|pixel\.wp\.com|feeds\.wordpress\.com|"
    r"ioam\.de|ivwbox\.de|vgwort\.de|xiti\.com|chartbeat\.(?:com|net)|list-manage\.com|blogger\.com|"
    r"facebook\.com|bat\.bing\.com|matomo\.cloud)$"
)
_FIRST_LABEL = re.compile(
    r"(?:pixel|beacon|count|counter|cpx|hits|stats?|track(?:er|ing)?|analytics|metrics|piwik|matomo)\d*\."
)
_NAMES = re.compile(
    r"(?:(?:tracking[-_]?)?pixel|beacon|count(?:er)?|zaehler|track(?:er|ing)?|piwik|matomo|spacer|blank|"
    r"transparent|shim|1x1|1px)\.(?:gif|png|php)|(?:pixel|beacon|tracking|1x1)"
)


_PATHS = re.compile(r"(?:tracker/|_/stat$)")  # of Blogger and Medium


def counts_readers(url: str) -> bool:
    """Whether the address, an http(s) one, is one of a picture that counts readers or shows nothing."""
    authority, _, path = url.partition("://")[2].partition("/")
    host = authority.rpartition("@")[2].partition(":")[0].lower()
    if _FIRST_LABEL.match(host) or _HOSTS.search(host):
        return True
    path = path.partition("#")[0].partition("?")[0]
    return bool(_PATHS.match(path)) or _NAMES.fullmatch(path.rstrip("/").rpartition("/")[2].lower()) is not None
