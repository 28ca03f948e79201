"""Files that are whole or not there: what a failing write leaves."""

from __future__ import annotations

import os
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
