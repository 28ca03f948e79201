"""How a file becomes a Review: read in a child, checked here. The only place that knows all the parts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from reviewer import child, waivers
from reviewer.completeness import unread
from reviewer.errors import ConfigError, FailedError, RefusedError, ReviewerError
from reviewer.hints import Hints, Read
from reviewer.intake import Intake, take
from reviewer.isolate import Host
from reviewer.lector import Lector, shown
from reviewer.model import AnnualReport, Dossier, Notice, Review, ReviewStatus, Status, verdict_of
from reviewer.notices import ended, joined, notice, packs_told, serving
from reviewer.settings import Settings

if TYPE_CHECKING:
    from reviewer.checks import Catalogue
    from reviewer.inquiry import Piece, Report
    from reviewer.llm.base import Model, Request
    from reviewer.model import Answer as Reply

Stage = Literal["reading", "checking", "model"]
"""What a review is at: the file is read, the rules are run, a model reads along."""


class Taken(NamedTuple):
    """A file that was read and not judged yet; `ended` is the whole review of one that could not be read."""

    file: str
    sha256: str
    report: AnnualReport | None = None
    ended: Review | None = None


class Reviewer:
    """Reviews files, one at a time or many; keep one and close it (or use `with`): its children stay warm.

    `host`: a fork server already started elsewhere; `debug`: tracebacks go to standard error. `model`: asked instead of
    the one that the settings name, unless they say `llm="off"`.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        host: Host | None = None,
        debug: bool = False,
        model: Model | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self._debug = debug
        self._hints = Hints(self.settings, model)
        self._host: Host | None = None
        self._among: Catalogue | None = None
        if self.settings.isolation == "process":
            self._host = host or Host(child.warm_for(), debug=debug)
            self._host.start()
        self._lector = Lector(self.settings.limits, self._host, debug=debug)

    @property
    def host(self) -> Host | None:
        """Where its children come from, for other work on files (`reviewer.annotate`); None when it works in this process."""
        return self._host

    def review(
        self,
        path: str | Path,
        previous: str | Path | None = None,
        baseline: Sequence[Review] | None = None,
        told: Callable[[Stage], None] = lambda stage: None,
    ) -> Review:
        """One file to one Review, whatever the file is. Raises ConfigError alone: a rule, form, prompt or waiver file is wrong.

        `previous`: the report of the year before, as a path; one that cannot serve is told and passed over.
        `baseline`: earlier reviews; what they had found of this report is marked and does not count.
        `told` hears which stage begins.
        """
        name = os.fspath(path)
        sha256 = ""
        try:
            told("reading")
            taken = self.read(path)
            sha256 = taken.sha256
            if taken.report is None:
                return self.judge(taken)
            before, beside = self._previous(previous, taken.report) if previous is not None else (None, ())
            told("checking")
            review = self._settled(self._judged(taken, taken.report, before, beside), name)
            review = review if baseline is None else _against(review, baseline)
            if review.status is ReviewStatus.REFUSED:
                return review
            if self._hints.wanted:
                told("model")
            return self._hints.added(review, self.behind(taken.report, before))
        except ConfigError:
            raise
        except ReviewerError as error:
            return ended(name, sha256, error)
        except Exception as error:  # whatever it is, the other files go on
            return self._broken(name, sha256, error)

    def review_many(self, paths: Iterable[str | Path]) -> Iterator[Review]:
        """One Review a path, in order, as they are finished."""
        for path in paths:
            yield self.review(path)

    def read(self, path: str | Path, name: str | None = None) -> Taken:
        """The first half of a review, whatever the file is; `name` stands for the path in what is told. Raises ConfigError."""
        given, shown_as = Intake(), os.fspath(path) if name is None else name
        try:
            take(Path(path), self.settings.limits, given)
            report = self._lector.report(Path(path), given, self._prepared)
        except ConfigError:
            raise
        except ReviewerError as error:
            return Taken(shown(shown_as), given.sha256, ended=ended(shown_as, given.sha256, error))
        except Exception as error:
            return Taken(shown(shown_as), given.sha256, ended=self._broken(shown_as, given.sha256, error))
        return Taken(shown(shown_as), given.sha256, report)

    def judge(self, taken: Taken, previous: AnnualReport | None = None) -> Review:
        """The second half, by rules alone: the same review as `review` gives, byte for byte. Raises ConfigError.

        `previous`: last year's report as it was read; one that cannot serve is told and passed over.
        """
        if taken.report is None:
            assert taken.ended is not None
            return taken.ended
        try:
            before, beside = serving(previous, taken.report) if previous is not None else (None, ())
            return self._judged(taken, taken.report, before, beside)
        except ConfigError:
            raise
        except Exception as error:
            return self._broken(taken.file, taken.sha256, error)

    def dossier(self, report: Report, previous: str | Path | Review | None = None) -> Dossier:
        """What questions about a report are answered from; keep it to ask several. Raises InputError Q-UNREAD, ConfigError."""
        from reviewer import inquiry

        return inquiry.dossier_of(self, report, previous)

    def ask(
        self,
        report: Report,
        question: str,
        *,
        previous: str | Path | Review | None = None,
        history: Sequence[Reply] = (),
    ) -> Reply:
        """One answer about a file, a review or a dossier. Raises InputError Q-UNREAD, ConfigError."""
        from reviewer import inquiry

        return inquiry.ask(self.settings, self.dossier(report, previous), question, history)

    def ask_stream(
        self,
        report: Report,
        question: str,
        *,
        previous: str | Path | Review | None = None,
        history: Sequence[Reply] = (),
    ) -> Iterator[Piece]:
        """The same in pieces, the whole answer last."""
        from reviewer import inquiry

        yield from inquiry.stream(self.settings, self.dossier(report, previous), question, history)

    def close(self) -> None:
        """End the children, and let go of the answers kept."""
        if self._host is not None:
            self._host.close()
        self._hints.close()

    def __enter__(self) -> Reviewer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def requests(self, path: str | Path, previous: str | Path | None = None) -> tuple[Request, ...]:
        """What would be asked of a model about a file, in full. Raises ReviewerError where the file cannot be read."""
        from reviewer.llm import jobs

        given = Intake()
        take(Path(path), self.settings.limits, given)
        report = self._lector.report(Path(path), given, self._prepared)
        before = self._previous(previous, report)[0] if previous is not None else None
        return tuple(one.request for one in jobs(report, before) if one.request is not None)

    def _judged(
        self, taken: Taken, report: AnnualReport, before: AnnualReport | None, beside: tuple[Notice, ...]
    ) -> Review:
        from reviewer import checks

        among = self._rules()
        checked = checks.check(report, before, among)
        if all(one.status is Status.SKIPPED for one in checked.outcomes):  # never a pass by which nothing was checked
            refused = RefusedError("R-YEAR", year=report.identity.year)
            return ended(taken.file, taken.sha256, refused).model_copy(update={"identity": report.identity})
        missing = unread(report)
        notices = (*report.notices, *missing, *beside, *packs_told(among, report.identity.year))
        return Review(
            file=taken.file,
            sha256=taken.sha256,
            status=ReviewStatus.PARTIAL if missing else ReviewStatus.REVIEWED,
            notice=joined(missing),
            identity=report.identity,
            facts=report.facts,
            sections=report.sections,
            claims=report.claims,
            outcomes=checked.outcomes,
            findings=checked.findings,
            notices=tuple(dict.fromkeys(notices)),
            verdict=verdict_of(checked.findings),
            packs=among.packs(report.identity.year),
        )

    def behind(self, report: AnnualReport, before: AnnualReport | None) -> Read:
        """What a model reads along with: the reports, and the rules in force. Raises ConfigError."""
        return Read(report, before, self._rules().rules(report.identity.year))

    def _prepared(self) -> None:
        _load_rules(self.settings.rules)

    def _rules(self) -> Catalogue:
        """The rules of this reviewer: read once, so that all files of a run meet the same. Raises ConfigError."""
        if self._among is None:
            from reviewer import checks

            self._among = checks.catalogue(self.settings.rules)
        return self._among

    def _previous(self, path: str | Path, report: AnnualReport) -> tuple[AnnualReport | None, tuple[Notice, ...]]:
        """Last year's report when it can serve, and what is to be told of it; whatever it is, the review goes on."""
        before = self.read(path)
        if before.report is None:
            why = before.ended.notice.sentence if before.ended and before.ended.notice else ""
            return None, (notice("N-PREVIOUS-UNREAD", name=shown(Path(path).name), reason=why),)
        return serving(before.report, report)

    def _settled(self, review: Review, name: str) -> Review:
        """The review with what the sidecar of its file dismisses. Raises ConfigError."""
        sidecar = waivers.beside(Path(name)) if self.settings.waivers == "beside" else None
        if sidecar is None:
            return review
        settled = waivers.settle(review.findings, waivers.read(sidecar), shown(sidecar.name), waivers.today())
        return _with(review, settled)

    def _broken(self, name: str, sha256: str, error: Exception) -> Review:
        self._trace()
        return ended(name, sha256, FailedError("F-INTERNAL", what=type(error).__name__))

    def _trace(self) -> None:
        if self._debug:
            import traceback

            traceback.print_exc(file=sys.stderr)


def _against(review: Review, baseline: Sequence[Review]) -> Review:
    """The review with what an earlier one of the same report had found marked as known."""
    if review.status not in (ReviewStatus.REVIEWED, ReviewStatus.PARTIAL):
        return review
    return _with(review, waivers.known_before(review.findings, waivers.earlier_of(review, baseline)))


def _with(review: Review, settled: waivers.Settled) -> Review:
    return review.model_copy(
        update={
            "findings": settled.findings,
            "notices": (*review.notices, *settled.notices),
            "verdict": verdict_of(settled.findings),
        }
    )


def _load_rules(folder: Path | None) -> None:
    from reviewer import checks

    checks.catalogue(folder)
