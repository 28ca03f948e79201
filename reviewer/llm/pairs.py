"""Problems and the measures that answer them: the model pairs, code lists what is left alone.

What could not be found in the report counts as if it answered, or were answered: a doubt never becomes a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.llm.desk import Desk, Judged, Refused, finding
from reviewer.llm.grounding import Refusal, Span
from reviewer.model import Finding


def judge(desk: Desk, problems: Sequence[Any], measures: Sequence[Any]) -> Judged:
    """PB-MATCH for each problem or measure left alone; PB-TWO-PARTS where one side is missing altogether."""
    refused: list[Refused] = []
    named = [_span(desk, one, refused) for one in problems]
    done = [_span(desk, one, refused) for one in measures]
    answers = [set(one.answers) if one is not None else set() for one in measures]
    doubted = any(one is None for one in done)
    if not any(named) and not any(done):
        return Judged((), (), tuple(refused))
    if not problems or not measures:
        side, kind = (done, "no_problem") if not problems else (named, "no_measure")
        alone = [] if any(one is None for one in side) else _findings(desk, side[:1], kind)
        return Judged(tuple(alone), (), tuple(refused))
    answered = set().union(*answers)
    left = [span for number, span in enumerate(named, 1) if number not in answered and not doubted]
    stray = [
        span
        for span, given in zip(done, answers, strict=True)
        if not any(0 < number <= len(named) for number in given) and None not in named
    ]
    twice = {span for span in left if span in stray}  # one sentence cannot be both sides of nothing
    found = [
        *_findings(desk, [one for one in left if one not in twice], "problem_alone"),
        *_findings(desk, [one for one in stray if one not in twice], "measure_alone"),
    ]
    return Judged(tuple(found), (), tuple(refused))


def _span(desk: Desk, item: Any, refused: list[Refused]) -> Span | None:
    if item is None:
        return None  # counted as a misfit already
    span = desk.ground(item.segment, item.quote)
    if isinstance(span, Refusal):
        refused.append(Refused(span.value, item.quote[:200]))
        return None
    return span


def _findings(desk: Desk, spans: Sequence[Span | None], kind: str) -> list[Finding]:
    return [finding(desk, kind, [desk.span(one)]) for one in spans if one is not None]
