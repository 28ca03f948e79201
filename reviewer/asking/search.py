"""Finding sentences: BM25 (bm25s) over character pairs and the words of the form, then a test of what was really found.

A high rank says only that nothing else fits better; whether a sentence speaks of what was asked is told by coverage:
how much of the question's own content, weighted by rarity, stands in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from reviewer.asking.words import vocabulary
from reviewer.model import folded

_HAN = re.compile(r"[\u3400-\u9fff]+")
_OTHER = re.compile(r"[0-9A-Za-z.]+")
_PUNCTUATION = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")


class Hit(NamedTuple):
    index: int
    score: float
    coverage: float


def content(question: str) -> list[str]:
    """The runs of a (folded) question that carry content: what is left when the words of asking are taken away."""
    stop = sorted(vocabulary().search.stop, key=len, reverse=True)
    rule = re.compile("|".join(map(re.escape, stop)))
    protected = sorted({word for kin in vocabulary().search.kin for word in kin if len(word) > 1}, key=len, reverse=True)
    keep = re.compile("|".join(map(re.escape, protected)))
    out: list[str] = []
    position = 0
    for match in keep.finditer(question):
        out += _runs(rule, question[position : match.start()])
        out.append(match[0])
        position = match.end()
    return out + _runs(rule, question[position:])


def _runs(rule: re.Pattern[str], text: str) -> list[str]:
    return [run for part in _PUNCTUATION.split(text) for run in rule.split(part) if run]


def units(text: str) -> list[str]:
    """Search units of a text: pairs of Han characters (a lone one as it is), numbers and Latin words whole."""
    found = [match[0].lower() for match in _OTHER.finditer(text)]
    for match in _HAN.finditer(text):
        run = match[0]
        found += [run[index : index + 2] for index in range(len(run) - 1)] or [run]
    return found


class Index:
    """Texts to search in. Building costs a few milliseconds for a report."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = [folded(one) for one in texts]
        self._units = [units(one) for one in self.texts]
        self._seen = Counter(unit for one in self._units for unit in set(one))
        self._model: Any = None

    def _bm25(self) -> Any:
        if self._model is None:
            import bm25s

            self._model = bm25s.BM25(method="lucene")
            self._model.index([one or ["∅"] for one in self._units], show_progress=False)
        return self._model

    def rarity(self, unit: str) -> float:
        return math.log(1 + (len(self.texts) + 1) / (self._seen.get(unit, 0) + 0.5))

    def search(self, words: Sequence[str], most: int = 5) -> list[Hit]:
        """The best texts for content words, best first. Words of one kin find each other."""
        wanted = [unit for word in words for unit in units(word)]
        if not wanted or not any(self._units):
            return []
        spread = [unit for word in words for other in (word, *kin(word)) for unit in units(other)]
        scores = self._bm25().get_scores([unit for unit in dict.fromkeys(spread) if unit in self._seen] or ["∅"])
        order = sorted(range(len(self.texts)), key=lambda index: (-float(scores[index]), index))
        return [Hit(index, float(scores[index]), self.coverage(words, index)) for index in order[:most] if scores[index] > 0]

    def coverage(self, words: Sequence[str], index: int) -> float:
        """How much of the words, by rarity, stands in a text: 0 to 1. A kin of a word counts as the word."""
        text = self.texts[index]
        whole = found = 0.0
        for word in words:
            weights = {unit: self.rarity(unit) for unit in units(word)}
            mass = sum(weights.values())
            whole += mass
            if word in text or any(other in text for other in kin(word)):
                found += mass
            else:
                found += sum(weight for unit, weight in weights.items() if unit in text)
        return found / whole if whole else 0.0

    def holds(self, word: str) -> list[int]:
        """The texts in which a word stands as it is."""
        return [index for index, text in enumerate(self.texts) if word in text]


def kin(word: str) -> tuple[str, ...]:
    return tuple(other for group in vocabulary().search.kin if word in group for other in group if other != word)
