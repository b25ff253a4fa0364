"""``people``: who wrote the stored articles; following somebody, and correcting who is who."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from reader.commands import Exit
from reader.commands.console import Form, complain, print_value, print_values, say
from reader.commands.formats import number
from reader.commands.open_folders import opened
from reader.errors import UsageError
from reader.library import Library
from reader.paths import Paths
from reader.person import Correction, Person, Said
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.wording.catalogue import _
from reader.wording.correction_messages import correction_message
from reader.wording.timestamps import rfc3339

_COUNT_WIDTH = 7
_LONGEST_NAME = 200  # characters
LIST = "list"


def people(paths: Paths, options: argparse.Namespace) -> int:
    """Lists people, or does what ``options.action`` says."""
    with opened(paths) as library:
        if options.action == LIST:
            return _list(library, options)
        done = _said(library, Said(options.action), options.names)
    if options.form is not Form.TEXT:
        print_value({"said": done.said, "person": done.person, "name": done.name, "changed": bool(done.facts)},
                    options.form)  # fmt: skip
    elif done.facts:
        say(correction_message(done))
    else:
        complain(_("Nothing to change: {what}").format(what=correction_message(done)))
    return Exit.DONE if done.facts else Exit.PARTLY


def _list(library: Library, options: argparse.Namespace) -> int:
    if options.names or options.followed:
        people = library.people.find(options.names[0]) if options.names else library.people.followed()
        wanted = [one for one in people if one.followed or not options.followed][: options.number]
        found = [(one, library.people.load_works(one.id).result().entries) for one in wanted]
    else:
        found = library.people.load_most_active(options.number).result()
    if options.form is not Form.TEXT:
        print_values((_as_object(person, entries) for person, entries in found), options.form)
    else:
        for line in map(_line, found):
            say(line)
    if not found:
        complain(_("nobody found"))
    return Exit.DONE if found else Exit.PARTLY


def _line(found: tuple[Person, int]) -> str:
    """The number of articles, the name, and the sites."""
    person, entries = found
    marks = [_("followed")] if person.followed else []
    marks += [_("not a person")] if person.nobody else []
    sites = ", ".join(dict.fromkeys(one.site for one in person.names if one.site))
    return "  ".join(filter(None, (number(entries).rjust(_COUNT_WIDTH), person.author.name, sites, *marks)))


def _as_object(person: Person, entries: int) -> dict[str, object]:
    author = person.author
    return {
        "id": person.id, "name": author.name, "articles": entries, "followed": rfc3339(person.followed),
        "not_a_person": person.nobody, "role": author.role, "bio": author.bio, "url": author.url,
        "links": list(author.links), "names": [{"name": one.name, "site": one.site} for one in person.names],
    }  # fmt: skip


def _said(library: Library, said: Said, names: list[str]) -> Correction:
    person = _person(library, names[0])
    if said is Said.MERGE:
        return library.people.say(said, person.id, str(_person(library, names[1]).id)).result()
    if said is Said.SPLIT:
        return library.people.say(said, _name_at(person, names[1])).result()
    other = clean_line(names[1], _LONGEST_NAME) if said is Said.RENAME else ""
    return library.people.say(said, person.id, other).result()


def _person(library: Library, name: str) -> Person:
    """The only person of that name, or the one at that site. Raises :class:`~reader.errors.UsageError`."""
    found = library.people.find(name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(problem(Problem.NAME_UNKNOWN, kind="person", name=name, near=""))
    raise UsageError(problem(Problem.NAME_AMBIGUOUS, kind="person", name=name, fits=_at_sites(found)))


def _at_sites(people: Iterable[Person]) -> str:
    return ", ".join(f"{one.author.name} ({one.names[0].site})" for one in people)


def _name_at(person: Person, site: str) -> int:
    """The id of the person's name at a site. Raises :class:`~reader.errors.UsageError`."""
    found = next((one.id for one in person.names if one.site == site), None)
    if found is None:
        raise UsageError(problem(Problem.NAME_UNKNOWN, kind="person", name=f"{person.author.name} ({site})", near=""))
    return found
