"""Starts a module of this package in its own Python process. Standard library only, because the UI imports this."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

import reader


def command(module: str, *arguments: str) -> list[str]:
    """The argument list. ``-P`` keeps a ``random.py`` in the current folder from being imported."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """The environment in which a child finds this package, even in a checkout that is not installed."""
    variables = dict(os.environ)
    root = str(Path(reader.__file__).resolve().parent.parent)
    if root not in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, (root, variables.get("PYTHONPATH"))))
    return variables
