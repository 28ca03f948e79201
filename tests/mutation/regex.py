"""Mutants of a regular expression: an alternative dropped, a look-around dropped, an optional part made needed or gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_QUANTIFIER = re.compile(r"\?|\*|\+|\{\d*,?\d*\}")
_OPENING = re.compile(r"\((?:\?(?::|=|!|<=|<!|P<\w+>|[aiLmsux-]+:))?")


class Mutation(NamedTuple):
    sort: str
    """`word` or `shape`"""
    told: str
    made: str


class _Item(NamedTuple):
    """One atom with its quantifier; `inner` is where the alternatives of a group lie."""

    start: int
    atom: int
    """End of the atom, where its quantifier begins."""
    end: int
    inner: tuple[int, int] | None
    look: bool


def _class_end(text: str, at: int) -> int:
    """End of the class that opens at `at`; a `]` directly behind the bracket (or behind `[^`) is a member."""
    at += 1
    at += text[at] == "^"
    at += text[at] == "]"
    while text[at] != "]":
        at += 2 if text[at] == "\\" else 1
    return at + 1


def _group_end(text: str, at: int) -> int:
    """End of the group whose inside starts at `at`."""
    depth = 1
    while depth:
        if text[at] == "\\":
            at += 2
            continue
        if text[at] == "[":
            at = _class_end(text, at)
            continue
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
    return at


def _items(text: str, start: int, end: int) -> Iterator[list[_Item]]:
    """The items of each alternative between `start` and `end`."""
    branch: list[_Item] = []
    at = start
    while at < end:
        inner, look = None, False
        if text[at] == "|":
            yield branch
            branch, at = [], at + 1
            continue
        if text[at] == "\\":
            atom = at + 2
        elif text[at] == "[":
            atom = _class_end(text, at)
        elif text[at] == "(" and (flags := re.match(r"\(\?[aiLmsux]+\)|\(\?P=\w+\)", text[at:])):
            atom = at + flags.end()
        elif text[at] == "(":
            opened = _OPENING.match(text, at)
            assert opened is not None
            atom = _group_end(text, opened.end())
            inner, look = (opened.end(), atom - 1), opened[0] in ("(?=", "(?!", "(?<=", "(?<!")
        else:
            atom = at + 1
        more = _QUANTIFIER.match(text, atom)
        stop = more.end() if more else atom
        if more and text[stop : stop + 1] == "?":
            stop += 1
        branch.append(_Item(at, atom, stop, inner, look))
        at = stop
    yield branch


def mutations(text: str, start: int = 0, end: int | None = None) -> Iterator[Mutation]:
    """Every mutation that still compiles to another expression."""
    end = len(text) if end is None else end
    branches = list(_items(text, start, end))
    at = start
    for number, branch in enumerate(branches):
        stop = branch[-1].end if branch else at
        if len(branches) > 1:
            cut = (at, stop + 1) if number + 1 < len(branches) else (at - 1, stop)
            yield Mutation("word", f"without {text[at:stop]}", text[: cut[0]] + text[cut[1] :])
        at = stop + 1
        for item in branch:
            yield from _of_item(text, item)


def _of_item(text: str, item: _Item) -> Iterator[Mutation]:
    atom, quantifier = text[item.start : item.atom], text[item.atom : item.end]
    before, after = text[: item.start], text[item.end :]
    if item.look:
        yield Mutation("shape", f"without {atom}", before + after)
    elif quantifier[:1] in ("?", "*"):
        yield Mutation("shape", f"{atom}{quantifier} left out", before + after)
        yield Mutation("shape", f"{atom}{quantifier} needed", f"{before}{atom}{after}")
    if item.inner:
        yield from mutations(text, *item.inner)
