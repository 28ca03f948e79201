"""Last year's report: read the same way, used when it is the right one, told and passed over when it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reviewer import Review, Reviewer, Settings
from reviewer.evals.cases import Wish, build
from reviewer.evals.cells import truth
from reviewer.evals.spec import Spec
from reviewer.evals.writers import write_one
from reviewer.model import Severity
from reviewer.model.review import ReviewStatus
from tests.pipeline import hostile

NOW: Spec = build(8, Wish(edition="2021", style="digits", sizes=("small",)))
CARRY = "t3.carried_in.total"


@pytest.fixture(scope="module")
def reviewer() -> Iterator[Reviewer]:
    with Reviewer(Settings(llm="off", isolation="none")) as one:
        yield one


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("now") / "report.docx"
    write_one(NOW, "docx", path)
    return path


def of_year(year: int, path: Path, **carried_out: int) -> Path:
    """The same report, of another year, with other figures carried out; plain text."""
    cells = {f"t3.carried_out.{column}": truth(Decimal(value)) for column, value in carried_out.items()}
    write_one(
        replace(NOW.with_cells(cells), year=year, title=NOW.title.replace(str(NOW.year), str(year))), "text", path
    )
    text = path.read_text("utf-8").replace(str(NOW.year), str(year))
    path.write_text(text, "utf-8")
    return path


def codes(review: Review) -> list[str]:
    return [one.code for one in review.notices if one.code.startswith("N-PREVIOUS")]


def years(review: Review) -> dict[str, str]:
    return {one.rule: one.status.value for one in review.outcomes if one.rule.startswith("CY-")}


def test_without_it_the_rules_say_why(reviewer: Reviewer, now: Path) -> None:
    review = reviewer.review(now)
    assert set(years(review).values()) == {"skipped"}
    assert all(one.reason for one in review.outcomes if one.rule.startswith("CY-"))


def test_it_is_compared(reviewer: Reviewer, now: Path, tmp_path: Path) -> None:
    carried = int(NOW.values[CARRY]) + 7
    before = of_year(NOW.year - 1, tmp_path / "old.txt", natural=carried, total=carried)
    review = reviewer.review(now, previous=before)
    assert codes(review) == ["N-PREVIOUS"]
    found = {one.rule: one for one in review.findings}
    assert found["CY-CARRY"].severity is Severity.ERROR
    assert str(carried) in found["CY-CARRY"].arithmetic
    assert found["CY-CARRY"].expected == str(carried)
    assert {one.kind for one in found["CY-CARRY"].evidence} == {"cell"}
    assert found["CY-DUP-TEXT"].severity is Severity.ERROR
    for one in found["CY-DUP-TEXT"].evidence:
        assert one.kind == "text"
        text = next(part.text for part in review.sections if part.key == one.section)
        assert text[one.start : one.end] == one.quote


def test_isolation_changes_nothing(reviewer: Reviewer, now: Path, tmp_path: Path) -> None:
    before = of_year(NOW.year - 1, tmp_path / "old.txt")
    with Reviewer(Settings(llm="off")) as apart:
        assert apart.review(now, before).model_dump_json() == reviewer.review(now, before).model_dump_json()


@pytest.mark.parametrize("shift", [0, -2, 1])
def test_another_year_is_refused(reviewer: Reviewer, now: Path, tmp_path: Path, shift: int) -> None:
    review = reviewer.review(now, previous=of_year(NOW.year + shift, tmp_path / "old.txt"))
    assert codes(review) == ["N-PREVIOUS-YEAR"]
    assert set(years(review).values()) == {"skipped"}
    assert review.status is ReviewStatus.REVIEWED


def test_another_body_is_refused(reviewer: Reviewer, now: Path, tmp_path: Path) -> None:
    before = of_year(NOW.year - 1, tmp_path / "old.txt")
    before.write_text(before.read_text("utf-8").replace(NOW.agency, "另州别县财政局"), "utf-8")
    review = reviewer.review(now, previous=before)
    assert codes(review) == ["N-PREVIOUS-AGENCY"]
    assert "另州别县财政局" in next(one.sentence for one in review.notices if one.code == "N-PREVIOUS-AGENCY")


def test_what_cannot_be_read_is_told(reviewer: Reviewer, now: Path, tmp_path: Path) -> None:
    alone = reviewer.review(now)
    for before in (tmp_path / "gone.docx", hostile.letter(tmp_path / "letter.docx"), tmp_path):
        review = reviewer.review(now, previous=before)
        assert codes(review) == ["N-PREVIOUS-UNREAD"]
        assert (review.findings, review.outcomes) == (alone.findings, alone.outcomes)
