"""People: names at sites that are the same person, and what the user says of them.

A row of ``authors`` is a name at a site. Its ``person`` follows from the other columns and tables
(:mod:`reader.people.same_person`) and is written again wherever they change. What the user says is kept with the row,
so it holds for whatever arrives later under that name.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reader.model import Author
from reader.people.same_person import MOST_HOLDERS, Identity, best_name, same_people
from reader.person import Correction, Fact, FeedShare, Field, Person, Said, SiteName, Works
from reader.query.selection import Selection
from reader.store.authors import author_of
from reader.store.connection import transaction
from reader.store.journal import CORRECTION, Journal, JournalStep, Session
from reader.store.one_row import spare
from reader.store.rows import dumps, read_links
from reader.store.where_clause import MEMBERS
from reader.text import fold

_NEAR = 1_000  # names that are looked at when one changes; a name with links to more of them is left as it is


class People:
    """The table ``authors`` as people, with ``author_keys`` and ``author_pairs``."""

    def __init__(self, connection: sqlite3.Connection, journal: Journal) -> None:
        self._connection, self._journal = connection, journal

    # -- reading

    def get(self, author_id: int) -> Person | None:
        """The person who has that name at a site."""
        return next(iter(self._people(f"id IN ({MEMBERS})", author_id)), None)

    def followed(self) -> list[Person]:
        """The people whom the user follows, by id."""
        return self._people("person IN (SELECT person FROM authors WHERE followed IS NOT NULL)")

    def named(self, name: str) -> list[Person]:
        """The people with this name in any spelling, by id."""
        key = fold(name)
        return self._people(
            "person IN (SELECT person FROM authors WHERE name_key = ?"
            " UNION ALL SELECT person FROM authors WHERE own_name IS NOT NULL AND folded(own_name) = ?)",
            key,
            key,
        )

    def corrected(self) -> list[Person]:
        """The people of whom the user has said something, by id."""
        return self._people(
            "person IN (SELECT person FROM authors WHERE followed IS NOT NULL OR own_name IS NOT NULL OR nobody = 1"
            " OR apart = 1 OR id IN (SELECT author_id FROM author_pairs UNION ALL SELECT other_id FROM author_pairs))"
        )

    def most_active(self, limit: int) -> list[tuple[int, int]]:
        """The people with the most articles, with their number, most first. Reads all of ``entry_authors``."""
        return self._connection.execute(
            "SELECT person, sum(entries) AS entries FROM authors JOIN (SELECT author_id, count(*) AS entries"
            " FROM entry_authors GROUP BY author_id) ON author_id = id WHERE nobody = 0"
            " GROUP BY person ORDER BY entries DESC, person LIMIT ?",
            (limit,),
        ).fetchall()

    def _people(self, condition: str, *values: object) -> list[Person]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM authors WHERE {condition} ORDER BY person, id", values
        ).fetchall()
        people: dict[int, list[Any]] = {}
        for row in rows:
            people.setdefault(row[1], []).append(row)
        return [_person(members) for members in people.values()]

    def counted(self, person: Person) -> Person:
        """The person with the number of articles of each name."""
        ids = dumps([name.id for name in person.names])
        counts = dict(
            self._connection.execute(
                "SELECT author_id, count(*) FROM entry_authors WHERE author_id IN (SELECT value FROM json_each(?))"
                " GROUP BY author_id",
                (ids,),
            ).fetchall()
        )
        return replace(person, names=tuple(replace(one, entries=counts.get(one.id, 0)) for one in person.names))

    def works(self, author_id: int) -> Works:
        """The numbers of a person's articles, copies counted once except for feeds. Reads each: 120 ms for 20,000."""
        feeds: dict[int, tuple[int, int, int, int]] = {}
        rows = self._connection.execute(
            "SELECT feed_id, count(*), sum(read = 0), min(sort), max(sort) FROM entries WHERE id IN"
            f" (SELECT entry_id FROM entry_authors WHERE author_id IN ({MEMBERS})) GROUP BY feed_id"
            " ORDER BY count(*) DESC, feed_id",
            (author_id,),
        )
        for feed_id, *numbers in rows:
            feeds[feed_id] = (*numbers,)
        counts = list(feeds.values())
        articles, unread = sum(count for count, *_ in counts), sum(unread for _, unread, *_ in counts)
        every = Selection(author=author_id)
        return Works(
            articles - spare(self._connection, every, articles),
            unread - spare(self._connection, replace(every, unread=True), unread),
            min((first for *_, first, _ in counts), default=None),
            max((last for *_, last in counts), default=None),
            tuple(FeedShare(feed_id, count) for feed_id, (count, *_) in feeds.items()),
        )

    # -- what the user says

    def say(self, correction: Correction, session: Session, now: int) -> Correction:
        """Notes what the user says as a step of the journal; returns it with what it really changed.

        ``facts`` of what is given are found here. For :attr:`~reader.person.Said.MERGE`, ``other`` is the id of
        a name of the other person, and for SPLIT ``person`` is that of the name to take out.
        """
        with transaction(self._connection):
            done = self._write(self._with_facts(correction, now))
            if done.facts:
                self._journal.add_edit(encode(done), session, now)
        return done

    def revert(self, step: JournalStep) -> Correction:
        """Undoes what the user said, or repeats it if it is undone, where nothing else was said since.

        If that is nowhere, the step is forgotten. Raises ``ValueError`` for a damaged step.
        """
        said = decode(step.edit or "")
        wanted = said.facts if step.undone else tuple(fact.inverse() for fact in reversed(said.facts))
        with transaction(self._connection):
            as_read = self._journal.is_as_read(step)
            done = self._write(replace(said, facts=wanted if as_read else ()))
            if done.facts:
                made = done.facts if step.undone else tuple(fact.inverse() for fact in reversed(done.facts))
                self._journal.turn(step, encode(replace(said, facts=made)))
            else:
                self._journal.remove(step.id)
        return done

    def _with_facts(self, correction: Correction, now: int) -> Correction:
        person = self.get(correction.person)
        if person is None:
            return replace(correction, facts=())
        said, name = correction.said, person.author.name
        rows = self._rows(one.id for one in person.names)
        if said is Said.FOLLOW:
            return replace(
                correction, name=name, facts=_facts(rows[: 0 if person.followed else 1], Field.FOLLOWED, now)
            )
        if said is Said.UNFOLLOW:
            return replace(correction, name=name, facts=_facts(rows, Field.FOLLOWED, None))
        if said is Said.RENAME:
            new = None if correction.other in ("", best_name([row["name"] for row in rows])) else correction.other
            others = _facts(rows[1:], Field.OWN_NAME, None)
            return replace(correction, name=name, facts=(*_facts(rows[:1], Field.OWN_NAME, new), *others))
        if said in (Said.NOBODY, Said.SOMEBODY):
            facts = _facts(rows, Field.NOBODY, int(said is Said.NOBODY))
            facts += _facts(rows, Field.FOLLOWED, None) if said is Said.NOBODY else ()
            return replace(correction, name=name, facts=facts)
        if said is Said.MERGE:
            return self._merging(correction, person)
        return self._splitting(correction, rows)

    def _merging(self, correction: Correction, person: Person) -> Correction:
        other = self.get(int(correction.other))
        if other is None or other.id == person.id:
            return replace(correction, name=person.author.name, other=other.author.name if other else "", facts=())
        one, two = sorted((person.id, other.id))
        facts = (Fact(one, Field.PAIR, 0, 1, two),)
        return replace(correction, name=person.author.name, other=other.author.name, facts=facts)

    def _splitting(self, correction: Correction, rows: Sequence[sqlite3.Row]) -> Correction:
        """Takes one name out. The others stay together, and keep what was said of the person."""
        out = next(row for row in rows if row["id"] == correction.person)
        rest = [row for row in rows if row is not out]
        if not rest:
            return replace(correction, facts=())
        mine = [pair for pair in self._pairs({out["id"]}) if out["id"] in pair]
        facts = [*_facts([out], Field.APART, 1), *(Fact(one, Field.PAIR, 1, 0, two) for one, two in mine)]
        people = self._grouped([row["id"] for row in rest], without=out["id"])
        leaders = sorted(set(people.values()))
        facts += [Fact(leaders[0], Field.PAIR, 0, 1, leader) for leader in leaders[1:]]
        for field in (Field.FOLLOWED, Field.OWN_NAME):
            if out[field] is not None and all(row[field] is None for row in rest):
                facts += [Fact(out["id"], field, out[field], None), Fact(rest[0]["id"], field, None, out[field])]
        return replace(correction, name=out["name"], other=out["site"], facts=tuple(facts))

    def _rows(self, ids: Iterable[int]) -> list[sqlite3.Row]:
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(
            "SELECT id, name, site, followed, own_name, nobody, apart FROM authors"
            " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (dumps(list(ids)),),
        ).fetchall()

    def _write(self, correction: Correction) -> Correction:
        """Writes facts where the field still has the value before; returns those that were written."""
        done = tuple(fact for fact in correction.facts if self._write_fact(fact))
        touched = {fact.id for fact in done} | {fact.other for fact in done if fact.field is Field.PAIR}
        if any(fact.field in (Field.PAIR, Field.APART) for fact in done):
            self.regroup(touched)
        return replace(correction, facts=done)

    def _write_fact(self, fact: Fact) -> bool:
        run = self._connection.execute
        if fact.field is not Field.PAIR:
            sql = f"UPDATE authors SET {fact.field} = ? WHERE id = ? AND {fact.field} IS ?"
            return run(sql, (fact.after, fact.id, fact.before)).rowcount > 0
        if fact.after:
            sql = (
                "INSERT OR IGNORE INTO author_pairs SELECT ?1, ?2 WHERE"
                " (SELECT count(*) FROM authors WHERE id IN (?1, ?2)) = 2"
            )
        else:
            sql = "DELETE FROM author_pairs WHERE author_id = ?1 AND other_id = ?2"
        return run(sql, (fact.id, fact.other)).rowcount > 0

    # -- who is the same person

    def regroup(self, ids: Iterable[int]) -> None:
        """Finds again which names near these are the same person; in the caller's transaction."""
        regroup(self._connection, ids)

    def _grouped(self, ids: Sequence[int], *, without: int) -> dict[int, int]:
        """The people that these ids would be without that one."""
        near = [one for one in _identities(self._connection, _near(self._connection, ids)) if one.id != without]
        people = same_people(near, (pair for pair in self._pairs({one.id for one in near}) if without not in pair))
        return {one: people[one] for one in ids}

    def _pairs(self, ids: set[int]) -> list[tuple[int, int]]:
        return _pairs(self._connection, ids)


def regroup(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """See :meth:`People.regroup`."""
    near = _near(connection, ids)
    if len(near) > _NEAR:
        return
    people = same_people(_identities(connection, near), _pairs(connection, near))
    connection.executemany(
        "UPDATE authors SET person = ?1 WHERE id = ?2 AND person IS NOT ?1",
        [(person, author_id) for author_id, person in people.items()],
    )


def regroup_all(connection: sqlite3.Connection) -> None:
    """Finds again who everybody is; in the caller's transaction. For repairs."""
    connection.executemany("UPDATE authors SET person = ?2 WHERE id = ?1", wrongly_grouped(connection))


def wrongly_grouped(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """The names that are noted as another person, by id, with the right one."""
    linked = {
        row[0]
        for row in connection.execute(
            "SELECT author_id FROM author_keys WHERE key IN"
            " (SELECT key FROM author_keys GROUP BY key HAVING count(*) > 1)"
            " UNION SELECT author_id FROM author_pairs UNION SELECT other_id FROM author_pairs"
        )
    }
    pairs = connection.execute("SELECT author_id, other_id FROM author_pairs").fetchall()
    right = same_people(_identities(connection, linked), pairs)
    rows = connection.execute("SELECT id, person FROM authors").fetchall()
    return [(one, right.get(one, one)) for one, person in rows if person != right.get(one, one)]


def write_keys(connection: sqlite3.Connection, author_id: int, author: Author) -> bool:
    """Notes the addresses of a name at a site; returns whether other names have one of them, or had one."""
    from reader.web.address_keys import address_number  # opening the reader does without

    run = connection.execute
    wanted = {key for url in (author.url, *author.links) if (key := address_number(url)) is not None}
    had = {key for (key,) in run("SELECT key FROM author_keys WHERE author_id = ?", (author_id,))}
    if wanted == had:
        return False
    shared = "SELECT 1 FROM author_keys WHERE author_id <> ? AND key IN (SELECT value FROM json_each(?)) LIMIT 1"
    connection.executemany(
        "DELETE FROM author_keys WHERE key = ? AND author_id = ?", [(key, author_id) for key in had - wanted]
    )
    connection.executemany("INSERT INTO author_keys VALUES (?, ?)", [(key, author_id) for key in wanted - had])
    return run(shared, (author_id, dumps(sorted(had ^ wanted)))).fetchone() is not None


def write_all_keys(connection: sqlite3.Connection) -> None:
    """Notes the addresses of all names again; in the caller's transaction. For repairs."""
    connection.execute("DELETE FROM author_keys")
    for author_id, url, links in connection.execute("SELECT id, url, links FROM authors").fetchall():
        write_keys(connection, author_id, Author("", url, links=read_links(links)))


def _near(connection: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """All names that may be the same person as one of these: by addresses, by pairs, or as noted."""
    found: set[int] = set()
    new = set(ids)
    while new and len(found) <= _NEAR:
        found |= new
        rows = connection.execute(_NEXT, {"ids": dumps(sorted(new)), "most": MOST_HOLDERS + 1})
        new = {row[0] for row in rows} - found
    return found


_NEXT = """
    WITH asked AS (SELECT value AS id FROM json_each(:ids))
    SELECT k.author_id FROM author_keys k WHERE k.key IN (
        SELECT own.key FROM author_keys own JOIN asked ON own.author_id = asked.id
        WHERE (SELECT count(*) FROM (SELECT 1 FROM author_keys WHERE key = own.key LIMIT :most + 1)) <= :most
    )
    UNION SELECT other_id FROM author_pairs JOIN asked ON author_id = asked.id
    UNION SELECT author_id FROM author_pairs JOIN asked ON other_id = asked.id
    UNION SELECT same.id FROM authors one JOIN asked ON one.id = asked.id JOIN authors same ON same.person = one.person
"""


def _identities(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Identity]:
    asked = dumps(sorted(ids))
    keys: dict[int, set[int]] = {}
    among = "IN (SELECT value FROM json_each(?))"
    # A key with too many holders is nobody's, even if only some of them are looked at.
    rows = connection.execute(
        f"SELECT author_id, key FROM author_keys k WHERE author_id {among}"
        " AND (SELECT count(*) FROM (SELECT 1 FROM author_keys WHERE key = k.key LIMIT ?)) BETWEEN 2 AND ?",
        (asked, MOST_HOLDERS + 1, MOST_HOLDERS),
    )
    for author_id, key in rows:
        keys.setdefault(author_id, set()).add(key)
    found = connection.execute(f"SELECT id, name_key, apart FROM authors WHERE id {among}", (asked,))
    return [Identity(id_, name, frozenset(keys.get(id_, ())), bool(apart)) for id_, name, apart in found]


def _pairs(connection: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[int, int]]:
    among = "IN (SELECT value FROM json_each(?1))"
    sql = f"SELECT author_id, other_id FROM author_pairs WHERE author_id {among} OR other_id {among}"
    return connection.execute(sql, (dumps(sorted(ids)),)).fetchall()


# -- rows


_COLUMNS = "id, person, name, site, url, role, bio, avatar, links, followed, own_name, nobody"


def _person(rows: Sequence[tuple[Any, ...]]) -> Person:
    """A person from the rows of all their names, by id."""
    author = author_of([(name, own, *details) for _, _, name, _, *details, _, own, _ in rows])
    names = tuple(SiteName(id_, name, site) for id_, _, name, site, *_ in rows)
    followed = min((followed for *_, followed, _, _ in rows if followed is not None), default=None)
    return Person(
        rows[0][1], author, names, followed, any(row[-1] for row in rows), any(row[-2] is not None for row in rows)
    )


def _fact(row: sqlite3.Row, field: Field, value: int | str | None) -> Fact:
    return Fact(row["id"], field, row[field], value)


def _facts(rows: Iterable[sqlite3.Row], field: Field, value: int | str | None) -> tuple[Fact, ...]:
    """What changes where the rows get that value."""
    return tuple(_fact(row, field, value) for row in rows if row[field] != value)


# -- steps of the journal


def encode(correction: Correction) -> str:
    """A correction as a step's text."""
    facts = [[one.id, one.field, one.before, one.after, one.other] for one in correction.facts]
    return dumps({
        "kind": CORRECTION, "said": correction.said, "person": correction.person, "label": correction.name,
        "other": correction.other, "facts": facts,
    })  # fmt: skip


def decode(text: str) -> Correction:
    """The inverse of :func:`encode`. Raises ``ValueError`` for any other text."""
    try:
        parts = json.loads(text)
        facts = tuple(Fact(int(i), Field(f), _value(b), _value(a), int(o)) for i, f, b, a, o in parts["facts"])
        return Correction(
            Said(parts["said"]), int(parts["person"]), str(parts["label"]), facts, str(parts["other"])
        )  # fmt: skip
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError from error


def _value(value: object) -> int | str | None:
    if value is None or isinstance(value, int | str):
        return value
    raise ValueError
