"""The words around a rule, from rules/words/rulebook.yaml."""

from __future__ import annotations

from functools import cache
from typing import Any

from reviewer import resources


@cache
def _texts() -> Any:
    return resources.read_yaml(resources.rules_dir() / "words" / "rulebook.yaml")


def words(*path: object, **values: object) -> str:
    """The text under a key path; `values` fill it in."""
    found = _texts()
    for part in path:
        found = found[part]
    return str(found).format_map(values) if values else str(found)


def known(*path: object) -> bool:
    """Whether there is a text under a key path."""
    found = _texts()
    for part in path:
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return isinstance(found, str)
