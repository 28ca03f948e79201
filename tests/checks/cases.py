"""The cases of tests/rules/*.yaml: read once, with `each` spread out, and judged against what the rules say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from reviewer.checks import Checked
from reviewer.checks.pack import PACKS
from reviewer.model import AnnualReport, Finding, Status
from tests.checks.reports import report

CASES = Path(__file__).parent.parent / "rules"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Several times as quick as the one in Python; every worker reads all cases before its first test."""
STATUS = {"passes": Status.PASSED, "fails": Status.FAILED, "unknown": Status.UNKNOWN, "skipped": Status.SKIPPED}
LAST = {"year": 2022, "title": "甲市乙区应急管理局2022年政府信息公开工作年度报告"}
"""What differs in the report of the year before that a case gives under `previous`."""
WORD = "〈词〉"
"""Stands in a case with `each` for one word after the other: one case a word."""


class Case(NamedTuple):
    rule: str
    kind: str
    number: str
    given: dict[str, Any]
    expect: dict[str, Any]
    previous: dict[str, Any] | None
    word: str = ""
    """The word that a case with `each` is spread for."""

    def reports(self) -> tuple[AnnualReport, AnnualReport | None]:
        last = None if self.previous is None else report(**{**LAST, **self.previous})
        return report(**self.given), last

    def problem(self, checked: Checked) -> str:
        """Why the rule does not do what the case says; "" when it does."""
        outcome = next(one for one in checked.outcomes if one.rule == self.rule)
        found = [one for one in checked.findings if one.rule == self.rule]
        if outcome.status != STATUS[self.kind]:
            return f"{outcome.status}: {outcome.reason} {[one.message for one in found]}"
        if any(one.status == Status.BROKEN for one in checked.outcomes):
            return "a rule is broken"
        if bool(found) != (self.kind == "fails" or bool(self.expect)):
            return f"{len(found)} findings"
        if self.kind in ("unknown", "skipped") and not outcome.reason:
            return "no reason given"
        if self.expect and not any(_fits(one, self.expect) for one in found):
            return f"not as expected: {[(one.severity.value, one.message, one.arithmetic) for one in found]}"
        if "findings" in self.expect and len(found) != self.expect["findings"]:
            return f"{len(found)} findings: {[one.message for one in found]}"
        return ""


def _fits(finding: Finding, expect: dict[str, Any]) -> bool:
    return (
        finding.severity == expect.get("severity", finding.severity)
        and str(expect.get("says", "")) in finding.message
        and finding.arithmetic == expect.get("arithmetic", finding.arithmetic)
        and finding.expected == expect.get("expected", finding.expected)
        and (finding.root is not None) == expect.get("folded", finding.root is not None)
    )


def _spread(rule: str, kind: str, number: int, raw: dict[str, Any]) -> Iterator[Case]:
    given = dict(raw)
    expect, previous = given.pop("expect", {}), given.pop("previous", None)
    words = given.pop("each", None)
    if words is None:
        yield Case(rule, kind, str(number), given, expect, previous)
        return
    text = json.dumps([given, expect, previous], ensure_ascii=False)
    assert WORD in text, (rule, kind, number)
    for word in words.split("|") if isinstance(words, str) else words:
        made = json.loads(text.replace(WORD, json.dumps(word, ensure_ascii=False)[1:-1]))
        yield Case(rule, kind, str(number), made[0], made[1], made[2], word)


@cache
def written(pack: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The cases of one file of rules, as `books` has those of all."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = yaml.load(
        (CASES / f"{pack}.yaml").read_text("utf-8"), Loader=_Loader
    )
    return found


@cache
def books() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Rule id -> kind of case -> cases as written."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for pack in PACKS:
        found |= written(pack)
    return found


@cache
def cases() -> tuple[Case, ...]:
    return tuple(
        case
        for rule, kinds in books().items()
        for kind, given in kinds.items()
        for number, raw in enumerate(given)
        for case in _spread(rule, kind, number, raw)
    )
