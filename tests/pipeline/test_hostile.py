"""Every unfit file ends in one status, one code and one Chinese sentence; the other files of the call are reviewed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer import Reviewer, Settings, child
from reviewer.model import Review, ReviewStatus
from reviewer.settings import Limits
from tests.isolate.test_host import dead, soon
from tests.pipeline import hostile

REFUSED, OVER, FAILED = ReviewStatus.REFUSED, ReviewStatus.OVER_LIMIT, ReviewStatus.FAILED
SMALL = Limits(memory=2**29, cpu=3, wall=60, answer=2**20)
HASTY = SMALL.model_copy(update={"wall": 8})


@pytest.fixture(scope="module")
def reviewer() -> Iterator[Reviewer]:
    with Reviewer(Settings(llm="off")) as one:
        yield one


def check(review: Review, status: ReviewStatus, code: str) -> None:
    assert review.notice is not None
    assert (review.status, review.notice.code) == (status, code)
    assert re.search("[\u4e00-\u9fff]{4}.*。$", review.notice.sentence)
    assert "{" not in review.notice.sentence
    assert not re.search("Error|Traceback|/tmp|\\.py", review.notice.sentence) or code == "F-CRASH"
    assert (review.facts, review.findings, review.outcomes) == ({}, (), ())


def _bytes(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def _cut_docx(path: Path) -> Path:
    return hostile.truncated(path, hostile.report(path.with_name("whole.docx")))


def _cut_pdf(path: Path) -> Path:
    return hostile.truncated(path, hostile.pdf(path.with_name("whole.pdf"), 3, b"0 0 m"), 0.1)


CASES: list[tuple[str, Callable[[Path], Path], ReviewStatus, str]] = [
    ("empty.pdf", _bytes(b""), REFUSED, "E-EMPTY"),
    ("one-byte.docx", _bytes(b"P"), REFUSED, "R-KIND"),
    ("cut.docx", _cut_docx, REFUSED, "E-DAMAGED"),
    ("cut.pdf", _cut_pdf, REFUSED, "E-PDF-BROKEN"),
    ("blank.pdf", hostile.pdf, REFUSED, "E-PDF-EMPTY"),
    ("encrypted.pdf", hostile.encrypted_pdf, REFUSED, "E-PDF-ENCRYPTED"),
    ("picture.pdf", hostile.picture, REFUSED, "E-KIND-IMAGE"),
    ("program.docx", _bytes(b"\x7fELF" + bytes(200)), REFUSED, "E-KIND"),
    ("noise.docx", _bytes(bytes(range(256)) * 64), REFUSED, "E-KIND"),
    ("dtd.docx", hostile.dtd, REFUSED, "E-DTD"),
    ("overlap.docx", hostile.overlap, REFUSED, "E-ARCHIVE"),
    ("letter.docx", hostile.letter, REFUSED, "R-KIND"),
    ("bomb.docx", hostile.zip_bomb, OVER, "L-UNPACKED"),
    ("entries.docx", hostile.many_entries, OVER, "L-ENTRIES"),
    ("paragraphs.docx", hostile.many_paragraphs, OVER, "L-RATIO"),
    ("elements.docx", hostile.many_elements, OVER, "L-ELEMENTS"),
    ("pages.pdf", lambda path: hostile.pdf(path, 3000), OVER, "L-PAGES"),
    ("sparse.pdf", hostile.sparse, OVER, "L-UPLOAD"),
]


@pytest.mark.parametrize(("name", "write", "status", "code"), CASES, ids=[case[0] for case in CASES])
def test_unfit_file(
    reviewer: Reviewer, tmp_path: Path, name: str, write: Callable[[Path], Path], status: ReviewStatus, code: str
) -> None:
    begun = time.monotonic()
    check(reviewer.review(write(tmp_path / name)), status, code)
    assert time.monotonic() - begun < 60


@pytest.mark.slow
@pytest.mark.parametrize(("name", "write"), [("flate.pdf", hostile.flate_bomb), ("storm.pdf", hostile.operator_storm)])
def test_a_small_pdf_that_wants_everything(
    reviewer: Reviewer, tmp_path: Path, name: str, write: Callable[[Path], Path]
) -> None:
    path = write(tmp_path / name)
    assert path.stat().st_size < 200_000
    review = reviewer.review(path)
    assert review.notice is not None
    assert review.status in (OVER, REFUSED)
    assert review.notice.code in ("L-MEMORY", "L-CPU", "L-TIME", "L-CHARACTERS", "E-NO-TEXT", "R-KIND")


def test_what_is_no_file(reviewer: Reviewer, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    check(reviewer.review(tmp_path / "none.pdf"), REFUSED, "E-NO-FILE")
    check(reviewer.review(tmp_path), REFUSED, "E-FOLDER")
    check(reviewer.review(tmp_path / "pipe.pdf"), REFUSED, "E-NOT-FILE")
    check(reviewer.review(tmp_path / "loop"), REFUSED, "E-UNREADABLE-FILE")
    check(reviewer.review("a\0b.pdf"), REFUSED, "E-UNREADABLE-FILE")
    check(reviewer.review("x" * 5000), REFUSED, "E-UNREADABLE-FILE")


def test_a_file_without_permission(reviewer: Reviewer, tmp_path: Path) -> None:
    path = hostile.report(tmp_path / "report.txt")
    path.chmod(0)
    mine = os.geteuid()
    if mine == 0:  # an administrator may read everything: be somebody else for a moment
        os.seteuid(65534)
    try:
        review = reviewer.review(path)
    finally:
        os.seteuid(mine)
    check(review, REFUSED, "E-UNREADABLE-FILE")


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("sleep.txt", OVER, "L-TIME"), ("spin.txt", OVER, "L-CPU"), ("hog.txt", OVER, "L-MEMORY"),
        ("flood.txt", OVER, "L-ANSWER"), ("segfault.txt", FAILED, "F-CRASH"), ("vanish.txt", FAILED, "F-CRASH"),
        ("boom.txt", FAILED, "F-CRASH"), ("partial.txt", FAILED, "F-CRASH"), ("nonsense.txt", FAILED, "F-CRASH"),
        ("other.txt", FAILED, "F-CRASH"), ("stubborn.txt", OVER, "L-TIME"),
    ],
)  # fmt: skip
def test_a_reader_gone_wrong_between_two_good_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, status: ReviewStatus, code: str
) -> None:
    monkeypatch.setattr(child, "READ", "tests.pipeline.jobs:read")
    first, last = hostile.report(tmp_path / "a.txt"), hostile.report(tmp_path / "b.html")
    bad = hostile.report(tmp_path / name)
    limits = HASTY if code == "L-TIME" else SMALL
    with Reviewer(Settings(llm="off", limits=limits)) as own:
        reviews = list(own.review_many([first, bad, last]))
    check(reviews[1], status, code)
    assert [one.status for one in (reviews[0], reviews[2])] == [ReviewStatus.REVIEWED] * 2
    assert all(len(one.facts) == 200 for one in (reviews[0], reviews[2]))
    pid_file = Path(f"{bad}.pid")
    assert not pid_file.exists() or soon(lambda: dead(int(pid_file.read_text())))


def test_a_code_without_a_sentence_is_still_told_in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(child, "READ", "tests.pipeline.jobs:read")
    with Reviewer(Settings(llm="off", limits=SMALL)) as own:
        check(own.review(hostile.report(tmp_path / "badcode.txt")), REFUSED, "R-TEST")


def test_no_zombie_and_no_child_is_left(tmp_path: Path) -> None:
    def children() -> set[str]:
        return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())

    before = children()
    with Reviewer(Settings(llm="off", limits=SMALL)) as own:
        own.review(hostile.report(tmp_path / "a.txt"))
        assert len(children() - before) == 1  # the fork server alone
    assert children() <= before
