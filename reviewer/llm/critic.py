"""The jobs of one report, asked side by side through one model. Whatever a model does, this returns, and in time.

A job that fails says why (未完成) and takes nothing else with it. Threads are daemons: one that hangs is left behind.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.llm import claims, judge, pairs
from reviewer.llm.answers import SHAPES, Parsed, ShapeError, parse
from reviewer.llm.base import Model, ModelError, Request
from reviewer.llm.desk import Desk, Judged, Refused
from reviewer.llm.material import Material, excerpt, material, request
from reviewer.llm.merge import hints, merged
from reviewer.llm.prompt import Prompt, prompts
from reviewer.model import AnnualReport, Claim, Dropped, Finding, ModelUse, PromptUse

SECONDS = 300.0
"""Longest time that the jobs of one report may take together; later answers are not waited for."""
_KEPT = 100
"""Dropped items of one report that the record keeps in words; all are counted."""
Compare = Callable[[tuple[Claim, ...]], Sequence[Finding]]


class Criticism(NamedTuple):
    """What the language layer adds to a review."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    use: ModelUse


class Job(NamedTuple):
    """A prompt, and what it is asked; `reason` says why it is not."""

    desk: Desk
    request: Request | None
    reason: str = ""


@dataclass
class _Outcome:
    """What one job came to; written by its thread, read when the time is up."""

    status: Literal["done", "unfinished"] = "unfinished"
    reason: str = ""
    judged: Judged = field(default_factory=Judged)
    misfits: int = 0
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cached: bool = False
    answered: str = ""

    def spend(self, calls: int, tokens_in: int, tokens_out: int) -> None:
        self.calls, self.tokens_in, self.tokens_out = calls, tokens_in, tokens_out


def jobs(report: AnnualReport, previous: AnnualReport | None = None) -> tuple[Job, ...]:
    """The requests that a report comes to. Raises ConfigError where a prompt file is wrong."""
    given = material(report, previous)
    return tuple(_job(prompt, report, given) for prompt in prompts())


def _job(prompt: Prompt, report: AnnualReport, given: Material) -> Job:
    part = excerpt(prompt, given)
    desk = Desk(prompt, report, given, part)
    if prompt.previous and not given.before:
        return Job(desk, None, resources.sentence("J-NO-PREVIOUS"))
    wanted = prompt.needs or prompt.reads
    if not any(one.section in wanted and one.id.startswith("s") for one in part.segments.values()):
        return Job(desk, None, resources.sentence("J-NO-TEXT"))
    return Job(desk, request(prompt, given, part))


def criticise(
    report: AnnualReport,
    model: Model,
    *,
    compare: Compare,
    previous: AnnualReport | None = None,
    told: Sequence[Finding] = (),
    seconds: float = SECONDS,
) -> Criticism:
    """Ask every job and add up what holds. `compare`: the arithmetic of claims; `told`: the findings of the rules.

    Raises ConfigError alone: a prompt file is wrong.
    """
    asked = jobs(report, previous)
    outcomes = [_Outcome() for _ in asked]
    threads = [
        threading.Thread(target=_answer, args=(job, model, outcome), daemon=True, name=job.desk.prompt.label)
        for job, outcome in zip(asked, outcomes, strict=True)
        if job.request is not None
    ]
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    late = {thread.name for thread in threads if thread.is_alive()}
    finished = [
        _late(seconds) if job.desk.prompt.label in late else one for job, one in zip(asked, outcomes, strict=True)
    ]
    return _added_up(model, asked, finished, compare, told)


def _late(seconds: float) -> _Outcome:
    """In the place of an outcome that its thread may still be writing."""
    return _Outcome(reason=resources.sentence("J-TIME", seconds=f"{seconds:g}"))


def _answer(job: Job, model: Model, outcome: _Outcome) -> None:
    """One question; asking anew, where that may help, is the model's own business (`Request.accept`)."""
    assert job.request is not None
    try:
        reply = model.answer(job.request)
        outcome.spend(reply.calls, reply.tokens_in, reply.tokens_out)
        outcome.cached, outcome.answered = reply.cached, reply.model
        parsed = parse(reply.text, SHAPES[job.desk.prompt.answer])
        outcome.misfits, outcome.judged = parsed.misfits, judged(job.desk, parsed)
        outcome.status = "done"
        if job.desk.part.unread:
            outcome.reason = resources.sentence("J-UNREAD", count=job.desk.part.unread)
    except ShapeError:
        outcome.reason = resources.sentence("J-SHAPE")
    except ModelError as error:
        outcome.spend(error.calls, error.tokens_in, error.tokens_out)
        outcome.reason = _said(error)
    except Exception as error:  # ours or the double's: told, and never the end of a review
        outcome.reason = resources.sentence("J-INTERNAL", what=type(error).__name__)


def _said(error: ModelError) -> str:
    try:
        return resources.sentence(error.code, **error.values)
    except (KeyError, IndexError, ValueError):
        return resources.sentence("J-INTERNAL", what=error.code)


def judged(desk: Desk, parsed: Parsed) -> Judged:
    items = parsed.items
    if "claims" in items:
        return claims.judge(desk, items["claims"])
    if "problems" in items:
        return pairs.judge(desk, items["problems"], items["measures"])
    return judge.judge(desk, items["findings"])


def _added_up(
    model: Model, asked: Sequence[Job], outcomes: Sequence[_Outcome], compare: Compare, told: Sequence[Finding]
) -> Criticism:
    stated = tuple(claim for one in outcomes for claim in one.judged.claims)
    sets: list[tuple[Finding, ...]] = []
    for job, one in zip(asked, outcomes, strict=True):
        prompt = job.desk.prompt
        mine = hints(compare(one.judged.claims), prompt) if one.judged.claims else ()
        sets.append((*mine, *one.judged.findings))
    shown, repeated, over = merged(sets, told)
    uses, kept = [], []
    for index, (job, one) in enumerate(zip(asked, outcomes, strict=True)):
        label = job.desk.prompt.label
        refused = [*one.judged.refused, *(Refused("J-MISFIT") for _ in range(one.misfits))]
        refused += [Refused("J-TOO-MANY", _quote(finding)) for finding in over[index]]
        kept += [_dropped(label, item) for item in refused]
        uses.append(
            PromptUse(
                prompt=label,
                title=job.desk.prompt.title,
                status="skipped" if job.request is None else one.status,
                reason=job.reason or one.reason,
                found=len(shown[index]) + len(one.judged.claims),
                dropped=len(refused),
                repeated=repeated[index],
                calls=one.calls,
                tokens=one.tokens_in + one.tokens_out,
            )
        )
    findings = tuple(finding for some in shown for finding in some)
    return Criticism(stated, findings, _use(model, uses, outcomes, kept))


def _quote(finding: Finding) -> str:
    return next((one.quote[:200] for one in finding.evidence if one.kind == "text"), "")


def _dropped(label: str, item: Refused) -> Dropped:
    return Dropped(prompt=label, code=item.code, reason=resources.sentence(item.code), quote=item.quote)


def _use(model: Model, uses: Sequence[PromptUse], outcomes: Sequence[_Outcome], kept: Sequence[Dropped]) -> ModelUse:
    sentences = [resources.sentence("J-DROPPED", count=len(kept))] if kept else []
    reasons = dict.fromkeys(one.reason for one in uses if one.status == "unfinished")
    for reason in reasons:
        titles = [one.title for one in uses if one.status == "unfinished" and one.reason == reason]
        sentences.append(
            resources.sentence("J-UNFINISHED", titles=resources.sentence("K-AND").join(titles), reason=reason)
        )
    return ModelUse(
        name=model.name,
        prompts=tuple(one.prompt for one in uses if one.status != "skipped"),
        jobs=tuple(uses),
        calls=sum(one.calls for one in outcomes),
        tokens=sum(one.tokens for one in uses),
        dropped=len(kept),
        answered=next((one.answered for one in outcomes if one.answered), ""),
        tokens_in=sum(one.tokens_in for one in outcomes),
        tokens_out=sum(one.tokens_out for one in outcomes),
        cached=sum(one.cached for one in outcomes),
        cost=_cost(model, outcomes),
        sentences=tuple(sentences),
        refused=tuple(kept[:_KEPT]),
    )


def _cost(model: Model, outcomes: Sequence[_Outcome]) -> Decimal | None:
    """Money for what was asked anew, where the model knows its prices."""
    price = getattr(model, "price", None)
    asked = [one for one in outcomes if not one.cached]
    cost = price(sum(one.tokens_in for one in asked), sum(one.tokens_out for one in asked)) if price else None
    return None if cost is None else Decimal(str(cost))
