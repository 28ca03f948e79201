"""Decisions, marks and notes: nobody's word is written over unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reviewer import resources
from reviewer.errors import ConflictError, InputError
from reviewer.model import Decision, Mark
from reviewer.store import Store
from tests.store.build import finding, handed_in, incoming, result, take

THEN = datetime(2026, 1, 20, tzinfo=UTC)
ERROR, OTHER = finding(), finding("T3-BAL", "warning", "cd" * 8)


def mark(kind: str = "dismissed", reason: str = "已核实", who: str = "李", print_: str = ERROR.fingerprint) -> Mark:
    return Mark(rule="T3-SUM", fingerprint=print_, kind=kind, reason=reason, who=who, when=THEN)


def test_a_decision_names_what_it_saw(store: Store) -> None:
    one = handed_in(store, "a")
    after = store.decide(one.id, Decision.RETURNED, "李", 0, "请改表三 ")
    assert (after.decision, after.decided_by, after.revision) == (Decision.RETURNED, "李", 1)
    assert [(note.who, note.text) for note in store.notes(one.id)] == [("李", "请改表三")]
    with pytest.raises(ConflictError) as refused:
        store.decide(one.id, Decision.PASSED, "赵", 0, "挺好")
    error = refused.value
    assert (error.code, error.values["who"], error.values["theirs"], error.values["yours"]) == (
        "S-CONFLICT",
        "李",
        "退回修改",
        "通过",
    )
    assert "李" in resources.sentence(error.code, **error.values)
    assert store.submission(one.id) == after
    assert len(store.notes(one.id)) == 1
    assert store.decide(one.id, Decision.PASSED, "赵", 1).revision == 2


def test_what_is_not_reviewed_cannot_be_decided(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a")], "王")
    job = take(store, batch)
    with pytest.raises(InputError, match="S-UNREVIEWED"):
        store.decide(job.submission, Decision.PASSED, "李", 0)
    for call in (store.submission, store.review, store.reading, store.original):
        with pytest.raises(InputError, match="S-UN"):
            call(77)
    with pytest.raises(InputError, match="S-UNKNOWN"):
        store.annotate(77, "李", "?")


def test_a_dismissed_finding_counts_for_nothing(store: Store) -> None:
    one = handed_in(store, "a", findings=(ERROR, OTHER))
    assert (store.submission(one.id).verdict, store.review(one.id).verdict) == ("return", "return")
    store.mark("县财政局", 2025, mark(), 0)
    after = store.submission(one.id)
    assert (after.verdict, after.counts.errors, after.counts.warnings, after.counts.dismissed) == ("attention", 0, 1, 1)
    review = store.review(one.id)
    waived = review.findings[0].waived
    assert waived is not None
    assert (waived.kind, waived.reason, waived.by, review.verdict) == ("waiver", "已核实", "李", "attention")
    assert review.findings[1].waived is None
    store.mark("县财政局", 2025, mark("confirmed"), 1)
    assert store.review(one.id).verdict == store.submission(one.id).verdict == "return"


def test_a_models_finding_counts_as_a_hint_alone(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a")], "王")
    told = result("a", findings=(ERROR,))
    hint = ("LM-1", "error", "model", "ee" * 8, "疑似")
    store.finish(
        take(store, batch),
        told._replace(findings=(*told.findings, hint), counts=told.counts.model_copy(update={"hints": 1})),
    )
    store.mark("县财政局", 2025, mark(print_="ee" * 8).model_copy(update={"rule": "LM-1"}), 0)
    (one,) = store.submissions()
    assert (one.verdict, one.counts.errors, one.counts.hints, one.counts.dismissed) == ("return", 1, 0, 1)


def test_a_mark_outlives_a_new_version_and_a_new_judgement(store: Store) -> None:
    handed_in(store, "a")
    store.mark("县财政局", 2025, mark(), 0)
    new = handed_in(store, "b", findings=(ERROR, OTHER))
    assert (new.number, new.counts.errors, new.counts.dismissed) == (2, 0, 1)
    store.renew(new.id, result("b", previous="x", findings=(ERROR, OTHER, finding("CY", "error", "ef" * 8))))
    assert (store.submission(new.id).counts.errors, store.submission(new.id).counts.dismissed) == (1, 1)
    assert handed_in(store, "c", "县教育局").counts.dismissed == 0
    assert handed_in(store, "d", year=2024).counts.dismissed == 0


def test_two_people_on_one_finding(store: Store) -> None:
    first = store.mark("县财政局", 2025, mark(), 0)
    assert first.revision == 1
    assert store.marks("县财政局", 2025) == (first,)
    with pytest.raises(ConflictError) as refused:
        store.mark("县财政局", 2025, mark("confirmed", "不对", "赵"), 0)
    assert refused.value.values["theirs"] == "不作为问题。已核实"
    assert refused.value.values["yours"] == "确认为问题。不对"
    with pytest.raises(ConflictError):
        store.mark("县财政局", 2025, mark(print_="99" * 8), 1)
    assert store.mark("县财政局", 2025, mark("confirmed", "不对", "赵"), 1).revision == 2


def test_a_mark_taken_back_is_never_mistaken_for_an_old_one(store: Store) -> None:
    store.mark("县财政局", 2025, mark(), 0)
    store.unmark("县财政局", 2025, "T3-SUM", ERROR.fingerprint, "李", 1)
    assert store.marks("县财政局", 2025) == ()
    with pytest.raises(ConflictError):
        store.unmark("县财政局", 2025, "T3-SUM", ERROR.fingerprint, "李", 0)
    with pytest.raises(ConflictError):
        store.mark("县财政局", 2025, mark(), 1)
    assert store.mark("县财政局", 2025, mark(), 0).revision == 3
    assert store.verify() == ()


def test_a_dismissal_without_a_reason_is_shown_as_one(store: Store) -> None:
    one = handed_in(store, "a")
    store.mark("县财政局", 2025, mark(reason=""), 0)
    waived = store.review(one.id).findings[0].waived
    assert waived is not None
    assert waived.reason == resources.sentence("S-NO-REASON")
