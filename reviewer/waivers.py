"""Findings that a person has dismissed with a reason, or that an earlier review had already.

The reasons stand beside the reviewed file, in `<name without its ending>.waivers.yaml`, so that they outlive a change
of format. A dismissed finding stays in the record; it counts neither for the verdict nor for the exit status.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from reviewer import resources
from reviewer.errors import ConfigError
from reviewer.model import Finding, Frozen, Notice, Review, Waived, folded

SUFFIX = ".waivers.yaml"
_LARGEST = 2**20
_CHINA = timezone(timedelta(hours=8))


class Waiver(Frozen):
    """One dismissed finding: which, why, by whom, and the last day on which the reason holds."""

    rule: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$")
    reason: str = Field(min_length=2, max_length=500)
    by: str | None = Field(default=None, max_length=100)
    until: date | None = None


class Sidecar(Frozen):
    """The file `<name>.waivers.yaml`."""

    waivers: tuple[Waiver, ...] = Field(max_length=2000)


class Settled(NamedTuple):
    """The findings with what is waived marked, and what a reader must be told of the waivers."""

    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]


def today() -> date:
    """The day in China, wherever the program runs."""
    return datetime.now(_CHINA).date()


def beside(path: Path) -> Path | None:
    """The sidecar of a report, when there is one."""
    found = path.with_name(path.stem + SUFFIX)
    return found if found != path and found.is_file() else None


def read(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a sidecar. Raises ConfigError (C-FILE; C-YAML with file, line, column and the lines around)."""
    if path.stat().st_size > _LARGEST:
        raise ConfigError("C-FILE", file=path.name, problem="> 1 MiB")
    return resources.read_model(path, Sidecar).waivers


def settle(findings: Sequence[Finding], waivers: Sequence[Waiver], name: str, day: date) -> Settled:
    """Mark what the waivers of the file `name` dismiss on `day`; with a finding goes what it explains."""
    known = {(one.rule, one.fingerprint) for one in findings}
    valid: dict[tuple[str, str], Waived] = {}
    notices: list[Notice] = []
    for one in waivers:
        mark = one.rule, one.fingerprint
        until = one.until.isoformat() if one.until else None
        values = {"name": name, "rule": one.rule, "fingerprint": one.fingerprint, "until": until}
        if mark not in known:
            notices.append(_notice("N-WAIVER-UNUSED", **values))
        elif one.until is not None and one.until < day:
            notices.append(_notice("N-WAIVER-EXPIRED", **values))
        else:
            valid[mark] = Waived(kind="waiver", reason=one.reason, by=one.by, until=until)
    settled = _marked(findings, valid)
    count = _count(settled, "waiver")
    if count:
        notices.insert(0, _notice("N-WAIVED", name=name, count=count))
    return Settled(settled, tuple(notices))


def known_before(findings: Sequence[Finding], earlier: Review | None) -> Settled:
    """Mark what the review `earlier` of the same report had found; None: it is not in the record that was given."""
    if earlier is None:
        return Settled(tuple(findings), (_notice("N-BASELINE-NONE"),))
    reason = Waived(kind="baseline", reason=resources.sentence("K-BASELINE-REASON"))
    had = {(one.rule, one.fingerprint): reason for one in earlier.findings}
    settled = tuple(
        one if one.waived or (one.rule, one.fingerprint) not in had else one.model_copy(update={"waived": reason})
        for one in findings
    )
    count = _count(settled, "baseline")
    return Settled(settled, (_notice("N-BASELINE", count=count),) if count else ())


def earlier_of(review: Review, record: Iterable[Review]) -> Review | None:
    """The review of the same report in an earlier record: same body and year, else the same file name."""
    found = None
    for one in record:
        if review.identity.year is not None and review.identity.agency:
            if _identity(one) == _identity(review):
                found = one
        elif Path(one.file).stem == Path(review.file).stem:
            found = one
    return found


def _identity(review: Review) -> tuple[int | None, str]:
    return review.identity.year, folded(review.identity.agency)


def _marked(findings: Sequence[Finding], waived: dict[tuple[str, str], Waived]) -> tuple[Finding, ...]:
    roots = {fingerprint: reason for (_, fingerprint), reason in waived.items()}
    marked = []
    for one in findings:
        reason = waived.get((one.rule, one.fingerprint)) or (roots.get(one.root) if one.root else None)
        marked.append(one if reason is None else one.model_copy(update={"waived": reason}))
    return tuple(marked)


def _count(findings: Iterable[Finding], kind: str) -> int:
    return sum(one.waived is not None and one.waived.kind == kind for one in findings)


def _notice(code: str, **values: object) -> Notice:
    return Notice(code=code, sentence=resources.sentence(code, **values))
