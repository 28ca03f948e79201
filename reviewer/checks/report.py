"""Turning a failed instance into a Finding: words from the rule, evidence from cells and text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from reviewer import resources
from reviewer.checks.context import Context
from reviewer.checks.rule import Rule
from reviewer.model import CellRef, Evidence, Finding, TextSpan, fingerprint, form_for


def finding(
    rule: Rule,
    *subject: str,
    variant: str = "",
    expected: str | None = None,
    actual: str | None = None,
    arithmetic: str = "",
    evidence: Sequence[Evidence] = (),
    values: Mapping[str, str] | None = None,
    **more: str,
) -> Finding:
    """A Finding of `rule`; `subject` alone makes its fingerprint, `values` and `more` fill its sentences."""
    words = rule.wording(variant)
    filled = {"expected": expected or "", "actual": actual or "", **(values or {}), **more}
    assert words.severity is not None
    return Finding(
        rule=rule.id,
        severity=words.severity,
        message=words.message.format_map(filled),
        suggestion=words.suggestion.format_map(filled),
        basis=basis(rule),
        expected=expected,
        actual=actual,
        arithmetic=arithmetic,
        evidence=tuple(evidence),
        fingerprint=fingerprint(rule.id, *subject),
    )


@lru_cache(maxsize=512)
def _basis(text: str, certainty: str) -> str:
    return resources.sentence("K-BASIS-PRACTICE", text=text) if certainty == "practice" else text


def basis(rule: Rule, year: int | None = None) -> str:
    """The basis as shown for a report year: custom is always called custom."""
    early = year is not None and year < form_for(None).first_year
    shown = rule.basis.earlier if early and rule.basis.earlier else rule.basis
    return _basis(shown.text, shown.certainty)


def cells(context: Context, keys: Iterable[str], most: int = 30) -> tuple[CellRef, ...]:
    """Evidence for cells, in the order given, each once."""
    found = []
    for key in dict.fromkeys(keys):
        fact = context.fact(key)
        if fact is not None:
            found.append(fact.ref())
        if len(found) == most:
            break
    return tuple(found)


def opening(context: Context, section: str, length: int = 40) -> tuple[TextSpan, ...]:
    """Evidence for a section as a whole: its heading, else the beginning of its text."""
    heading = next((one for one in context.report.headings if one.section == section), None)
    if heading is not None:
        return (heading,)
    found = context.section(section)
    if found is None or not found.text:
        return ()
    end = found.text.find("\n")
    return (found.span(0, min(length, end if end > 0 else len(found.text))),)


def title(context: Context) -> tuple[TextSpan, ...]:
    return (context.report.title_span,) if context.report.title_span else ()


def joined(names: Sequence[str], most: int = 5) -> str:
    """Names in one phrase; after `most` of them, how many there are."""
    text = resources.sentence("K-AND").join(names[:most])
    return text if len(names) <= most else resources.sentence("K-MORE", names=text, count=len(names))


def quoted(text: str, most: int = 40) -> str:
    flat = "".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
