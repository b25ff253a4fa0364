"""``doctor``: checks the installation, the user's files and the database, and fixes them if told to."""

from __future__ import annotations

import argparse
import logging
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from reader.commands import Exit
from reader.commands.columns import cells, fit
from reader.commands.console import Form, ProgressLine, complain, print_value, say
from reader.commands.doctor.accounts import check_accounts
from reader.commands.doctor.database import check_database, check_refresh_lock
from reader.commands.doctor.environment import check_clock, check_folder, check_network, check_terminal
from reader.commands.doctor.finding import Check, Cure, Finding, State
from reader.commands.doctor.installation import check_programs, check_worker
from reader.commands.doctor.leftovers import check_leftovers, check_log
from reader.commands.doctor.permissions import check_permissions
from reader.commands.doctor.pictures import check_headlines, check_pictures
from reader.commands.open_folders import logged
from reader.commands.show_config import settings_that_differ
from reader.config import Config, load_config
from reader.errors import BroadsheetError, ConfigError
from reader.paths import Paths, bundled
from reader.programs import expand_home
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, system_message

log = logging.getLogger(__name__)


def doctor(paths: Paths, options: argparse.Namespace) -> int:
    """Runs all checks; prints each finding when it is made, and fixes it if its option is given."""
    cures = {cure for cure, given in ((Cure.REPAIR, options.repair), (Cure.CLEAN, options.clean)) if given}
    found: list[tuple[Finding, str | None]] = []
    progress = ProgressLine()
    with logged(paths, make_folder=False):
        for finding in _findings(paths, progress):
            progress.clear()
            done = _fix(finding, cures)
            found.append((finding, done))
            if options.form is Form.TEXT:
                _print(finding, done)
    remaining = [finding.state for finding, done in found if done is None]
    problems, warnings = remaining.count(State.PROBLEM), remaining.count(State.WARNING)
    if options.form is Form.TEXT:
        say("\n" + _summary(problems, warnings))
    else:
        checks = [finding.as_object(done) for finding, done in found]
        print_value({"problems": problems, "warnings": warnings, "checks": checks}, options.form)
    return Exit.PARTLY if problems else Exit.DONE


def _findings(paths: Paths, progress: ProgressLine) -> Iterator[Finding]:
    """All checks; one that fails is a finding itself, so that the others are still made."""
    now = int(time.time())
    config, config_mistakes = load_config(paths.config)

    def database() -> Iterator[Finding]:
        progress.show(_("Checking the database…"))
        yield from check_database(paths, now)

    def accounts() -> Iterator[Finding]:
        progress.show(_("Asking the servers of the accounts…"))
        yield from check_accounts(paths, config)

    checks: tuple[tuple[Check, Callable[[], Iterable[Finding]]], ...] = (
        (Check.BROADSHEET, check_programs),
        (Check.CONFIG_DIR, lambda: [check_folder(Check.CONFIG_DIR, paths.config_dir, "--config-dir")]),
        (Check.DATA_DIR, lambda: [check_folder(Check.DATA_DIR, paths.data_dir, "--data-dir")]),
        (Check.FEEDS_TOML, lambda: _check_files(paths, config, config_mistakes)),
        (Check.ACCOUNTS_TOML, accounts),
        (Check.PERMISSIONS, lambda: [check_permissions(paths)]),
        (Check.CLOCK, lambda: [check_clock(now)]),
        (Check.DATABASE, database),
        (Check.REFRESH_LOCK, lambda: [check_refresh_lock(paths)]),
        (Check.LEFTOVERS, lambda: check_leftovers(paths, now)),
        (Check.LOG, lambda: [check_log(paths.log)]),
        (Check.WORKER, lambda: check_worker(paths)),
        (Check.PROXY, lambda: check_network(config)),
        (Check.TERMINAL, check_terminal),
        (Check.PICTURES, lambda: [check_pictures(paths, config)]),
        (Check.HEADLINES, lambda: [check_headlines(paths, config)]),
    )
    for check, run in checks:
        yield from _guarded(check, run)


def _guarded(check: Check, run: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a check. What it did not foresee goes to the log."""
    try:
        yield from run()
    except (BroadsheetError, OSError) as error:
        message = error_message(error) if isinstance(error, BroadsheetError) else system_message(error)
        yield Finding(check, State.PROBLEM, _("the check cannot be made: {reason}").format(reason=message))
    except Exception:
        log.exception("event=check_failed check=%r", str(check))
        yield Finding(check, State.PROBLEM, _("the check failed; the log says where"))


def _missing_programs(config: Config) -> Iterator[Finding]:
    """The programs of the settings that are not installed."""
    for name, program in (
        *((one.name, one.run[0]) for one in (*config.commands, *config.browsers)),
        *(("browser", one) for one in config.browser[:1]),
    ):
        if shutil.which(expand_home(program)) is None:
            message = _("{name}: couldn’t find the program {program}").format(name=name, program=program)
            yield Finding(Check.CONFIG_TOML, State.WARNING, message)


def _check_files(paths: Paths, config: Config, config_mistakes: Sequence[ConfigError]) -> Iterator[Finding]:
    """The mistakes in the user's files."""
    from reader.subscriptions import load_subscriptions
    from reader.ui.commands.key_file import load_keys
    from reader.ui.themes import load_themes, unknown_themes

    themes, theme_mistakes = load_themes((bundled("themes"), paths.themes))
    config_mistakes = [*config_mistakes, *unknown_themes(config, paths.config, themes)]
    subscriptions, mistakes = load_subscriptions(paths.feeds)
    message = plural("{n} subscription", "{n} subscriptions", len(subscriptions))
    if not paths.feeds.exists():
        message, mistakes = _("not there yet, created on the first start"), []
    yield from _mistakes(Check.FEEDS_TOML, mistakes, message)
    message = _("no mistakes") if paths.config.exists() else _("not there; every setting has its default")
    applies = "; ".join(settings_that_differ(paths, config))
    message = _("no mistakes; what applies: {settings}").format(settings=applies) if applies else message
    yield from _mistakes(Check.CONFIG_TOML, config_mistakes, message)
    yield from _missing_programs(config)
    _keys, mistakes = load_keys(paths.keys)
    message = _("no mistakes") if paths.keys.exists() else _("not there; every command has its default keys")
    yield from _mistakes(Check.KEYS_TOML, mistakes, message)
    yield from _mistakes(Check.THEMES, theme_mistakes, plural("{n} theme", "{n} themes", len(themes)))


def _mistakes(check: Check, mistakes: Sequence[ConfigError], otherwise: str) -> Iterator[Finding]:
    for mistake in mistakes:
        advice = _("correct it in an editor")
        yield Finding(check, State.PROBLEM, error_message(mistake), advice, problem=mistake.details)
    if not mistakes:
        yield Finding(check, State.OK, otherwise)


def _fix(finding: Finding, cures: Collection[Cure]) -> str | None:
    """A message about what was done; None if nothing was, or if it failed."""
    if finding.cure not in cures:
        return None
    try:
        return finding.apply()
    except (BroadsheetError, OSError) as error:
        message = error_message(error) if isinstance(error, BroadsheetError) else system_message(error)
        complain(f"{_(finding.check)}: {message}")
        return None


def _print(finding: Finding, done: str | None) -> None:
    columns = max(cells(_(state)) for state in State)
    say(f"{fit(_(finding.state), columns)}  {_(finding.check)}: {finding.message}")
    if done is not None:
        say(f"{'':{columns}}  ✓ {done}")
    elif finding.advice:
        say(f"{'':{columns}}  → {finding.advice}")


def _summary(problems: int, warnings: int) -> str:
    if not problems and not warnings:
        return _("No problems found.")
    return _("{problems}, {warnings}.").format(
        problems=plural("{n} problem", "{n} problems", problems),
        warnings=plural("{n} warning", "{n} warnings", warnings),
    )
