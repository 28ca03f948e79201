"""Values that fit a JSON schema, for the doubles: as little as it allows, or filled with a given text.

Knows the part of JSON schema that strict answers use: objects, arrays, strings, numbers, booleans, enums, anyOf, $ref.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

_DEEP = 12


def least(schema: dict[str, Any]) -> Any:
    """The smallest value that fits: empty lists, empty texts, the first of an enum."""
    return _value(schema, schema, iter(()), 0, 0)


def filled(schema: dict[str, Any], texts: Iterator[str], items: int = 2) -> Any:
    """A value with `items` entries in each list and each free text taken from `texts`, which has to be endless."""
    return _value(schema, schema, texts, items, 0)


def repeated(*texts: str) -> Iterator[str]:
    return itertools.cycle(texts)


def _value(schema: dict[str, Any], root: dict[str, Any], texts: Iterator[str], items: int, deep: int) -> Any:
    schema = _target(schema, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for name in ("anyOf", "oneOf", "allOf"):
        if name in schema:
            return _value(_choice(schema[name], items), root, texts, items, deep)
    kind = schema.get("type", "object")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    if kind == "object":
        wanted = schema.get("properties", {})
        names = wanted if items else schema.get("required", ())
        return {name: _value(wanted[name], root, texts, items, deep + 1) for name in names}
    if kind == "array":
        count = max(int(schema.get("minItems", 0)), items if deep < _DEEP else 0)
        count = min(count, int(schema.get("maxItems", count)))
        return [_value(schema.get("items", {}), root, texts, items, deep + 1) for _ in range(count)]
    if kind == "string":
        text = next(texts, "").ljust(int(schema.get("minLength", 0)), "。")
        return text[: schema.get("maxLength")]
    if kind in ("integer", "number"):
        low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
        return low if kind == "number" else int(low)
    return False if kind == "boolean" else None


def _target(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """Follow `$ref` inside the document."""
    for _ in range(_DEEP):
        path = schema.get("$ref")
        if not isinstance(path, str) or not path.startswith("#/"):
            return schema
        found: Any = root
        for part in path[2:].split("/"):
            found = found[part]
        schema = found
    return schema


def _choice(choices: list[dict[str, Any]], items: int) -> dict[str, Any]:
    """The first that says something; null where as little as possible is wanted."""
    nothing = [one for one in choices if one.get("type") == "null"]
    others = [one for one in choices if one.get("type") != "null"]
    return (nothing or others)[0] if not items else (others or nothing)[0]
