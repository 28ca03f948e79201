"""The sentences of the command line, from rules/words/cli.yaml and rules/messages.yaml."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from reviewer import resources
from reviewer.errors import InputError, ReviewerError


class CallError(InputError):
    """The call is wrong (codes K-…): a sentence on standard error, exit status 2."""


@cache
def _texts() -> Any:
    return resources.read_yaml(resources.rules_dir() / "words" / "cli.yaml")


def words(*path: str, **values: object) -> str:
    """The text under a key path; `values` fill it in."""
    found = _texts()
    for part in path:
        found = found[part]
    return str(found).format_map(values) if values else str(found)


def table(*path: str) -> dict[str, str]:
    """The texts under a key path."""
    found = _texts()
    for part in path:
        found = found[part]
    return {str(key): str(text) for key, text in found.items()}


def complain(error: ReviewerError) -> None:
    """Say on standard error what is wrong."""
    tell(resources.sentence(error.code, **error.values))


def tell(line: str) -> None:
    """One line on standard error, whatever its encoding can hold."""
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def choice(option: str, value: str, allowed: tuple[str, ...]) -> str:
    """`value` when it is allowed. Raises CallError (K-CHOICE)."""
    if value not in allowed:
        raise CallError("K-CHOICE", name=option, value=value, choices="、".join(allowed))
    return value
