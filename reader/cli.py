"""The command ``broadsheet``: chooses the language, parses the command line, runs a command.

No traceback leaves this module: an error becomes one line on stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from reader import __version__
from reader.commands import Exit
from reader.commands.arguments import READER, build_parser
from reader.commands.console import complain, use_utf8
from reader.errors import BroadsheetError, FetchError, ParseError, UsageError
from reader.files import make_private_folder, open_to_append
from reader.paths import Paths, user_paths
from reader.problems import Problem, problem
from reader.wording.catalogue import _, language_for, use_language
from reader.wording.problem_messages import error_message, system_message


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code. Raises nothing."""
    gc.disable()  # until the reader has painted; other commands enable it at once
    try:
        use_utf8()
        arguments = sys.argv[1:] if argv is None else argv
        _choose_language(arguments)
        code = _run(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # argparse, after --help, --version and wrong arguments
        code = end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except BrokenPipeError:
        _discard_stdout()
        code = Exit.DONE
    except (BroadsheetError, OSError) as error:
        code = _report(error)
    finally:
        gc.enable()
    return int(code)


def _choose_language(arguments: Sequence[str]) -> None:
    """Uses the language of ``config.toml`` or of the locale. Runs before the parser, whose help is translated."""
    try:
        path = _paths(_config_dir(arguments), None).config
        use_language(language_for(_language_setting(path) if path.exists() else "", os.environ))
    except (UsageError, OSError):  # the parsed options report the folder; a missing catalogue leaves English
        use_language("en")


def _language_setting(path: Path) -> str:
    from reader.config import load_config  # with tomli, which --help needs only for a config.toml

    config, _mistakes = load_config(path)
    return config.language


def _config_dir(arguments: Sequence[str]) -> Path | None:
    for position, argument in enumerate(arguments):
        option, equals, value = argument.partition("=")
        if option == "--config-dir":
            return Path(value if equals else next(iter(arguments[position + 1 :]), ""))
    return None


def _paths(config_dir: Path | None, data_dir: Path | None) -> Paths:
    try:
        return user_paths(*(folder and folder.expanduser().absolute() for folder in (config_dir, data_dir)))
    except RuntimeError:  # ~name, where there is no such user, or ~ without HOME
        raise UsageError(problem(Problem.HOME_UNKNOWN)) from None


def _run(arguments: Sequence[str]) -> int:
    options = build_parser(arguments).parse_args(arguments)
    paths = _paths(options.config_dir, options.data_dir)
    module, _colon, name = options.function.partition(":")
    try:
        if options.function != READER:
            gc.enable()
            if options.theme:  # used by the reader only, but a wrong name is always reported
                import_module("reader.commands.open_reader").check_theme(paths, options.theme)
        function: Callable[[Paths, argparse.Namespace], int] = getattr(import_module(f"reader.commands.{module}"), name)
        return function(paths, options)
    except (BroadsheetError, OSError, KeyboardInterrupt):
        raise
    except Exception:  # noqa: BLE001 - a defect of ours: logged, and reported without a traceback
        complain(_log_crash(paths.log))
        return Exit.CANNOT


def _report(error: BroadsheetError | OSError) -> Exit:
    """Prints one line about an error; returns the exit code for it."""
    if isinstance(error, OSError):
        reason = system_message(error)
        complain(
            f"{error.filename}: {reason}" if error.filename else _("cannot continue: {reason}").format(reason=reason)
        )
        _discard_stdout()
    else:
        complain(error_message(error))
    return Exit.PARTLY if isinstance(error, FetchError | ParseError) else Exit.CANNOT


def _discard_stdout() -> None:
    """Keeps Python from writing the rest of the buffer at exit, where it would fail again."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def _log_crash(log: Path) -> str:
    """Writes the current traceback to the log, or to a temporary file; returns a message that says where."""
    import traceback
    from datetime import UTC, datetime

    now = datetime.now(tz=UTC).isoformat(timespec="seconds")
    text = f"{now} level=ERROR process={os.getpid()} event=crash version={__version__}\n{traceback.format_exc()}\n"
    for path_of in (_log_file, _temporary_file):
        with contextlib.suppress(OSError):
            path = path_of(log)
            with os.fdopen(open_to_append(path), "a", encoding="utf-8") as file:
                file.write(text)
            return _("this is a bug in Broadsheet: please report it with the end of {path}").format(path=path)
    return _("this is a bug in Broadsheet, and the log cannot be written: please report what you did")


def _log_file(log: Path) -> Path:
    make_private_folder(log.parent)
    return log


def _temporary_file(_log: Path) -> Path:
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix="broadsheet-", suffix=".log")
    os.close(descriptor)
    return Path(name)
