"""Text wrapped at a fixed width (a terminal, a mail program, a PDF dump) joined into paragraphs again."""

from __future__ import annotations

import re
from typing import Final

from reviewer.extract.lines import HEADING, ORDINAL, width

_NARROWEST: Final = 40
_WIDEST: Final = 130
_SLACK: Final = 4
_LOOSE: Final = 10
"""Columns that lines of proportional print differ by: digits and marks are narrower there than half a character."""
_FAR: Final = " " * 8
"""Before a line that begins in the middle of a printed page: a head of a table, no running text."""
_FEWEST: Final = 4
_SHARE: Final = 0.5
_ENDS: Final = tuple("。！？；：!?;:")
_CELLS: Final = re.compile(r"\t|\||\S {2,}\S|[│┃║｜]")


def unwrap(lines: list[str], *, printed: bool = False) -> list[str]:
    """Join lines that were cut at one width. Lines come back as they are unless the text is plainly wrapped.

    Plainly: at least four lines are as wide as the widest (within four columns) and end in the middle of a sentence,
    they are at least half of all lines of running text, and the widest has 40 to 130 columns. `printed`: the text was
    taken from printed pages; lines of one width differ by ten columns there, and labels of tables are no running text,
    so that it is enough when most of the lines of full width end in the middle of a sentence.
    """
    slack = _LOOSE if printed else _SLACK
    running = [line for line in lines if _is_running(line) and not (printed and line.startswith(_FAR))]
    widths = [width(line) for line in running]
    widest = max(widths, default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return lines
    full = [line for line, size in zip(running, widths, strict=True) if size >= widest - slack]
    cut = [line for line in full if not line.endswith(_ENDS)]
    long = [size for size in widths if size >= _NARROWEST // 2]
    enough = 2 * len(cut) > len(full) if printed else len(full) >= _SHARE * len(long)
    if len(cut) < _FEWEST or not enough:
        return lines
    return _joined(lines, widest - slack)


def _is_running(line: str) -> bool:
    return bool(line.strip()) and not _CELLS.search(line.strip())


def _joined(lines: list[str], full: int) -> list[str]:
    out: list[str] = []
    open_line = False
    for line in lines:
        running = _is_running(line)
        begins = line[:1] in ("\u3000", " ") or bool(HEADING.match(line))
        if open_line and running and not begins and not (ORDINAL.match(line) and out[-1].endswith(_ENDS)):
            out[-1] = _glue(out[-1], line.strip())
        else:
            out.append(line)
        open_line = running and width(line) >= full
    return out


def _glue(before: str, after: str) -> str:
    apart = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if apart else before + after
