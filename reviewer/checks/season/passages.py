"""Narratives as they are compared between bodies, and which of them may be alike.

Candidates come from MinHash signatures in a locality-sensitive index (rensa), and from whole sentences that few reports
have, which finds a short text inside a long one. Both only propose: likeness is settled sentence by sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

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
_FIGURE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d+(?:\.\d+)?(?![\d.．、）)])")
"""A number that is no year and no ordinal before an entry."""


class Passage:
    """One section of one report."""

    def __init__(self, report: Handed, section: Section, own: re.Pattern[str]) -> None:
        self.report = report
        self.section = section
        self.sentences = _without(likeness.sentences(section), own)
        self.length = sum(len(one.text) for one in self.sentences)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset().union(*(one.shingles for one in self.sentences))

    @cached_property
    def figures(self) -> dict[str, frozenset[str]]:
        """Sentences as compared → the figures in them."""
        return {one.text: self.of(one) for one in self.sentences}

    def of(self, one: Sentence) -> frozenset[str]:
        return frozenset(_FIGURE.findall(self.section.text[one.start : one.end]))

    def repeats(self, other: Passage) -> float:
        """A cheap lower bound: share of this text in sentences that the other has with the same figures."""
        same = sum(len(text) for text, own in self.figures.items() if other.figures.get(text) == own)
        return same / self.length if self.length else 0.0


def _without(sentences: Sequence[Sentence], own: re.Pattern[str]) -> list[Sentence]:
    """The sentences without the words by which a body calls itself: who copies changes those."""
    found = []
    for one in sentences:
        text = own.sub("", one.text)
        found.append(one if text == one.text else Sentence(text, one.start, one.end, likeness.shingles(text)))
    return found


def candidates(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Pairs of places in `passages` that may be alike, each once, the smaller place first, in order."""
    found: set[tuple[int, int]] = set()
    for first, others in enumerate(_near(passages)):
        found.update((first, other) for other in others if first < other)
    shared: Counter[tuple[int, int]] = Counter()
    for group in _rare(passages):
        for at, first in enumerate(group):
            for second in group[at + 1 :]:
                shared[first, second] += 1
    found.update(shared)
    yield from sorted(found)


def _near(passages: Sequence[Passage]) -> list[list[int]]:
    from rensa import RMinHash, RMinHashLSH  # only who judges a season has it (extra `batch`)

    tokens = [sorted(one.shingles) for one in passages]
    made = RMinHash.from_token_sets(tokens, num_perm=_PERMUTATIONS, seed=_SEED)
    index = RMinHashLSH(threshold=0.5, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    for number, one in enumerate(made):
        index.insert(number, one)
    return [index.query(one) for one in made]


def _rare(passages: Sequence[Passage]) -> list[list[int]]:
    where: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(passages):
        for text in one.figures:
            where[text].append(number)
    return [group for group in where.values() if 1 < len(group) <= _RARE]
