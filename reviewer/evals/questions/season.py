"""The made-up season of fixtures/evals/questions/season and the labelled questions over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from reviewer import resources
from reviewer.model import (
    Agency,
    AgencyKind,
    Checkpoint,
    Counts,
    Decision,
    Finding,
    Frozen,
    Identity,
    Mark,
    Notice,
    ReviewStatus,
    RuleText,
    SeasonAnswer,
    SeasonFinding,
    SeasonInfo,
    SeasonRow,
    SeasonView,
    Severity,
    Submission,
    SubmissionState,
    fingerprint,
    form_for,
    verdict_of,
)

_T3 = "t3.{}.total"
_NAMES = {
    "n": _T3.format("new_received"),
    "ci": _T3.format("carried_in"),
    "co": _T3.format("carried_out"),
    "done": _T3.format("done.total"),
    "granted": _T3.format("done.granted"),
    "partial": _T3.format("done.partial"),
    "third": _T3.format("done.denied.third_party"),
    "secret": _T3.format("done.denied.state_secret"),
    "process": _T3.format("done.denied.process_info"),
    "internal": _T3.format("done.denied.internal_affairs"),
    "natural": "t3.new_received.natural",
    "business": "t3.new_received.org_business",
    "review": "t4.review.total",
    "corrected": "t4.review.corrected",
    "upheld": "t4.review.upheld",
    "direct": "t4.litigation_direct.total",
    "norm": "t2.art20_1.normative_documents.made",
    "licensing": "t2.art20_5.licensing.decisions",
    "punishment": "t2.art20_6.punishment.decisions",
}
_RECEIVED = date(2026, 1, 20)
Cells = dict[str, int | str]


class BodyRow(Frozen):
    """One body of the made-up season; `state` none: it has handed nothing in."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: AgencyKind = "department"
    scope: str = "own"
    parent: str | None = None
    reports: bool = True
    due: date | None = None
    state: str = "done"
    received: date = _RECEIVED
    decision: Decision = Decision.OPEN
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    cells: Cells = {}
    last: Cells = {}


class AcrossRow(Frozen):
    rule: str
    agency: str
    others: tuple[str, ...] = ()
    message: str


class MadeSeason(Frozen):
    year: int
    made: date
    due: date
    due_governments: date
    rules: dict[str, str]
    across: tuple[AcrossRow, ...] = ()
    bodies: tuple[BodyRow, ...]


class SeasonLabel(Frozen):
    """`value`: the one figure; `names`: the bodies of the answer (`ordered`; `first`: only those that come first);
    `says`: words of the text; `none`: a figure or a body would be wrong."""

    ask: str
    value: Decimal | None = None
    names: tuple[str, ...] = ()
    ordered: bool = False
    first: bool = False
    says: tuple[str, ...] = ()
    none: bool = False


class SeasonSheet(Frozen):
    questions: tuple[SeasonLabel, ...]


def folder() -> Path:
    return resources.root() / "fixtures" / "evals" / "questions" / "season"


def season_sheet(name: str) -> SeasonSheet:
    """`known`, `held` or `parts`. Raises ConfigError."""
    return resources.read_model(folder() / f"{name}.yaml", SeasonSheet)


def made_season() -> SeasonView:
    """The season of season.yaml as a view."""
    made = resources.read_model(folder() / "season.yaml", MadeSeason)
    numbers = {one.name: number for number, one in enumerate(made.bodies, 1)}
    return SeasonView(
        info=SeasonInfo(year=made.year, due=made.due, due_governments=made.due_governments),
        made=_noon(made.made),
        bodies=tuple(_agency(one) for one in made.bodies),
        rules=tuple(_rule(key, title) for key, title in made.rules.items()),
        rows=lambda: (_row(one, numbers[one.name], made.year) for one in made.bodies if one.state != "none"),
        across=tuple(_across(one, made.year) for one in made.across),
        cells=lambda facts=None: _cells(made, numbers, facts, last=False),
        last=lambda facts=None: _cells(made, numbers, facts, last=True),
        checkpoint=Checkpoint(n=120, chain="ab" * 32, when=_noon(made.made)),
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def _agency(one: BodyRow) -> Agency:
    return Agency(
        name=one.name, aliases=one.aliases, kind=one.kind, parent=one.parent,
        scope="whole" if one.scope == "whole" else "own", reports=one.reports, due=one.due,
    )  # fmt: skip


def _rule(key: str, title: str) -> RuleText:
    return RuleText(
        id=key, title=title, severity=Severity.ERROR, statement=title, why="", basis="", mend="请对照台账核对后更正。"
    )


def _across(one: AcrossRow, year: int) -> SeasonFinding:
    return SeasonFinding(
        rule=one.rule, severity=Severity.WARNING, agency=one.agency, year=year, others=one.others, message=one.message,
        suggestion="请核对后说明。", basis="", fingerprint=fingerprint(one.rule, one.agency),
    )  # fmt: skip


def _row(one: BodyRow, number: int, year: int) -> SeasonRow:
    groups = ((Severity.ERROR, (*one.errors, *one.dismissed)), (Severity.WARNING, one.warnings))
    findings = tuple(
        Finding(
            rule=rule, severity=severity, message=f"{rule}：两处数字不一致", suggestion="请核对登记台账后更正。", basis="",
            fingerprint=fingerprint(rule, one.name, str(place)),
        )
        for severity, rules in groups
        for place, rule in enumerate(rules)
    )  # fmt: skip
    when = _noon(one.received)
    marks = tuple(
        Mark(rule=each.rule, fingerprint=each.fingerprint, kind="dismissed", reason="口径不同", who="张三", when=when)
        for each in findings
        if each.rule in one.dismissed
    )
    counted = tuple(each for each in findings if each.rule not in one.dismissed)
    done = one.state == "done"
    submission = Submission(
        id=number, year=year, agency=one.name, file=f"{one.name}.docx", sha256=f"{number:064x}", received=when,
        state=SubmissionState.DONE if done else SubmissionState.REFUSED,
        status=ReviewStatus.REVIEWED if done else ReviewStatus.REFUSED,
        notice=None if done else Notice(code="R-IMAGE", sentence="这个文件只有图片，没有可读的文字。"),
        identity=Identity(agency=one.name, year=year) if done else Identity(),
        verdict=verdict_of(counted) if done else None, decision=one.decision,
        counts=Counts(errors=len(one.errors), warnings=len(one.warnings), dismissed=len(marks)),
    )  # fmt: skip
    return SeasonRow(submission=submission, findings=findings, marks=marks)


Cell = tuple[str, int, str, Decimal | None, str]


def _cells(made: MadeSeason, numbers: dict[str, int], facts: Sequence[str] | None, *, last: bool) -> Iterator[Cell]:
    keys = tuple(form_for(made.year).cells)
    for one in made.bodies:
        given = {_NAMES[name]: value for name, value in (one.last if last else one.cells).items()}
        if not given or (one.state != "done" and not last):
            continue
        for key in keys:
            if facts is None or key in facts:
                raw = given.get(key, 0)
                value = None if raw == "?" else Decimal(raw)
                state = "unreadable" if value is None else "number" if value else "zero"
                yield one.name, numbers[one.name] + (1000 if last else 0), key, value, state


def missed(label: SeasonLabel, answer: SeasonAnswer) -> str:
    """What an answer lacks of its label, "" for nothing."""
    if label.none and (answer.value is not None or answer.agencies or answer.status == "answered"):
        return "answered"
    if label.value is not None and answer.value != label.value:
        return f"value {answer.value}"
    names = answer.agencies[: len(label.names)] if label.first else answer.agencies
    same = names == label.names if label.ordered else sorted(names) == sorted(label.names)
    if label.names and not same:
        return f"names {'、'.join(answer.agencies)}"
    lacking = [word for word in label.says if word not in answer.text]
    return f"says not {lacking}" if lacking else ""


def wrong(label: SeasonLabel, answer: SeasonAnswer) -> bool:
    """Whether a figure or a list of bodies is stated that is not the label's: worse than no answer."""
    return bool(missed(label, answer)) and answer.status == "answered"
