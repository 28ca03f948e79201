"""How high a row of a worksheet must be: programs that open a file do not all fit rows to wrapped text by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

_LATIN = 0x2E7F
"""Characters above it are as wide as two."""
_LINE, _MOST_LINES, _SEEN = 16, 18, 2000
"""Points a line, lines shown at most, characters looked at."""


def _wide(text: str) -> int:
    return sum(1 + (ord(one) > _LATIN) for one in text)


def height(values: Sequence[object], widths: Sequence[float]) -> float | None:
    """Points that the longest text of a row takes in its column (`widths` in characters); None where a line is enough."""
    most = 1
    for value, width in zip(values, widths, strict=False):
        if isinstance(value, str) and (len(value) * 2 > width or "\n" in value):
            parts = value[:_SEEN].split("\n")
            most = max(most, sum(max(1, ceil(_wide(part) / (width - 1))) for part in parts))
    return min(most, _MOST_LINES) * _LINE if most > 1 else None
