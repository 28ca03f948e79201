"""Copies of what was submitted: whole, under the right name, or not there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reviewer.errors import FailedError, StoreError
from reviewer.store import Store, files
from tests.store.build import handed_in, sha


def test_a_copy_is_whole_private_and_made_once(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "报告.DOCX"
    source.write_text("a")
    kept = store.keep(source, sha("a"))
    assert kept.read_text() == "a"
    assert kept.name == f"{sha('a')}.docx"
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == kept.parent.stat().st_mode & 0o077 == 0
    when = kept.stat().st_mtime_ns
    assert store.keep(source, sha("a")).stat().st_mtime_ns == when
    one = handed_in(store, "a")
    assert store.original(one.id) == kept
    assert store.original(handed_in(store, "b").id) is None


def test_a_file_that_changed_meanwhile_is_not_kept(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_text("other")
    with pytest.raises(FailedError, match="F-CHANGED"):
        store.keep(source, sha("a"))
    assert [path for path in (store._home / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "S-FULL"), (errno.EIO, "S-IO"), (errno.EMFILE, "S-IO")])
@pytest.mark.parametrize("call", ["os.fsync", "os.replace", "os.open"])
def test_a_disk_that_refuses_leaves_nothing_half(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, call: str
) -> None:
    source = tmp_path / "a.docx"
    source.write_text("a")

    def refuses(*args: object) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(call, refuses)
        with pytest.raises(StoreError, match=code):
            store.keep(source, sha("a"))
    assert [path for path in (store._home / "files").rglob("*") if path.is_file()] == []
    assert store.keep(source, sha("a")).read_text() == "a"


def test_a_name_is_never_more_than_a_suffix(tmp_path: Path) -> None:
    for name in ("a.d o c", "a.非字", "a", ".docx", "a.toolongsuffix"):
        source = tmp_path / name
        source.write_text(name)
        assert files.keep(tmp_path / "home", source, sha(name)).name == sha(name)
    assert files.original(tmp_path / "home", "", "a") is None
