"""Finding sentences: BM25 (bm25s) over character pairs and the words of the form, then a test of what was really found.

A high rank says only that nothing else fits better; whether a sentence speaks of what was asked is told by coverage:
how much of the question's own content, its characters weighted by rarity, stands in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from reviewer.asking.words import vocabulary
from reviewer.model import folded

_HAN = re.compile(r"[\u3400-\u9fff]+")
_OTHER = re.compile(r"[0-9A-Za-z.]+")
_PUNCTUATION = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
PLAN = "下一步"


class Hit(NamedTuple):
    """A text by its place in the index, its BM25 score, and how much of the question stands in it."""

    place: int
    score: float
    coverage: float


def content(question: str) -> list[str]:
    """The runs of a (folded) question that carry content: what is left when the words of asking are taken away.

    Words of one kin stay whole. A stop word of one character goes at the edge of a run alone: inside it is part of a word.
    """
    stop, single, keep, numeric = _words()
    question = numeric.sub(" ", question)
    out: list[str] = []
    position = 0
    for match in keep.finditer(question):
        out += _runs(stop, single, question[position : match.start()])
        out.append(match[0])
        position = match.end()
    out += _runs(stop, single, question[position:])
    out = [word for word in out if not (len(word) == 2 and word.endswith("了"))] or out  # 发了、办了
    out = [word for word in out if word not in vocabulary().search.units]
    return [
        word for number, word in enumerate(out) if word not in out[:number] and not set(kin(word)) & set(out[:number])
    ]


@cache
def _words() -> tuple[re.Pattern[str], str, re.Pattern[str], re.Pattern[str]]:
    known = vocabulary().search
    stop = sorted((word for word in known.stop if len(word) > 1), key=len, reverse=True)
    single = "".join(word for word in known.stop if len(word) == 1)
    family = sorted({word for group in known.kin for word in group if len(word) > 1}, key=len, reverse=True)
    units = sorted(known.units, key=len, reverse=True)
    numeric = re.compile(f"(?:{'|'.join(map(re.escape, known.numeric))})(?:{'|'.join(map(re.escape, units))})?")
    return re.compile("|".join(map(re.escape, stop))), single, re.compile("|".join(map(re.escape, family))), numeric


def _runs(stop: re.Pattern[str], single: str, text: str) -> list[str]:
    found = [run.strip(single) for part in _PUNCTUATION.split(text) for run in stop.split(part)]
    return [piece for run in found for piece in run.split("的") if piece]


def units(text: str) -> list[str]:
    """Search units of a text: pairs of Han characters (a lone one as it is), numbers and Latin words whole."""
    found = [match[0].lower() for match in _OTHER.finditer(text)]
    for match in _HAN.finditer(text):
        run = match[0]
        found += [run[index : index + 2] for index in range(len(run) - 1)] or [run]
    return found


class Index:
    """Texts to search in. Building costs a few milliseconds for a report."""

    def __init__(self, texts: Iterable[str], year: int | None = None) -> None:
        self._year = year
        self.texts = [folded(one) for one in texts]
        self._units = [units(one) for one in self.texts]
        self._chars = Counter(char for one in self.texts for char in set(one))
        self._seen = Counter(unit for one in self._units for unit in set(one))
        self._model: Any = None

    def _bm25(self) -> Any:
        if self._model is None:
            import bm25s

            self._model = bm25s.BM25(method="lucene")
            self._model.index([one or ["∅"] for one in self._units], show_progress=False)
        return self._model

    def _weight(self, char: str) -> float:
        return math.log(1 + (len(self.texts) + 1) / (self._chars.get(char, 0) + 0.5))

    def search(self, words: Sequence[str], most: int = 5) -> list[Hit]:
        """The best texts for content words, best first. Words of one kin find each other."""
        wanted = [unit for word in words for unit in units(word)]
        if not wanted or not any(self._units):
            return []
        spread = [unit for word in words for other in (word, *self._kin(word)) for unit in units(other)]
        scores = self._bm25().get_scores([unit for unit in dict.fromkeys(spread) if unit in self._seen] or ["∅"])
        order = sorted(range(len(self.texts)), key=lambda index: (-float(scores[index]), index))
        return [
            Hit(index, float(scores[index]), self.coverage(words, index)) for index in order[:most] if scores[index] > 0
        ]

    def coverage(self, words: Sequence[str], index: int) -> float:
        """How much of the words, by rarity, stands in a text: 0 to 1. A kin of a word counts as the word."""
        text = self.texts[index]
        whole = found = 0.0
        for word in words:
            weights = [self._weight(char) for char in word]
            whole += sum(weights)
            if word in text or any(other in text for other in self._kin(word)):
                found += sum(weights)
            else:
                found += sum(weight for weight, there in zip(weights, _covered(word, text), strict=True) if there)
        return found / whole if whole else 0.0

    def _kin(self, word: str) -> tuple[str, ...]:
        """Words that may stand for a word; for plans also the year after the report's."""
        found = kin(word)
        plans = self._year is not None and PLAN in (word, *found)
        return (*found, f"{(self._year or 0) + 1}年") if plans else found

    def holds(self, word: str) -> list[int]:
        """The texts in which a word, or one of its kin, stands as it is."""
        wanted = (word, *self._kin(word))
        return [index for index, text in enumerate(self.texts) if any(one in text for one in wanted)]


def _covered(word: str, text: str) -> list[bool]:
    """Which characters of a word stand in a text as part of at least two that neighbour in both."""
    there = [word[index : index + 2] in text for index in range(len(word) - 1)]
    return [any(there[max(0, index - 1) : index + 1]) for index in range(len(word))]


def kin(word: str) -> tuple[str, ...]:
    return tuple(other for group in vocabulary().search.kin if word in group for other in group if other != word)
