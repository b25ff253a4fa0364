"""Tests share code through ``tests/support`` only, and what runs them reports them all."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
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


def test_forks_report_every_test_once_also_those_of_a_fork_that_dies(tmp_path: Path) -> None:
    (tmp_path / "test_many.py").write_text(
        "import os, pytest\n"
        "@pytest.mark.parametrize('number', range(40))\n"
        "def test_one(number, tmp_path):\n"
        "    assert number != 20, 'twenty'\n"
        "    if number == 7: os._exit(3)\n"
        "    if number == 22: pytest.skip('why')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.support.forks", "--forks", "2", "--rootdir", ".", "-rfs", "."],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "2 failed, 37 passed, 1 skipped" in done.stdout
    assert "test_one[7] - the process of this test ended with 3" in done.stdout
    assert "test_one[20] - AssertionError: twenty" in done.stdout
