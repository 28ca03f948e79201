"""A season from files in a folder to the papers taken away: what is planted between reports is found by way of the store."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pytest

from reviewer import Settings
from reviewer.batch import Office
from reviewer.batch.products import seasons_of, view_of
from reviewer.errors import InputError
from reviewer.evals.seasons import GeneratedSeason, season
from reviewer.evals.seasons.write import write
from reviewer.model import Decision, Submission


class Held(NamedTuple):
    """A season that has been run."""

    made: GeneratedSeason
    office: Office
    output: Path

    def of(self, agency: str) -> Submission:
        return next(one for one in self.office.store.submissions(year=self.made.info.year) if one.agency == agency)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    made, folder = season(33, 24, formats=("docx", "text", "html")), tmp_path_factory.mktemp("season")
    for one in write(made, folder / "files"):
        if not one.newest:
            one.path.unlink()
    register = (folder / "files" / "register.csv").rename(folder / "register.csv")
    (folder / "files" / "truth.json").unlink()
    with Office(Settings(llm="off", home=folder / "home", office="某区政务公开办")) as office:
        office.enrol(register)
        office.run([folder / "files"], folder / "out", workers=2)
        yield Held(made, office, folder / "out")


def test_every_fault_between_reports_is_found_and_no_other(held: Held) -> None:
    year, store = held.made.info.year, held.office.store
    told = {(one.rule, one.agency) for one in store.across(year)}
    for one in store.submissions(year=year):
        found = store.review(one.id).findings if one.agency else ()
        told |= {(finding.rule, one.agency or "") for finding in found if finding.rule.startswith("CY-")}
    told = {one for one in told if one[0] != "AG-COVERAGE"}  # all came in on the day of this run
    planted = [one for one in held.made.planted if "AG-COVERAGE" not in one.rules]
    assert len(planted) >= 5
    explained = set(held.made.allowed)
    for fault in planted:
        bodies = {fault.agency, *fault.others} if fault.group else {fault.agency}
        hits = {(rule, body) for rule in fault.rules for body in bodies} & told
        assert hits, fault
        explained |= {(rule, body) for rule in fault.rules for body in {fault.agency, *fault.others}}
    assert told - explained == set()


def test_the_workbook_of_a_season_and_those_of_a_batch(held: Held) -> None:
    year = held.made.info.year
    whole = openpyxl.load_workbook(io.BytesIO(held.office.workbook(year, "某市政务公开办")))
    names = {one.agency for one in held.office.store.submissions(year=year)}
    cells = whole["全部单元格"]
    assert {row[0].value for row in cells.iter_rows(min_row=5)} >= names
    assert {row[0].value for row in whole["矩阵"].iter_rows()} >= names
    for file, of in (("summary.xlsx", year), (f"summary-{year - 1}.xlsx", year - 1)):
        book = openpyxl.load_workbook(held.output / file)
        assert "全部单元格" not in book.sheetnames
        handed = {one.agency for one in held.office.store.submissions(year=of)}
        assert {row[0].value for row in book["矩阵"].iter_rows()} >= handed


def test_the_notice_to_all_names_who_issues_it(held: Held) -> None:
    made = docx.Document(io.BytesIO(held.office.summary(held.made.info.year, "某市政务公开办")))
    assert "某市政务公开办" in [one.text for one in made.paragraphs]


def test_what_is_returned_gets_a_notice_and_its_own_file_marked(held: Held) -> None:
    planted = next(one for one in held.made.planted if "CY-CARRY" in one.rules)
    one, store = held.of(planted.agency), held.office.store
    with pytest.raises(InputError):
        held.office.commented(10_000)
    store.decide(one.id, Decision.RETURNED, "王审", one.revision)
    store.annotate(one.id, "王审", "请对照台账核对。")
    day = datetime.now(timezone(timedelta(hours=8))).date() + timedelta(days=9)
    made = docx.Document(io.BytesIO(held.office.notice([one.id], "某市政务公开办", day)))
    text = "\n".join(each.text for each in made.paragraphs)
    assert planted.agency in text
    assert "上一年度报告" in text
    assert "请对照台账核对。" in text
    assert f"{day.year}年{day.month}月{day.day}日前" in text
    for wrong in (day - timedelta(days=11), day + timedelta(days=400)):
        with pytest.raises(InputError, match="B-DEADLINE"):
            held.office.notice([one.id], deadline=wrong)
    plain = docx.Document(io.BytesIO(held.office.notice([one.id])))
    assert "某区政务公开办" in [each.text for each in plain.paragraphs]


def test_marks_are_put_into_the_kept_copy(held: Held) -> None:
    store = held.office.store
    word = next(
        one for one in store.submissions(year=held.made.info.year) if one.file.endswith(".docx") and one.counts.warnings
    )
    marked = held.office.commented(word.id)
    assert marked.format == "docx"
    assert marked.placed
    assert len(list(docx.Document(io.BytesIO(marked.data)).comments)) >= 1


def test_questions_follow_what_is_decided(held: Held) -> None:
    year, store = held.made.info.year, held.office.store
    before = held.office.ask(year, "有多少单位被退回修改")
    one = next(one for one in store.submissions(year=year) if one.decision is Decision.OPEN and one.agency)
    store.decide(one.id, Decision.RETURNED, "王审", one.revision)
    after = held.office.ask(year, "有多少单位被退回修改")
    assert before.status == after.status == "answered"
    assert one.agency in after.agencies
    assert len(after.agencies) == len(before.agencies) + 1
    city, region = (held.office.ask(year, f"{word}新收合计多少") for word in ("全市", "全区"))
    assert region.value == city.value is not None
    assert "全部范围" in region.text
    assert "全部范围" not in city.text
    assert held.office.ask(year, "全省新收合计多少").status == "unknown"


def test_bodies_that_are_on_no_register_stand_for_themselves(held: Held) -> None:
    year, store = held.made.info.year, held.office.store
    ids = [one.id for one in store.submissions(year=year)][:3]
    view = view_of(store, year, only=ids)
    assert [row.submission.id for row in view.rows()] == [
        one.id
        for one in sorted(
            map(store.submission, ids), key=lambda one: [b.name for b in view.bodies].index(one.agency or "")
        )
    ]
    assert {one[1] for one in view.cells(None)} == set(ids)
    assert seasons_of(store.submissions())[0] in (year, year - 1)
    assert seasons_of(()) == ()
    with pytest.raises(InputError):
        held.office.workbook(1999)
