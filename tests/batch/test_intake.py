"""What was handed in becomes entries: names, archives, what must not be opened."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.batch.archives import readable
from reviewer.batch.intake import Gathered, gather, size_of
from reviewer.batch.scratch import Scratch, room
from reviewer.errors import InputError
from reviewer.limits import Limits


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Scratch]:
    with Scratch(tmp_path / "home") as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def taken(scratch: Scratch, *paths: Path, limits: Limits | None = None, output: Path | None = None) -> Gathered:
    return gather(paths, scratch, limits or Limits(), output)


def codes(found: Gathered) -> dict[str, str]:
    return {one.file: one.error.code if one.error else "" for one in found.entries}


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_folder_is_walked_in_the_order_of_names(scratch: Scratch, folder: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/d.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    found = taken(scratch, folder)
    assert [one.file for one in found.entries] == ["a.txt", "b.txt", "sub/c.txt", "sub/deep/d.txt"]
    assert all(one.sha256 == hashlib.sha256(one.file.encode()).hexdigest() for one in found.entries)
    assert size_of([folder]) == sum(len(one.file) for one in found.entries)


def test_what_nobody_handed_in_is_left_out_and_told(scratch: Scratch, folder: Path) -> None:
    for name in ("a.txt", "~$a.docx", ".DS_Store", "a.waivers.yaml", "Thumbs.db", ".hidden"):
        (folder / name).write_text("x")
    (folder / "__MACOSX").mkdir()
    found = taken(scratch, folder)
    assert [one.file for one in found.entries] == ["a.txt"]
    assert len(found.left_out) == 6


def test_the_output_below_the_input_is_passed_over(scratch: Scratch, folder: Path) -> None:
    (folder / "a.txt").write_text("x")
    (folder / "out").mkdir()
    (folder / "out" / "a.txt.json").write_text("{}")
    assert list(codes(taken(scratch, folder, output=folder / "out"))) == ["a.txt"]


def test_a_pipe_is_an_entry_and_never_opened(scratch: Scratch, folder: Path) -> None:
    os.mkfifo(folder / "pipe.docx")
    found: list[Gathered] = []
    thread = threading.Thread(target=lambda: found.append(taken(scratch, folder)), daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), "waited for a pipe"
    (entry,) = found[0].entries
    assert (entry.file, entry.sha256) == ("pipe.docx", "")
    assert entry.error is not None
    assert entry.error.code == "E-NOT-FILE"
    assert stat.S_ISFIFO(entry.path.stat().st_mode)


def test_links_out_of_the_folder_are_refused(scratch: Scratch, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "other").mkdir()
    (folder / "a.txt").write_text("x")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "round").symlink_to(folder)
    found = taken(scratch, folder)
    assert codes(found) == {"a.txt": "", "gone.txt": "E-NO-FILE", "inside.txt": "", "out.txt": "B-LINK"}
    assert [one.sha256 for one in found.entries if one.file in ("out.txt", "gone.txt")] == ["", ""]
    assert found.left_out == (str(folder / "round"),)


def packed(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_an_archive_is_unpacked_two_levels(scratch: Scratch, folder: Path) -> None:
    county = packed({"x/deep.txt": b"x", "third.zip": packed({"y.txt": b"y"}), "Thumbs.db": b""})
    inside = {"b/a.txt": b"A", "a.txt": b"B", "in.ZIP": county, "b/.DS_Store": b""}
    found = taken(scratch, zipped(folder / "all.zip", inside))
    assert [one.file for one in found.entries] == [
        "all.zip/a.txt", "all.zip/b/a.txt", "all.zip/in.ZIP/third.zip", "all.zip/in.ZIP/x/deep.txt",
    ]  # fmt: skip
    assert [one.path.name for one in found.entries] == ["a.txt", "a.txt", "third.zip", "deep.txt"]
    assert found.entries[1].path.read_bytes() == b"A"
    assert set(found.left_out) == {"all.zip/b/.DS_Store", "all.zip/in.ZIP/Thumbs.db"}
    assert stat.S_IMODE(found.entries[0].path.parents[1].stat().st_mode) == 0o700
    scratch.close()
    assert not any(one.path.exists() for one in found.entries)


def test_what_is_unfit_within_an_archive_ends_with_its_reason_and_the_rest_goes_on(
    scratch: Scratch, folder: Path
) -> None:
    inside = {
        "cut.zip": packed({"a.txt": b"a" * 50})[:40],
        "out.zip": packed({"../a.txt": b"a"}),
        "good.zip": packed({"a.txt": b"a"}),
        "word.zip": packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    }
    assert codes(taken(scratch, zipped(folder / "all.zip", inside))) == {
        "all.zip/cut.zip": "B-ZIP-DAMAGED",
        "all.zip/good.zip/a.txt": "",
        "all.zip/out.zip": "B-ZIP-UNSAFE",
        "all.zip/word.zip": "",
    }


def test_archives_in_an_archive_share_its_limits(scratch: Scratch, folder: Path) -> None:
    """Many small archives that would each stay below what one may unpack to."""
    limits = Limits(unpacked=2**16, ratio=10_000)
    one = packed({"a.txt": bytes(2**18)})
    inside = {f"{number}.zip": one for number in range(4)}
    found = gather([zipped(folder / "all.zip", inside)], scratch, limits)
    assert codes(found) == {
        "all.zip/0.zip/a.txt": "", "all.zip/1.zip/a.txt": "", "all.zip/2.zip": "B-ZIP-LIMIT", "all.zip/3.zip": "B-ZIP-LIMIT",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_without_a_mark_are_read_as_they_were_meant(encoding: str) -> None:
    assert readable("县财政局/年报.docx".encode(encoding).decode("cp437")) == "县财政局/年报.docx"


def test_names_in_gbk(scratch: Scratch, folder: Path) -> None:
    name = "县财政局2024年报.txt"
    raw = name.encode("gbk")
    data = zipped(folder / "x.zip", {"q" * len(raw): b"text"}).read_bytes()
    (folder / "x.zip").write_bytes(data.replace(b"q" * len(raw), raw))
    assert list(codes(taken(scratch, folder))) == [f"x.zip/{name}"]


@pytest.mark.parametrize("name", ["../../etc/x.txt", "/abs.txt", "a/../../b.txt", "c:\\x.txt"])
def test_archives_that_lead_out_are_refused(scratch: Scratch, folder: Path, name: str) -> None:
    assert codes(taken(scratch, zipped(folder / "x.zip", {name: b"x", "good.txt": b"y"}))) == {"x.zip": "B-ZIP-UNSAFE"}


def test_links_in_an_archive_are_refused(scratch: Scratch, folder: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert codes(taken(scratch, folder)) == {"x.zip": "B-ZIP-UNSAFE"}


def test_bombs_and_broken_archives_are_refused(scratch: Scratch, folder: Path) -> None:
    zipped(folder / "bomb.zip", {"a.txt": b"0" * 5_000_000})
    zipped(folder / "many.zip", {f"{number}.txt": b"x" for number in range(60)})
    whole = zipped(folder / "cut.zip", {"a.txt": os.urandom(5000)}).read_bytes()
    (folder / "cut.zip").write_bytes(whole[:3000])
    (folder / "not.zip").write_bytes(b"plain text")
    found = codes(taken(scratch, folder, limits=Limits(entries=10)))
    assert found == {"bomb.zip": "B-ZIP-LIMIT", "cut.zip": "B-ZIP-DAMAGED", "many.zip": "B-ZIP-LIMIT", "not.zip": ""}


def test_a_file_over_the_limit_is_not_read(scratch: Scratch, folder: Path) -> None:
    with (folder / "sparse.pdf").open("wb") as out:
        out.truncate(2**31)
    assert codes(taken(scratch, folder)) == {"sparse.pdf": "L-UPLOAD"}


def test_namesakes_are_told_apart(scratch: Scratch, tmp_path: Path) -> None:
    for name in ("p/one/a.txt", "q/one/a.txt", "r/b.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(name)
    both = taken(scratch, tmp_path / "p" / "one", tmp_path / "q" / "one", tmp_path / "r" / "b.txt")
    assert [one.file for one in both.entries] == ["p/one/a.txt", "q/one/a.txt", "b.txt"]
    files = taken(scratch, tmp_path / "p/one/a.txt", tmp_path / "q/one/a.txt", tmp_path / "p/one/a.txt")
    assert [one.file for one in files.entries] == ["p/one/a.txt", "q/one/a.txt"]


def test_nothing_to_review_is_told(scratch: Scratch, folder: Path) -> None:
    with pytest.raises(InputError, match="B-EMPTY"):
        taken(scratch, folder)
    with pytest.raises(InputError, match="B-NO-PATH"):
        taken(scratch, folder / "absent")


def test_room_is_asked_before_a_batch(folder: Path) -> None:
    room(1000, folder)
    with pytest.raises(InputError, match="B-SPACE"):
        room(2**60, folder / "not" / "made" / "yet")


def test_a_folder_left_by_a_dead_process_is_cleared(tmp_path: Path) -> None:
    old = tmp_path / "unpacked" / "999999999-x"
    old.mkdir(parents=True)
    with Scratch(tmp_path) as one:
        one.put("a.txt", b"x")
        assert not old.exists()
