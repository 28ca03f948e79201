"""A Review as a Sheet: the one view model. Writers draw it and never interpret a Review themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reviewer.export.clean import brief
from reviewer.export.items import TONES, Maker, chapters, form_of, numbered
from reviewer.export.places import named, passages
from reviewer.export.tables import tables
from reviewer.export.view import Counts, Gap, Group, Item, Passage, Sheet, Table
from reviewer.export.waived import apart
from reviewer.export.words import words
from reviewer.model import Form, Outcome, Review, ReviewStatus, Status
from reviewer.verdicts import VERDICTS, concluded, outcomes, verdict_of_review

_READ = (ReviewStatus.REVIEWED, ReviewStatus.PARTIAL)


def sheets(reviews: Iterable[Review]) -> tuple[Sheet, ...]:
    """One sheet a review; anchors of different reviews never meet."""
    return tuple(sheet(one, index) for index, one in enumerate(reviews))


def sheet(review: Review, index: int = 0) -> Sheet:
    """Everything a writer shows of one review."""
    review, dismissed = apart(review)
    form, prefix = form_of(review), f"r{index}-"
    groups = Maker(review, prefix, frozenset()).groups(review.findings)
    texts, grids = _source(review, form, prefix, groups)
    places = frozenset(_anchors(texts, grids))
    groups = Maker(review, prefix, places).groups(review.findings)
    counts = _counts(review.outcomes, groups)
    tone = verdict_of_review(review)
    phrase, identity = words().phrase, review.identity
    agency, file = brief(identity.agency, 60), brief(review.file, 200)
    name = brief(re.split(r"[/\\]", review.file)[-1], 120) or file
    year = phrase["year"].format(year=identity.year) if identity.year is not None else ""
    return Sheet(
        position=index,
        anchor=f"r{index}",
        file=file,
        name=name,
        sha256=brief(review.sha256, 64),
        subject=" · ".join(part for part in (agency, year) if part) or name,
        title=brief(identity.title, 120),
        agency=agency,
        year=year,
        edition=phrase["edition"].format(edition=brief(identity.edition, 20)),
        status=review.status.value,
        status_name=words().status[review.status.value],
        tone=tone,
        conclusion=concluded(review),
        tally=_tally(counts),
        checked=_checked(counts) if tone != "none" else "",
        clean=_clean(review, tone, counts),
        counts=counts,
        notice=brief(review.notice.sentence, 800) if review.notice else "",
        groups=groups,
        chapters=chapters(groups, form),
        gaps=_gaps(review.outcomes),
        notices=(*(brief(one.sentence, 800) for one in review.notices), *dismissed),
        passages=texts,
        tables=grids,
        model=_model(review),
    )


def _source(
    review: Review, form: Form, prefix: str, groups: Sequence[Group]
) -> tuple[tuple[Passage, ...], tuple[Table, ...]]:
    """The report's own texts and tables, lit where findings name them."""
    pairs = numbered(review.findings, groups)
    found = named(pairs, review.sections)
    grids = tables(review.facts, form, found.cells, prefix) if review.status in _READ else ()
    return passages(review.sections, form, found, prefix), grids


def _anchors(texts: Sequence[Passage], grids: Sequence[Table]) -> Iterable[str]:
    for passage in texts:
        yield passage.anchor
        yield from (part.anchor for row in passage.paragraphs for part in row if part.anchor)
    for table in grids:
        if table.found:
            yield from (box.anchor for row in table.rows for box in row if box.anchor)


def _counts(outcomes: Sequence[Outcome], groups: Sequence[Group]) -> Counts:
    by_tone = {group.key: len(group.items) for group in groups}
    by_status = {status: sum(one.status is status for one in outcomes) for status in Status}
    return Counts(
        error=by_tone.get("error", 0),
        warning=by_tone.get("warning", 0),
        info=by_tone.get("info", 0),
        model=by_tone.get("model", 0),
        folded=sum(len(item.consequences) for group in groups for item in group.items),
        checked=by_status[Status.PASSED] + by_status[Status.FAILED],
        passed=by_status[Status.PASSED],
        gaps=by_status[Status.UNKNOWN] + by_status[Status.BROKEN],
        skipped=by_status[Status.SKIPPED],
    )


def _tally(counts: Counts) -> str:
    """应当改正 3 处，需要核实 4 处；另有 5 处由上述问题引起，已并入."""
    phrase, severity = words().phrase, words().severity
    numbers = [(tone, getattr(counts, tone)) for tone in TONES]
    parts = [severity[tone].counted.format(n=n) for tone, n in numbers if n]
    folded = phrase["folded_sum"].format(n=counts.folded) if counts.folded else ""
    return phrase["comma"].join(parts) + folded


def _checked(counts: Counts) -> str:
    phrase = words().phrase
    if not counts.checked and not counts.gaps:
        return phrase["nothing"]
    said = phrase["checked_gaps" if counts.gaps else "checked"]
    return said.format(checked=counts.checked, passed=counts.passed, gaps=counts.gaps)


def _clean(review: Review, tone: str, counts: Counts) -> str:
    if tone != "pass" or review.findings or not counts.checked:
        return ""
    phrase = words().phrase
    if review.status is ReviewStatus.PARTIAL:
        return phrase["clean_partial"].format(checked=counts.checked, gaps=counts.gaps)
    return phrase["clean_gaps" if counts.gaps else "clean"].format(checked=counts.checked, gaps=counts.gaps)


def _gaps(outcomes: Sequence[Outcome]) -> tuple[Gap, ...]:
    """Rules that were not checked, grouped by kind and reason: our faults first, then unknown, then not applicable."""
    out: list[Gap] = []
    for kind in ("broken", "unknown", "skipped"):
        by_reason: dict[str, list[str]] = {}
        for one in outcomes:
            if one.status.value == kind:
                by_reason.setdefault(brief(one.reason), []).append(brief(one.rule, 60))
        name = words().gap[kind]
        out.extend(Gap(kind, name, reason or name, tuple(rules)) for reason, rules in by_reason.items())
    return tuple(out)


def _model(review: Review) -> tuple[str, ...]:
    """That no model ran is told as plainly as what one did."""
    phrase, used = words().phrase, review.model
    if review.status not in _READ:
        return ()
    if used is None:
        return (phrase["model_none"],)
    told = tuple(brief(one) for one in used.sentences)
    if not used.jobs:
        return (phrase["model_idle"].format(name=brief(used.name, 60)), *told)
    count = {status: sum(one.status == status for one in used.jobs) for status in ("done", "unfinished", "skipped")}
    tokens = f"{used.tokens:,}"
    line = phrase["model"].format(
        name=brief(used.name, 60), calls=used.calls, tokens=tokens, cached=used.cached, **count
    )
    return (line, *told)


def total(made: Sequence[Sheet]) -> str:
    """The closing line over several files: 5 份：2 份建议退回修改，3 份未能审查。"""
    phrase, verdict = words().phrase, outcomes().verdict
    numbers = [(tone, sum(one.tone == tone for one in made)) for tone in VERDICTS]
    parts = [phrase["total_part"].format(n=n, verdict=verdict[tone]) for tone, n in numbers if n]
    return phrase["total"].format(n=len(made), parts=phrase["comma"].join(parts))


def every(items: Iterable[Item]) -> Iterable[Item]:
    """Items and their consequences, in order."""
    for item in items:
        yield item
        yield from item.consequences
