"""Narratives as they are compared between bodies, and which of them may be alike.

Candidates come from MinHash signatures in a locality-sensitive index (rensa), and from whole sentences that few reports
have, which finds a short text inside a long one. Both only propose: likeness is settled sentence by sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from reviewer.checks import likeness
from reviewer.checks.likeness import Sentence
from reviewer.checks.season.handed import Handed
from reviewer.model import Section

_PERMUTATIONS = 256
_BANDS = 64
"""Bands of 4: a pair of Jaccard 0.5 is proposed with 98 %, of 0.6 with 99.99 %, of 0.1 with 0.6 %."""
_SEED = 20190515
_RARE = 40
"""Reports that share a sentence, above which it proposes nothing."""


class Patterns(NamedTuple):
    """`own`: words by which any body calls itself; `figure`: a number that tells a fact."""

    own: re.Pattern[str]
    figure: re.Pattern[str]


class Passage:
    """One section of one report."""

    def __init__(self, report: Handed, section: Section, patterns: Patterns) -> None:
        self.report = report
        self.section = section
        self._figure = patterns.figure
        names = {likeness.cleaned(name) for name in (report.agency, report.identity.agency)}
        ordered = sorted((name for name in names if len(name) > 1), key=lambda one: (-len(one), one))
        self.sentences = _without(likeness.sentences(section), ordered, patterns.own)
        self.length = sum(len(one.text) for one in self.sentences)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset().union(*(one.shingles for one in self.sentences))

    @cached_property
    def figures(self) -> dict[str, frozenset[str]]:
        """Sentences as compared → the figures in them."""
        return {one.text: self.of(one) for one in self.sentences}

    def of(self, one: Sentence) -> frozenset[str]:
        return frozenset(self._figure.findall(self.section.text[one.start : one.end]))

    @cached_property
    def mark(self) -> tuple[frozenset[str], ...]:
        """The figures of all sentences in order: the same in copies of one filled-in template."""
        return tuple(self.of(one) for one in self.sentences)


def _without(sentences: Sequence[Sentence], names: Sequence[str], own: re.Pattern[str]) -> list[Sentence]:
    """The sentences without the names of the body: who copies changes those."""
    found = []
    for one in sentences:
        text = own.sub("", one.text)
        for name in names:
            text = text.replace(name, "")
        found.append(one if text == one.text else Sentence(text, one.start, one.end, likeness.shingles(text)))
    return found


class Index:
    """Texts that were put in, by signature: which of them may be like another one, of which `bound` must be there."""

    def __init__(self, passages: Sequence[Passage], bound: float) -> None:
        from rensa import RMinHash, RMinHashLSH  # only who judges a season has it (extra `batch`)

        tokens = [sorted(one.shingles) for one in passages]
        self._sizes = [len(one.shingles) for one in passages]
        self._bound = bound
        self._made = RMinHash.from_token_sets(tokens, num_perm=_PERMUTATIONS, seed=_SEED)
        self._index = RMinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, num_bands=_BANDS)

    def put(self, number: int) -> None:
        self._index.insert(number, self._made[number])

    def near(self, number: int) -> list[int]:
        """Numbers that were put in and may be alike, in order."""
        own = self._made[number]
        found = self._index.query(own)
        return sorted(one for one in found if own.jaccard(self._made[one]) >= self._least(number, one))

    def _least(self, one: int, other: int) -> float:
        """The Jaccard likeness from which enough of the smaller text can be in the other, four standard errors below."""
        sizes = self._sizes[one], self._sizes[other]
        common = self._bound * min(sizes)
        error: float = 0.5 / _PERMUTATIONS**0.5
        return common / (sum(sizes) - common) - 4 * error


def bound(least: float, share: float) -> float:
    """The part of a text's shingles that is in another one at least, where so large a share of it stands there.

    A sentence matched with likeness d (Dice) has at least d / (2 - d) of its shingles in the other; over a text whose
    weighed likeness is `share` that is least where every sentence has d = `share`, or `least` where that is more.
    """
    return 0.9 * share / (2 - max(least, share))  # a margin: shingles are counted once, sentences by length


def may_be(one: Passage, other: Passage, part: float) -> bool:
    """Whether `part` of the smaller text is in the other, by shingles: quick, to be settled by sentences."""
    return len(one.shingles & other.shingles) >= part * min(len(one.shingles), len(other.shingles))


def sharing(passages: Sequence[Passage], least: float) -> list[tuple[int, int]]:
    """Pairs that have whole sentences with the same figures in common, `least` of the shorter text, in order.

    Sentences that many have do not count: this is for a short text inside a long one, and for copies of one filled-in
    template among many.
    """
    where: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for number, one in enumerate(passages):
        for said in one.figures.items():
            where[said].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for (text, _), group in where.items():
        if 1 < len(group) <= _RARE:
            for at, first in enumerate(group):
                for second in group[at + 1 :]:
                    shared[first, second] += len(text)
    return sorted(
        pair
        for pair, length in shared.items()
        if length >= least * min(passages[pair[0]].length, passages[pair[1]].length)
    )
