"""From what a model says to the JSON in it: thoughts and fences come off, nothing is mended.

A bracket that is missing is not put in: half an answer could become a finding that nobody gave.
"""

from __future__ import annotations

import json
import re
from typing import Any

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_FENCE = re.compile(
    r"\A[^{}\[\]]{0,200}?```[ \t]*[A-Za-z0-9_-]*[ \t]*\r?\n(?P<body>.*?)\r?\n?[ \t]*```[^{}\[\]]{0,200}\Z", re.DOTALL
)


def bare(text: str) -> str:
    """The answer without thoughts (also where only their end is written) and without one code fence around it."""
    text = _THOUGHT.sub("", text)
    ends = list(_THOUGHT_END.finditer(text))
    if ends:
        text = text[ends[-1].end() :]
    text = text.strip("\ufeff \t\r\n")
    fenced = _FENCE.match(text)
    return fenced["body"].strip() if fenced else text


def parsed(text: str) -> dict[str, Any]:
    """The one JSON object that the text is. Raises ValueError: not JSON, two objects, NaN, a key twice, too deep."""
    try:
        value = json.loads(text, parse_constant=_refused, object_pairs_hook=_once)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


class Thoughts:
    """Takes a leading thought out of text that comes in pieces."""

    def __init__(self) -> None:
        self._held = ""
        self._over = False

    def add(self, piece: str) -> str:
        """What may be shown of the text so far and has not been yet."""
        if self._over:
            return piece
        self._held += piece
        start = self._held.lstrip()
        if any(tag.startswith(start[: len(tag)].lower()) for tag in _OPENINGS):
            end = _THOUGHT_END.search(start)
            if end is None:
                return ""
            start = start[end.end() :].lstrip()
            if not start:
                return ""
        self._over = True
        return start

    def rest(self) -> str:
        """What was held back at the end: nothing when it was a thought."""
        start = self._held.lstrip()
        thought = any(start.lower().startswith(tag) for tag in _OPENINGS)
        return "" if self._over or thought else start


_OPENINGS = ("<think>", "<thinking>", "<thought>", "<reasoning>")
