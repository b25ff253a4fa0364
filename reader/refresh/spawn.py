"""Starting a module of ours in a Python of its own. Standard library only: the UI imports this."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

import reader


def command(module: str, *arguments: str) -> list[str]:
    """The argument list. ``-P``: a file ``random.py`` in the user's folder is none of our modules."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment() -> dict[str, str]:
    """The environment in which the child finds this very package, also in a checkout that is not installed."""
    variables = dict(os.environ)
    root = str(Path(reader.__file__).resolve().parent.parent)
    if root not in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, (root, variables.get("PYTHONPATH"))))
    return variables
