"""Lines of Chinese text for a terminal: two cells a character, no punctuation at the wrong end of a line."""

from __future__ import annotations

import re

from rich.cells import cell_len

_ATOM = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%_+\-/]*|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕”’…—·％%,.;:!?)]}")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")


def wrap(text: str, width: int, taken: int = 0) -> list[str]:
    """`text` in lines of at most `width` cells (the first has `taken` less); at least one line.

    Words and numbers stay whole while they fit. Every line is a piece of `text` without the spaces at its ends.
    """
    width = max(4, width)
    lines: list[str] = []
    current: list[str] = []
    used = min(taken, width - 4)
    for atom in _atoms(text, width):
        size = cell_len(atom)
        if used + size > width and current:
            carried = _carry(current, atom)
            lines.append("".join(current[: len(current) - len(carried)]).rstrip())
            current = list(carried)
            used = sum(map(cell_len, current))
        if atom.isspace() and not current:
            continue
        current.append(atom)
        used += size
    if current or not lines:
        lines.append("".join(current).rstrip())
    return lines


def _atoms(text: str, width: int) -> list[str]:
    """Characters, and whole Latin words or numbers unless one alone is wider than a line."""
    out: list[str] = []
    for atom in _ATOM.findall(text):
        if len(atom) > width:
            out.extend(atom)
        else:
            out.append(atom)
    return out


def _carry(current: list[str], atom: str) -> list[str]:
    """What must move down together with `atom`: the character before closing punctuation, an opening bracket."""
    keep = len(current)
    if atom in _NOT_FIRST:
        while keep > 1 and current[keep - 1] in _NOT_FIRST and len(current) - keep < 3:
            keep -= 1
        keep -= 1
    while keep > 1 and keep <= len(current) and current[keep - 1] in _NOT_LAST:
        keep -= 1
    return current[keep:] if 0 < keep < len(current) else []
