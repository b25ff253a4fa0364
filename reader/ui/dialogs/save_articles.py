"""The dialog that saves articles: one under a name of its own, several in a folder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from textual import on
from textual.widget import Widget

from reader.errors import StoreError
from reader.library.article_files import FORMATS, file_name_of, save_article, save_in_folder
from reader.library.handing_over import Article
from reader.programs import Format
from reader.text import sentence
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import Dialog, accepts, completes, leaves
from reader.ui.run_programs import in_thread
from reader.ui.widgets.field import ChoiceField, Field
from reader.ui.widgets.path_field import PathField
from reader.wording.catalogue import N_, _, plural
from reader.wording.problem_messages import error_message, system_message
from reader.wording.titles import shown_title

ENDING = N_("The name ends in .md for Markdown, .html for a web page, .txt for text or .json for JSON.")
_CHOICES = ((Format.MARKDOWN, "Markdown"), (Format.HTML, "HTML"), (Format.TEXT, N_("Text")), (Format.JSON, "JSON"))


class SaveDialog(Dialog[list[Path]]):
    """Returns the written files, or None. ``folder`` and ``ending``: where and as what an article was saved last.

    ``articles`` are shown at once; the files are made of what ``whole`` returns, which may have to load pages.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        whole: Callable[[], Awaitable[Sequence[Article]]],
        folder: str,
        ending: str,
    ) -> None:
        title = plural("Save the article", "Save {n} articles", len(articles))
        writes = N_("{key} writes the file") if len(articles) == 1 else N_("{key} writes the files")
        super().__init__(title, accepts(writes), completes(), leaves())
        self._articles, self._whole = articles, whole
        folder = folder or "~"
        ending = ending if ending in FORMATS else Format.MARKDOWN.ending
        self._file_name = file_name_of(shown_title(articles[0][0].title), ending)
        several = len(articles) > 1
        begun = f"{folder.rstrip('/')}/" if several else f"{folder.rstrip('/')}/{self._file_name}"
        self._path = PathField("path", _("Folder") if several else _("File"), begun)
        self._choice = ChoiceField("format", _("Format"), [(one, _(label)) for one, label in _CHOICES], FORMATS[ending])
        self._writing = False
        self._confirmed: tuple[Path, str] | None = None  # what Enter does to this path when it is pressed again

    def rows(self) -> Iterable[Widget]:
        """The file name; for several articles the folder and the format."""
        yield self._path
        if len(self._articles) > 1:
            yield self._choice

    def on_mount(self) -> None:
        """Puts the cursor at the end of the name, before its ending."""
        field = self._path.input
        field.focus()
        ending = Path(self._file_name).suffix if len(self._articles) == 1 else ""
        field.cursor_position = len(field.value) - len(ending)
        self._explain()

    def _explain(self) -> None:
        self.show_message(_(ENDING) if len(self._articles) == 1 else _("Each article becomes a file of its own."))

    def action_leave(self) -> None:
        """Leaves at once, since only a file name is lost."""
        self.dismiss(None)

    @on(Field.Changed)
    def _other_name(self, event: Field.Changed) -> None:
        event.stop()
        event.prevent_default()  # the base would clear the message
        self._confirmed = None
        self._explain()

    def accept(self) -> None:
        """Writes the files; makes a missing folder and replaces an older file only when pressed again."""
        path = self._path.read()
        if path is None:
            self.show_message(_("Type a file name."), error=True)
        elif not self._writing:
            self._writing = True
            self.run_worker(self._save(path.absolute()))

    async def _save(self, path: Path) -> None:
        try:
            self.show_message(_("Writing…"))
            self._articles = await self._whole() or self._articles
            self._show(await in_thread(partial(self._try, path)), path)
        except StoreError as error:
            self.show_message(sentence(error_message(error, full_path=False)), error=True)
        except OSError as error:
            text = _("Cannot write {path}: {reason}.").format(path=error.filename or path, reason=system_message(error))
            self.show_message(text, error=True)
        finally:
            self._writing = False

    def _show(self, done: list[Path] | str, path: Path) -> None:
        """Returns the files, or shows why there are none yet, and that Enter would continue."""
        if not isinstance(done, str):
            self.dismiss(done)
            return
        messages = {
            "folder": _("The folder {folder} doesn’t exist. {key} creates it."),
            "exists": _("This file already exists. {key} replaces it."),
            "ending": _(ENDING),
        }
        folder = path.parent if len(self._articles) == 1 else path
        self._confirmed = (path, done)
        self.show_message(messages[done].format(folder=folder, key=key_of("dialog.accept")), error=True)

    def _try(self, path: Path) -> list[Path] | str:
        """Writes in a thread. Returns the files, or what is in the way: "folder", "exists" or "ending"."""
        several = len(self._articles) > 1
        confirmed = self._confirmed[1] if self._confirmed and self._confirmed[0] == path else ""
        if not several and path.is_dir():
            path /= self._file_name
        if not several and path.suffix.lower() not in FORMATS:
            return "ending"
        folder = path if several else path.parent
        if not folder.is_dir():
            if confirmed != "folder":
                return "folder"
            folder.mkdir(parents=True)
        if several:
            return save_in_folder(path, self._articles, self._choice.read())
        entry, tags = self._articles[0]
        return [path] if save_article(path, entry, tags=tags, replacing=confirmed == "exists") else "exists"
