"""The same words in reports of different bodies: of the same year, or of the year before.

Likeness is that of `reviewer.checks.likeness`: numbers and fixed words left out, sentence beside sentence. A template
that each body filled in with figures of its own is noted in the outcome and is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.external import PeerText
from reviewer.checks.likeness import Pair
from reviewer.checks.rule import Rule
from reviewer.checks.season.base import Judged, Season, State, finding, listed, source
from reviewer.checks.season.copies import Found, Link, compared, link_of
from reviewer.checks.season.passages import Passage, Patterns
from reviewer.model import SeasonFinding, Source

_SHOWN = 4
"""Sentence pairs that are shown of two texts."""
_PARTNERS = 6
"""Bodies of one group of whose texts pairs are shown."""
_QUOTE = 46


def judge(rule: Rule, parameters: PeerText, season: Season) -> Judged:
    """One finding for each group of bodies whose section is the same, or for a body that took another's of last year."""
    judged = Judged()
    notes: dict[str, list[str]] = {}
    dark: dict[str, list[str]] = {}
    for key in parameters.sections:
        passages, silent = _passages(parameters, season, key)
        for name, why in silent.items():
            dark.setdefault(name, []).append(why)
        found = compared(parameters, passages, season.info.year)
        told = _grouped(rule, season, key, passages, found)
        told += _taken(rule, parameters, season, key, passages, found, {name for one in told for name in _names(one)})
        judged.findings += told
        for group in found.templates.sets():
            names = [
                passages[number].report.agency for number in group if passages[number].report.year == season.info.year
            ]
            for name in names if len(set(names)) > 1 else ():
                notes.setdefault(name, []).append(
                    resources.sentence("K-SEASON-TEMPLATE", section=_section(season, key), count=len(names) - 1)
                )
    failed = {name for one in judged.findings for name in _names(one)}
    for body in season.bodies:
        if body.name not in season.handed:
            judged.put(body.name, "skipped", resources.sentence("K-SEASON-NOT-HANDED"))
        elif body.name in failed:
            judged.put(body.name, "failed")
        else:
            state, reason = _silent(dark.get(body.name, ()), len(parameters.sections))
            judged.put(body.name, state, reason or "".join(notes.get(body.name, ())))
    return judged


def _silent(reasons: Sequence[str], sections: int) -> tuple[State, str]:
    """What becomes of a body with nothing told: unknown where a section was not found, skipped where all are short."""
    short = resources.sentence("K-TOO-SHORT")
    absent = next((one for one in reasons if one != short), None)
    if absent is not None:
        return "unknown", absent
    return ("skipped", short) if len(reasons) == sections else ("passed", "")


def _names(one: SeasonFinding) -> tuple[str, ...]:
    """Whose text is at fault: all of a group; the taker alone where another's last report was taken."""
    return (one.agency, *(name for name in one.others if all(each.year == one.year for each in one.sources)))


def _section(season: Season, key: str) -> str:
    return season.form.section(key).name


def _passages(parameters: PeerText, season: Season, key: str) -> tuple[list[Passage], dict[str, str]]:
    """The texts long enough to be compared, this year's first; and why a body has none."""
    patterns = Patterns(re.compile(parameters.self_names), re.compile(parameters.figures))
    now: list[Passage] = []
    before: list[Passage] = []
    silent: dict[str, str] = {}
    known = [one.name for one in season.bodies if one.name in season.handed]
    for name in (*known, *sorted(set(season.handed) - set(known))):
        one = season.handed[name]
        section = one.section(key)
        if section is None or not section.text.strip():
            silent[name] = resources.sentence("K-TEXT-ABSENT")
        else:
            made = Passage(one, section, patterns)
            if made.length < parameters.shortest:
                silent[name] = resources.sentence("K-TOO-SHORT")
            else:
                now.append(made)
        last = one.last.section(key) if one.last is not None else None
        if one.last is not None and last is not None:
            made = Passage(one.last, last, patterns)
            if made.length >= parameters.shortest:
                before.append(made)
    return [*now, *before], silent


def _grouped(rule: Rule, season: Season, key: str, passages: Sequence[Passage], found: Found) -> list[SeasonFinding]:
    """One finding for each group of this year's reports, whatever its size."""
    told = []
    for group in found.groups.sets():
        links = [link for (first, second), link in found.copied.items() if first in group and second in group]
        names = [passages[number].report.agency for number in group]
        told.append(_finding(rule, season, key, names[0], names[1:], links, ""))
    return told


def _taken(
    rule: Rule,
    parameters: PeerText,
    season: Season,
    key: str,
    passages: Sequence[Passage],
    found: Found,
    grouped: set[str],
) -> list[SeasonFinding]:
    """This year's texts that are another body's of last year; one finding each, with the nearest."""
    best: dict[int, Link] = {}
    for (first, second), link in found.copied.items():
        one, other = passages[first].report, passages[second].report
        if one.year == other.year or one.agency in grouped or _repeats_itself(parameters, passages, first):
            continue
        if first not in best or link.share > best[first].share:
            best[first] = link
    variant = parameters.variants["last"]
    return [
        _finding(
            rule, season, key, passages[first].report.agency, [_other(link, season).report.agency], [link], variant
        )
        for first, link in best.items()
    ]


def _other(link: Link, season: Season) -> Passage:
    return link.other if link.other.report.year != season.info.year else link.one


def _repeats_itself(parameters: PeerText, passages: Sequence[Passage], number: int) -> bool:
    """Whether a body's text is its own of last year: another rule says so."""
    one = passages[number]
    for other in passages:
        if other.report.agency == one.report.agency and other.report.year != one.report.year:
            return link_of(parameters, one, other) is not None
    return False


def _finding(
    rule: Rule, season: Season, key: str, agency: str, others: Sequence[str], links: Sequence[Link], variant: str
) -> SeasonFinding:
    shown = links[:_PARTNERS]
    lines: list[str] = []
    sources: list[Source] = []
    for link in shown:
        for pair in _best(link):
            ends = ((link.one, pair.now), (link.other, pair.last))
            texts = [report.quoted(text.section.text[one.start : one.end], _QUOTE) for text, one in ends]
            lines.append(
                resources.sentence(
                    "K-SEASON-PAIR", one=_called(link.one, season), first=texts[0], other=_called(link.other, season),
                    second=texts[1],
                )
            )  # fmt: skip
            sources += [source(text.report, text.section.span(one.start, one.end)) for text, one in ends]
    worst = max(links, key=lambda link: link.share)
    return finding(
        rule,
        season,
        agency,
        key,
        variant,
        *sorted(others),
        variant=variant,
        others=others,
        arithmetic=resources.sentence("K-LIST").join(lines),
        sources=list(dict.fromkeys(sources)),
        section=_section(season, key),
        names=listed(others),
        count=str(len(others) + 1),
        percent=str(int(worst.share * 100)),
        same=str(len(worst.pairs)),
        sentences=str(len(worst.one.sentences)),
    )


def _called(passage: Passage, season: Season) -> str:
    if passage.report.year == season.info.year:
        return passage.report.agency
    return resources.sentence("K-SEASON-YEAR-OF", agency=passage.report.agency, year=passage.report.year)


def _best(link: Link) -> list[Pair]:
    """The longest and most similar pairs, in reading order."""
    best = sorted(link.pairs, key=lambda one: (-one.degree * len(one.now.text), one.now.start))[:_SHOWN]
    return sorted(best, key=lambda one: one.now.start)
