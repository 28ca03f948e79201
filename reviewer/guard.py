"""A YAML text from outside, looked over as a stream of events before anything is built from it.

What is refused here would cost memory or be read otherwise than it looks: a name given twice, references that unfold
to a huge tree or into themselves, deep nesting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

BYTES = 256 * 1024
"""The largest file; the largest pack that comes with the program has a tenth of it."""
_EVENTS = 50_000
_DEPTH = 30
_UNFOLDED = 50_000
"""Values after every reference is unfolded."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refusal(NamedTuple):
    """Line and column (from 1) and what is wrong."""

    line: int
    column: int
    problem: str


@dataclass
class _Open:
    mapping: bool
    anchor: str | None
    weight: int = 1
    keys: set[str] = field(default_factory=set)
    children: int = 0


def refusal(text: str) -> Refusal | None:
    """Why a text is not read at all; None when it may be. Raises YAMLError on a text that is no YAML."""
    opened: list[_Open] = []
    weights: dict[str, int] = {}
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        problem = "too many values" if number > _EVENTS else ""
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append(_Open(isinstance(event, yaml.MappingStartEvent), event.anchor))
            problem = problem or ("nested too deeply" if len(opened) > _DEPTH else "")
        elif isinstance(event, yaml.CollectionEndEvent):
            done = opened.pop()
            if done.anchor:
                weights[done.anchor] = done.weight
            _add(opened, done.weight)
        elif isinstance(event, yaml.ScalarEvent):
            problem = problem or _twice(opened, event.value)
            if event.anchor:
                weights[event.anchor] = 1
            _add(opened, 1)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in weights:
                problem = problem or f"a reference into itself or to nothing: {event.anchor}"
            _add(opened, weights.get(event.anchor or "", 1))
        if opened and opened[-1].weight > _UNFOLDED:
            problem = problem or "references unfold to too many values"
        if problem:
            mark: Any = event.start_mark
            return Refusal(mark.line + 1, mark.column + 1, problem)
    return None


def _add(opened: list[_Open], weight: int) -> None:
    if opened:
        opened[-1].weight += weight
        opened[-1].children += 1


def _twice(opened: list[_Open], value: str) -> str:
    """A key that its mapping has already; `<<` may be given more than once."""
    if not opened or not opened[-1].mapping or opened[-1].children % 2:
        return ""
    if value in opened[-1].keys and value != "<<":
        return f"given twice: {value}"
    opened[-1].keys.add(value)
    return ""
