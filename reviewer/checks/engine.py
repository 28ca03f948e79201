"""Running every rule over one report: an Outcome for each, findings in reading order, consequences under their root."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import formula
from reviewer.checks import report as words
from reviewer.checks.catalogue import Catalogue
from reviewer.checks.context import Context
from reviewer.checks.identity import Identity
from reviewer.checks.pack import Loaded, loaded
from reviewer.checks.result import Result
from reviewer.model import AnnualReport, Finding, Form, Outcome, Severity, Status, form_for, load_forms


class Checked(NamedTuple):
    """What the rules say of one report."""

    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]


def check(report: AnnualReport, previous: AnnualReport | None = None, among: Catalogue | None = None) -> Checked:
    """Run all rules; those across years are skipped without `previous`, the report of the year before.

    `among`: the rules with those of a place. Raises ConfigError when a rule file does not fit; a rule that crashes is
    `broken`.
    """
    rules = loaded() if among is None else among.rules(report.identity.year)
    return check_with(report, rules, previous)


def check_with(
    report: AnnualReport,
    rules: Sequence[Loaded],
    previous: AnnualReport | None = None,
    stated: Sequence[Loaded] | None = None,
) -> Checked:
    """Run these rules. `stated`: the rules whose identities hold for the tables, where those are not `rules` alone."""
    stated = rules if stated is None else stated
    context = context_of(report, stated)
    if previous is not None:
        context.previous = context_of(previous, stated)
    results = [(one, _run(one, context)) for one in rules]
    withdrawn = {mark for _, result in results for mark in result.withdrawn}
    folds = {mark: root for _, result in results for mark, root in result.folds.items()}
    outcomes, findings = [], []
    for one, result in results:
        kept = [found for found in result.findings if found.fingerprint not in withdrawn]
        if len(kept) < len(result.findings):
            result.findings = kept
            result.unknown.append(resources.sentence("K-SPLIT-SUSPECTED"))
        status, reason = result.outcome()
        outcomes.append(Outcome(rule=one.rule.id, status=status, reason=reason))
        findings += kept
    return Checked(tuple(outcomes), _ordered(findings, folds, report))


def context_of(report: AnnualReport, rules: Sequence[Loaded]) -> Context:
    """The report with the identities of its tables that `rules` state."""
    sources = _sources(rules)
    return Context(report, lambda table, form: _identities(sources, table, form.edition))


def _run(one: Loaded, context: Context) -> Result:
    rule, year = one.rule, context.report.identity.year
    idle = not_for(one, year)
    if idle:
        return Result(skipped=idle)
    try:
        result = one.kind.run(rule, one.parameters, context)
        if year is not None and rule.basis.earlier is not None:
            result.findings = [found.model_copy(update={"basis": words.basis(rule, year)}) for found in result.findings]
        if year is not None and rule.advice_before is not None and year < rule.advice_before:
            hint = {"severity": Severity.INFO, "basis": resources.sentence("K-BASIS-PRACTICE", text=rule.basis.text)}
            result.findings = [found.model_copy(update=hint) for found in result.findings]
        return result
    except Exception as error:  # our fault, told as such and never as a verdict on the report
        return Result(status=Status.BROKEN, note=resources.sentence("K-BROKEN", what=type(error).__name__))


def not_for(one: Loaded, year: int | None) -> str:
    """Why a rule is not run on reports of a year: switched off, or for other years; "" when it is."""
    if one.off is not None:
        pack, reason = one.off.pack, one.off.change.reason
        return resources.sentence("K-OFF", title=pack.title, owner=pack.owner, version=pack.version, reason=reason)
    for period in (one.pack.effective, one.rule.years):
        if year is None and not period.holds(form_for(None).first_year):
            return resources.sentence("K-NO-YEAR")
        if year is not None and not period.holds(year):
            return resources.sentence("K-OTHER-YEAR", year=year)
    return ""


def _sources(rules: Sequence[Loaded]) -> list[Loaded]:
    return [one for one in rules if one.identity]


def _identities(sources: Sequence[Loaded], table: str, edition: str) -> tuple[Identity, ...]:
    return tuple(
        identity
        for one in sources
        if isinstance(one.parameters, formula.Parameters)
        for identity in formula.identities(one.rule, one.parameters, table, edition)
    )


def _ordered(findings: list[Finding], folds: dict[str, str], report: AnnualReport) -> tuple[Finding, ...]:
    """Errors first, then by place; a root directly before what it folds, ranked with the worst of them."""
    marks = {found.fingerprint for found in findings}
    place = _places(report)
    rooted = [
        found.model_copy(update={"root": folds[found.fingerprint]}) if folds.get(found.fingerprint) in marks else found
        for found in findings
    ]
    children: dict[str, list[Finding]] = {}
    for found in rooted:
        if found.root is not None:
            children.setdefault(found.root, []).append(found)
    for group in children.values():
        group.sort(key=lambda found: (found.severity.rank, place(found)))

    def rank(found: Finding) -> tuple[int, tuple[int, int, int]]:
        group = [found, *children.get(found.fingerprint, ())]
        return min(one.severity.rank for one in group), place(found)

    ordered: list[Finding] = []
    for found in sorted((one for one in rooted if one.root is None), key=rank):
        ordered += [found, *children.get(found.fingerprint, ())]
    return tuple(ordered)


class _Places:
    """Where a finding belongs in the document: section, text before table, offset or cell number."""

    def __init__(self, report: AnnualReport) -> None:
        form = load_forms().get(report.identity.edition) or next(iter(load_forms().values()))
        self.sections = {"title": 0, "preface": 1} | {one.key: n + 2 for n, one in enumerate(form.sections)}
        self.cells = _cell_numbers()

    def __call__(self, found: Finding) -> tuple[int, int, int]:
        if not found.evidence:
            return (0, 0, 0)
        first = found.evidence[0]
        if first.kind == "text":
            return (self.sections.get(first.section, 0), 0, first.start)
        number, section = self.cells.get(first.fact, (0, "requests"))
        return (self.sections[section], 1, number)


def _places(report: AnnualReport) -> _Places:
    return _Places(report)


@lru_cache(maxsize=1)
def _cell_numbers() -> dict[str, tuple[int, str]]:
    """Number in the form's order, and section, of every cell of every edition."""
    found: dict[str, tuple[int, str]] = {}
    for form in load_forms().values():
        found |= _numbers(form)
    return found


def _numbers(form: Form) -> dict[str, tuple[int, str]]:
    return {key: (n, form.table(cell.table).section) for n, (key, cell) in enumerate(form.cells.items())}
