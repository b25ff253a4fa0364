"""``doctor``: is this installation sound, and what to do where it is not.

It looks, and changes nothing, unless ``--repair`` or ``--clean`` say so.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Collection, Iterator

from reader.commands import Exit
from reader.commands.console import Form, ProgressLine, complain, count, print_value, say
from reader.commands.doctor.database import check_database, check_lock
from reader.commands.doctor.environment import check_clock, check_folder, check_network, check_terminal
from reader.commands.doctor.finding import Cure, Finding, State
from reader.commands.doctor.installation import check_programs, check_worker
from reader.commands.doctor.leftovers import check_leftovers, check_log
from reader.config import load_config
from reader.errors import BroadsheetError, ConfigError
from reader.paths import Paths, bundled


def doctor(paths: Paths, options: argparse.Namespace) -> int:
    """Checks everything there is; each finding comes as soon as it is made, and is set right if that is wished."""
    cures = {cure for cure, wished in ((Cure.REPAIR, options.repair), (Cure.CLEAN, options.clean)) if wished}
    found: list[tuple[Finding, str | None]] = []
    progress = ProgressLine()
    for finding in _findings(paths, progress):
        progress.clear()
        done = _set_right(finding, cures)
        found.append((finding, done))
        if options.form is Form.TEXT:
            _say(finding, done)
    left = [finding.state for finding, done in found if done is None]
    problems, warnings = left.count(State.PROBLEM), left.count(State.WARNING)
    if options.form is Form.TEXT:
        sums = f"{count(problems, 'problem')}, {count(warnings, 'warning')}."
        say(f"\n{sums}" if problems + warnings else "\nAll is well.")
    else:
        checks = [finding.as_object(done) for finding, done in found]
        print_value({"problems": problems, "warnings": warnings, "checks": checks}, options.form)
    return Exit.PARTLY if problems else Exit.DONE


def _set_right(finding: Finding, cures: Collection[Cure]) -> str | None:
    """What was done about it; None for nothing, or if it could not be done."""
    if finding.cure not in cures:
        return None
    try:
        return finding.apply()
    except (BroadsheetError, OSError) as error:
        complain(f"{finding.name}: {error}")
        return None


def _say(finding: Finding, done: str | None) -> None:
    say(f"{finding.state:8} {finding.name}: {finding.words}")
    if done is not None:
        say(f"{'':8} ✓ {done}")
    elif finding.cure:
        say(f"{'':8} → `broadsheet doctor {finding.cure}` {finding.advice or 'sets it right'}")
    elif finding.advice:
        say(f"{'':8} → {finding.advice}")


def _findings(paths: Paths, progress: ProgressLine) -> Iterator[Finding]:
    now = int(time.time())
    config, _ = load_config(paths.config)
    yield from check_programs()
    yield check_folder("configuration folder", paths.config_dir, "--config-dir")
    yield check_folder("data folder", paths.data_dir, "--data-dir")
    yield from _check_files(paths)
    yield check_clock(now)
    progress.show("Looking through the database …")
    yield from check_database(paths, now)
    yield check_lock(paths)
    yield from check_leftovers(paths, now)
    yield check_log(paths.log)
    yield check_worker(paths)
    yield from check_network(config)
    yield from check_terminal()


def _check_files(paths: Paths) -> Iterator[Finding]:
    from reader.subscriptions import load_subscriptions
    from reader.ui.themes import load_themes

    subscriptions, wrong = load_subscriptions(paths.feeds)
    if not paths.feeds.exists():
        yield Finding("feeds.toml", State.OK, "not there yet; the first start makes it")
    else:
        yield from _mistakes("feeds.toml", wrong, count(len(subscriptions), "subscription"))
    _, wrong = load_config(paths.config)
    words = "no mistakes" if paths.config.exists() else "not there; every setting has its default"
    yield from _mistakes("config.toml", wrong, words)
    themes, wrong = load_themes((bundled("themes"), paths.themes))
    yield from _mistakes("themes", wrong, ", ".join(sorted(themes)))


def _mistakes(name: str, mistakes: list[ConfigError], otherwise: str) -> Iterator[Finding]:
    for mistake in mistakes:
        yield Finding(name, State.PROBLEM, str(mistake), "mend it in an editor")
    if not mistakes:
        yield Finding(name, State.OK, otherwise)
