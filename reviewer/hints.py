"""What the language layer adds to a finished review. Nothing that the rules said is changed, whatever a model does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer import checks, resources
from reviewer.errors import ConfigError, ReviewerError
from reviewer.llm.base import Model
from reviewer.llm.connect import Connected, connect
from reviewer.llm.critic import criticise
from reviewer.model import AnnualReport, Claim, Finding, ModelUse, Review
from reviewer.settings import Settings


class Read(NamedTuple):
    """The reports behind a review: the one reviewed, and that of the year before where one served."""

    report: AnnualReport
    previous: AnnualReport | None = None


def model_of(settings: Settings) -> Connected | ModelUse:
    """The configured model; where it may not be used, what is told instead of its findings."""
    try:
        made = connect(settings)
    except ReviewerError as error:
        return idle(settings.model or "", resources.sentence(error.code, **error.values))
    return made if made is not None else idle(settings.model or "", resources.sentence("J-OFF"))


def idle(name: str, sentence: str) -> ModelUse:
    """A model that was not asked, and why."""
    return ModelUse(name=name, sentences=(sentence,))


def hinted(review: Review, read: Read, model: Model) -> Review:
    """The review with the model's claims and findings behind those of the rules. Raises ConfigError (a prompt file)."""
    try:
        made = criticise(
            read.report,
            model,
            compare=lambda claims: compared(read.report, claims),
            previous=read.previous,
            told=review.findings,
        )
    except ConfigError:
        raise
    except Exception as error:  # whatever it is, the review stands without it
        what = type(error).__name__
        return review.model_copy(update={"model": idle(model.name, resources.sentence("J-INTERNAL", what=what))})
    told = tuple(one.sentence for one in model.notices) if isinstance(model, Connected) else ()
    use = made.use.model_copy(update={"sentences": (*made.use.sentences, *told)}) if told else made.use
    return review.model_copy(
        update={
            "claims": (*review.claims, *made.claims),
            "findings": (*review.findings, *made.findings),
            "model": use,
        }
    )


def compared(report: AnnualReport, claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """The arithmetic of claims that a model read: the same rules, over these claims alone."""
    names = {one.rule for one in claims}
    rules = [one for one in checks.loaded() if one.rule.id in names]
    told = report.model_copy(update={"claims": tuple(claims), "assertions": ()})
    return checks.check_with(told, rules).findings
