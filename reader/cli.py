"""The command ``broadsheet``, and what becomes of every error.

This module is the boundary behind which no traceback passes: what goes wrong is one line on stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from reader.commands import Exit
from reader.commands.arguments import READER, build_parser
from reader.commands.console import complain, speak_utf8
from reader.errors import BroadsheetError, FetchError, ParseError, UsageError
from reader.paths import Paths, user_paths


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit code and raises nothing."""
    gc.disable()  # until the reader has painted; other commands enable it at once
    try:
        speak_utf8()
        code = _run(argv)
        sys.stdout.flush()
    except SystemExit as end:  # argparse after --help and --version
        code = end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        code = Exit.DONE
    except (BroadsheetError, OSError) as error:
        code = _tell(error)
    finally:
        gc.enable()
    return int(code)


def _run(argv: Sequence[str] | None) -> int:
    options = build_parser().parse_args(argv)
    paths = _paths(options)
    module, _, name = options.function.partition(":")
    try:
        if options.function != READER:
            gc.enable()
        function: Callable[[Paths, argparse.Namespace], int] = getattr(import_module(f"reader.commands.{module}"), name)
        return function(paths, options)
    except (BroadsheetError, OSError, KeyboardInterrupt):
        raise
    except Exception:  # noqa: BLE001 - the boundary
        import traceback

        from reader.commands.crash_log import log_crash

        complain(f"this is a mistake in Broadsheet: {log_crash(paths.log, traceback.format_exc())}")
        return Exit.CANNOT


def _tell(error: BroadsheetError | OSError) -> Exit:
    """One line about an error; the exit code that it means."""
    if isinstance(error, OSError):
        what = "cannot go on" if error.filename is None else error.filename
        complain(f"{what}: {(error.strerror or str(error) or 'the system reports an error').lower()}")
        _forget_stdout()
    else:
        complain(str(error))
    return Exit.PARTLY if isinstance(error, FetchError | ParseError) else Exit.CANNOT


def _forget_stdout() -> None:
    """What is left in the buffer is not written again at the end of the process."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def _paths(options: argparse.Namespace) -> Paths:
    try:
        folders = (folder and folder.expanduser().absolute() for folder in (options.config_dir, options.data_dir))
        return user_paths(*folders)
    except RuntimeError as error:  # a ~ that is nobody's home
        raise UsageError(f"the folders cannot be found: {error}") from error
