"""The kinds `same_text` and `same_problems`: what was said last year already, shown sentence beside sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reviewer import resources
from reviewer.checks import last, likeness, report
from reviewer.checks.context import Context
from reviewer.checks.likeness import Pair
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Form, Frozen, Section, fingerprint, load_forms

_compile = lru_cache(maxsize=32)(re.compile)
_SHOWN = 5
_QUOTE = 46


class Level(Frozen):
    """From this share on (0 ... 1), and for at least so many characters, the rule fails in this variant."""

    share: float
    characters: int = 0
    unchanged: float = 0
    """Share of the text in sentences that have no new figures either."""
    variant: str = ""


class TextParameters(Frozen):
    sections: tuple[str, ...]
    levels: tuple[Level, ...]
    """Highest first."""
    least: float
    """Likeness from which two sentences count as the same thing said."""
    shortest: int
    """Characters of a section, without numbers and fixed words, below which nothing can be said."""


class ProblemParameters(Frozen):
    section: str
    problem: str
    """Pattern of a sentence that names a problem."""
    measure: str
    """Pattern of a sentence that promises or reports a measure, and names none."""
    followed: str
    """Pattern of a text that says what became of last year's problems; {last} is last year."""
    least: float
    share: float
    folds_under: str = ""
    """The rule that already speaks of the whole section."""


def text_faults(parameters: TextParameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for key in parameters.sections:
        if not any(_has(form, key) for form in load_forms().values()):
            yield ("sections",), f"{key} is no section of the form"


def problem_faults(parameters: ProblemParameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if not any(_has(form, parameters.section) for form in load_forms().values()):
        yield ("section",), f"{parameters.section} is no section of the form"
    for name in ("problem", "measure", "followed"):
        try:
            _compile(getattr(parameters, name).replace("{last}", "0000"))
        except re.error as error:
            yield (name,), str(error)


def _has(form: Form, key: str) -> bool:
    return any(one.key == key for one in form.sections)


def _both(context: Context, key: str) -> tuple[Section, Section] | None:
    assert context.previous is not None
    now, before = context.section(key), context.previous.section(key)
    return (now, before) if now is not None and before is not None and before.text.strip() else None


def same_text(rule: Rule, parameters: TextParameters, context: Context) -> Result:
    """One finding a section whose text is mostly last year's."""
    if context.previous is None:
        return last.absent()
    result = Result()
    for key in parameters.sections:
        both = _both(context, key)
        if both is None:
            result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
            continue
        now, before = map(likeness.sentences, both)
        if sum(len(one.text) for one in now) < parameters.shortest:
            result.skipped = resources.sentence("K-TOO-SHORT")
            continue
        result.checked += 1
        matched = likeness.pairs(now, before)
        share = likeness.share(now, matched, parameters.least)
        old = [one for one in matched if not _new_figures(one, both)]
        unchanged = likeness.share(now, old, parameters.least)
        whole = sum(len(one.text) for one in now)
        level = next(
            (
                one
                for one in parameters.levels
                if share >= one.share and whole >= one.characters and unchanged >= one.unchanged
            ),
            None,
        )
        if level is not None:
            same = [one for one in matched if one.degree >= parameters.least]
            result.findings.append(
                report.finding(
                    rule,
                    key,
                    variant=level.variant,
                    arithmetic=_beside(same, both),
                    evidence=[both[0].span(one.now.start, one.now.end) for one in _shown(same)],
                    section=context.form.section(key).name,
                    percent=str(int(share * 100)),
                    count=str(len(same)),
                    sentences=str(len(now)),
                )
            )
    return result


def _shown(same: Sequence[Pair]) -> list[Pair]:
    """The longest and most similar pairs, in reading order."""
    best = sorted(same, key=lambda one: (-one.degree * len(one.now.text), one.now.start))[:_SHOWN]
    return sorted(best, key=lambda one: one.now.start)


def _beside(same: Sequence[Pair], both: tuple[Section, Section]) -> str:
    """本年“…”——上年“…” for each pair shown."""
    lines = [
        resources.sentence(
            "K-PAIR",
            now=report.quoted(both[0].text[one.now.start : one.now.end], _QUOTE),
            last=report.quoted(both[1].text[one.last.start : one.last.end], _QUOTE),
        )
        for one in _shown(same)
    ]
    return resources.sentence("K-LIST").join(lines)


def same_problems(rule: Rule, parameters: ProblemParameters, context: Context) -> Result:
    """Nearly all problems named are last year's, and nothing says what became of them."""
    if context.previous is None:
        return last.absent()
    result = Result()
    both = _both(context, parameters.section)
    if both is None:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    named = [
        [one for one in likeness.sentences(section) if _names(parameters, section.text[one.start : one.end])]
        for section in both
    ]
    if not named[0] or not named[1]:
        result.skipped = resources.sentence("K-NO-PROBLEM-NAMED")
        return result
    result.checked = 1
    same = [one for one in likeness.pairs(*named) if one.degree >= parameters.least and not _new_figures(one, both)]
    year = context.report.identity.year or 0
    if len(same) < parameters.share * len(named[0]):
        return result
    if _compile(parameters.followed.replace("{last}", str(year - 1))).search(both[0].text):
        return result
    mark = fingerprint(rule.id, parameters.section)
    result.findings.append(
        report.finding(
            rule,
            parameters.section,
            arithmetic=_beside(same, both),
            evidence=[both[0].span(one.now.start, one.now.end) for one in _shown(same)],
            count=str(len(same)),
            named=str(len(named[0])),
        )
    )
    if parameters.folds_under:
        result.folds[mark] = fingerprint(parameters.folds_under, parameters.section)
    return result


def _names(parameters: ProblemParameters, sentence: str) -> bool:
    return bool(_compile(parameters.problem).search(sentence)) and not _compile(parameters.measure).search(sentence)


_FIGURE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d+(?![\d.．、）)])")
"""A number that is no year and no ordinal before an entry."""


def _new_figures(pair: Pair, both: tuple[Section, Section]) -> bool:
    """Whether this year's sentence has figures that last year's did not."""
    now = set(_FIGURE.findall(both[0].text[pair.now.start : pair.now.end]))
    return bool(now - set(_FIGURE.findall(both[1].text[pair.last.start : pair.last.end])))
