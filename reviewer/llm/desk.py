"""One answer on the desk: what it is checked against, what it comes to, and how a finding is worded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer import resources
from reviewer.llm.grounding import Refusal, Span, ground
from reviewer.llm.material import Excerpt, Material
from reviewer.llm.prompt import Prompt
from reviewer.llm.segments import sent
from reviewer.model import AnnualReport, CellRef, Claim, Evidence, Finding, TextSpan, fingerprint, folded, form_for


class Refused(NamedTuple):
    """An item that is not shown: the code of the reason, and the quote it came with."""

    code: str
    quote: str = ""


class Judged(NamedTuple):
    """What an answer comes to."""

    findings: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
    refused: tuple[Refused, ...] = ()


class Desk(NamedTuple):
    """All that is needed to check one answer."""

    prompt: Prompt
    report: AnnualReport
    given: Material
    part: Excerpt

    def ground(self, segment: str, quote: str) -> Span | Refusal:
        return ground(quote, self.part.segments.get(segment))

    def span(self, found: Span) -> TextSpan:
        """Evidence for a span; the section is there because the segment was."""
        section = self.report.section(found.section)
        assert section is not None
        return section.span(found.start, found.end)


def finding(desk: Desk, which: str, evidence: Sequence[Evidence], *, note: str = "", **values: str) -> Finding:
    """A finding of one kind of a prompt; its severity is never above the prompt's."""
    prompt = desk.prompt
    kind = prompt.kinds[which]
    first = next((one.quote for one in evidence if isinstance(one, TextSpan)), "")
    filled = {"quote": quoted(first), "name": "", "word": "", "replacement": "", "before": "", "cells": "", **values}
    message = kind.message.format_map(filled)
    if said := sent(note):
        message = resources.sentence("J-NOTE", message=message, note=said)
    subject = [one.fact if isinstance(one, CellRef) else folded(one.quote) for one in evidence]
    return Finding(
        rule=kind.rule,
        severity=max(kind.severity, prompt.severity, key=lambda one: one.rank),
        origin="model",
        message=message,
        suggestion=kind.suggestion.format_map(filled),
        basis=kind.basis or _basis(desk),
        evidence=tuple(evidence),
        fingerprint=fingerprint(kind.rule, "model", prompt.id, which, *subject, values.get("word", "")),
        prompt=prompt.label,
    )


def _basis(desk: Desk) -> str:
    year = desk.given.year
    early = year is not None and year < form_for(None).first_year
    return desk.prompt.earlier if early and desk.prompt.earlier else desk.prompt.basis


def quoted(text: str, most: int = 48) -> str:
    """A quote as a message repeats it."""
    flat = "".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
