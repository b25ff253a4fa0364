"""Addresses without what is in them only to follow their readers: tracking parameters and detours.

The list of parameters is short on purpose. Each name is used for nothing else; what a site may need, such as ``ref``,
``id`` or ``source``, stays, and so does everything else in the address, letter by letter. Links that pay somebody a
commission stay too: they say who sent the reader, not who the reader is.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from reader.web.addresses import web_url

# What mail, social networks, advertising and statistics add. A name that ends in _ stands for all that begin with it.
_NAMES = (
    "utm_", "mtm_",  # Google Analytics and its likes, Matomo
    "pk_campaign", "pk_cid", "pk_content", "pk_keyword", "pk_kwd", "pk_medium", "pk_source",  # Matomo's older ones
    "piwik_campaign", "piwik_kwd", "piwik_keyword",
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id",
    "igshid", "igsh", "epik", "_openstat", "__twitter_impression", "guccounter", "guce_referrer", "guce_referrer_sig",
    "mc_cid", "mc_eid", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id", "ml_subscriber", "ml_subscriber_hash",
    "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
    "at_medium", "at_campaign", "at_campaign_type", "at_custom1", "at_custom2", "at_custom3", "at_custom4",  # BBC
    "wt_mc", "wt_zmc", "xtor",  # German and French newspapers
)  # fmt: skip
_ONE = "|".join(re.escape(name) + ("[a-z0-9_]*" if name.endswith("_") else "") for name in _NAMES)
_TRACKING = re.compile(rf"(?:amp;)*(?:{_ONE})(?:=.*)?", re.IGNORECASE | re.DOTALL)
_MAY_TRACK = re.compile(rf"[?&;#](?:{_ONE})(?:[=&#]|\Z)", re.IGNORECASE)

# Detours that name their target: host, path, and the parameters that may have it.
_DETOURS = (
    (r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}", r"/url", ("q", "url")),
    (r"lm?\.facebook\.com", r"/l\.php", ("u",)),
    (r"l\.(?:instagram|threads)\.(?:com|net)", r"/", ("u",)),
    (r"t\.umblr\.com", r"/redirect", ("z",)),
    (r"out\.reddit\.com", r"/.*", ("url",)),
    (r"(?:www\.)?youtube\.com", r"/redirect", ("q",)),
    (r"(?:www\.)?linkedin\.com", r"/(?:redir/redirect|safety/go)/?", ("url",)),
    (r"(?:www\.)?steamcommunity\.com", r"/linkfilter/?", ("url", "u")),
    (r"(?:away\.)?vk\.com", r"/away\.php", ("to",)),
    (r"(?:www\.)?duckduckgo\.com", r"/l/", ("uddg",)),
    (r"medium\.com", r"/r/", ("url",)),
    (r"slack-redir\.net", r"/link", ("url",)),
    (r"(?:www\.)?exit\.sc", r"/", ("url",)),
    (r"[a-z0-9]+\.safelinks\.protection\.outlook\.com", r"/.*", ("url",)),
)
_MAY_DETOUR = re.compile(rf"https?://(?:{'|'.join(host for host, _path, _names in _DETOURS)})/", re.IGNORECASE)


def clean_link(url: str) -> str:
    """The address where a link leads in the end, without tracking parameters; unchanged if there is nothing of these.

    Idempotent. Takes time in proportion to the length.
    """
    while _MAY_DETOUR.match(url) and (target := _target(url)):
        url = target  # shorter each time
    return _without_tracking(url) if _MAY_TRACK.search(url) else url


def _target(url: str) -> str | None:
    """The web address to which a detour leads; None if this is none, or its target is not in the address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    values = dict(pair.partition("=")[::2] for pair in reversed(parts.query.split("&")))
    for pattern, path, names in _DETOURS:
        if re.fullmatch(pattern, host) and re.fullmatch(path, parts.path):
            found = (web_url(unquote(values[name])) for name in names if name in values)
            return next((target for target in found if target and len(target) < len(url)), None)
    return None


def _without_tracking(url: str) -> str:
    before, hash_sign, fragment = url.partition("#")
    start, question_mark, query = before.partition("?")
    kept = [pair for pair in query.split("&") if not _TRACKING.fullmatch(pair)]
    if len(kept) < query.count("&") + 1:
        before = start + (question_mark + "&".join(kept) if any(kept) else "")
    if fragment and all(map(_TRACKING.fullmatch, fragment.split("&"))):
        hash_sign = fragment = ""
    return before + hash_sign + fragment
