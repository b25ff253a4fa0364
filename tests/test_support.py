"""Tests share code through ``tests/support`` only."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parent


def imported_modules(path: Path) -> set[str]:
    """The modules that a file imports, dotted."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_file_imports_a_test_module() -> None:
    files = list(TESTS.rglob("*.py"))
    assert len(files) > 100
    for path in files:
        offenders = {name for name in imported_modules(path) if name.startswith("tests.test_")}
        assert not offenders, f"{path.name} imports {offenders}"
