"""What each setting of ``config.toml`` means, for ``broadsheet config``, the comments it writes, and the documents.

In the order of :data:`reader.config.SETTINGS`. Backticks enclose literal text; other markup is not used.
"""

from __future__ import annotations

from collections.abc import Mapping

from reader.wording.catalogue import N_, _

MEANINGS: Mapping[str, str] = {
    "theme": N_(
        "The theme to start with: a built-in one or one of your own. Press T to choose another, which the reader"
        " remembers until you change this setting."
    ),
    "language": N_(
        'The language of Broadsheet\'s interface: `"en"` or `"de"`. If empty, it depends on the locale (`LC_ALL`,'
        " `LC_MESSAGES`, `LANG`)."
    ),
    "ascii": N_(
        "Draw with plain characters instead of `●`, `★`, `▸`, `…` and lines, for terminals that lack them. The text of"
        " articles does not change."
    ),
    "measure": N_("The maximum line length of articles, from 40 to 120 columns."),
    "mark_read": N_(
        'When an opened article is marked read: `"open"`, at once; a time such as `"5s"`, after that; `"end"`, at its'
        ' end; `"never"`, only by hand.'
    ),
    "interval": N_(
        "Seconds between refreshes of a feed, at least 900. A subscription can have its own interval, and a publisher"
        " can ask for a longer one."
    ),
    "browser": N_(
        "The program that opens addresses, with its arguments. `%u` or `{address}` is replaced by the address; without"
        " it, the address is added at the end. If empty, the system's default browser."
    ),
    "contact": N_("A web or email address at which publishers can reach you, added to the `User-Agent` of requests."),
    "fetch_pages": N_("When you open an article, fetch its web page for the full text and the author."),
    "keep": N_(
        "Delete the text of read articles that have no star or label and are not kept for later after this time, such"
        ' as `"90d"` or `"52w"`. A subscription can have its own time. If empty, everything is kept.'
    ),
    "allow_programs": N_("Run the programs of `exec:` feeds."),
    "proxy": N_(
        'The proxy for all requests, such as `"http://proxy.example:3128"`, `"http://name:password@proxy.example:3128"`'
        ' or `"socks5h://127.0.0.1:9050"` (Tor).'
        " Host names are resolved by the proxy with `socks5h`, and by your computer"
        " with `socks5`. If empty, the environment variables apply. Requests to your own computer never use a proxy."
    ),
    "no_proxy": N_(
        'Hosts to reach without a proxy, including their subdomains, such as `["intra.example"]`. They are added to the'
        " hosts in `NO_PROXY`."
    ),
    "next_feed": N_(
        "At the end of a list's unread articles, let Space, n and A continue with the next feed or folder that has"
        " some."
    ),
    "order": N_(
        'The order of lists: `"newest"` or `"oldest"` first, grouped by `"feed"` (newest first in each) or'
        ' `"feed-oldest"`, by `"title"`, or by `"length"`,'
        " longest first. Press v to give a list an order of its own."
    ),
    "columns": N_(
        "The columns of compact headlines, from the left: some of `dot`, `time`, `feed`, `folder`, `author`, `title`,"
        " `minutes`, `labels`, `later` and `star`, each once."
    ),
    "theme_light": N_(
        "The theme to use while the terminal's background is light. Broadsheet queries the terminal at startup and"
        " follows later changes (OSC 11, mode 2031); if the terminal does not answer, `theme` is used. A theme chosen"
        " with T stays until the background changes or the reader restarts."
    ),
    "theme_dark": N_("The theme to use while the terminal's background is dark."),
    "pictures": N_(
        'How pictures in articles are drawn: `"auto"`, the best way that the terminal supports; `"kitty"` (with Unicode'
        ' placeholders), `"sixel"` or `"iterm"`, with that protocol; `"blocks"`, as coloured half blocks, in any'
        ' terminal; `"off"`, not at all.'
    ),
    "pictures_over_ssh": N_(
        "Show pictures while you are connected through SSH. Turn this off if the connection is slow."
    ),
    "large_headlines": N_(
        'Draw the headlines of articles in double size: `"auto"`, in terminals that can (kitty 0.40 or newer); `"off"`,'
        " nowhere."
    ),
    "picture_cache": N_(
        "How many megabytes the pictures that were loaded may take on the disk, from 10 to 100,000. Those not seen for"
        " the longest time are deleted first."
    ),
    "letters": N_(
        "The letters or digits by which links are chosen, at least four, the ones that are easiest to type first."
    ),
    "sync_interval": N_(
        "How often the servers of your accounts are asked for what is new while the reader is open, from `30s` to `1d`."
        " An account can have its own interval."
    ),
    "edition_stories": N_("How many stories an edition of the front page has at most, from 1 to 100."),
    "stories": N_("Show articles about the same event as one row, in every list that Q has not switched."),
    "read_whole_story": N_("Reading an article marks the other articles of its story read as well."),
    "browsers": N_("More browsers to choose from (C), as tables `[[browsers]]`."),
    "commands": N_("Commands of your own that articles are handed to (H), as tables `[[commands]]`."),
}


def setting_meaning(name: str) -> str:
    """The meaning of a setting in the user's language, as plain text."""
    return _(MEANINGS[name]).replace("`", "")
