"""Runs an installed ``broadsheet`` outside of the checkout: ``python -I tests/wheel.py PROGRAM``.

Standard library only, because the environment has only the wheel and its dependencies.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

WELCOME = "broadsheet:welcome"


def main(program: str) -> None:
    """Exits with a message at the first failure."""
    with tempfile.TemporaryDirectory() as root:
        config, data = Path(root, "config"), Path(root, "data")
        folders = {"BROADSHEET_CONFIG_DIR": str(config), "BROADSHEET_DATA_DIR": str(data)}

        def run(*arguments: str, locale: str = "C.UTF-8") -> str:
            environment = {**os.environ, **folders, "LC_ALL": locale}
            done = subprocess.run(
                [program, *arguments], capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL,
                timeout=120, check=False,
            )  # fmt: skip
            expect(done.returncode == 0, f"{arguments} exits {done.returncode}: {done.stdout}{done.stderr}")
            expect("Traceback" not in done.stderr, done.stderr)
            return done.stdout

        where = subprocess.run(
            [sys.executable, "-c", "import reader; print(reader.__file__)"], capture_output=True, text=True, check=True
        ).stdout.strip()
        expect(where.startswith(sys.prefix), f"the package is imported from {where}, not from the environment")

        version = run("--version").split()
        expect(version[0] == "broadsheet" and version[1][0].isdigit(), f"--version says {version}")
        expect(run("--help").startswith("usage: "), "--help is not English")
        expect(run("--help", locale="de_DE.UTF-8").startswith("Aufruf: "), "--help is not German in a German locale")
        names = {theme["name"] for theme in json.loads(run("themes", "--json"))}
        expect({"ink", "paper"} <= names, f"the themes are {names}")

        polled = json.loads(run("refresh", WELCOME, "--json"))
        expect(polled["new"] >= 5 and polled["failed"] == 0, f"refresh says {polled}")
        bundled = Path(where).parent / "feeds.toml"
        expect((config / "feeds.toml").read_bytes() == bundled.read_bytes(), "feeds.toml is not the bundled one")
        expect((data / "broadsheet.db").stat().st_size > 0, "no database was created")

        entries = json.loads(run("list", "--json"))
        expect(len(entries) == polled["new"], f"list shows {len(entries)} entries of {polled['new']}")
        expect(
            all(e["feed_url"] == WELCOME and e["title"] and e["content_text"] for e in entries),
            "an entry is incomplete",
        )
        entry = json.loads(run("show", str(entries[0]["id"]), "--json"))
        expect(entry == entries[0] | {"versions": entry["versions"]}, "show and list differ")
        run("mark", "read", str(entry["id"]))
        expect(json.loads(run("show", str(entry["id"]), "--json"))["read"], "mark read has no effect")
        feeds = {feed["url"]: feed for feed in json.loads(run("feeds", "--json"))}
        expect(feeds[WELCOME]["unread"] == len(entries) - 1, f"feeds says {feeds[WELCOME]}")

        report = json.loads(run("doctor", "--json"))
        expect(report["problems"] == 0 and report["checks"], f"doctor finds {report}")
        print(
            f"{' '.join(version)}: {len(names)} themes, {len(entries)} Welcome articles, {len(feeds)} feeds; no problems"
        )


def expect(holds: bool, otherwise: str) -> None:
    """An ``assert`` that ``python -O`` keeps."""
    if not holds:
        raise SystemExit(f"wheel: {otherwise}")


if __name__ == "__main__":
    main(sys.argv[1])
