"""What the language layer adds to a finished review. Nothing that the rules said is changed, whatever a model does."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer import resources
from reviewer.errors import ConfigError, ReviewerError
from reviewer.model import AnnualReport, Claim, Finding, ModelUse, Review
from reviewer.settings import Settings

if TYPE_CHECKING:
    from reviewer.checks import Loaded
    from reviewer.llm.base import Model
    from reviewer.llm.connect import Connected


class Hints:
    """The language layer of one reviewer. `given`: a model to ask instead of the one that the settings name.

    The model is connected when the first review is there, and let go with `close`. Safe to call from several threads.
    """

    def __init__(self, settings: Settings, given: Model | None = None) -> None:
        self._settings = settings
        self._model: Model | ModelUse | None = given if settings.llm != "off" else None
        self._connected: Connected | None = None
        self._lock = threading.Lock()

    @property
    def wanted(self) -> bool:
        """Whether a model is to read along."""
        settings = self._settings
        return self._model is not None or bool(settings.llm != "off" and settings.model and settings.base_url)

    def added(self, review: Review, read: Read) -> Review:
        """The review, complete by now, with what the layer adds. Raises ConfigError (a prompt file is wrong)."""
        settings = self._settings
        if not self.wanted:
            return review
        with self._lock:
            if self._model is None:
                self._model = model_of(settings)
                self._connected = None if isinstance(self._model, ModelUse) else self._model
        if isinstance(self._model, ModelUse):
            return review.model_copy(update={"model": self._model})
        return hinted(review, read, self._model, settings.llm_report_timeout)

    def close(self) -> None:
        """Let go of the answers kept; a model that was given stays open."""
        if self._connected is not None:
            self._connected.close()


class Read(NamedTuple):
    """The reports behind a review: the one reviewed, and that of the year before where one served."""

    report: AnnualReport
    previous: AnnualReport | None = None
    rules: Sequence[Loaded] = ()
    """Those in force for the report; model claims are compared by them."""


def model_of(settings: Settings) -> Connected | ModelUse:
    """The configured model; where it may not be used, what is told instead of its findings."""
    from reviewer.llm.connect import connect

    try:
        made = connect(settings)
    except ReviewerError as error:
        return idle(settings.model or "", resources.sentence(error.code, **error.values))
    return made if made is not None else idle(settings.model or "", resources.sentence("J-OFF"))


def idle(name: str, sentence: str) -> ModelUse:
    """A model that was not asked, and why."""
    return ModelUse(name=name, sentences=(sentence,))


def hinted(review: Review, read: Read, model: Model, seconds: float) -> Review:
    """The review with the model's claims and findings behind those of the rules. Raises ConfigError (a prompt file)."""
    from reviewer.llm.critic import criticise

    try:
        made = criticise(
            read.report,
            model,
            compare=lambda claims: compared(read, claims),
            previous=read.previous,
            told=review.findings,
            seconds=seconds,
        )
    except ConfigError:
        raise
    except Exception as error:  # whatever it is, the review stands without it
        what = type(error).__name__
        return review.model_copy(update={"model": idle(model.name, resources.sentence("J-INTERNAL", what=what))})
    told = tuple(one.sentence for one in getattr(model, "notices", ()))
    use = made.use.model_copy(update={"sentences": (*made.use.sentences, *told)}) if told else made.use
    return review.model_copy(
        update={
            "claims": (*review.claims, *made.claims),
            "findings": (*review.findings, *made.findings),
            "model": use,
        }
    )


def compared(read: Read, claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """The arithmetic of claims that a model read: the same rules, over these claims alone."""
    from reviewer import checks

    names = {one.rule for one in claims}
    rules = [one for one in read.rules or checks.loaded() if one.rule.id in names and one.off is None]
    told = read.report.model_copy(update={"claims": tuple(claims), "assertions": ()})
    return checks.check_with(told, rules).findings
