"""Numbered lists in a section: 一是…二是…, （一）…（二）…, 1.…2.…; the first of problems, the second of measures."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from reviewer.checks.context import Context
from reviewer.checks.lines import lines
from reviewer.checks.listwords import compiled
from reviewer.model import TextSpan

_ORDINALS = "一二三四五六七八九十"
_STYLES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"(?:^|(?<=[。；：，、）\s]))(?P<number>[{_ORDINALS}])是",
        rf"(?:^|(?<=[。；：]))（(?P<number>[{_ORDINALS}\d])）",
        r"(?:^|(?<=[。；：]))(?P<number>\d)[.、](?!\d+[\d,]*[.%年月/万亿元])",
        rf"(?:^|(?<=[。；：]))(?P<number>[{_ORDINALS}])、",
        rf"(?:^|(?<=[。；：]))第(?P<number>[{_ORDINALS}])[，、]",
    )
)
_LEAD = 60
"""Characters before a list that may say what it is a list of."""


class Item(NamedTuple):
    """One item: folded text without its number, and where it stands."""

    text: str
    span: TextSpan


class _Mark(NamedTuple):
    number: int
    start: int
    end: int


class _Flat:
    """The folded lines of a section in one text, with the way back to the source."""

    def __init__(self, context: Context, key: str) -> None:
        self._section = context.section(key)
        self._lines = tuple(lines(context, (key,)))
        self._begins: list[int] = []
        at = 0
        for line in self._lines:
            self._begins.append(at)
            at += len(line.text) + 1
        self.text = "\n".join(line.text for line in self._lines)

    def _source(self, at: int) -> tuple[int, int]:
        index = bisect_right(self._begins, at) - 1
        line = self._lines[index]
        place = line.start + min(at - self._begins[index], len(line.text) - 1)
        return line.place.folded.source(place, place + 1)

    def span(self, start: int, end: int) -> TextSpan:
        assert self._section is not None
        return self._section.span(self._source(start)[0], self._source(end - 1)[1])


def lists(context: Context, key: str, first: str, second: str) -> tuple[list[Item], list[Item]] | None:
    """The two lists of a section, when in one style there are exactly two, each introduced as it should be.

    `first` and `second` are patterns for what leads to them. None when the text is built in another way.
    """
    flat = _Flat(context, key)
    for style in _STYLES:
        marks = [_Mark(_value(match["number"]), *match.span()) for match in style.finditer(flat.text)]
        runs = _runs(marks)
        if len(runs) != 2 or min(map(len, runs)) < 2:
            continue
        one, two = runs
        if not compiled(first).search(flat.text[max(0, one[0].start - _LEAD) : one[0].start]):
            continue
        turn = compiled(second).search(flat.text, one[-1].end, two[0].start)
        if turn is not None:
            return _items(flat, one, turn.start()), _items(flat, two, len(flat.text))
    return None


def _value(printed: str) -> int:
    return int(printed) if printed.isdigit() else _ORDINALS.index(printed) + 1


def _runs(marks: list[_Mark]) -> list[list[_Mark]]:
    """Marks in rising order 1, 2, 3 …; a text with any other order has no lists."""
    runs: list[list[_Mark]] = []
    for mark in marks:
        if mark.number == 1:
            runs.append([mark])
        elif runs and mark.number == runs[-1][-1].number + 1:
            runs[-1].append(mark)
        else:
            return []
    return runs


def _items(flat: _Flat, run: list[_Mark], stop: int) -> list[Item]:
    found = []
    for index, mark in enumerate(run):
        end = run[index + 1].start if index + 1 < len(run) else stop
        body = flat.text[mark.end : end].rstrip("。；\n，")
        found.append(Item(body, flat.span(mark.start, mark.end + len(body))))
    return found
