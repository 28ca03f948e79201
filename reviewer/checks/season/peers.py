"""The same words in reports of different bodies: of the same year, or of the year before.

Likeness is that of `reviewer.checks.likeness`: numbers and fixed words left out, sentence beside sentence. A template
that each body filled in with figures of its own is noted in the outcome and is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer import resources
from reviewer.checks import likeness, report
from reviewer.checks.external import PeerText
from reviewer.checks.likeness import Pair
from reviewer.checks.rule import Rule
from reviewer.checks.season.base import Judged, Season, finding, listed, source
from reviewer.checks.season.groups import Groups
from reviewer.checks.season.passages import Index, Passage, Patterns, bound, may_be, sharing
from reviewer.model import SeasonFinding, Source

_SHOWN = 4
"""Sentence pairs that are shown of two texts."""
_PARTNERS = 6
"""Bodies of one group of whose texts pairs are shown."""
_QUOTE = 46
_SAME = 0.95
"""Share from which a text stands for another one in the index."""
_FEW = 60
"""Texts of one template up to which each is compared with each; of more, those whose figures come next to each other."""


@dataclass(frozen=True)
class Link:
    """Two texts that are alike: share of the one found in the other, and share that stands there with the same figures."""

    one: Passage
    other: Passage
    share: float
    unchanged: float
    pairs: tuple[Pair, ...]
    """Sentences of `one` beside those of `other`."""


@dataclass
class Found:
    """What the comparison of one section came to, by places in the list of texts."""

    year: int
    copied: dict[tuple[int, int], Link] = field(default_factory=dict)
    seen: set[tuple[int, int]] = field(default_factory=set)
    templates: Groups = field(default_factory=Groups)
    groups: Groups = field(default_factory=Groups)


def judge(rule: Rule, parameters: PeerText, season: Season) -> Judged:
    """One finding for each group of bodies whose section is the same, or for a body that took another's of last year."""
    judged = Judged()
    notes: dict[str, list[str]] = {}
    dark: dict[str, str] = {}
    for key in parameters.sections:
        passages, silent = _passages(parameters, season, key)
        for name, why in silent.items():
            dark.setdefault(name, why)
        found = _compared(parameters, passages, season.info.year)
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
        name = body.name
        if name not in season.handed:
            judged.put(name, "skipped", resources.sentence("K-SEASON-NOT-HANDED"))
        elif name in failed:
            judged.put(name, "failed")
        elif name in dark:
            short = dark[name] == resources.sentence("K-TOO-SHORT")
            judged.put(name, "skipped" if short else "unknown", dark[name])
        else:
            judged.put(name, "passed", "".join(notes.get(name, ())))
    return judged


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


def _compared(parameters: PeerText, passages: Sequence[Passage], year: int) -> Found:
    """Which texts are copied, and which fill in the same template.

    A text goes into the index unless it is nearly the same as one that is there: so that many bodies with one template
    are not compared each with each. Who of such a group copied whom is then looked for within it.
    """
    found = Found(year)
    index = Index(passages, bound(parameters.least, parameters.share))
    for number in range(len(passages)):
        nearest = 0.0
        for other in index.near(number):
            nearest = max(nearest, _put(parameters, passages, other, number, found))
        if nearest < _SAME:
            index.put(number)
    for first, second in sharing(passages, parameters.unchanged * parameters.share):
        _put(parameters, passages, first, second, found)
    for group in found.templates.sets():
        if len(group) > _FEW:
            group.sort(key=lambda one: (sorted(map(sorted, passages[one].mark)), one))
        for at, first in enumerate(group):
            for second in group[at + 1 : at + 2 if len(group) > _FEW else None]:
                _put(parameters, passages, min(first, second), max(first, second), found)
    found.copied = dict(sorted(found.copied.items()))
    return found


def _put(parameters: PeerText, passages: Sequence[Passage], first: int, second: int, found: Found) -> float:
    """Compare two texts and note what they are; the share that stands in both (0 where they are not to be compared)."""
    one, other = passages[first], passages[second]
    if one.report.agency == other.report.agency or one.report.year < found.year:
        return 0.0  # a body's own two years: the rules across years speak of that; or two reports of last year
    if (first, second) in found.seen or found.groups.same(first, second):
        return 0.0
    found.seen.add((first, second))
    if not may_be(one, other, bound(parameters.least, parameters.share)):
        return 0.0
    link = _link(parameters, one, other)
    if link is None:
        return 0.0
    found.templates.join(first, second)
    if link.unchanged >= parameters.unchanged:
        found.copied[first, second] = link
        if one.report.year == other.report.year:
            found.groups.join(first, second)
    return link.share


def _link(parameters: PeerText, one: Passage, other: Passage) -> Link | None:
    """How alike two texts are, seen from the one of which more stands in the other; None when it is too little."""
    links = []
    for this, that in ((one, other), (other, one)):
        pairs = likeness.pairs(this.sentences, that.sentences)
        share = likeness.share(this.sentences, pairs, parameters.least)
        if share >= parameters.share:
            same = [pair for pair in pairs if this.of(pair.now) == that.of(pair.last)]
            unchanged = likeness.share(this.sentences, same, parameters.alike)
            shown = tuple(pair for pair in pairs if pair.degree >= parameters.least)
            links.append(Link(this, that, share, unchanged, shown))
    return max(links, key=lambda link: (link.unchanged, link.share), default=None)


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
            return _link(parameters, one, other) is not None
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
