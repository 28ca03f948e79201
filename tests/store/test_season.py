"""What is known of a season as a whole."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from reviewer.model import Decision, Mark, ReviewStatus, SeasonFinding, SeasonOutcome, Severity, Source, TextSpan
from reviewer.store import Store
from tests.store.build import finding, handed_in, incoming, result, take

TEXT = TextSpan(section="s", quote="照抄", start=0, end=2)


def across(message: str) -> SeasonFinding:
    source = Source(agency="县财政局", year=2025, submission=1, evidence=TEXT)
    return SeasonFinding(rule="AG-PEER-DUP", severity=Severity.WARNING, agency="县财政局", year=2025, others=("县教育局",),
                         message=message, suggestion="s", basis="b", fingerprint="ef" * 8, sources=(source,))  # fmt: skip


OUTCOMES = (SeasonOutcome(rule="AG-SUM", agency="县财政局", status="unknown", reason="没有下级"),
            SeasonOutcome(rule="AG-SUM", agency="县教育局", status="passed"))  # fmt: skip


def test_cells_are_those_of_each_bodys_newest_report(store: Store) -> None:
    handed_in(store, "a")
    new = handed_in(store, "b")
    other = handed_in(store, "c", "县教育局")
    handed_in(store, "d", year=2024)
    handed_in(store, "e", None)
    batch = store.begin("坏", "r", "s", [incoming("f")], "王")
    store.finish(take(store, batch), result("f", "县卫健局", status=ReviewStatus.REFUSED))
    total, carried = "t3.new_received.total", "t3.carried.total"
    assert list(store.cells(2025)) == [
        ("县财政局", new.id, carried, None, "blank"),
        ("县财政局", new.id, total, Decimal(3), "number"),
        ("县教育局", other.id, carried, None, "blank"),
        ("县教育局", other.id, total, Decimal(3), "number"),
    ]
    assert [(agency, value) for agency, _, _, value, _ in store.cells(2025, [total])] == [
        ("县财政局", Decimal(3)),
        ("县教育局", Decimal(3)),
    ]
    assert next(store.cells(2025))[1] == new.id
    assert list(store.cells(2025, [])) == list(store.cells(2023)) == []


def test_findings_across_replace_those_before(store: Store) -> None:
    store.put_across(2025, [across("一"), across("二")], OUTCOMES)
    store.put_across(2024, [across("去年")], [])
    assert [one.message for one in store.across(2025)] == ["一", "二"]
    assert store.across(2025)[0] == across("一")
    assert store.across_outcomes(2025) == OUTCOMES
    lines = len(list(store.trail()))
    store.put_across(2025, [across("一"), across("二")], OUTCOMES)
    assert len(list(store.trail())) == lines
    store.put_across(2025, [], OUTCOMES[:1])
    assert store.across(2025) == ()
    assert store.across_outcomes(2025) == OUTCOMES[:1]
    assert [one.message for one in store.across(2024)] == ["去年"]
    assert store.verify() == ()


def test_submissions_are_asked_for_by_year_and_batch(store: Store) -> None:
    one = handed_in(store, "a")
    two = handed_in(store, "b", "县教育局", 2024)
    none = handed_in(store, "c", None, None)
    assert [found.id for found in store.submissions()] == [one.id, two.id, none.id]
    assert [found.id for found in store.submissions(2024)] == [two.id]
    assert [found.id for found in store.submissions(batch=3)] == [none.id]
    assert store.submissions(2024, batch=1) == ()


def test_the_trail_goes_on_from_any_line(store: Store) -> None:
    point = store.checkpoint()
    assert (point.n, point.chain) == (0, "")
    one = handed_in(store, "a")
    store.decide(one.id, Decision.PASSED, "李", 0)
    whole = list(store.trail())
    assert [line.n for line in whole] == list(range(1, len(whole) + 1))
    assert [line.what for line in whole] == ["import", "receive", "review", "decide"]
    assert list(store.trail(after=2)) == whole[2:]
    assert next(store.trail()) == whole[0]  # left half-way, it lets go of the database
    assert {line.who for line in whole} == {"王", "李"}
    assert store.verify(point) == ()


def test_what_is_found_is_told_by_rule_without_what_was_dismissed(store: Store) -> None:
    batch = store.begin("found", "r1", "s1", [incoming("a.docx")], "王敏")
    (job,) = store.lease(batch, "w", 1)
    three = (
        finding("T3-SUM", print_="01" * 8),
        finding("T3-SUM", print_="02" * 8),
        finding("TX-NEW", "warning", "03" * 8),
    )
    store.finish(job, result("a.docx", findings=three))
    assert store.found(2025) == ((job.submission, "T3-SUM", "error", 2), (job.submission, "TX-NEW", "warning", 1))
    said = Mark(
        rule="T3-SUM",
        fingerprint="01" * 8,
        kind="dismissed",
        reason="口径不同",
        who="王敏",
        when=datetime(2026, 1, 5, tzinfo=UTC),
    )
    store.mark("县财政局", 2025, said, 0)
    confirmed = said.model_copy(update={"fingerprint": "02" * 8, "kind": "confirmed"})
    store.mark("县财政局", 2025, confirmed, 0)
    assert store.found(2025) == ((job.submission, "T3-SUM", "error", 1), (job.submission, "TX-NEW", "warning", 1))
    assert store.found(2024) == ()
