"""The keys that bring in what another reader has, and take out what is here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.ui.reader.panes import PanesScreen

if TYPE_CHECKING:
    from reader.library.importing import Imported


class ExchangingScreen(PanesScreen):
    """Import and export."""

    def action_import(self) -> None:
        """Asks for a file, shows what is in it, and takes it over."""
        from reader.ui.dialogs.import_feeds import ImportDialog

        self.app.push_screen(ImportDialog(self._library), self._imported)

    def _imported(self, done: Imported | None) -> None:
        if done is None:
            return
        self._library.subscriptions.check()
        self._take_news()
        self._library.worker.refresh()
        self.notices.tell(_told(done))

    def action_export(self) -> None:
        """Asks for the name of a file, and writes the subscriptions there."""
        from reader.ui.dialogs.export_feeds import ExportDialog

        self.app.push_screen(ExportDialog(self._library), self._exported)

    def _exported(self, path: Path | None) -> None:
        if path is not None:
            self.notices.tell(f"The subscriptions are in {path}")


def _told(done: Imported) -> str:
    added = len(done.added)
    parts = [f"{added:,} feed{'' if added == 1 else 's'}"]
    parts += [f"{done.searches} saved search{'' if done.searches == 1 else 'es'}"] if done.searches else []
    parts += ["settings for the next start"] if done.settings else []
    if done.history:
        parts.append(f"{done.history.added:,} articles, {done.history.read:,} of them marked read")
    return f"Imported: {', '.join(parts)}"
