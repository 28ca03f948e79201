"""Files that are whole or not there: what a failing write leaves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer import disk


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    disk.replace(path, b"one")
    disk.replace(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        disk.replace(path, b"two", shared=True)
        assert path.stat().st_mode & 0o777 == 0o644
    disk.sync_folder(tmp_path)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failing_write_leaves_what_there_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    path = tmp_path / "kept.json"
    disk.replace(path, b"one")

    def fails(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, failing, fails)
    with pytest.raises(OSError, match="no space left"):
        disk.replace(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_memory_is_used_where_there_is_room_and_nobody_has_chosen_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(disk, "_MEMORY", str(tmp_path))
    assert disk.in_memory(1) == str(tmp_path)
    assert disk.in_memory(2**60) is None
    monkeypatch.setenv("TMPDIR", "/var/tmp")
    assert disk.in_memory(1) is None
    monkeypatch.delenv("TMPDIR")
    monkeypatch.setattr(disk, "_MEMORY", str(tmp_path / "none"))
    assert disk.in_memory(1) is None


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be asked for without touching it")
def test_folders_of_processes_that_are_gone_are_swept(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    names = (f"x-{gone.pid}-a", f"x-{os.getpid()}-b", "x-c", f"y-{gone.pid}-d", f"x-{2**70}-e")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
    disk.sweep(tmp_path, "x-", 3600.0)
    assert {one.name for one in tmp_path.iterdir()} == set(names)
    disk.sweep(tmp_path, "x-")
    assert {one.name for one in tmp_path.iterdir()} == set(names[1:])
