"""The table of an evaluation: counts by format and by rule, misses, and how they are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.evals.defects import FAMILIES
from reviewer.evals.scorers import Score
from reviewer.evals.spec import Case


@dataclass
class EvalTable:
    """Everything measured. `skipped`: formats that could not be written here, and why."""

    reports: int
    seed: int
    scores: dict[int, Score]
    cases: dict[int, Case]
    skipped: dict[str, str] = field(default_factory=dict)
    unwritten: tuple[int, ...] = ()
    seconds: float = 0.0

    @property
    def known(self) -> frozenset[str]:
        return frozenset().union(*(one.known for one in self.scores.values())) if self.scores else frozenset()

    def counts(self, format_: str = "") -> dict[str, Any]:
        """The figures of one format, or of all."""
        own = [one for one in self.scores.values() if format_ in ("", one.format)]
        found: dict[str, Any] = {
            "reports": len(own),
            "failed": sum(one.status not in ("reviewed", "partial") for one in own),
            "cells": sum(one.cells.total for one in own),
            "exact": sum(one.cells.exact for one in own),
            "unreadable": sum(one.cells.unreadable for one in own),
            "wrong": sum(len(one.cells.wrong) for one in own),
            "clean": sum(one.found is None for one in own),
            "errors": sum(len(one.errors) for one in own),
            "warnings": sum(len(one.warnings) for one in own),
            "linked": sum(one.links.right for one in own),
            "unlinked": sum(len(one.links.missed) for one in own),
            "misread": sum(len(one.links.false) for one in own),
            "seconds": round(sum(one.seconds for one in own), 2),
        }
        for family in FAMILIES:
            planted = [one for one in own if self._family(one) == family and self._can(one)]
            found[f"{family}_planted"] = len(planted)
            found[f"{family}_found"] = sum(bool(one.found) for one in planted)
        return found

    def _family(self, score: Score) -> str:
        fault = self.cases[score.number].fault
        return fault.family if fault else ""

    def _can(self, score: Score) -> bool:
        """A fault counts when any of its rules exists; others are listed as not there yet."""
        fault = self.cases[score.number].fault
        return fault is not None and bool(self.known & set(fault.rules))

    def by_rule(self) -> dict[str, dict[str, int]]:
        """By fault name: planted, found; by rule id: false alarms on clean reports."""
        found: dict[str, dict[str, int]] = {}
        for one in self.scores.values():
            fault = self.cases[one.number].fault
            if fault:
                row = found.setdefault(fault.name, {"planted": 0, "found": 0, "known": int(self._can(one))})
                row["planted"] += 1
                row["found"] += bool(one.found)
        return dict(sorted(found.items()))

    def false_alarms(self) -> dict[str, int]:
        alarms = Counter(text.split(":")[0] for one in self.scores.values() for text in (*one.errors, *one.warnings))
        return dict(sorted(alarms.items()))

    def misses(self) -> list[str]:
        """Every miss on a line, with the format, the number in the corpus and the seed of its report."""
        lines: list[str] = []
        for number in sorted(self.scores):
            one, case = self.scores[number], self.cases[number]
            head = f"{case.format} #{number} seed {case.spec.seed}"
            if one.status not in ("reviewed", "partial"):
                lines.append(f"{head} STATUS {one.status} {' '.join(one.notes)}")
            if one.cells.unreadable:
                lines.append(f"{head} UNREADABLE {one.cells.unreadable} cells")
            lines.extend(f"{head} WRONG CELL {text}" for text in one.cells.wrong[:5])
            if case.fault and not one.found and self._can(one):
                fault = case.fault
                lines.append(f"{head} NOT FOUND {fault.name} {'|'.join(fault.rules)} ({fault.told}) {fault.quote}")
            lines.extend(f"{head} FALSE ERROR {text}" for text in one.errors)
            lines.extend(f"{head} FALSE WARNING {text}" for text in one.warnings)
            lines.extend(f"{head} UNLINKED {text}" for text in one.links.missed)
            lines.extend(f"{head} FALSE CLAIM {text}" for text in one.links.false)
        return lines

    def as_json(self) -> dict[str, Any]:
        formats = sorted({one.format for one in self.scores.values()})
        return {
            "reports": self.reports, "seed": self.seed, "seconds": round(self.seconds, 1), "skipped": self.skipped,
            "unwritten": list(self.unwritten), "all": self.counts(), "formats": {name: self.counts(name) for name in formats},
            "faults": self.by_rule(), "false_alarms": self.false_alarms(), "misses": self.misses(),
        }  # fmt: skip


def percent(part: int, whole: int, digits: int = 2) -> str:
    """A share that never rounds up to 100."""
    if not whole:
        return "-"
    share = 100 * part / whole
    return "100" if part == whole else f"{min(share, 100 - 10**-digits):.{digits}f}"


COLUMNS = (
    "format", "reports", "cells exact %", "unreadable", "WRONG", "table faults %", "text faults %", "structure %",
    "content %", "years %",
    "clean", "false errors", "false warnings", "link precision", "link recall", "ms/file",
)  # fmt: skip


def rows(table: EvalTable) -> Sequence[Sequence[str]]:
    """The lines of the table under COLUMNS, the last for all formats."""
    names = list(dict.fromkeys(one.format for one in table.scores.values()))
    return [_line(name, table.counts(name)) for name in names] + [_line("all", table.counts())]


def _line(name: str, own: dict[str, Any]) -> list[str]:
    def faults(family: str) -> str:
        return f"{percent(own[f'{family}_found'], own[f'{family}_planted'], 1)} ({own[f'{family}_found']}/{own[f'{family}_planted']})"

    said = own["linked"] + own["misread"]
    meant = own["linked"] + own["unlinked"]
    return [
        name, str(own["reports"]) + (f" ({own['failed']} failed)" if own["failed"] else ""),
        percent(own["exact"], own["cells"]), str(own["unreadable"]), str(own["wrong"]),
        faults("table"), faults("text"), faults("structure"), faults("content"), faults("years"),
        str(own["clean"]), str(own["errors"]), str(own["warnings"]),
        f"{own['linked'] / said:.4f}" if said else "-", f"{own['linked'] / meant:.4f}" if meant else "-",
        f"{1000 * own['seconds'] / own['reports']:.0f}" if own["reports"] else "-",
    ]  # fmt: skip
