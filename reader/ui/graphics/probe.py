"""Asks the terminal, after the first paint, how it can show pictures and large text. Nothing waits for the answers.

Over SSH they can take half a second or more. Until they are there, or :data:`PATIENCE` is over, it is not known how
pictures are drawn; a later answer still counts.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.config import Config
from reader.ui.graphics.protocol import (
    Facts,
    Graphics,
    asks_text_size,
    decide,
    in_tmux,
    questions,
    wanted_protocol,
)
from reader.ui.graphics.tmux import tmux_client
from reader.ui.run_programs import in_thread
from reader.ui.terminal_input import Answer, Question
from reader.ui.textual_internals import ask_terminal, window_size

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp

PATIENCE = 0.5  # seconds

log = logging.getLogger(__name__)


class Probe:
    """Finds out how pictures are drawn, and tells ``found`` each time that this changes."""

    def __init__(self, app: BroadsheetApp, config: Callable[[], Config], found: Callable[[Graphics], object]) -> None:
        self._app, self._config, self._found = app, config, found
        self._facts = Facts({} if app.is_headless else dict(os.environ))
        self._graphics: Graphics | None = None
        self._asked_text_size = False

    def ask(self) -> None:
        """Asks what has to be asked with the settings as they are now."""
        config, environment = self._config(), self._facts.environment
        self._facts = replace(self._facts, window=window_size(self._app))
        if not self._asked_text_size and asks_text_size(config, environment):
            self._asked_text_size = ask_terminal(self._app, (Question.TEXT_SIZE,))
        asked = questions(config, environment)
        is_asked = bool(asked) and ask_terminal(self._app, asked)
        if in_tmux(environment) and wanted_protocol(config, environment) is None:
            self._app.run_worker(self._ask_tmux())
        elif not is_asked or Question.ATTRIBUTES in self._facts.answers:
            self._decide()
        else:
            self._app.set_timer(PATIENCE, self._decide)

    def answered(self, answer: Answer) -> None:
        """Takes an answer of the terminal."""
        self._facts = self._facts.and_answer(answer)
        if answer.question is Question.TEXT_SIZE and self._facts.has_blanks:
            self._app.screen.refresh()  # a part of it would forget what else is to be painted
        if self._graphics or answer.question is Question.ATTRIBUTES:
            self._decide()

    async def _ask_tmux(self) -> None:
        self._facts = replace(self._facts, tmux=await in_thread(tmux_client))
        self._decide()

    def _decide(self) -> None:
        graphics = decide(self._config(), self._facts)
        if graphics != self._graphics:
            self._graphics = graphics
            log.info(
                "event=graphics_found protocol=%s cell=%s through_tmux=%s large_text=%s"
                " terminal=%r attributes=%r tmux=%r cursor=%s",
                graphics.protocol, graphics.cell, graphics.through_tmux, graphics.large_text,
                self._facts.answers.get(Question.VERSION), self._facts.answers.get(Question.ATTRIBUTES),
                self._facts.tmux, self._facts.cursor,
            )  # fmt: skip
            self._found(graphics)
