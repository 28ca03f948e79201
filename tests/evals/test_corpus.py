"""A small examination of the whole product: what the table of `reviewer eval` must show, on 24 reports."""

from __future__ import annotations

import pytest

from reviewer.evals.run import Options, lines, run
from reviewer.evals.tally import EvalTable


@pytest.fixture(scope="module")
def table() -> EvalTable:
    return run(Options(reports=24, seed=2, formats=("docx", "html", "text", "pdf"), workers=1))


def test_every_cell_is_exact(table: EvalTable) -> None:
    own = table.counts()
    assert own["failed"] == 0
    assert (own["wrong"], own["unreadable"]) == (0, 0), [
        line for line in table.misses() if "CELL" in line or "UNREADABLE" in line
    ]


def test_every_planted_fault_is_found(table: EvalTable) -> None:
    missed = [line for line in table.misses() if "NOT FOUND" in line]
    assert not missed


def test_clean_reports_raise_no_error(table: EvalTable) -> None:
    assert [line for line in table.misses() if "FALSE ERROR" in line] == []


def test_numbers_are_linked(table: EvalTable) -> None:
    own = table.counts()
    assert own["linked"] >= 0.97 * (own["linked"] + own["unlinked"])
    assert own["linked"] >= 0.97 * (own["linked"] + own["misread"])


def test_the_table_is_printed(table: EvalTable) -> None:
    printed = lines(table, misses=True)
    assert printed[0].split()[0] == "format"
    assert any(line.strip().startswith("docx") for line in printed)
