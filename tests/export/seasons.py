"""Made-up seasons: one of any size whose rows and cells are made while they are read, and one hostile in every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from reviewer.model import (
    Agency,
    CellRef,
    Checkpoint,
    Finding,
    Identity,
    Mark,
    Note,
    Notice,
    ReviewStatus,
    RuleText,
    SeasonFinding,
    SeasonInfo,
    SeasonRow,
    SeasonView,
    Severity,
    Source,
    Submission,
    SubmissionState,
    TextSpan,
    fingerprint,
    form_for,
)

WHEN = datetime(2026, 1, 20, 4, tzinfo=UTC)
Cell = tuple[str, int, str, Decimal | None, str]


def rule(key: str, title: str) -> RuleText:
    return RuleText(id=key, title=title, severity=Severity.ERROR, statement=title, why="", basis="", mend="")


def finding(key: str, subject: str, severity: Severity = Severity.ERROR, text: str = "两处数字不一致") -> Finding:
    return Finding(
        rule=key, severity=severity, message=text, suggestion="请核对后更正。", basis="格式说明",
        arithmetic="3 + 1 = 4 ≠ 5", evidence=(CellRef(fact="t3.new_received.total", value=Decimal(5), raw="5"),),
        fingerprint=fingerprint(key, subject),
    )  # fmt: skip


def submission(number: int, agency: str | None, verdict: str | None = "return", **changes: object) -> Submission:
    base = Submission(
        id=number, year=2025, agency=agency, file=f"{agency}.docx", sha256=f"{number:064x}", received=WHEN,
        state=SubmissionState.DONE, status=ReviewStatus.REVIEWED, verdict=verdict,
        identity=Identity(agency=agency or "", year=2025),
    )  # fmt: skip
    return base.model_copy(update=changes)


def season(size: int, findings: int = 4) -> SeasonView:
    """`size` departments, each with a full form of 1s and `findings` findings of as many rules."""
    keys = tuple(form_for(2025).cells)
    names = tuple(f"测试区第{number}局" for number in range(1, size + 1))

    def rows() -> Iterator[SeasonRow]:
        for number, name in enumerate(names, 1):
            found = tuple(finding(f"T3-MADE-{place}", name) for place in range(findings))
            yield SeasonRow(submission=submission(number, name), findings=found)

    def cells(facts: Sequence[str] | None = None) -> Iterator[Cell]:
        for number, name in enumerate(names, 1):
            for key in facts or keys:
                yield name, number, key, Decimal(1), "number"

    return SeasonView(
        info=SeasonInfo(year=2025, due=date(2026, 1, 31), due_governments=date(2026, 3, 31)), made=WHEN,
        bodies=tuple(Agency(name=name) for name in names), rules=(rule("T3-MADE-0", "各列之和"),), rows=rows,
        cells=cells, last=cells,
    )  # fmt: skip


def hostile(texts: Sequence[str]) -> SeasonView:
    """Each text in every place that a file, a person or a rule pack of a place can fill; a body for each text."""
    rows = [row for number, text in enumerate(texts, 1) for row in _rows(number, text)]
    cells = [cell for number, text in enumerate(texts, 1) for cell in _cells(number, text)]
    return SeasonView(
        info=SeasonInfo(year=2025, due=date(2026, 1, 31), due_governments=date(2026, 3, 31)), made=WHEN, office=texts[0],
        bodies=tuple(Agency(name=one, aliases=(one,), level=one, parent=one) for text in texts for one in (text, f"{text}二")),
        rules=tuple(rule(text, text) for text in texts), rows=lambda: iter(rows),
        across=tuple(_across(text) for text in texts), cells=lambda facts=None: iter(cells),
        last=lambda facts=None: iter(cells), checkpoint=Checkpoint(n=1, chain=texts[0], when=WHEN),
    )  # fmt: skip


def _rows(number: int, text: str) -> tuple[SeasonRow, SeasonRow]:
    span = TextSpan(section="overview", quote=text, start=0, end=len(text))
    one = finding("T3-MADE-0", text, text=text).model_copy(
        update={
            "rule": text, "suggestion": text, "basis": text, "arithmetic": text, "expected": text, "actual": text,
            "evidence": (span, CellRef(fact=text, raw=text)), "fingerprint": text, "root": text,
        }
    )  # fmt: skip
    sent = submission(
        number, text, file=text, notice=Notice(code=text, sentence=text), question=text, decided_by=text,
        identity=Identity(agency=text, title=text, edition=text, year=2025),
    )  # fmt: skip
    stray = submission(
        1000 + number, None, None, file=text, state=SubmissionState.REFUSED, identity=Identity(agency=text)
    )
    mark = Mark(rule=text, fingerprint=text, kind="confirmed", reason=text, who=text, when=WHEN)
    note = Note(who=text, when=WHEN, text=text)
    full = SeasonRow(submission=sent, findings=(one,), marks=(mark,), notes=(note,), tables=(text,))
    return full, SeasonRow(submission=stray)


def _cells(number: int, text: str) -> tuple[Cell, Cell]:
    return (text, number, "t3.new_received.total", Decimal("1E+30"), "number"), (text, number, text, None, text)


def _across(text: str) -> SeasonFinding:
    span = TextSpan(section="overview", quote=text, start=0, end=len(text))
    return SeasonFinding(
        rule=text, severity=Severity.WARNING, agency=text, year=2025, others=(text,), message=text, suggestion=text,
        basis=text, expected=text, actual=text, arithmetic=text, fingerprint=text,
        sources=(Source(agency=text, year=2025, submission=1, evidence=span),),
    )  # fmt: skip
