"""Findings of all prompts as one list: what rules or earlier prompts say already is left out, and no report gets too many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewer.llm.prompt import Prompt
from reviewer.model import CellRef, Finding, TextSpan, fingerprint

MOST = 40
"""Findings of the model that one report may get."""


class Merged(NamedTuple):
    """Per prompt: the findings shown, how many were repetitions, those beyond the limit."""

    shown: list[list[Finding]]
    repeated: list[int]
    over: list[list[Finding]]


def hints(findings: Iterable[Finding], prompt: Prompt) -> tuple[Finding, ...]:
    """What arithmetic found about claims that a model read: never graver than the prompt allows, and marked as such."""
    return tuple(
        one.model_copy(
            update={
                "origin": "model",
                "prompt": prompt.label,
                "severity": max(one.severity, prompt.severity, key=lambda severity: severity.rank),
                "fingerprint": fingerprint(one.rule, "model", one.fingerprint),
                "root": None,
            }
        )
        for one in findings
    )


def merged(sets: Sequence[Sequence[Finding]], told: Sequence[Finding]) -> Merged:
    """One list a prompt, in order."""
    shown: list[list[Finding]] = []
    over: list[list[Finding]] = []
    repeated = []
    said = [*told]
    count = 0
    for some in sets:
        own: list[Finding] = []
        beyond: list[Finding] = []
        for one in some:
            if any(_same(one, other) for other in said):
                continue
            said.append(one)
            (own if count < MOST else beyond).append(one)
            count += 1
        shown.append(own)
        over.append(beyond)
        repeated.append(len(some) - len(own) - len(beyond))
    return Merged(shown, repeated, over)


def _same(one: Finding, other: Finding) -> bool:
    """Whether two findings of one rule are about the same words, the same section as a whole, or the same cells."""
    if one.rule != other.rule:
        return False
    mine, theirs = _spans(one), _spans(other)
    if not mine and not theirs:
        return _cells(one) == _cells(other)
    return any(
        left.section == right.section
        and (right.start >= right.end or (left.start < right.end and right.start < left.end))
        for left in mine
        for right in theirs
    )


def _spans(finding: Finding) -> list[TextSpan]:
    return [one for one in finding.evidence if isinstance(one, TextSpan)]


def _cells(finding: Finding) -> set[str]:
    return {one.fact for one in finding.evidence if isinstance(one, CellRef)}
