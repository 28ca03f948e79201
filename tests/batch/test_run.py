"""A batch as a whole: same results as single reviews, resumed, repeated, in any order, with poison in it."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer import Reviewer, Settings
from reviewer.batch import Office, Progress, Totals
from reviewer.batch import tasks as batch_tasks
from reviewer.errors import InputError, StoreError
from reviewer.evals.defects import plant
from reviewer.evals.pairs import pair
from reviewer.evals.writers import write_one
from reviewer.export import record
from reviewer.model import Decision, Mark, Severity, SubmissionState
from tests.batch import made
from tests.batch.doubles import review_or_die


def office(home: Path, **settings: Any) -> Office:
    return Office(Settings(llm="off", home=home, **settings))


def run(home: Path, *paths: Path, output: Path, **options: Any) -> Totals:
    with office(home) as one:
        return one.run(paths, output, **{"workers": 2, **options})


def documents(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.glob("*.json")) if not one.name.startswith(".")}


def single(path: Path, name: str, previous: Path | None = None) -> bytes:
    """What `review --format json` has under `reviews`, under the name of the batch."""
    with Reviewer(Settings(llm="off", waivers="off")) as reviewer:
        review = reviewer.review(path, previous)
    return record.dumps(record.as_json(review.model_copy(update={"file": name}))).encode()


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    made.reports(folder, 9)
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "empty.docx").write_bytes(b"")
    return folder


def test_results_are_those_of_single_reviews(submitted: Path, tmp_path: Path) -> None:
    totals = run(tmp_path / "home", submitted, output=tmp_path / "out")
    found = documents(tmp_path / "out")
    assert set(found) == {f"{one.name}.json" for one in submitted.iterdir()}
    for path in submitted.iterdir():
        assert found[f"{path.name}.json"] == single(path, path.name), path.name
    states = {one.file: one.state for one in totals.submissions}
    assert states["bad.pdf"] is states["empty.docx"] is SubmissionState.REFUSED
    read = {one.year for one in totals.submissions if one.state is SubmissionState.DONE}
    assert {one.year for one in totals.submissions if one.state is SubmissionState.REFUSED} <= read, (
        "what was not read is of the season it came with"
    )
    assert totals.status(Severity.ERROR) == 2
    assert (tmp_path / "out" / "summary.xlsx").read_bytes()[:2] == b"PK"
    with office(tmp_path / "home") as one:
        assert one.store.verify() == ()
        kept = [one.store.original(each.id) for each in totals.submissions if each.state is SubmissionState.DONE]
    assert all(path is not None and path.is_file() for path in kept)


def test_workers_and_order_change_nothing(submitted: Path, tmp_path: Path) -> None:
    run(tmp_path / "a", submitted, output=tmp_path / "one", workers=1)
    shuffled = sorted(submitted.iterdir(), key=lambda one: one.name[::-1])
    run(tmp_path / "b", *shuffled, output=tmp_path / "two", workers=2)
    assert documents(tmp_path / "one") == documents(tmp_path / "two")


def test_a_folder_with_results_is_never_run_over(submitted: Path, tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    run(home, submitted, output=out)
    with pytest.raises(InputError, match="B-RESUME"):
        run(home, submitted, output=out)
    with pytest.raises(InputError, match="B-OTHER"):
        run(home, submitted, output=out, resume=True, label="other")


def test_resuming_a_finished_batch_starts_no_worker(
    submitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    first = run(home, submitted, output=out)
    stamps = {one.name: one.stat().st_mtime_ns for one in out.iterdir() if one.suffix != ".json" or one.name[0] != "."}
    monkeypatch.setattr("reviewer.batch.office.engine_of", None)
    again = run(home, submitted, output=out, resume=True)
    assert [one.id for one in again.submissions] == [one.id for one in first.submissions]
    assert all((out / name).stat().st_mtime_ns == stamp for name, stamp in stamps.items())


def test_a_document_that_is_missing_is_made_anew(submitted: Path, tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    run(home, submitted, output=out)
    before = documents(out)
    (out / "000.txt.json").unlink()
    (out / "bad.pdf.json").unlink()
    (out / ".reviewer-half").write_text("half a file")
    run(home, submitted, output=out, resume=True)
    assert documents(out) == before
    assert not (out / ".reviewer-half").exists()


def test_the_same_bytes_are_reviewed_once(submitted: Path, tmp_path: Path) -> None:
    run(tmp_path / "home", submitted, output=tmp_path / "one")
    again = run(tmp_path / "home", submitted, output=tmp_path / "two")
    assert again.tally.reused == len(again.submissions)
    assert documents(tmp_path / "one") == documents(tmp_path / "two")


def test_files_added_later_join_the_batch(submitted: Path, tmp_path: Path) -> None:
    home, out, source = tmp_path / "home", tmp_path / "out", tmp_path / "in"
    shutil.copytree(submitted, source)
    run(home, source, output=out)
    made.reports(source, 2, first=20)
    made.reports(source, 1, first=30)[0].replace(source / "000.txt")  # another version under the same name
    totals = run(home, source, output=out, resume=True)
    assert len(totals.submissions) == 13
    for path in source.iterdir():
        assert documents(out)[f"{path.name}.json"] == single(path, path.name)


def test_namesakes_and_files_of_others_are_not_overwritten(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (one,) = made.reports(source / "a", 1)
    (other,) = made.reports(source / "b", 1, first=3)
    other.rename(source / "b" / one.name)
    out.mkdir()
    (out / f"{one.name}.json").write_text("mine")
    run(tmp_path / "home", source, output=out)
    assert (out / f"{one.name}.json").read_text() == "mine"
    files = {json.loads((out / f"{one.name}-{number}.json").read_bytes())["file"] for number in (2, 3)}
    assert files == {f"a/{one.name}", f"b/{one.name}"}


def test_an_archive_and_a_pipe(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (report,) = made.reports(source, 1)
    with zipfile.ZipFile(source / "all.zip", "w") as archive:
        archive.write(report, "县财政局.txt")
    os.mkfifo(source / "pipe.docx")
    (source / "out.txt").symlink_to("/etc/hostname")
    totals = run(tmp_path / "home", source, output=tmp_path / "out")
    told = {one.file: one.notice.code if one.notice else one.state.value for one in totals.submissions}
    assert told == {"000.txt": "done", "all.zip/县财政局.txt": "done", "out.txt": "B-LINK", "pipe.docx": "E-NOT-FILE"}
    assert not any((tmp_path / "home" / "unpacked").iterdir())


def test_last_years_report_is_found_by_itself(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    now, last = pair(11)
    write_one(now, "text", source / "now.txt")
    write_one(last, "text", source / "last.txt")
    totals = run(tmp_path / "home", source, output=tmp_path / "out")
    assert documents(tmp_path / "out")["now.txt.json"] == single(source / "now.txt", "now.txt", source / "last.txt")
    assert len({one.agency for one in totals.submissions}) == 1
    with office(tmp_path / "home") as one:
        assert one.store.unsettled(now.year) == ()


def test_last_years_report_that_comes_later_is_used(tmp_path: Path) -> None:
    now, last = pair(11)
    write_one(now, "text", tmp_path / "now.txt")
    write_one(last, "text", tmp_path / "last.txt")
    first = run(tmp_path / "home", tmp_path / "now.txt", output=tmp_path / "out")
    run(tmp_path / "home", tmp_path / "last.txt", output=tmp_path / "out2")
    with office(tmp_path / "home") as one:
        codes = {notice.code for notice in one.store.review(first.submissions[0].id).notices}
    assert "N-PREVIOUS" in codes


class Deadly(Office):
    """Files whose names say so kill their workers."""

    call: Callable[[Any], Any] = staticmethod(review_or_die)
    seconds = 4.0


def test_poison_ends_with_a_reason_and_harms_nobody(tmp_path: Path) -> None:
    source = tmp_path / "in"
    good = made.reports(source, 9)
    poison = ("sleep", "busy", "vanish", "segfault", "abort", "stubborn", "child", "leave")
    for name in poison:
        (source / f"{name}.txt").write_text(name)
    with Deadly(Settings(llm="off", home=tmp_path / "home")) as one:
        totals = one.run([source], tmp_path / "out", workers=2)
    by_name = {one.file: one for one in totals.submissions}
    for path in good:
        assert by_name[path.name].state is SubmissionState.DONE
        assert documents(tmp_path / "out")[f"{path.name}.json"] == single(path, path.name)
    for name in poison:
        found = by_name[f"{name}.txt"]
        assert (found.state, found.attempts) == (SubmissionState.QUARANTINED, 2), name
        assert found.notice is not None
        assert found.notice.code == ("B-TIME" if name in ("sleep", "busy", "stubborn") else "B-CRASH"), name
    assert len(documents(tmp_path / "out")) == len(totals.submissions)


def test_a_stopped_run_keeps_what_is_done(submitted: Path, tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    seen: list[Progress] = []

    with office(home) as one:
        stop = iter([False] * 4 + [True] * 1000)
        totals = one.run([submitted], out, workers=1, told=seen.append, stopped=lambda: next(stop))
        assert totals.stopped
        assert totals.tally.left > 0
        assert all(each.attempts <= 1 for each in totals.submissions)
    totals = run(home, submitted, output=out, resume=True)
    assert (totals.tally.left, totals.tally.quarantined) == (0, 0)
    assert len(documents(out)) == len(list(submitted.iterdir()))


def test_a_full_disk_keeps_what_is_done(submitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    with office(home) as one:
        exchange, calls = one.store.exchange, []

        def full(*arguments: Any) -> Any:
            calls.append(arguments)
            if len(calls) > 1:
                raise StoreError("S-FULL", problem="ENOSPC")
            return exchange(*arguments)

        monkeypatch.setattr(one.store, "exchange", full)
        with pytest.raises(StoreError, match="S-FULL"):
            one.run([submitted], out, workers=1)
    totals = run(home, submitted, output=out, resume=True)
    assert totals.tally.left == 0
    assert len(documents(out)) == len(list(submitted.iterdir()))


def test_what_people_dismissed_does_not_count_again(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    spec, _ = plant("table", 7, 3)
    write_one(spec, "text", source / "a.txt")
    home = tmp_path / "home"
    first = run(home, source, output=tmp_path / "one")
    assert first.status(Severity.ERROR) == 1
    with office(home) as one:
        target = next(each for each in first.submissions if each.agency and each.counts.warnings + each.counts.errors)
        finding = next(each for each in one.store.review(target.id).findings)
        when = target.received
        one.mark(
            target.id,
            Mark(
                rule=finding.rule,
                fingerprint=finding.fingerprint,
                kind="dismissed",
                reason="核实过",
                who="甲",
                when=when,
            ),
        )
        one.store.decide(target.id, Decision.RETURNED, "甲", one.store.submission(target.id).revision)
        with pytest.raises(InputError, match="B-NO-FINDING"):
            one.mark(target.id, Mark(rule="T3-ROW-SUM", fingerprint="0" * 16, kind="dismissed", who="甲", when=when))
    run(home, source, output=tmp_path / "two")
    document = json.loads((tmp_path / "two" / f"{target.file}.json").read_bytes())
    waived = [one["fingerprint"] for one in document["findings"] if one["waived"]]
    assert waived == [finding.fingerprint]


def test_a_resubmission_is_compared(tmp_path: Path) -> None:
    source = tmp_path / "in"
    now, _ = pair(11)
    source.mkdir()
    write_one(now, "text", source / "first.txt")
    home = tmp_path / "home"
    first = run(home, source, output=tmp_path / "one")
    text = (source / "first.txt").read_text("utf-8")
    (source / "first.txt").unlink()
    (source / "second.txt").write_text(text + "\n以上情况特此报告。\n", "utf-8")
    second = run(home, source, output=tmp_path / "two")
    with office(home) as one:
        assert one.resubmitted(first.submissions[0].id) is None
        found = one.resubmitted(second.submissions[0].id)
    assert found is not None
    assert [change.new for change in found.sentences] == ["以上情况特此报告。"]


def test_workers_hold_no_key(tmp_path: Path) -> None:
    setup = batch_tasks.Setup.of(Settings(llm="auto", api_key="secret", model="m", home=tmp_path))
    assert (setup.settings.api_key, setup.settings.llm, setup.settings.waivers) == (None, "off", "off")
