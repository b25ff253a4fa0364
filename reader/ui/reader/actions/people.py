"""Commands for people: the page of one, following, and correcting who is who."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from reader.errors import StoreError
from reader.person import Person, Said
from reader.stream import Kind, Stream
from reader.text import clean_line
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.pane_sizes import Pane
from reader.wording.catalogue import _

_LONGEST_NAME = 200  # characters
Use = Callable[[Person], object]

# -- whom a command is about


def _with_person(reader: ReaderContext, person_id: int | None, use: Use) -> None:
    """Calls ``use`` with a person, or the one in front; if there are several, the user chooses."""
    try:
        people = _in_front(reader) if person_id is None else [reader.library.people.get(person_id)]
    except StoreError as error:
        reader.status.show_error(error)
        return
    known = [person for person in people if person]
    if not known:
        current = person_id is not None or reader.in_front is not None
        reader.status.show_message(
            _("The author of this article is unknown") if current else _("No article is selected")
        )
    elif len(known) == 1:
        use(known[0])
    else:
        _choose(reader, known, use)


def _in_front(reader: ReaderContext) -> Sequence[Person | None]:
    """The person under the cursor of the feeds pane, the one whose page is shown, or the authors of the article."""
    people, stream = reader.library.people, reader.tree.stream
    if reader.layout.pane is Pane.TREE and stream and stream.kind is Kind.AUTHOR and stream.value:
        return [people.get(int(stream.value))]
    if reader.layout.pane is Pane.ARTICLE and reader.person.shown:
        return [reader.person.shown]
    return [] if reader.in_front is None else people.of_entry(reader.in_front)


def _choose(reader: ReaderContext, people: Sequence[Person], use: Use) -> None:
    from reader.ui.dialogs.choose import ChoiceDialog

    def chosen(number: int | None) -> None:
        if number is not None:
            use(people[number])

    marks = (f"{reader.glyphs.followed} " if one.followed else "  " for one in people)
    lines = [mark + one.author.name for mark, one in zip(marks, people, strict=True)]
    reader.screen.app.push_screen(ChoiceDialog(_("Authors"), lines), chosen)


# -- the page


def page(reader: ReaderContext, person_id: int | None = None) -> None:
    """Shows the page of an author of the article, or of a person by the id of one of their names."""
    _with_person(reader, person_id, lambda person: _show(reader, person.id))


def follow_href(reader: ReaderContext, number: str) -> None:
    """Shows the page of the person with that id, to which a name on a page leads."""
    _show(reader, int(number))


def _show(reader: ReaderContext, person_id: int) -> None:
    from reader.ui.reader.actions.follow import leave_for

    person = reader.library.people.get(person_id)
    if person is None:
        reader.status.show_message(_("This person is no longer here"))
        return
    reader.layout.show(Pane.ARTICLE)
    leave_for(reader, Stream(Kind.AUTHOR, str(person.id)), reader.headlines.current_id, pane=Pane.ARTICLE)
    reader.person.show(person.id, reader.headlines.current_id)
    reader.status.draw()


# -- what the user says


def follow(reader: ReaderContext, person_id: int | None = None) -> None:
    """Follows a person, or an author of the article, or no longer."""
    _with_person(reader, person_id, partial(_follow, reader))


def _follow(reader: ReaderContext, person: Person) -> None:
    _say(reader, Said.UNFOLLOW if person.followed else Said.FOLLOW, person)


def _say(reader: ReaderContext, said: Said, person: Person, other: str = "") -> None:
    reader.library.people.say(said, person.id, other)  # an event tells what came of it


def rename(reader: ReaderContext, name: str = "") -> None:
    """Gives the person in front another name, or asks for it."""
    _with_person(reader, None, partial(_rename, reader, clean_line(name, _LONGEST_NAME)))


def _rename(reader: ReaderContext, name: str, person: Person) -> None:
    if name:
        _say(reader, Said.RENAME, person, name)
        return
    from reader.ui.dialogs.rename_person import RenamePersonDialog

    def named(new: str | None) -> None:
        if new is not None:
            _say(reader, Said.RENAME, person, new)

    reader.screen.app.push_screen(RenamePersonDialog(person.author.name), named)


def merge(reader: ReaderContext, other: int | None = None) -> None:
    """Joins the person in front with another, whom the user looks for."""
    if other is None:
        from reader.ui.reader.actions.run import command_line

        command_line(reader, "person.merge")
        return
    _with_person(reader, None, lambda person: _say(reader, Said.MERGE, person, str(other)))


def split(reader: ReaderContext) -> None:
    """Takes one of the names out of the person in front."""
    _with_person(reader, None, lambda person: reader.screen.run_worker(_split(reader, person)))


async def _split(reader: ReaderContext, person: Person) -> None:
    from reader.ui.dialogs.choose import ChoiceDialog

    if len(person.names) < 2:
        reader.status.show_message(_("{name} has this name at one site only").format(name=person.author.name))
        return
    try:
        counted = await asyncio.wrap_future(reader.library.people.load_names(person))
    except StoreError as error:
        reader.status.show_error(error)
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            reader.library.people.say(Said.SPLIT, counted.names[number].id)

    lines = [_("{name} ({site}, {n})").format(name=one.name, site=one.site, n=one.entries) for one in counted.names]
    reader.screen.app.push_screen(ChoiceDialog(_("Which name is somebody else?"), lines), chosen)


def not_a_person(reader: ReaderContext, person_id: int | None = None) -> None:
    """Notes that an author is not a person, or is one after all."""
    _with_person(
        reader, person_id, lambda person: _say(reader, Said.SOMEBODY if person.nobody else Said.NOBODY, person)
    )


def correct(reader: ReaderContext) -> None:
    """Lists what can be said of the person in front."""
    from reader.ui.dialogs.choose import ChoiceDialog

    def ask(person: Person) -> None:
        def chosen(number: int | None) -> None:
            if number == 0:
                _follow(reader, person)
            elif number == 1:
                _rename(reader, "", person)
            elif number == 2:
                merge(reader)
            elif number == 3:
                reader.screen.run_worker(_split(reader, person))
            elif number == 4:
                _say(reader, Said.NOBODY, person)

        follow_line = _("No longer follow") if person.followed else _("Follow")
        lines = [follow_line, _("Rename…"), _("Join with another person…"), _("Take a name out…"), _("Not a person")]
        reader.screen.app.push_screen(ChoiceDialog(person.author.name, lines), chosen)

    _with_person(reader, None, ask)
