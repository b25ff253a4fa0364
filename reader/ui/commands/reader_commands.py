"""The commands of the main screen, and those that work everywhere."""

from __future__ import annotations

from reader.config import ORDERS
from reader.ui.commands.command import Argument, Command, Context, Counted, Kind
from reader.wording.catalogue import N_

MOVING, READING, LISTS = N_("Moving"), N_("Reading"), N_("Lists")
PANES, FEEDS, PROGRAM = N_("Panes"), N_("Feeds"), N_("Program")

# Beginnings of the ids of commands that act on the selected articles; of all that need an article; and of those that
# need a page, which may also be a person's.
ACT_ON_ARTICLES = ("entry.", "hand-over.")
NEED_AN_ARTICLE = (*ACT_ON_ARTICLES, "story.", "conversation.", "list.mark-above", "list.mark-below")
NEED_A_PAGE = ("article.", "link.")

TREE, LIST, ARTICLE = "tree", "headlines", "article"  # the panes, by the ids of their widgets

_MOVING = (
    Command(
        "move.down", ("j", "down"), N_("Down"),
        N_("Moves down: to the next headline or feed, or by a line of the article."),
        MOVING, "move.by_lines", (1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.up", ("k", "up"), N_("Up"),
        N_("Moves up: to the headline or feed above, or by a line of the article."),
        MOVING, "move.by_lines", (-1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.page-down", ("pagedown", "ctrl+f"), N_("Page down"),
        N_("Moves down by as much as the pane shows."), MOVING, "move.by_pages", (1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.page-up", ("pageup", "b", "ctrl+b"), N_("Page up"),
        N_("Moves up by as much as the pane shows."), MOVING, "move.by_pages", (-1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.half-down", ("ctrl+d",), N_("Half a page down"),
        N_("Moves down by half of what the pane shows."),
        MOVING, "move.by_half_pages", (1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.half-up", ("ctrl+u",), N_("Half a page up"),
        N_("Moves up by half of what the pane shows."),
        MOVING, "move.by_half_pages", (-1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.first", ("home", "g"), N_("Go to the top"),
        N_("Goes to the first headline or feed, or to the top of the article."),
        MOVING, "move.to_top", counted=Counted.ROW,
    ),
    Command(
        "move.last", ("end", "G"), N_("Go to the end"),
        N_("Goes to the last headline or feed, or to the end of the article."),
        MOVING, "move.to_end", counted=Counted.ROW,
    ),
    Command(
        "move.right", ("shift+right",), N_("Scroll right"),
        N_("Scrolls the article to the right, to read code or tables wider than the pane."),
        MOVING, "move.sideways", (8,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.left", ("shift+left",), N_("Scroll left"),
        N_("Scrolls the article back to the left."), MOVING, "move.sideways", (-8,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "move.in", ("enter", "l", "right"), N_("Open"),
        N_("Opens the selected feed, article, story, closed folder or link."), MOVING, "move.inward",
        footer=N_("open"), footer_in=(TREE,),
    ),
    Command(
        "move.out", ("h", "left"), N_("Leave"),
        N_("Leaves the article for the list, and the list for the feeds; closes a story or a folder."), MOVING,
        "move.outward",
    ),
    Command(
        "move.back", ("escape",), N_("Back"),
        N_("Goes back: to the list, to the list before a search, to the feeds; ends a selection or a filter."), MOVING,
        "move.back", footer=N_("end selection"), footer_in=(LIST,), footer_needs="held",
        footer_when=("filtered", N_("end filter")),
    ),
)  # fmt: skip

_READING = (
    Command(
        "read.on", ("space",), N_("Read on"),
        N_("Moves down a page; at the end of an article, opens the next unread one, also of the next feed."), READING,
        "read.read_on",
        footer=N_("read on"), footer_in=(LIST, ARTICLE), footer_needs="goes-on", footer_when=("hits", ""),
    ),
    Command(
        "article.next-hit", ("n",), N_("Next hit"),
        N_("While hits are shown in the article: goes to the next one, after the last to the first."), READING,
        "find.step", (1,), footer=N_("next hit"), footer_in=(ARTICLE,), footer_needs="hits",
        counted=Counted.MULTIPLIED, pane=ARTICLE, keys_need="hits",
    ),
    Command(
        "article.previous-hit", ("N",), N_("Previous hit"),
        N_("While hits are shown in the article: goes to the one before, before the first to the last."), READING,
        "find.step", (-1,), footer=N_("previous hit"), footer_in=(ARTICLE,), footer_needs="hits",
        counted=Counted.MULTIPLIED, pane=ARTICLE, keys_need="hits",
    ),
    Command(
        "article.end-find", ("escape",), N_("End finding"),
        N_("While hits are shown in the article: shows them no longer."), READING, "find.end",
        footer=N_("end"), footer_in=(ARTICLE,), footer_needs="hits", pane=ARTICLE, keys_need="hits",
    ),
    Command(
        "read.next-unread", ("n",), N_("Next unread article"),
        N_("Opens the selected article if it was not opened yet, else the next unread one, also of the next feed."),
        READING,
        "read.next_unread", footer=N_("next unread"), footer_in=(LIST, ARTICLE), footer_needs="goes-on",
        footer_when=("hits", ""),
    ),
    Command(
        "read.previous-unread", ("p",), N_("Previous unread article"),
        N_("Opens the nearest unread article above."), READING, "read.previous_unread",
    ),
    Command(
        "read.next", ("J", "shift+down"), N_("Next article"),
        N_("Opens the next article, whether read or unread."),
        READING, "read.open_by", (1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "read.previous", ("K", "shift+up"), N_("Previous article"),
        N_("Opens the article above, whether read or unread."),
        READING, "read.open_by", (-1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "go.to", ("'", "ctrl+k"), N_("Go to a feed or list"),
        N_("Finds a feed, a folder, a saved search, any other list or a command by a few letters of its name."),
        READING, "run.go_to", argument=Argument(Kind.STREAM),
    ),
    Command(
        "read.next-feed", ("N",), N_("Next feed with unread articles"),
        N_("Shows the next feed or folder that has unread articles."), READING, "read.beside_unread", (1,),
    ),
    Command(
        "read.previous-feed", ("B",), N_("Previous feed with unread articles"),
        N_("Shows the feed or folder above that has unread articles."), READING, "read.beside_unread", (-1,),
    ),
    Command(
        "entry.read", ("m",), N_("Mark read or unread"),
        N_("Marks the selected article read, or unread if it is read."), READING, "read.toggle", ('read',),
        footer=N_("mark read"), footer_in=(LIST, ARTICLE), footer_needs="article",
        footer_when=("read", N_("mark unread")),
    ),
    Command(
        "entry.read-and-next", ("d",), N_("Mark read and go on"),
        N_("Marks the selected article read without opening it, and selects the next headline."), READING,
        "read.read_and_next",
    ),
    Command(
        "entry.star", ("s",), N_("Star or unstar"),
        N_("Stars the selected article, or removes its star."), READING, "read.toggle", ('starred',),
        footer=N_("star"), footer_in=(LIST, ARTICLE), footer_needs="article",
        footer_when=("starred", N_("unstar")),
    ),
    Command(
        "entry.later", ("L",), N_("Keep for later or no longer"),
        N_("Puts the selected article on the list of what to read later, or takes it off."), READING, "read.toggle",
        ('later',), footer=N_("later"), footer_in=(LIST, ARTICLE), footer_needs="article",
        footer_when=("later", N_("not later")),
    ),
    Command(
        "entry.label", ("number_sign",), N_("Label"),
        N_("Sets labels of the selected article, which are words of your own, or takes them off."), READING,
        "labels.label", argument=Argument(Kind.LABEL),
    ),
    Command(
        "entry.browser", ("o",), N_("Open in the browser"),
        N_("Opens the selected articles in your browser."), READING, "follow.browser",
        footer=N_("browser"), footer_in=(LIST, ARTICLE), footer_needs="address",
    ),
    Command(
        "article.outline", ("quotation_mark",), N_("Outline of the article"),
        N_("Lists the headings and sections of the article, to go to one of them."), READING, "outline.choose",
    ),
    Command(
        "article.next-heading", ("right_curly_bracket",), N_("Next heading"),
        N_("In the article: goes to the next heading or section."), READING, "outline.beside", (1,),
        counted=Counted.MULTIPLIED, pane=ARTICLE,
    ),
    Command(
        "article.previous-heading", ("left_curly_bracket",), N_("Previous heading"),
        N_("In the article: goes to the heading or section above."), READING, "outline.beside", (-1,),
        counted=Counted.MULTIPLIED, pane=ARTICLE,
    ),
    Command(
        "story.next", ("right_square_bracket",), N_("Next article of the story"),
        N_("Goes to the next article about the same event; after the last, to the first."), READING,
        "stories.step", (1,), footer=N_("next report"), footer_in=(ARTICLE,), footer_needs="story",
        counted=Counted.MULTIPLIED, keys_need="story",
    ),
    Command(
        "story.previous", ("left_square_bracket",), N_("Previous article of the story"),
        N_("Goes to the previous article about the same event; before the first, to the last."), READING,
        "stories.step", (-1,), counted=Counted.MULTIPLIED, keys_need="story",
    ),
    Command(
        "story.take-out", ("alt+o",), N_("Take the article out of its story"),
        N_("Takes the selected article out of its story, because it reports another event."), READING,
        "stories.take_out",
    ),
    Command(
        "story.put-in", ("alt+i",), N_("Put the article into a story"),
        N_("Puts the selected article into the story of another one, which you find by its title."), READING,
        "stories.put_in",
    ),
    Command(
        "link.next", ("right_square_bracket", "alt+j"), N_("Next link"),
        N_("Selects the next link in the article, or what else can be chosen there; Enter follows it."), READING,
        "targets.select", (1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "link.previous", ("left_square_bracket", "alt+k"), N_("Previous link"),
        N_("Selects the link above in the article, or what else can be chosen there."), READING,
        "targets.select", (-1,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "article.find", ("slash",), N_("Find in the article"),
        N_("In the article: finds a word or any other text, and shows the hits while you type."), READING,
        "find.find", argument=Argument(Kind.TEXT), pane=ARTICLE,
    ),
    Command(
        "link.letters", ("f",), N_("Open a link by its letters"),
        N_("Shows letters over every link in sight; type them to open it. y copies its address, Tab lists all links."),
        READING, "targets.letters", ("follow",), footer=N_("links"), footer_in=(ARTICLE,), footer_needs="article",
    ),
    Command(
        "link.letters-background", ("alt+f",), N_("Open several links by their letters"),
        N_("Shows letters over every link in sight; each one typed opens in the background, until Esc."),
        READING, "targets.letters", ("background",),
    ),
    Command(
        "entry.links", ("alt+l",), N_("Links of the article"),
        N_("Lists the links and pictures of the selected article, to open one in your browser."), READING,
        "follow.links",
    ),
    Command(
        "entry.play", ("e",), N_("Play a film or a sound"),
        N_("In the article: plays the selected film or sound with mpv, else the one in sight or attached."), READING,
        "play.play", footer=N_("play"), footer_in=(ARTICLE,), footer_needs="playable", pane=ARTICLE,
    ),
    Command(
        "entry.changes", ("equals_sign",), N_("Changes to the article"),
        N_("Shows the publisher’s changes to the selected article, word by word, or its text again."), READING,
        "follow.changes", footer=N_("changes"), footer_in=(ARTICLE,), footer_needs="edited",
        footer_when=("changes", N_("article’s text")),
    ),
    Command(
        "entry.text", ("alt+t",), N_("The feed’s text or the page’s"),
        N_("Shows the feed’s own text of the selected article, or the text of its page again."), READING,
        "follow.other_text", footer=N_("feed’s text"), footer_in=(ARTICLE,), footer_needs="two-texts",
        footer_when=("feed-text", N_("page’s text")),
    ),
    Command(
        "entry.comments", ("c",), N_("Show or hide the conversation"),
        N_("Shows the comments beneath the article, or hides them; in your browser where there is no other way."),
        READING, "conversation.show_or_hide",
    ),
    Command(
        "entry.comments-browser", ("alt+c",), N_("Open the comments in the browser"),
        N_("Opens the article's comments in your browser."), READING, "follow.comments",
    ),
    Command(
        "entry.comment-write", ("alt+w",), N_("Write a comment"),
        N_("Opens the form for a comment in your browser."), READING, "conversation.write",
    ),
    Command(
        "conversation.next-thread", ("comma",), N_("Next thread"),
        N_("Goes to the next comment that answers no other."), READING, "conversation.to_thread", (1,),
        counted=Counted.MULTIPLIED,
    ),
    Command(
        "conversation.previous-thread", ("semicolon",), N_("Previous thread"),
        N_("Goes to the comment above that answers no other."), READING, "conversation.to_thread", (-1,),
        counted=Counted.MULTIPLIED,
    ),
    Command(
        "conversation.next-new", ("percent_sign",), N_("Next new comment"),
        N_("Goes to the next comment that came since you last looked."), READING, "conversation.to_new", (1,),
        counted=Counted.MULTIPLIED,
    ),
    Command(
        "conversation.previous-new", ("dollar_sign",), N_("Previous new comment"),
        N_("Goes to the comment above that came since you last looked."), READING, "conversation.to_new", (-1,),
        counted=Counted.MULTIPLIED,
    ),
    Command(
        "conversation.fold", ("underscore",), N_("Collapse or open all threads"),
        N_("Collapses all threads of the conversation to their first comments, or opens them again."), READING,
        "conversation.fold_all", argument=Argument(Kind.CHOICE, choices=("collapse", "open")),
    ),
    Command(
        "entry.author", ("w",), N_("The author’s page"),
        N_("Shows who wrote the selected article, with everything by them."), READING, "people.page",
        argument=Argument(Kind.PERSON),
    ),
    Command(
        "person.follow", ("at",), N_("Follow the author or no longer"),
        N_("Puts the author into the feeds pane and marks their headlines, or does so no longer."), READING,
        "people.follow", footer=N_("follow"), footer_in=(ARTICLE, TREE), footer_needs="person",
        footer_when=("followed", N_("no longer follow")), argument=Argument(Kind.PERSON),
    ),
    Command(
        "person.edit", ("Z",), N_("Correct the author"),
        N_("Renames the author, joins or separates names, or notes that this is not a person."), READING,
        "people.correct", footer=N_("correct"), footer_in=(ARTICLE, TREE), footer_needs="person",
    ),
    Command(
        "person.rename", ("f2",), N_("Rename the author"),
        N_("Gives the author another name."), READING, "people.rename", argument=Argument(Kind.TEXT),
    ),
    Command(
        "person.merge", ("f3",), N_("Join the author with another person"),
        N_("Notes that the author and another person are the same."), READING, "people.merge",
        argument=Argument(Kind.PERSON),
    ),
    Command(
        "person.split", ("f4",), N_("Take a name out of the author"),
        N_("Notes that one of the author’s names at one site is somebody else."), READING, "people.split",
    ),
    Command(
        "person.not-a-person", ("f8",), N_("The author is not a person"),
        N_("No longer shows a name as an author, or shows it again."), READING, "people.not_a_person",
        argument=Argument(Kind.PERSON),
    ),
    Command(
        "entry.browser-with", ("C",), N_("Open with another browser"),
        N_("Opens the selected articles in one of the browsers of config.toml."), READING, "follow.choose_browser",
        argument=Argument(Kind.BROWSER),
    ),
    Command(
        "entry.copy", ("y",), N_("Copy the article's address"),
        N_("Copies the addresses of the selected articles to the clipboard."), READING, "follow.copy_address",
    ),
    Command(
        "entry.copy-markdown", ("Y",), N_("Copy title and address"),
        N_("Copies title and address of the selected articles to the clipboard, as links in Markdown."), READING,
        "follow.copy_as_markdown",
    ),
    Command(
        "entry.select-text", ("v",), N_("Select text"),
        N_("In the article: moves a cursor through the text, to select some of it and copy it, as in vim."), READING,
        "select_text.select", pane=ARTICLE,
    ),
    Command(
        "entry.save", ("W",), N_("Save as a file"),
        N_("Saves the selected articles as Markdown, HTML or text."), READING, "save.save",
        argument=Argument(Kind.PATH),
    ),
    Command(
        "hand-over.run", ("H",), N_("Hand over to a command"),
        N_("Hands the selected articles to a command of your own, from config.toml."), READING, "hand_over.hand_over",
        argument=Argument(Kind.COMMAND),
    ),
)  # fmt: skip

_LISTS = (
    Command(
        "front-page.open", ("F",), N_("Front page"),
        N_("Opens the front page: the day’s most important stories, set as a newspaper that ends."), LISTS,
        "front_page.open_page", footer=N_("front page"), footer_in=(TREE, LIST),
    ),
    Command(
        "list.undo", ("u",), N_("Undo"),
        N_("Undoes the last change: marking, starring, an import, or a change of feeds and folders."),
        LISTS, "undo.undo",
    ),
    Command(
        "list.redo", ("U", "ctrl+r"), N_("Redo"), N_("Repeats what was undone last."), LISTS, "undo.redo",
    ),
    Command(
        "list.mark-all", ("A",), N_("Mark all read"),
        N_("Marks the whole list read and shows the next feed. New articles that are not in it yet stay unread."),
        LISTS, "read.mark_all_read",
    ),
    Command(
        "list.mark-above", ("left_parenthesis",), N_("Mark all above read"),
        N_("Marks every article above the selected one read."), LISTS, "read.mark_beside", ("above",),
    ),
    Command(
        "list.mark-below", ("right_parenthesis",), N_("Mark all below read"),
        N_("Marks every article below the selected one read."), LISTS, "read.mark_beside", ("below",),
    ),
    Command(
        "list.mark-older", ("minus",), N_("Mark older articles read"),
        N_("Marks the articles of this list read that are older than a day, a week or a month."), LISTS,
        "read.mark_older",
        argument=Argument(Kind.AGE),
    ),
    Command(
        "list.select", ("asterisk",), N_("Select articles"),
        N_("Selects articles while you move, for the next commands; again keeps them. 5* selects five."), LISTS,
        "lists.select", counted=Counted.ROW,
    ),
    Command(
        "list.select-row", ("plus",), N_("Select one article"),
        N_("Adds the article to the selection or takes it out, and moves down."), LISTS, "lists.select_row",
    ),
    Command(
        "list.clean", ("x",), N_("Clean up the list"),
        N_("Removes articles from the list that no longer belong to it, such as those you have read."), LISTS,
        "lists.clean_up",
    ),
    Command(
        "list.unread", ("X",), N_("Unread only"),
        N_("Shows only unread articles in this list, or all again; in the feeds pane, only feeds that have some."),
        LISTS, "lists.toggle_unread_only",
        footer=N_("unread only"), footer_in=(TREE, LIST), footer_needs="filtered-by-key",
        footer_when=("unread-only", N_("show all")),
        argument=Argument(Kind.CHOICE, choices=("unread", "all")),
    ),
    Command(
        "list.stories", ("Q",), N_("One row for each story"),
        N_("Shows one row for each story in this list, or one for each article."),
        LISTS, "stories.switch",
        argument=Argument(Kind.CHOICE, choices=("on", "off")),
    ),
    Command(
        "list.new", ("full_stop", "."), N_("Show new articles"),
        N_("Adds the articles that arrived since the list was opened."), LISTS, "lists.show_new",
    ),
    Command(
        "list.order", ("v",), N_("Sort the list"),
        N_("Sorts this list by date, feed, title or length, or a search by relevance, and remembers it."), LISTS,
        "lists.choose_order",
        argument=Argument(Kind.CHOICE, choices=(*ORDERS, "relevance")),
    ),
    Command(
        "list.filter", ("ampersand",), N_("Filter the list"),
        N_("Shows only the articles of this list that a query finds, while you type it."), LISTS, "lists.filter_list",
        argument=Argument(Kind.QUERY),
    ),
    Command(
        "list.search", ("slash",), N_("Search"),
        N_("Searches all articles."), LISTS, "lists.search", footer=N_("search"), footer_in=(TREE, LIST),
        argument=Argument(Kind.QUERY),
    ),
    Command(
        "list.save", ("S",), N_("Save this list as a search"),
        N_("Saves the search or list under a title of your own, in the feeds pane."), LISTS, "feeds.save_search",
        argument=Argument(Kind.TEXT),
    ),
)  # fmt: skip

_PANES = (
    Command(
        "pane.next", ("tab",), N_("Next pane"),
        N_("Moves the focus to the next pane."), PANES, "move.next_pane", (1,),
    ),
    Command(
        "pane.previous", ("shift+tab",), N_("Previous pane"),
        N_("Moves the focus to the previous pane."), PANES, "move.next_pane", (-1,),
    ),
    Command(
        "pane.zoom", ("z",), N_("Whole screen"),
        N_("Gives the list or the article the whole screen, or shows the other panes again."), PANES,
        "move.toggle_zoom", footer=N_("whole screen"), footer_in=(LIST, ARTICLE),
        footer_when=("zoomed", N_("all panes")),
    ),
    Command(
        "pane.rows", ("V",), N_("Compact or comfortable headlines"),
        N_("Shows each headline on one line, or with more space and its author."), PANES, "move.toggle_rows",
    ),
    Command(
        "pane.pictures", ("i",), N_("Show or hide pictures"),
        N_("Shows the pictures of articles, or only their words, and remembers it."), PANES, "pictures.switch",
    ),
    Command("pane.feeds", ("t",), N_("Show or hide the feeds"), N_("Shows or hides the feeds pane."), PANES,
            "move.toggle_feeds"),
    Command(
        "pane.narrower", ("less_than_sign",), N_("Shrink the pane"),
        N_("Makes the focused pane smaller."), PANES, "move.resize_pane", (-2,), counted=Counted.MULTIPLIED,
    ),
    Command(
        "pane.wider", ("greater_than_sign",), N_("Enlarge the pane"),
        N_("Makes the focused pane larger."), PANES, "move.resize_pane", (2,), counted=Counted.MULTIPLIED,
    ),
)  # fmt: skip

_FEEDS = (
    Command(
        "feed.add", ("a",), N_("Add a feed"),
        N_("Subscribes to a feed: type the address of a website or of its feed."), FEEDS, "subscribe.add",
        footer=N_("add"), footer_needs="adding",
        argument=Argument(Kind.ADDRESS),
    ),
    Command(
        "feed.refresh", ("r",), N_("Refresh the feed or folder"),
        N_("Refreshes the feed or folder, or synchronises its account; in the article, fetches its page again."),
        FEEDS, "subscribe.refresh_selected",
        argument=Argument(Kind.STREAM),
    ),
    Command(
        "feed.refresh-all", ("R",), N_("Refresh all feeds"),
        N_("Refreshes all feeds now, and synchronises the accounts."), FEEDS, "subscribe.refresh_all",
    ),
    Command(
        "account.sync", ("f5",), N_("Synchronise the accounts"),
        N_("Sends your changes to the servers of your accounts, and fetches what is new there."), FEEDS,
        "accounts.sync", argument=Argument(Kind.ACCOUNT),
    ),
    Command(
        "account.manage", ("f6",), N_("Accounts"),
        N_("Lists your accounts on servers such as Miniflux and FreshRSS, to add, edit, pause or remove them."), FEEDS,
        "accounts.manage", argument=Argument(Kind.ADDRESS),
    ),
    Command(
        "account.decide", ("f7",), N_("Feeds subscribed twice"),
        N_("Asks where articles should come from if a feed is both here and at a server."), FEEDS, "accounts.decide",
    ),
    Command(
        "feed.import", ("I",), N_("Import feeds"),
        N_("Imports subscriptions from an OPML file, newsboat or newsraft."), FEEDS, "subscribe.import_feeds",
        argument=Argument(Kind.PATH),
    ),
    Command(
        "feed.export", ("E",), N_("Export feeds"),
        N_("Writes your subscriptions to an OPML file."), FEEDS, "subscribe.export_feeds",
        argument=Argument(Kind.PATH),
    ),
    Command(
        "feed.edit", ("e",), N_("Edit the feed, folder, search or label"),
        N_("Edits the selected feed or saved search, or renames the folder or label."), FEEDS, "feeds.edit",
        footer=N_("edit"), footer_in=(TREE,), footer_needs="editable", footer_when=("label", N_("rename")),
        argument=Argument(Kind.STREAM),
    ),
    Command(
        "feed.move-up", ("left_curly_bracket", "ctrl+up"), N_("Move up in the tree"),
        N_("Moves the selected feed or folder up."), FEEDS, "arrange.move_row", (-1,),
    ),
    Command(
        "feed.move-down", ("right_curly_bracket", "ctrl+down"), N_("Move down in the tree"),
        N_("Moves the selected feed or folder down."), FEEDS, "arrange.move_row", (1,),
    ),
    Command(
        "feed.move-to", ("M",), N_("Move to another folder"),
        N_("Moves the selected feed or folder into another folder."), FEEDS, "arrange.move_to_folder",
        footer=N_("move"), footer_in=(TREE,), footer_needs="movable",
        argument=Argument(Kind.FOLDER),
    ),
    Command(
        "feed.pause", ("P",), N_("Pause or resume the feed"),
        N_("Stops refreshing the selected feed, or resumes it."), FEEDS, "feeds.pause",
        footer=N_("pause"), footer_in=(TREE,), footer_needs="feed", footer_when=("paused", N_("resume")),
        argument=Argument(Kind.FEED),
    ),
    Command(
        "feed.unsubscribe", ("D",), N_("Unsubscribe"),
        N_("Unsubscribes from the feed or all feeds of the folder, removes the saved search, or deletes the label."),
        FEEDS, "feeds.unsubscribe", footer=N_("unsubscribe"), footer_in=(TREE,), footer_needs="removable",
        footer_when=("label", N_("delete")),
        argument=Argument(Kind.STREAM),
    ),
    Command(
        "feed.order", ("O",), N_("Sort the feeds"),
        N_("Sorts the feeds by title, unread count or newest article, or in your own order."),
        FEEDS, "arrange.sort_tree",
        argument=Argument(Kind.CHOICE, choices=("hand", "title", "unread", "latest")),
    ),
    Command(
        "feed.health", ("exclamation_mark",), N_("Feed health"),
        N_("Shows the health of all feeds, problems first."), FEEDS, "screens.health",
    ),
)  # fmt: skip

_PROGRAM = (
    Command(
        "program.theme", ("T",), N_("Choose a theme"),
        N_("Lists the themes and shows each while it is selected."), PROGRAM, "screens.theme",
        argument=Argument(Kind.THEME),
    ),
    Command(
        "program.quit", ("q",), N_("Quit"), N_("Quits the reader."), PROGRAM, "app.quit", footer=N_("quit"),
    ),
    Command(
        "program.help", ("question_mark", "f1"), N_("Help: all keys"),
        N_("Lists all keys."), PROGRAM, "screens.help_screen",
        footer=N_("keys"), argument=Argument(Kind.TEXT),
    ),
    Command(
        "program.palette", ("ctrl+p",), N_("Command palette"), N_("Finds a command by its name."), PROGRAM,
        "run.palette",
    ),
    Command(
        "program.command-line", (":",), N_("Command line"),
        N_("Runs a command that you type, with completion, and says what it would do."), PROGRAM, "run.command_line",
        argument=Argument(Kind.TEXT),
    ),
    Command(
        "program.suspend", ("ctrl+z",), N_("Suspend"),
        N_("Suspends the reader and returns to the shell; fg resumes it."), PROGRAM, "app.suspend_process",
    ),
    Command(
        "program.quit-anywhere", ("ctrl+q",), N_("Quit from anywhere"),
        N_("Quits the reader from any screen or dialog."), PROGRAM, "quit",
        context=Context.EVERYWHERE, priority=True,
    ),
    Command(
        "program.interrupt", ("ctrl+c",), N_("Show how to quit"),
        N_("Says which key quits, since Ctrl+C does not."), PROGRAM, "interrupt", context=Context.EVERYWHERE,
    ),
)  # fmt: skip

READER_COMMANDS: tuple[Command, ...] = (*_MOVING, *_READING, *_LISTS, *_PANES, *_FEEDS, *_PROGRAM)
