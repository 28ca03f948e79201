"""How much of a text stands in another one: sentence by sentence, without numbers and fixed words of the form.

A sentence's likeness to another is the Dice coefficient of their sets of three-character shingles, 0 ... 1.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from reviewer import resources
from reviewer.model import Frozen, Section

_SENTENCE = re.compile(r"[^。；;！!？?\n\r]+")
_SIZE = 3
_SHORTEST = 6
"""Characters of a sentence, without numbers and fixed words, below which it is none: sub-headings."""
_MOST = 400
"""Sentences of one section that are compared."""


class YearWords(Frozen):
    """rules/words/years.yaml: what is left out before two years' texts are compared, and names of the same body."""

    numbers: str
    """Pattern: digits, numerals and whatever is no letter."""
    fixed: tuple[str, ...]
    """Words of the form and of the law, taken out of every sentence."""
    routine: str
    """Pattern: sentences that every report has."""
    same_names: tuple[tuple[str, str], ...] = ()
    """Spellings of one body: (as written, as compared)."""


@cache
def words() -> YearWords:
    return resources.read_model(resources.rules_dir() / "words" / "years.yaml", YearWords)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = words()
    fixed = "|".join(sorted(map(re.escape, known.fixed), key=len, reverse=True))
    return re.compile(known.routine), re.compile(fixed), re.compile(known.numbers)


class Sentence(NamedTuple):
    """`text` is what is compared; [start, end) its place in the section."""

    text: str
    start: int
    end: int
    shingles: frozenset[str]


class Pair(NamedTuple):
    """A sentence of this year, the most similar one of last year, and how similar they are."""

    now: Sentence
    last: Sentence
    degree: float


def sentences(section: Section) -> list[Sentence]:
    """The sentences that say something of their own."""
    routine, _, _ = _patterns()
    found = []
    for match in _SENTENCE.finditer(section.text):
        raw = match.group()
        text = cleaned(raw)
        if len(text) < _SHORTEST or routine.search(raw):
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        found.append(Sentence(text, start, match.end(), shingles(text)))
        if len(found) == _MOST:
            break
    return found


def cleaned(text: str) -> str:
    """A text without numbers, marks and fixed words: what is compared."""
    _, fixed, numbers = _patterns()
    return fixed.sub("", numbers.sub("", text))


def shingles(text: str) -> frozenset[str]:
    """Every three characters of a text in turn; the text itself where it is shorter."""
    return frozenset(text[index : index + _SIZE] for index in range(max(1, len(text) - _SIZE + 1)))


def pairs(now: list[Sentence], last: list[Sentence]) -> list[Pair]:
    """Each sentence of this year that has any likeness, with its best match."""
    exact: dict[str, list[Sentence]] = defaultdict(list)
    for one in last:
        exact[one.text].append(one)
    taken: Counter[str] = Counter()
    where: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(last):
        for shingle in one.shingles:
            where[shingle].append(index)
    found = []
    for one in now:
        if one.text in exact:
            same = exact[one.text]  # the first with the first, the second with the second
            found.append(Pair(one, same[min(taken[one.text], len(same) - 1)], 1.0))
            taken[one.text] += 1
            continue
        shared = Counter(index for shingle in one.shingles for index in where.get(shingle, ()))
        if shared:
            degrees = {
                index: 2 * count / (len(one.shingles) + len(last[index].shingles)) for index, count in shared.items()
            }
            best = max(degrees, key=lambda index: (degrees[index], -index))
            found.append(Pair(one, last[best], degrees[best]))
    return found


def share(now: list[Sentence], matched: list[Pair], least: float) -> float:
    """Likeness of the whole: the sentences' likeness weighed by length; below `least` a pair counts as nothing."""
    whole = sum(len(one.text) for one in now)
    alike = sum(len(pair.now.text) * pair.degree for pair in matched if pair.degree >= least)
    return alike / whole if whole else 0.0
