"""The shapes of answers, and the strict JSON schema that a server is asked to keep to.

No shape has a value for `nothing is wrong`: a model can only list what it can quote. The outer object is all or
nothing; an item that does not fit is dropped by itself, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

LARGEST = 256 * 1024
"""Bytes of an answer that are looked at."""
ASKED = 40
"""Items that a list may have, by its schema …"""
ITEMS = 60
"""… and that are looked at, where a server does not keep to it."""

_Quote = Field(max_length=1200)
_Id = Field(max_length=12)


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Remark(_Item):
    """A sentence with something to say about it."""

    kind: str = Field(max_length=40)
    segment: str = _Id
    quote: str = _Quote
    note: str = Field(max_length=300)


class Foreign(Remark):
    """A sentence in which another body's name stands as its own."""

    name: str = Field(max_length=60)


class Misprint(_Item):
    """A word that is misprinted, and the right one."""

    kind: str = Field(max_length=40)
    segment: str = _Id
    quote: str = _Quote
    word: str = Field(max_length=12)
    replacement: str = Field(max_length=12)


class Cited(_Item):
    """A cell by its key, with its value as it was shown."""

    cell: str = Field(max_length=80)
    value: str = Field(max_length=40)


class Against(Remark):
    """What the cells say against a sentence, or (segment and quote empty) what no sentence says."""

    cells: list[Cited] = Field(max_length=12)


class Promise(Remark):
    """A sentence of last year's report, and the sentence of this year's that repeats it (or empty)."""

    before_segment: str = _Id
    before_quote: str = _Quote


class Number(_Item):
    """A number that prose states, and the cells whose sum it is."""

    segment: str = _Id
    quote: str = _Quote
    value: str = Field(max_length=30)
    cells: list[str] = Field(max_length=12)


class Problem(_Item):
    """A problem that the report names."""

    segment: str = _Id
    quote: str = _Quote


class Measure(_Item):
    """A measure that it names, and the numbers (from 1) of the problems it answers."""

    segment: str = _Id
    quote: str = _Quote
    answers: list[int] = Field(max_length=40)


class Shape(NamedTuple):
    """The lists of an answer and what they hold."""

    name: str
    lists: dict[str, type[_Item]]


SHAPES: dict[str, Shape] = {
    "remarks": Shape("remarks", {"findings": Remark}),
    "foreign": Shape("foreign", {"findings": Foreign}),
    "misprints": Shape("misprints", {"findings": Misprint}),
    "against": Shape("against", {"findings": Against}),
    "promises": Shape("promises", {"findings": Promise}),
    "claims": Shape("claims", {"claims": Number}),
    "pairs": Shape("pairs", {"problems": Problem, "measures": Measure}),
}


def schema(shape: Shape, kinds: Sequence[str] = ()) -> dict[str, Any]:
    """The strict JSON schema: every key required, no other allowed, `kind` one of `kinds`, no references."""
    lists = {name: _list(_object(item, kinds), ASKED) for name, item in shape.lists.items()}
    return {"type": "object", "properties": lists, "required": list(lists), "additionalProperties": False}


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    """Bounded, so that a small model that repeats itself comes to an end; no bound of strings, which clouds refuse."""
    return {"type": "array", "items": items, "maxItems": most}


_TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    list[str]: _list({"type": "string"}, 12),
    list[int]: _list({"type": "integer"}, 40),
}


def _object(item: type[_Item], kinds: Sequence[str]) -> dict[str, Any]:
    fields = {name: _TYPES.get(field.annotation, {}) for name, field in item.model_fields.items()}
    if "kind" in fields:
        fields["kind"] = {"type": "string", "enum": list(kinds)}
    if issubclass(item, Against):
        fields["cells"] = _list(_object(Cited, ()), 12)
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


class Parsed(NamedTuple):
    """The items of an answer by list; `misfits` are those that do not fit their shape."""

    items: dict[str, list[Any]]
    misfits: int


class ShapeError(ValueError):
    """An answer is no JSON of the wanted shape."""


def parse(text: str, shape: Shape) -> Parsed:
    """The items of an answer. In a list whose order matters (problems), a misfit leaves None. Raises ShapeError."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise ShapeError("too large")
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ShapeError("no JSON") from error
    if not isinstance(data, dict) or set(data) != set(shape.lists):
        raise ShapeError("other keys")
    found: dict[str, list[Any]] = {}
    misfits = 0
    for name, item in shape.lists.items():
        given = data[name]
        if not isinstance(given, list):
            raise ShapeError("no list")
        found[name] = [_fitted(one, item) for one in given[:ITEMS]]
        misfits += max(0, len(given) - ITEMS) + sum(one is None for one in found[name])
    return Parsed(found, misfits)


def _refuse(name: str) -> None:
    raise ValueError(name)


def _fitted(data: object, item: type[_Item]) -> _Item | None:
    try:
        return item.model_validate(data)
    except ValidationError:
        return None
