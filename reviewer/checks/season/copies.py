"""Which of many texts are alike: candidates, each settled sentence by sentence; copies told from filled-in templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.checks import likeness
from reviewer.checks.external import PeerText
from reviewer.checks.likeness import Pair
from reviewer.checks.season.groups import Groups
from reviewer.checks.season.passages import Index, Passage, bound, may_be, sharing

_SAME = 0.95
"""Share (of texts equally long) from which one stands for the other in the index."""
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


def compared(parameters: PeerText, passages: Sequence[Passage], year: int) -> Found:
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
    """Compare two texts and note what they are; how far one can stand for the other: its share, less where one is longer."""
    one, other = passages[first], passages[second]
    if one.report.agency == other.report.agency or one.report.year < found.year:
        return 0.0  # a body's own two years: the rules across years speak of that; or two reports of last year
    if (first, second) in found.seen or found.groups.same(first, second):
        return 0.0
    found.seen.add((first, second))
    if not may_be(one, other, bound(parameters.least, parameters.share)):
        return 0.0
    link = link_of(parameters, one, other)
    if link is None:
        return 0.0
    found.templates.join(first, second)
    if link.unchanged >= parameters.unchanged:
        found.copied[first, second] = link
        if one.report.year == other.report.year:
            found.groups.join(first, second)
    return link.share * min(one.length, other.length) / max(one.length, other.length)


def link_of(parameters: PeerText, one: Passage, other: Passage) -> Link | None:
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
