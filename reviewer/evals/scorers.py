"""Scores of one review against the truth: cells, the planted fault, alarms on a clean report."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.evals.linking import Linking, linking
from reviewer.evals.spec import Case, CellTruth, Fault
from reviewer.model import Fact, Finding, Review, TextSpan, bare

_AROUND = 4
"""Characters shown around a quote of marks alone."""


@dataclass(frozen=True)
class Cells:
    """`unreadable`: not exact, and said so; `wrong`: anything else, which must never be."""

    total: int = 0
    exact: int = 0
    unreadable: int = 0
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """All scores of one file. `found` is None without a fault; `errors` and `warnings` only of clean reports."""

    number: int
    format: str
    status: str
    cells: Cells
    links: Linking
    found: bool | None = None
    spoke: frozenset[str] = frozenset()
    """The rules that found the planted fault."""
    hints: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    """Rules that gave an outcome: a fault of any other rule cannot be found yet."""
    seconds: float = 0.0
    notes: tuple[str, ...] = field(default=())


def score(case: Case, review: Review, seconds: float) -> Score:
    """Compare one review with what is true of its case."""
    clean = case.fault is None
    alarms = [one for one in review.findings if one.rule not in case.spec.allowed] if clean else []
    spoke = frozenset() if clean else spotted(case, review)
    return Score(
        number=case.number,
        format=case.format,
        status=review.status.value,
        cells=cells(case, review.facts),
        links=linking(case, review),
        found=None if clean else bool(spoke),
        spoke=spoke,
        errors=tuple(shown(one) for one in alarms if one.severity.value == "error"),
        warnings=tuple(shown(one) for one in alarms if one.severity.value == "warning"),
        hints=tuple(shown(one) for one in alarms if one.severity.value == "info"),
        known=frozenset(one.rule for one in review.outcomes),
        seconds=seconds,
        notes=(review.notice.sentence,) if review.notice else (),
    )


def shown(finding: Finding) -> str:
    """A finding on one line, for the list of misses."""
    quotes = [one.quote for one in finding.evidence if isinstance(one, TextSpan)]
    return f"{finding.rule}: {finding.message}" + (f" <{' / '.join(quotes)}>" if quotes else "")


def cells(case: Case, facts: dict[str, Fact]) -> Cells:
    """Every cell that is drawn must be read as it is; a cell that is not drawn must not hold a number."""
    truth, exact, unreadable = case.spec.cells, 0, 0
    skipped = case.fault.facts if case.fault and case.fault.name == "tab-numeric" else frozenset()
    wrong: list[str] = []
    for key, cell in truth.items():
        fact = facts.get(key)
        if key in skipped or (fact is not None and _same(cell, fact)):
            exact += 1
        elif fact is None or fact.state.value == "unreadable":
            unreadable += 1
        else:
            wrong.append(f"{key}: {cell.raw!r} read as {fact.state.value} {fact.raw!r}")
    for key, fact in facts.items():
        if key not in truth and fact.state.value in ("number", "zero"):
            wrong.append(f"{key}: not drawn, read as {fact.raw!r}")
    return Cells(len(truth), exact, unreadable, tuple(wrong))


def _same(cell: CellTruth, fact: Fact) -> bool:
    return fact.state.value == cell.state and (cell.value is None or fact.value == cell.value)


def spotted(case: Case, review: Review) -> frozenset[str]:
    """Those of the fault's rules that speak about the right place."""
    fault = case.fault
    assert fault is not None
    own = [one for one in review.findings if one.rule in fault.rules]
    return frozenset(one.rule for one in own if _there(fault, one, review))


def _there(fault: Fault, finding: Finding, review: Review) -> bool:
    if fault.facts:
        return any(getattr(ref, "fact", None) in fault.facts for ref in finding.evidence)
    texts = [ref for ref in finding.evidence if isinstance(ref, TextSpan)]
    if fault.section and any(ref.section == fault.section for ref in texts):
        return True
    if fault.quote:
        return any(
            _touches(quote, line) for ref in texts for quote in _seen(ref, review) for line in fault.quote.split("\n")
        )
    return not fault.section


def _seen(ref: TextSpan, review: Review) -> tuple[str, ...]:
    """The quote; of one that has no letters or digits (a mark, a placeholder) the words before and behind it."""
    if bare(ref.quote):
        return (ref.quote,)
    text = next((one.text for one in review.sections if one.key == ref.section), "")
    return text[max(0, ref.start - _AROUND) : ref.end], text[ref.start : ref.end + _AROUND]


def _touches(quote: str, text: str) -> bool:
    one, two = bare(quote), bare(text)
    return bool(one) and (one in two or two in one)
