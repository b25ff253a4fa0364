"""The schema as an append-only list: version n is the state after the n-th migration.

All migrations that are due run in one transaction with ``PRAGMA user_version``. An existing database is copied first,
within that transaction, so that only one of two simultaneous starts copies and migrates. The tables:

* ``entries`` has what lists and counts need and no content, so that rows stay small and a million of them can be
  listed, counted and changed quickly. ``content`` and ``pages`` have the HTML as it came, with long texts compressed
  (:mod:`reader.store.compression`).
* ``counts`` is kept by triggers, because ``GROUP BY`` over a million rows takes a third of a second.
* ``memories`` has the data that one reading of a feed leaves for the next (:mod:`reader.refresh.parsing.read_feed`).
* ``search`` is a contentless FTS5 index; ``search_pending`` lists the entries that are not indexed yet, so that
  arriving entries need not wait for indexing and an interrupted run can continue. Eight segments of a size are merged
  at once (SQLite FTS5 section 6.1), which saves a tenth of a first refresh compared with four.
* ``session`` has named values about the whole database; earlier versions kept the reader's session there too.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import chain, count
from pathlib import Path

from reader.errors import StoreTooNew
from reader.files import PRIVATE_FILE
from reader.problems import Problem, problem
from reader.store.functions import teach_functions

_FIRST = """
CREATE TABLE feeds (
    id            INTEGER PRIMARY KEY,
    url           TEXT    NOT NULL UNIQUE,
    subscribed    INTEGER NOT NULL DEFAULT 1,
    title         TEXT    NOT NULL DEFAULT '',
    link          TEXT,
    description   TEXT    NOT NULL DEFAULT '',
    language      TEXT,
    etag          TEXT,
    last_modified TEXT,
    body_hash     TEXT,
    rhythm        TEXT    NOT NULL DEFAULT '{}',
    status        TEXT    NOT NULL DEFAULT 'new',
    http_status   INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    error         TEXT,
    last_poll     INTEGER,
    last_success  INTEGER,
    next_check    INTEGER
) STRICT;

CREATE TABLE counts (
    feed_id INTEGER PRIMARY KEY REFERENCES feeds ON DELETE CASCADE,
    total   INTEGER NOT NULL DEFAULT 0,
    unread  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER feeds_added AFTER INSERT ON feeds BEGIN
    INSERT INTO counts (feed_id) VALUES (new.id);
END;

CREATE TABLE entries (
    id         INTEGER PRIMARY KEY,
    feed_id    INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    guid       TEXT,
    url        TEXT,
    title      TEXT    NOT NULL,
    byline     TEXT    NOT NULL DEFAULT '',
    published  INTEGER,
    updated    INTEGER,
    first_seen INTEGER NOT NULL,
    sort       INTEGER NOT NULL,
    words      INTEGER NOT NULL DEFAULT 0,
    digest     TEXT    NOT NULL,
    read       INTEGER NOT NULL DEFAULT 0,
    starred    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entries_by_sort        ON entries (sort, id);
CREATE INDEX entries_by_feed        ON entries (feed_id, sort, id);
CREATE INDEX entries_unread         ON entries (sort, id) WHERE read = 0;
CREATE INDEX entries_unread_by_feed ON entries (feed_id, sort, id) WHERE read = 0;
CREATE INDEX entries_starred        ON entries (sort, id) WHERE starred = 1;
CREATE INDEX entries_by_guid        ON entries (feed_id, guid) WHERE guid IS NOT NULL;
CREATE INDEX entries_by_url         ON entries (feed_id, url) WHERE url IS NOT NULL;

CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN
    UPDATE counts SET total = total + 1, unread = unread + (new.read = 0) WHERE feed_id = new.feed_id;
END;
CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0) WHERE feed_id = old.feed_id;
END;
CREATE TRIGGER entries_read AFTER UPDATE OF read ON entries WHEN old.read <> new.read BEGIN
    UPDATE counts SET unread = unread + old.read - new.read WHERE feed_id = new.feed_id;
END;

CREATE TABLE content (
    entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    summary  TEXT NOT NULL,
    html     TEXT NOT NULL,
    details  TEXT NOT NULL
) STRICT;

CREATE TABLE pages (
    entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    tried    INTEGER NOT NULL,
    error    TEXT,
    html     TEXT,
    details  TEXT
) STRICT;

CREATE TABLE authors (
    id        INTEGER PRIMARY KEY,
    site      TEXT NOT NULL,
    name_key  TEXT NOT NULL,
    name      TEXT NOT NULL,
    url       TEXT,
    role      TEXT,
    bio       TEXT,
    avatar    TEXT,
    links     TEXT NOT NULL DEFAULT '[]',
    looked_up INTEGER,
    UNIQUE (site, name_key)
) STRICT;
CREATE TABLE entry_authors (
    entry_id  INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES authors ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    PRIMARY KEY (entry_id, author_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_authors_by_author ON entry_authors (author_id, entry_id);

CREATE TABLE entry_tags (
    entry_id INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    tag      TEXT    NOT NULL,
    PRIMARY KEY (entry_id, tag)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (title, author, body, content = '', tokenize = 'unicode61');
CREATE TABLE search_pending (entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE) STRICT;

CREATE TABLE session (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

_POLLING = """
ALTER TABLE feeds ADD COLUMN reason TEXT;
ALTER TABLE feeds ADD COLUMN moved_to TEXT;

CREATE TRIGGER entries_moved AFTER UPDATE OF feed_id ON entries WHEN old.feed_id <> new.feed_id BEGIN
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0) WHERE feed_id = old.feed_id;
    UPDATE counts SET total = total + 1, unread = unread + (new.read = 0) WHERE feed_id = new.feed_id;
END;
"""

_MEMORIES = """
CREATE TABLE memories (
    feed_id INTEGER PRIMARY KEY REFERENCES feeds ON DELETE CASCADE,
    entries BLOB    NOT NULL
) STRICT;
"""

_PACKED = """
ALTER TABLE content ADD COLUMN packed BLOB;
"""

_SELDOM_MERGED = """
INSERT INTO search (search, rank) VALUES ('automerge', 8);
"""

# Sentences become problem codes: an HTTP status still has its code, other causes are known after the next poll.
_PROBLEM_CODES = """
ALTER TABLE feeds ADD COLUMN body_read INTEGER;
ALTER TABLE feeds ADD COLUMN reason_number INTEGER;
UPDATE feeds SET
    body_read = CAST(substr(body_hash, instr(body_hash, '@') + 1) AS INTEGER),
    body_hash = substr(body_hash, 1, instr(body_hash, '@') - 1)
WHERE instr(body_hash, '@') > 0;
UPDATE feeds SET error = CASE
    WHEN http_status >= 400
        THEN json_object('problem', 'http-status', 'arguments', json_object('status', http_status))
    ELSE json_object('problem', 'earlier-failure', 'arguments', json_object())
END
WHERE error IS NOT NULL;
UPDATE feeds SET reason = iif(status = 'gone', 'gone', NULL) WHERE reason IS NOT NULL;
UPDATE pages SET error = json_object('problem', 'earlier-failure', 'arguments', json_object())
WHERE error IS NOT NULL;
"""

# A feed that was merged into another was known by its address "merged:…" only.
_MERGED_FEEDS = """
ALTER TABLE feeds ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;
UPDATE feeds SET merged = 1 WHERE url GLOB 'merged:*';
CREATE INDEX feeds_merged ON feeds (id) WHERE merged = 1;
"""

# Numbers of guid and link in one spelling (reader.web.address_keys), by which a feed's entries are found; and of title,
# date and text, which entries that arrived earlier do not have.
_KEYS = """
ALTER TABLE entries ADD COLUMN guid_key INTEGER;
ALTER TABLE entries ADD COLUMN url_key INTEGER;
ALTER TABLE entries ADD COLUMN content_key INTEGER;
DROP INDEX entries_by_guid;
DROP INDEX entries_by_url;
UPDATE entries SET guid_key = address_number(guid), url_key = address_number(url);
CREATE INDEX entries_by_guid    ON entries (feed_id, guid_key) WHERE guid_key IS NOT NULL;
CREATE INDEX entries_by_url     ON entries (feed_id, url_key) WHERE url_key IS NOT NULL;
CREATE INDEX entries_by_content ON entries (feed_id, content_key) WHERE content_key IS NOT NULL;
"""

# Words are cut by reader.text, which knows more scripts than SQLite and is the same in every version of it.
_WORDS_OF_EVERY_SCRIPT = """
UPDATE entries SET title = '' WHERE title = 'Untitled' AND url IS NULL;  -- a word of earlier versions
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (title, author, body, content = '', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('automerge', 8);
INSERT OR IGNORE INTO search_pending SELECT id FROM entries;
UPDATE OR IGNORE authors SET name_key = folded(name) WHERE name_key GLOB '*[^ -~]*';
"""

_LEFT_OUT = """
ALTER TABLE feeds ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
"""

# A list of what to read later, and what the publisher changed.
_QUERIES = """
ALTER TABLE entries ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entries_later   ON entries (sort, id) WHERE later = 1;
CREATE INDEX entries_updated ON entries (sort, id) WHERE updated > published;
"""

# Labels have a table of their own, so that they can be listed and renamed without reading each entry's. A label is the
# same in any spelling. Flags imported from newsboat, a letter each, differ in case: capitals get names of their own.
_LABELS = """
CREATE TABLE labels (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE entry_labels (
    label_id INTEGER NOT NULL REFERENCES labels ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    PRIMARY KEY (label_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_labels_by_entry ON entry_labels (entry_id);
UPDATE OR REPLACE entry_tags SET tag = 'flag-capital-' || lower(substr(tag, 6)) WHERE tag GLOB 'flag-[A-Z]';
INSERT OR IGNORE INTO labels (name, name_key) SELECT DISTINCT tag, folded(tag) FROM entry_tags WHERE folded(tag) <> '';
INSERT OR IGNORE INTO entry_labels SELECT labels.id, entry_id FROM entry_tags JOIN labels ON name_key = folded(tag)
WHERE entry_id IN (SELECT id FROM entries);  -- in a damaged database not all are there
DROP TABLE entry_tags;
"""

# The order by title and by length. ``title_key`` (reader.store.title_order) is NULL until it is computed.
_ORDERS = """
ALTER TABLE entries ADD COLUMN title_key TEXT;
CREATE INDEX entries_by_title ON entries (title_key, sort DESC, id DESC);
CREATE INDEX entries_without_title_key ON entries (id) WHERE title_key IS NULL;
CREATE INDEX entries_by_length ON entries (words DESC, sort DESC, id DESC);
CREATE TRIGGER entries_retitled AFTER UPDATE OF title ON entries
WHEN old.title IS NOT new.title AND old.title_key IS new.title_key BEGIN
    UPDATE entries SET title_key = NULL WHERE id = new.id;
END;
"""

# What the user did, to be undone and repeated (reader.store.journal): a change of entries, or an edit of a file.
_JOURNAL = """
CREATE TABLE journal (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    time     INTEGER NOT NULL,
    source   TEXT    NOT NULL,
    session  INTEGER NOT NULL,
    undone   INTEGER NOT NULL DEFAULT 0,
    field    TEXT,
    label    TEXT,
    value    INTEGER,
    ids      BLOB,
    edit     TEXT,
    written  BLOB,
    intended BLOB
) STRICT;
CREATE INDEX journal_intended ON journal (id) WHERE intended IS NOT NULL;
"""


# A step of several changes: all but its first row name that one.
_STEPS_OF_SEVERAL = """
ALTER TABLE journal ADD COLUMN part_of INTEGER;
CREATE INDEX journal_parts ON journal (part_of) WHERE part_of IS NOT NULL;
"""


# The conversations of articles (reader.store.comments): where each is discussed, and the comments from there.
_COMMENTS = """
CREATE TABLE comment_sources (
    id            INTEGER PRIMARY KEY,
    entry_id      INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    kind          TEXT    NOT NULL,
    url           TEXT    NOT NULL,
    page          TEXT    NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    total         INTEGER NOT NULL DEFAULT 0,
    fetched       INTEGER,
    next_check    INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    error         TEXT,
    looked        INTEGER,
    UNIQUE (entry_id, url)
) STRICT;

CREATE TABLE comments (
    source_id  INTEGER NOT NULL REFERENCES comment_sources ON DELETE CASCADE,
    id         TEXT    NOT NULL,
    parent     TEXT,
    author     TEXT    NOT NULL,
    published  INTEGER,
    html       TEXT    NOT NULL,
    url        TEXT,
    position   INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    seen       INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, id)
) STRICT;
"""


# reader.store.scan_blocks: 1,024 entries are a block of eight rows, which goes as soon as one of them changes.
def _without_block(entry_id: str) -> str:
    return f"DELETE FROM scan_blocks WHERE id BETWEEN {entry_id} / 1024 * 8 AND {entry_id} / 1024 * 8 + 7;"


_SCAN_BLOCKS = f"""
DROP INDEX IF EXISTS content_with_enclosures;
DROP INDEX IF EXISTS content_with_image;
DROP INDEX IF EXISTS content_with_comments;
DROP INDEX IF EXISTS content_with_language;
CREATE TABLE scan_blocks (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TRIGGER scan_entry_changed AFTER UPDATE OF title, byline, url, words ON entries
WHEN old.title IS NOT new.title OR old.byline IS NOT new.byline OR old.url IS NOT new.url OR old.words IS NOT new.words
BEGIN {_without_block("new.id")} END;
CREATE TRIGGER scan_entry_removed AFTER DELETE ON entries BEGIN {_without_block("old.id")} END;
CREATE TRIGGER scan_content_changed AFTER UPDATE OF entry_id, details ON content
WHEN old.entry_id <> new.entry_id OR old.details IS NOT new.details
BEGIN {_without_block("old.entry_id")} {_without_block("new.entry_id")} END;
CREATE TRIGGER scan_content_removed AFTER DELETE ON content BEGIN {_without_block("old.entry_id")} END;
CREATE TRIGGER scan_page_added AFTER INSERT ON pages WHEN new.details IS NOT NULL
BEGIN {_without_block("new.entry_id")} END;
CREATE TRIGGER scan_page_changed AFTER UPDATE OF entry_id, html, details ON pages
WHEN old.entry_id <> new.entry_id OR old.details IS NOT new.details OR (old.html <> '') IS NOT (new.html <> '')
BEGIN {_without_block("old.entry_id")} {_without_block("new.entry_id")} END;
CREATE TRIGGER scan_page_removed AFTER DELETE ON pages BEGIN {_without_block("old.entry_id")} END;
"""

# People: each row of ``authors`` is a name at a site, and ``person`` is the lowest id of those that are the same person
# (reader.store.people). What the user said of them is in ``followed``, ``own_name``, ``nobody``, ``apart`` and
# ``author_pairs``. ``entry_authors`` has the entry's date, by which the newest of thousands are found in an index.
_PEOPLE = """
ALTER TABLE authors ADD COLUMN person INTEGER;
ALTER TABLE authors ADD COLUMN followed INTEGER;
ALTER TABLE authors ADD COLUMN own_name TEXT;
ALTER TABLE authors ADD COLUMN nobody INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authors ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
UPDATE authors SET person = id;
CREATE INDEX authors_by_person ON authors (person);
CREATE INDEX authors_by_name   ON authors (name_key);
CREATE INDEX authors_followed  ON authors (person) WHERE followed IS NOT NULL;
CREATE INDEX authors_renamed   ON authors (person) WHERE own_name IS NOT NULL;
CREATE TRIGGER authors_added AFTER INSERT ON authors WHEN new.person IS NULL BEGIN
    UPDATE authors SET person = id WHERE id = new.id;
END;
CREATE TABLE author_pairs (
    author_id INTEGER NOT NULL REFERENCES authors ON DELETE CASCADE,
    other_id  INTEGER NOT NULL REFERENCES authors ON DELETE CASCADE,
    PRIMARY KEY (author_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_pairs_by_other ON author_pairs (other_id);
CREATE TABLE author_keys (
    key       INTEGER NOT NULL,
    author_id INTEGER NOT NULL REFERENCES authors ON DELETE CASCADE,
    PRIMARY KEY (key, author_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_keys_by_author ON author_keys (author_id);
INSERT OR IGNORE INTO author_keys SELECT address_number(url), id FROM authors WHERE url IS NOT NULL;
INSERT OR IGNORE INTO author_keys SELECT address_number(value), authors.id
FROM authors, json_each(iif(json_valid(links), links, '[]')) WHERE json_each.type = 'text';
ALTER TABLE entry_authors ADD COLUMN sort INTEGER NOT NULL DEFAULT 0;
UPDATE entry_authors SET sort = coalesce((SELECT sort FROM entries WHERE id = entry_id), 0);
DROP INDEX entry_authors_by_author;
CREATE INDEX entry_authors_by_author ON entry_authors (author_id, sort, entry_id);
CREATE TRIGGER entries_redated AFTER UPDATE OF sort ON entries WHEN old.sort <> new.sort BEGIN
    UPDATE entry_authors SET sort = new.sort WHERE entry_id = new.id;
END;
"""

# Accounts (reader.store.accounts): their feeds and articles with the server's ids, and in ``outbox`` and
# ``outbox_edits`` what the server must hear of. ``feeds.account_id`` says whose a feed is; without one it is polled
# here. An article without ``remote_id`` belongs to a feed of an account, but is not known to be the same as one of the
# server's yet; its changes wait until it is. ``account_labels`` has the server's spellings of labels, and ``in_file``
# says of a feed of an account that ``feeds.toml`` has it too.
_ACCOUNTS = """
CREATE TABLE accounts (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL UNIQUE,
    followed     INTEGER NOT NULL DEFAULT 1,
    server       TEXT    NOT NULL DEFAULT '',
    has_labels   INTEGER,
    cursor       TEXT    NOT NULL DEFAULT '',
    history      TEXT    DEFAULT '',
    last_try     INTEGER,
    last_success INTEGER,
    next_sync    INTEGER,
    failures     INTEGER NOT NULL DEFAULT 0,
    error        TEXT
) STRICT;
ALTER TABLE feeds ADD COLUMN account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE feeds ADD COLUMN in_file INTEGER NOT NULL DEFAULT 0;
CREATE INDEX feeds_by_account ON feeds (account_id) WHERE account_id IS NOT NULL;
CREATE TABLE account_feeds (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    remote_id  TEXT    NOT NULL,
    feed_id    INTEGER REFERENCES feeds (id) ON DELETE SET NULL,
    url        TEXT    NOT NULL,
    title      TEXT    NOT NULL DEFAULT '',
    folder     TEXT    NOT NULL DEFAULT '',
    folder_id  TEXT    NOT NULL DEFAULT '',
    owner      TEXT    NOT NULL DEFAULT 'account',
    settings   TEXT    NOT NULL DEFAULT '{}',
    PRIMARY KEY (account_id, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_feeds_by_feed ON account_feeds (feed_id);
CREATE TABLE account_labels (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    name_key   TEXT    NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE remote_entries (
    entry_id   INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    remote_id  TEXT
) STRICT;
CREATE UNIQUE INDEX remote_entries_by_id ON remote_entries (account_id, remote_id);
CREATE TABLE outbox (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id  INTEGER NOT NULL REFERENCES remote_entries (entry_id) ON DELETE CASCADE ON UPDATE CASCADE,
    field     TEXT    NOT NULL,
    label     TEXT    NOT NULL DEFAULT '',
    label_key TEXT    NOT NULL DEFAULT '',
    value     INTEGER NOT NULL,
    time      INTEGER NOT NULL DEFAULT 0,
    UNIQUE (entry_id, field, label_key)
) STRICT;
CREATE TABLE outbox_edits (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    edit       TEXT    NOT NULL,
    time       INTEGER NOT NULL,
    refused    TEXT
) STRICT;
"""

# Copies of one article in several feeds have the same ``copies``, the lowest id among them when they were joined
# (reader.store.copies). ``canonical_key`` is a number of the address without what differs between copies, ``text_key``
# of the text. ``opened``: when the user first opened the article, in Unix seconds. ``copy_groups`` has the groups with
# several unread copies and the feeds of these, in order; ``copy_counts`` how many groups there are of the same feeds,
# from which counts of several feeds are corrected. Entries up to ``copies-unlinked`` have no keys yet.
_SIGNATURE = """
    INSERT INTO copy_groups SELECT copies, group_concat(feed_id) FROM (
        SELECT copies, feed_id FROM entries WHERE copies IN ({ids}) AND read = 0 ORDER BY copies, feed_id
    ) GROUP BY copies HAVING count(*) > 1;
"""
_COPIES = f"""
ALTER TABLE entries ADD COLUMN canonical_key INTEGER;
ALTER TABLE entries ADD COLUMN text_key INTEGER;
ALTER TABLE entries ADD COLUMN copies INTEGER;
ALTER TABLE entries ADD COLUMN opened INTEGER;
CREATE INDEX entries_by_canonical ON entries (canonical_key) WHERE canonical_key IS NOT NULL;
CREATE INDEX entries_by_text      ON entries (text_key, sort) WHERE text_key IS NOT NULL;
CREATE INDEX entries_copies       ON entries (copies, id, feed_id, sort, read, starred, later)
    WHERE copies IS NOT NULL;
CREATE INDEX entries_duplicate    ON entries (sort, id) WHERE copies IS NOT NULL;
CREATE TABLE copy_groups (id INTEGER PRIMARY KEY, feeds TEXT NOT NULL) STRICT;
CREATE TABLE copy_counts (feeds TEXT PRIMARY KEY, unread INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TRIGGER copy_groups_added AFTER INSERT ON copy_groups BEGIN
    INSERT INTO copy_counts VALUES (new.feeds, 1) ON CONFLICT (feeds) DO UPDATE SET unread = unread + 1;
END;
CREATE TRIGGER copy_groups_removed AFTER DELETE ON copy_groups BEGIN
    UPDATE copy_counts SET unread = unread - 1 WHERE feeds = old.feeds;
    DELETE FROM copy_counts WHERE feeds = old.feeds AND unread < 1;
END;
CREATE TRIGGER copies_added AFTER INSERT ON entries WHEN new.copies IS NOT NULL BEGIN
    DELETE FROM copy_groups WHERE id = new.copies;
    {_SIGNATURE.format(ids="new.copies")}
END;
CREATE TRIGGER copies_changed AFTER UPDATE OF read, copies, feed_id ON entries
WHEN (old.copies IS NOT NULL OR new.copies IS NOT NULL)
    AND (old.read <> new.read OR old.copies IS NOT new.copies OR old.feed_id <> new.feed_id)
BEGIN
    DELETE FROM copy_groups WHERE id IN (old.copies, new.copies);
    {_SIGNATURE.format(ids="old.copies, new.copies")}
END;
CREATE TRIGGER copies_removed AFTER DELETE ON entries WHEN old.copies IS NOT NULL BEGIN
    DELETE FROM copy_groups WHERE id = old.copies;
    {_SIGNATURE.format(ids="old.copies")}
    UPDATE entries SET copies = NULL
    WHERE copies = old.copies AND (SELECT count(*) FROM entries WHERE copies = old.copies) = 1;
END;
INSERT INTO session SELECT 'copies-unlinked', max(id) FROM entries HAVING max(id) > 0;
"""

# Articles that report the same event have the same ``story`` (reader.store.story_groups). ``story_fixed``: the user has
# put the article where it is, in a story or outside of all. ``story_signs`` has the words of the last days by which
# stories are found; an edited article has none.
_STORIES = """
ALTER TABLE entries ADD COLUMN story INTEGER;
ALTER TABLE entries ADD COLUMN story_fixed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entries_story ON entries (story, id) WHERE story IS NOT NULL;
CREATE TABLE story_signs (
    entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    sort     INTEGER NOT NULL,
    language TEXT    NOT NULL,
    signs    BLOB    NOT NULL
) STRICT;
CREATE INDEX story_signs_by_sort ON story_signs (sort);
CREATE INDEX story_signs_edited  ON story_signs (entry_id) WHERE signs = x'';
CREATE INDEX entries_story_fixed ON entries (id, story) WHERE story_fixed = 1;
CREATE TRIGGER stories_removed AFTER DELETE ON entries WHEN old.story IS NOT NULL BEGIN
    UPDATE entries SET story = NULL WHERE story = old.story
        AND (SELECT count(DISTINCT coalesce(copies, id)) FROM entries WHERE story = old.story) < 2;
END;
"""

# What a publisher's text and headline were before an edit (reader.store.versions). ``text`` is compressed; NULL: it was
# too long to keep.
_VERSIONS = """
CREATE TABLE versions (
    id       INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    replaced INTEGER NOT NULL,
    of_page  INTEGER NOT NULL,
    title    TEXT    NOT NULL,
    text     BLOB
) STRICT;
CREATE INDEX versions_by_entry ON versions (entry_id, id);
"""

# Front pages (reader.store.editions), each made of the entries with ids above ``after_id`` and up to ``newest_id``.
# ``contents``: everything but the articles, which are in ``edition_entries`` in the order in which they are read, so
# that they follow when feeds are merged.
_EDITIONS = """
CREATE TABLE editions (
    id        INTEGER PRIMARY KEY,
    day       TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    made      INTEGER NOT NULL,
    after_id  INTEGER NOT NULL,
    newest_id INTEGER NOT NULL,
    contents  TEXT    NOT NULL,
    UNIQUE (day, number)
) STRICT;
CREATE TABLE edition_entries (
    edition_id INTEGER NOT NULL REFERENCES editions ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    entry_id   INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    PRIMARY KEY (edition_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX edition_entries_by_entry ON edition_entries (entry_id);
CREATE INDEX entries_opened ON entries (feed_id, sort) WHERE opened IS NOT NULL;
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST, _POLLING, _MEMORIES, _PACKED, _SELDOM_MERGED, _PROBLEM_CODES, _MERGED_FEEDS, _KEYS,
    _WORDS_OF_EVERY_SCRIPT, _LEFT_OUT, _QUERIES, _LABELS, _ORDERS, _JOURNAL, _SCAN_BLOCKS, _STEPS_OF_SEVERAL,
    _COMMENTS, _PEOPLE, _ACCOUNTS, _COPIES, _STORIES, _VERSIONS, _EDITIONS,
)  # fmt: skip

OnCopy = Callable[[float], None]  # receives the progress, 0 to 1

_PORTION = 5_000  # pages, about 20 MB


def untold(_share: float) -> None:
    """Ignores the progress of the copy."""


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[str] = MIGRATIONS, *, on_copy: OnCopy = untold
) -> None:
    """Migrates the database to the newest version, completely or not at all.

    ``on_copy`` receives the progress of the copy, which takes seconds for each gigabyte. Raises :class:`StoreTooNew`
    with nothing changed, ``sqlite3.Error``, and ``OSError`` for the copy.
    """
    newest = len(migrations)
    if read_version(connection, path, newest=newest) == newest:
        return
    teach_address_numbers(connection)
    teach_functions(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = read_version(connection, path, newest=newest)  # another process may have migrated it
        if 0 < version < newest:
            _back_up(path, path.with_name(f"{path.name}.before-{version + 1}"), on_copy)
        for number, script in enumerate(migrations[version:], start=version + 1):
            for statement in _statements(script):
                connection.execute(statement)
            if script is _PEOPLE and version > 0:
                from reader.store.people import regroup_all  # looks at names with rules that take a while to import

                regroup_all(connection)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def teach_address_numbers(connection: sqlite3.Connection) -> None:
    """Lets statements call :func:`reader.web.address_keys.address_number`."""
    from reader.web.address_keys import address_number  # opening the reader does without

    connection.create_function("address_number", 1, address_number, deterministic=True)


def read_version(connection: sqlite3.Connection, path: Path, *, newest: int = len(MIGRATIONS)) -> int:
    """The database's version. Raises :class:`StoreTooNew` if a later version of Broadsheet wrote it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise StoreTooNew(problem(Problem.STORE_TOO_NEW, path=str(path), version=version, newest=newest))
    return int(version)


def _statements(script: str) -> list[str]:
    """The statements of a script; ``executescript`` would commit the transaction first."""
    statements, lines = [], ""
    for line in script.splitlines():
        lines += line + "\n"
        if lines.strip() and sqlite3.complete_statement(lines):
            statements.append(lines)
            lines = ""
    return statements


def _back_up(path: Path, copy: Path, on_copy: OnCopy) -> None:
    """Copies the database as it was before the current transaction, over a connection that only reads.

    The copy gets its final name when it is complete, and never replaces another file.
    """
    part = copy.with_name(f"{copy.name}.part")
    _remove(part)  # left by a process that was killed; none can be writing it, because we have the lock
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        with closing(source), closing(sqlite3.connect(part)) as target:
            source.backup(
                target, pages=_PORTION, progress=lambda _status, left, pages: on_copy(1 - left / max(pages, 1))
            )
        part.rename(free_name(copy))
    except BaseException:
        _remove(part)
        raise


def _remove(part: Path) -> None:
    for suffix in ("-journal", "-wal", "-shm", ""):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def free_name(wanted: Path, suffixes: Sequence[str] = ("",)) -> Path:
    """The name itself, or the first of ``-2``, ``-3`` … that no file has with any of the suffixes."""
    names = chain([wanted], (wanted.with_name(f"{wanted.name}-{number}") for number in count(2)))
    return next(name for name in names if not any(os.path.lexists(f"{name}{suffix}") for suffix in suffixes))
