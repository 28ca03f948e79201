"""What a pack of a place changed in a rule, in words."""

from __future__ import annotations

import json

from reviewer.checks import Changed
from reviewer.model import Severity
from reviewer.rulebook.words import known, words

_LONGEST = 60
"""Characters of a value that are shown."""


def values(changed: Changed) -> str:
    """Every value before and after, in one phrase."""
    return words("values", "list").join(_value(keys, old, new) for keys, old, new in changed.values)


def _value(keys: tuple[int | str, ...], old: object, new: object) -> str:
    head = str(keys[0])
    if head == "use":
        return words("values", "use", bool(new))
    if head == "severity":
        return words("values", "severity", old=_shown(old), new=_shown(new))
    if head == "variants":
        return words("values", "variant", variant=keys[1], value=_value(keys[2:], old, new))
    if head == "parameters":
        name = ".".join(str(part) for part in keys[1:])
        return words("values", "parameter", name=name, old=_shown(old), new=_shown(new))
    name = words("rows", head) if known("rows", head) else words("values", head)
    return words("values", "words", name=name)


def _shown(value: object) -> str:
    if isinstance(value, Severity):
        return words("severity", value.value)
    if value is None or value == "":
        return words("values", "nothing")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
