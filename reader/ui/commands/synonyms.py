"""Other words for the commands of the main screen, by which the palette finds them. Loaded with the palette."""

from __future__ import annotations

from reader.wording.catalogue import N_

SYNONYMS = {
    "read.on": N_("next page, scroll"),
    "read.next-unread": N_("skip, jump"),
    "entry.read": N_("unread, seen, toggle"),
    "entry.read-and-next": N_("done, seen, skip"),
    "read.next-feed": N_("skip, jump"),
    "entry.star": N_("favourite, favorite, bookmark, save, keep, flag"),
    "entry.browser": N_("web, website, link, url, page"),
    "entry.links": N_("urls, addresses, pictures"),
    "entry.comments": N_("discussion, replies"),
    "entry.author": N_("writer, articles by"),
    "entry.copy": N_("link, url, clipboard, yank, share"),
    "list.undo": N_("revert, back, take back"),
    "list.redo": N_("repeat, again"),
    "list.mark-all": N_("catch up, all seen, clear"),
    "list.select": N_("visual, mark several, range, multiple, choose"),
    "list.select-row": N_("tag, mark one, toggle, multiple"),
    "list.clean": N_("hide read, remove read, purge"),
    "list.new": N_("arrived, update, latest"),
    "list.order": N_("order, group by feed, newest, oldest, relevance, date, rank, arrange"),
    "list.search": N_("find, filter, look for, query"),
    "list.save": N_("bookmark, smart folder, filter"),
    "pane.feeds": N_("sidebar, tree, toggle"),
    "pane.narrower": N_("smaller, resize"),
    "pane.wider": N_("bigger, resize"),
    "feed.add": N_("subscribe, new, follow"),
    "feed.refresh": N_("reload, update, fetch, poll, check, sync"),
    "feed.refresh-all": N_("reload, update, fetch, poll, check, sync"),
    "feed.import": N_("opml, restore, load, newsboat"),
    "feed.export": N_("opml, backup, save"),
    "feed.edit": N_("rename, title, change, options, settings, properties, tags, interval"),
    "feed.move-to": N_("change folder, file, sort into"),
    "feed.pause": N_("disable, stop, mute, enable, continue"),
    "feed.unsubscribe": N_("delete, remove, unfollow"),
    "feed.order": N_("arrange, alphabetical, order"),
    "feed.health": N_("errors, problems, broken, failing, status, statistics"),
    "program.theme": N_("colours, colors, dark, light, appearance"),
    "program.help": N_("shortcuts, keyboard, bindings, hotkeys"),
    "program.suspend": N_("background, shell"),
    "program.quit": N_("exit, close, end, leave"),
}
"""By the id of the command: words and phrases, separated by commas."""
