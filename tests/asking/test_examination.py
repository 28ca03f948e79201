"""The labelled questions: no wrong figure on any, right answers as docs/asking.md says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reviewer.asking import answer
from reviewer.evals.questions.every import ask_cells
from reviewer.evals.questions.labels import Label, sheets, truth, value_of
from reviewer.evals.questions.run import Result, ask_all, lines
from reviewer.evals.questions.score import mark
from reviewer.model import AnswerStatus, CellRef
from tests.asking.reports import dossier


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return ask_all()


def test_no_figure_is_wrong(results: list[Result]) -> None:
    wrong = [(label.ask, answer.text) for one in results for label, answer, found in one.marks if found.wrong]
    assert wrong == []


def test_most_are_answered_right_with_right_citations(results: list[Result]) -> None:
    for held, least in ((False, 0.95), (True, 0.9)):
        marks = [found for one in results if one.sheet.held_out is held for *_, found in one.marks]
        assert len(marks) >= 80
        assert sum(one.right for one in marks) / len(marks) >= least


def test_every_kind_of_question_is_asked(results: list[Result]) -> None:
    labels = [label for one in results for label, *_ in one.marks]
    kinds = {
        "figure": sum(bool(one.figures) for one in labels),
        "quote": sum(bool(one.quote) for one in labels),
        "rules": sum(bool(one.rules) for one in labels),
        "none": sum(one.answer == "none" for one in labels),
        "after": sum(bool(one.after) for one in labels),
    }
    assert min(kinds.values()) >= 8
    assert kinds["none"] >= 30


def test_no_question_is_asked_twice_of_a_report() -> None:
    for name, sheet in sheets().items():
        asked = [(one.ask, one.after) for one in sheet.questions]
        assert len(asked) == len(set(asked)), name


def test_the_table_counts_what_was_marked(results: list[Result]) -> None:
    table = lines(results, misses=True)
    misses = sum(not found.right for one in results for *_, found in one.marks)
    assert sum(line.startswith("miss ") for line in table) == misses


def test_the_scorer_fails_a_wrong_figure_a_missing_cell_and_an_answer_to_nothing() -> None:
    known, cells = dossier("demo-clean"), truth("demo-clean")
    told = answer(known, "自然人申请几件？")
    assert mark(Label(ask="", figures=("t3.new_received.natural",)), told, cells, known).right
    assert mark(Label(ask="", figures=("t3.new_received.total",)), told, cells, known).wrong
    assert mark(Label(ask="", answer="none"), told, cells, known).wrong
    uncited = told.model_copy(update={"citations": ()})
    assert not mark(Label(ask="", figures=("t3.new_received.natural",)), uncited, cells, known).right
    quoted = answer(known, "公众号发了多少期？")
    assert mark(Label(ask="", quote="96期"), quoted, cells, known).right
    source = quoted.citations[0].source
    bent = quoted.citations[0].model_copy(update={"source": source.model_copy(update={"quote": "推送信息69期"})})
    assert not mark(Label(ask="", quote="69期"), quoted.model_copy(update={"citations": (bent,)}), cells, known).right


def test_formulas_of_labels() -> None:
    cells = {"t3.a.total": Decimal(3), "t3.b.total": Decimal(4)}
    assert value_of("t3.a.total + t3.b.total", cells) == 7
    assert value_of("t3.*.total", cells) == 7
    assert value_of("t3.a.total - t3.b.total", cells) == -1
    assert value_of("t3.a.total / (t3.a.total + t3.b.total)", cells) == Decimal("42.86")
    with pytest.raises(KeyError):
        value_of("t3.c.total", cells)


def test_figures_of_cells_are_what_the_cells_say() -> None:
    """Every single-cell figure of every answer is the value of the cell it names, as the review has it."""
    for one in ask_all(["words", "old", "blank"]):
        known = dossier(one.sheet.report)
        for _, told, _ in one.marks:
            for figure in told.figures:
                if len(figure.facts) == 1 and not figure.arithmetic:
                    assert known.review.facts[figure.facts[0]].value == figure.value
            for citation in told.citations:
                if isinstance(citation.source, CellRef) and told.status is AnswerStatus.ANSWERED:
                    assert citation.place


def test_every_cell_of_generated_reports_is_found_by_its_labels() -> None:
    counts, wrong = ask_cells(4, 5)
    assert wrong == []
    assert counts["right"] > 500
    assert counts["silent"] == 0
    assert counts["several"] <= counts["right"] // 50
