"""Reads newsraft's ``feeds`` (newsraft(1), "Feeds file").

A line is an address or a command in ``$()``, then the feed's name in quotes, then settings: ``< reload-period 30;
item-limit 100``, in earlier versions ``[30] {100}``, in others in braces. ``@ NAME`` begins a section with defaults
for the feeds in it; the section Global is the top level.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.model import Subscription
from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.import_result import ImportCollector, ImportResult
from reader.text import clean_line

_REST = re.compile(r'\s*(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\[{<]*))(?P<options>.*)', re.DOTALL)
_SECTION = re.compile(r"@\s*(.*)", re.DOTALL)
_TOP = "Global"
_PERIOD = re.compile(r"reload-period\s+\"?(\d{1,6})\"?$")
_TIMER = re.compile(r"\[\s*(\d{1,6})\s*\]")
_LIMIT = re.compile(r"\{\s*(\d{1,9})\s*\}")


def read_feeds(text: str) -> ImportResult:
    """The subscriptions in a list in their order; sections become folders. Raises nothing."""
    collector = ImportCollector()
    section = everywhere = Subscription("")
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()  # noqa: PLW2901
        if not line or line.startswith("#"):
            continue
        if heading := _SECTION.fullmatch(line):
            name, options = _parted(heading[1])
            section = _with_options(replace(everywhere, folder=values.folder(name.replace("/", "∕"))), options)[0]
            if name == _TOP:
                section = everywhere = replace(section, folder="")
        else:
            _take(collector, number, line, section)
    return collector.result()


def is_newsraft(text: str) -> bool:
    """Whether a list has sections, commands or settings, which only newsraft writes."""
    lines = [line.strip() for line in text[:200_000].split("\n")]
    return any(
        line.startswith(("@", "$(")) or re.search(r'^https?://\S+(?:\s+"[^"]*")?\s+[\[{<]', line) for line in lines
    )


def _take(collector: ImportCollector, number: int, line: str, section: Subscription) -> None:
    command, rest = _command(line)
    if command is None:
        address, *after = line.split(maxsplit=1)
        rest = after[0] if after else ""
    name, options = _parted(rest)
    wanted, lost = _with_options(replace(section, title=values.title(name)), options)
    if command is not None:
        collector.add_program(command, wanted, number)
    else:
        collector.add_address(address, wanted, number, lost)


def _command(line: str) -> tuple[str | None, str]:
    """The command in ``$(…)``, which may contain brackets, and the rest of the line."""
    if not line.startswith("$("):
        return None, line
    depth = 0
    for place, character in enumerate(line):
        depth += (character == "(") - (character == ")")
        if character == ")" and not depth:
            return line[2:place], line[place + 1 :]
    return line[2:], ""


def _parted(text: str) -> tuple[str, str]:
    """A name and the settings after it; a bracket inside the quotes belongs to the name."""
    match = _REST.fullmatch(text)
    assert match is not None
    return (match["bare"] if match["quoted"] is None else match["quoted"]).strip(), match["options"]


def _with_options(wanted: Subscription, options: str) -> tuple[Subscription, tuple[ProblemDetails, ...]]:
    """The subscription with these settings, and a remark on those that Broadsheet does not have."""
    if not options.strip():
        return wanted, ()
    lost = ["item-limit"] if _LIMIT.search(options) else []
    timer = _TIMER.search(options)
    minutes = timer[1] if timer else None
    rest = _LIMIT.sub("", _TIMER.sub("", options)).strip(" \t<{}")
    for setting in filter(None, (part.strip() for part in rest.split(";"))):
        period = _PERIOD.match(setting)
        if period:
            minutes = period[1]
        else:
            lost.append(clean_line(setting.split()[0].lstrip("<{"), 40))
    if minutes is not None:
        wanted = _every(wanted, int(minutes))
    return wanted, (problem(Problem.OPTIONS_NOT_IMPORTED, names=", ".join(lost)),) if lost else ()


def _every(wanted: Subscription, minutes: int) -> Subscription:
    """Zero means manual refreshing in newsraft: paused. Other values are limited to what Broadsheet allows."""
    if minutes == 0:
        return replace(wanted, paused=True)
    return replace(wanted, paused=False, interval=min(max(minutes * 60, values.SHORTEST), values.LONGEST))
