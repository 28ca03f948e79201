"""Was an answer right: its figures, what it cites, and that it does not answer what the report does not say."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from reviewer.evals.questions.labels import Label, cells_of, value_of
from reviewer.model import Answer, AnswerStatus, CellRef, Dossier, FindingRef, RuleRef, TextSpan

_NOT_ANSWERED = (AnswerStatus.ABSENT, AnswerStatus.UNREAD, AnswerStatus.UNCLEAR)


class Mark(NamedTuple):
    """`wrong`: a figure was stated that is not the one asked for. `missing`: what a right answer would have had."""

    right: bool
    wrong: bool
    missing: str = ""


def mark(label: Label, answer: Answer, cells: Mapping[str, Decimal], dossier: Dossier) -> Mark:
    """Judge one answer. Citations must exist in the report as they are cited, else the answer is wrong."""
    expected = {value_of(one, cells) for one in label.figures}
    stated = {one.value for one in answer.figures}
    wrong = bool(stated - expected)
    if wrong:
        return Mark(False, True, f"states {', '.join(map(str, sorted(stated - expected)))}")
    missing = _missing(label, answer, expected - stated, cells) or _false_citation(answer, dossier)
    return Mark(not missing, False, missing)


def _missing(label: Label, answer: Answer, figures: set[Decimal], cells: Mapping[str, Decimal]) -> str:
    answered = answer.status is AnswerStatus.ANSWERED
    if label.answer == "none" and answer.status not in _NOT_ANSWERED:
        return "answers what is not there"
    if label.answer == "ambiguous":
        answered = answer.status is AnswerStatus.AMBIGUOUS
    if label.answer != "none" and not answered:
        return f"does not answer ({answer.status.value})"
    if figures:
        return f"lacks {', '.join(map(str, sorted(figures)))}"
    cited = {one.source.fact for one in answer.citations if isinstance(one.source, CellRef)}
    wanted = set(label.cells) or {key for one in label.figures for key in cells_of(one, cells)}
    if not wanted <= cited:
        return f"does not cite {', '.join(sorted(wanted - cited))}"
    quotes = [one.source.quote for one in answer.citations if isinstance(one.source, TextSpan)]
    if label.quote and not any(label.quote in quote for quote in quotes):
        return f"does not quote {label.quote}"
    rules = {one.source.rule for one in answer.citations if isinstance(one.source, RuleRef | FindingRef)}
    if not set(label.rules) <= rules:
        return f"does not name {', '.join(sorted(set(label.rules) - rules))}"
    return next((f"does not say {words}" for words in label.says if words not in answer.text), "")


def _false_citation(answer: Answer, dossier: Dossier) -> str:
    for one in answer.citations:
        review = dossier.of(one.report)
        source = one.source
        if review is None:
            return "cites a report that is not there"
        if isinstance(source, TextSpan):
            text = next((section.text for section in review.sections if section.key == source.section), "")
            if text[source.start : source.end] != source.quote or not source.quote:
                return "a quote is not in the report"
        if (
            isinstance(source, CellRef)
            and source.fact in review.facts
            and source.value != review.facts[source.fact].value
        ):
            return "a cited cell has another value"
    return ""
