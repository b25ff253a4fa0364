"""Files are replaced whole or not at all, and a lock has one holder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reader.files import FileLock, create_file, replace_file, write_output


def test_a_replaced_file_keeps_its_permissions_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    assert replace_file(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [*tmp_path.iterdir()] == [path]


def test_a_private_file_gets_the_permissions_of_a_new_one_taken_away_but_keeps_others(tmp_path: Path) -> None:
    modes = {}
    old = os.umask(0o022)
    try:
        for before in (None, 0o644, 0o640, 0o600):
            path = tmp_path / str(before)
            if before is not None:
                path.touch()
                path.chmod(before)
            replace_file(path, b"secret", private=True)
            modes[before] = path.stat().st_mode & 0o777
    finally:
        os.umask(old)
    assert modes == {None: 0o600, 0o644: 0o600, 0o640: 0o640, 0o600: 0o600}


def test_a_new_file_gets_the_permissions_of_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        assert replace_file(tmp_path / "a", b"1")
        assert create_file(tmp_path / "b", b"2")
    finally:
        os.umask(old)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o640}


def test_output_goes_where_the_user_said_and_no_folder_link_or_pipe_is_replaced_by_a_file(tmp_path: Path) -> None:
    kept, link, pipe, folder = (tmp_path / name for name in ("kept", "link", "pipe", "folder"))
    folder.mkdir()
    link.symlink_to(kept)
    os.mkfifo(pipe)
    with pytest.raises(IsADirectoryError, match="folder"):
        write_output(folder, b"1")
    for unnamed in (Path(), Path("/")):
        with pytest.raises(IsADirectoryError):
            write_output(unnamed, b"1")
    write_output(link, b"2")
    assert link.is_symlink()
    assert kept.read_bytes() == b"2"
    received: list[bytes] = []
    reading = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reading.start()
    write_output(pipe, b"3")
    reading.join()
    assert received == [b"3"]
    assert {file.name for file in tmp_path.iterdir()} == {"kept", "link", "pipe", "folder"}


@pytest.mark.parametrize(("expected", "replaced"), [(b"old", True), (b"other", False), (None, False)])
def test_a_file_that_another_program_changed_is_not_replaced(
    tmp_path: Path, expected: bytes | None, replaced: bool
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    assert replace_file(path, b"new", expected=expected) is replaced
    assert path.read_bytes() == (b"new" if replaced else b"old")
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_expected_to_be_missing_is_created(tmp_path: Path) -> None:
    assert replace_file(tmp_path / "a", b"new", expected=None)
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_name_that_is_taken_is_never_overwritten_by_create_file(tmp_path: Path) -> None:
    path, dangling = tmp_path / "a", tmp_path / "b"
    assert create_file(path, b"1")
    assert not create_file(path, b"2")
    dangling.symlink_to(tmp_path / "nowhere")
    assert not create_file(dangling, b"3")
    assert path.read_bytes() == b"1"
    assert {*tmp_path.iterdir()} == {path, dangling}


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "a"
    with pytest.raises(FileNotFoundError) as raised:
        replace_file(path, b"1")
    assert raised.value.filename == str(path)


@pytest.mark.parametrize("folder", [False, True])
def test_a_lock_has_one_holder_among_threads_and_processes(tmp_path: Path, folder: bool) -> None:
    path = tmp_path if folder else tmp_path / "lock"
    lock, other = FileLock(path, folder=folder), FileLock(path, folder=folder)
    assert lock.try_acquire()
    assert not other.try_acquire()
    assert not other.acquire(0.05)
    code = f"from pathlib import Path; from reader.files import FileLock; print(FileLock(Path({str(path)!r}), folder={folder}).try_acquire())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
    threading.Timer(0.1, lock.release).start()
    assert other.acquire(5)
    other.release()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = f"from pathlib import Path; from reader.files import FileLock; FileLock(Path({str(path)!r})).try_acquire()"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert FileLock(path).try_acquire()
