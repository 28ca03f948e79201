"""Numbers of prose with the unit they count, sentence by sentence, for rules that do sums within the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks.context import Context
from reviewer.checks.lines import Line, lines
from reviewer.model import Frozen, TextSpan
from reviewer.model.numerals import chinese, entry

_SENTENCE = re.compile(r"[^。！？]+")
_RANGE = re.compile(r"\d\D?[至到]$")
_MONEY = "元"
_HAN = "〇零一二两三四五六七八九十百千"
_TENS = "十百千"
_ORDINALS = re.compile(r"第[一二三四五六七八九十]+|[一二三四五六七八九十]+是")
_LONGEST = 2000
"""Characters of the longest sentence that is read; no office writes longer ones."""


class QuantityWords(Frozen):
    """The data file rules/words/quantities.yaml."""

    units: tuple[str, ...]
    not_units: tuple[str, ...]
    scales: tuple[str, ...]
    before: tuple[str, ...]
    inside: tuple[str, ...]
    after: tuple[str, ...]
    compared: str
    han: str


class Quantity(NamedTuple):
    """A number and its unit at [start, end) of a sentence; `exact` is False for 约, 余, 1.2万, ranges and averages."""

    value: Decimal
    unit: str
    start: int
    end: int
    exact: bool


class Sentence(NamedTuple):
    """A folded sentence, beginning at character `shift` of its line; 。！？ and line ends end one."""

    line: Line
    shift: int
    text: str
    paragraph: int
    quantities: tuple[Quantity, ...]

    @property
    def section(self) -> str:
        return self.line.section

    @property
    def ended(self) -> bool:
        """Whether a mark ends it; a line that was cut by its layout ends without one."""
        return self.line.text[self.shift + len(self.text) :][:1] in ("。", "！", "？")

    def goes_on(self, before: Sentence | None) -> bool:
        """Whether it may go on with the line before, which has numbers and no mark at its end."""
        if self.shift or before is None or before.section != self.section or before.ended:
            return False
        return bool(before.quantities)

    def span(self, context: Context, start: int, end: int) -> TextSpan:
        """Evidence for the folded characters [start, end) of this sentence."""
        return self.line.span(context, self.shift + start, self.shift + end)


@cache
def words() -> QuantityWords:
    return resources.read_model(resources.rules_dir() / "words" / "quantities.yaml", QuantityWords)


def any_of(names: tuple[str, ...]) -> str:
    """A pattern for any of these words, the longer first."""
    return "(?:" + "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True)) + ")"


@cache
def _number() -> re.Pattern[str]:
    known = words()
    return re.compile(
        r"(?<![\d.,A-Za-z〔])(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
        rf"(?P<inside>{any_of(known.inside)})?(?!{any_of(known.not_units)})"
        rf"(?:(?P<unit>{any_of(known.units)})"
        rf"|(?P<scale>{any_of(known.scales)})(?P<more>{any_of(known.inside)})?(?P<scaled>{any_of(known.units)}))"
    )


@cache
def han_number() -> re.Pattern[str]:
    """A number in Chinese characters with its unit, which is not read."""
    return re.compile(words().han + any_of(words().inside) + "?" + any_of(words().units))


@cache
def _han() -> re.Pattern[str]:
    known = words()
    return re.compile(
        rf"(?<![第{_HAN}\d至到])(?P<number>[{_HAN}]+)(?!{any_of(known.not_units)})(?P<unit>{any_of(known.units)})"
    )


def _spelled(text: str) -> list[Quantity]:
    """Numbers of two and more figures in Chinese characters: 一百二十条. A single one often counts nothing (一项制度)."""
    known, found = words(), []
    for match in _han().finditer(text):
        value = chinese(match["number"]) if set(match["number"]) & set(_TENS) else None
        if value is not None and value > 10:
            exact = not (
                text.endswith(known.before, max(0, match.start() - 6), match.start())
                or text.startswith(known.after, match.end())
            )
            found.append(Quantity(value, match["unit"], match.start(), match.end(), exact))
    return found


def unread(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether [start, stop) of the sentence holds a number in Chinese characters that is no quantity of it."""
    text = list(sentence.text[start:stop])
    for one in sentence.quantities:
        for index in range(max(0, one.start - start), min(len(text), one.end - start)):
            text[index] = "\x01"
    return bool(han_number().search(_ORDINALS.sub("", "".join(text))))


def read(text: str) -> tuple[Quantity, ...]:
    """The quantities of a folded sentence, in order."""
    known, found = words(), _spelled(text)
    compared = re.compile(known.compared)
    for match in _number().finditer(text):
        unit, printed, start = match["unit"] or match["scaled"], match["number"], match.start()
        tenths = "." in printed and not match["scale"] and not unit.endswith(_MONEY)
        if tenths and (behind := entry(text, start)):  # ；2.1件: entry two
            printed, start, tenths = text[behind : match.end("number")], behind, False
        exact = not (
            match["scale"]
            or tenths
            or match["inside"]
            or text.endswith(known.before, max(0, match.start() - 6), match.start())
            or (text.startswith(known.after, match.end()) and not compared.match(text, match.end()))
            or _RANGE.search(text, max(0, match.start() - 3), match.start())
        )
        value = Decimal(printed.replace(",", ""))
        found.append(Quantity(value, unit, start, match.end(), exact))
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=1024)
def _cut(line: str) -> tuple[tuple[int, str, tuple[Quantity, ...]], ...]:
    """Where each sentence of a folded line begins, its text, its quantities."""
    return tuple(
        (match.start(), match[0], read(match[0]) if len(match[0]) <= _LONGEST else ())
        for match in _SENTENCE.finditer(line)
    )


def every(context: Context, keys: tuple[str, ...] = ()) -> Iterator[Sentence]:
    """The sentences of all sections, or of those named."""
    for number, line in enumerate(lines(context, keys)):
        for shift, text, quantities in _cut(line.text):
            yield Sentence(line, shift, text, number, quantities)


def place_name(context: Context, key: str) -> str:
    """A section as messages name it."""
    return resources.sentence("K-PREFACE") if key == "preface" else context.form.section(key).name
