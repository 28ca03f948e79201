"""Tables in text: `| a | b |` rows, with or without a rule under the head, and rows of tabs or commas, become one Grid."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from itertools import groupby
from typing import Final

from reviewer.extract.notes import Tally
from reviewer.extract.tables import RawCell, finish
from reviewer.model import Block, Paragraph

_DRAWN: Final = str.maketrans("│┃║｜", "||||")
_FRAME: Final = re.compile(r"[\s|+\-=:─━═┄┅┈┉╌╍┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷┿╂]+")
_SPLIT: Final = re.compile(r"(?<!\\)\|")
_FEWEST: Final = {"\t": 3, ",": 4}
"""Columns (below: rows) that a table parted by tabs or commas has at the least."""
_ROWS: Final = {"\t": 6, ",": 3, "": 1}
_FIGURE: Final = re.compile(r"([\d０-９.]+[\u4e00-\u9fff]?)?|[-—/]")
_REST: Final = 7
"""Columns from which on a short run may be the rest of the table before it, at most so many lines on:"""
_APART: Final = 3


def read_bars(lines: list[str], tally: Tally, inline: Callable[[str], str]) -> list[str | Block]:
    """Runs of lines with bars as Grids (or as they are, when their columns differ); all other lines unchanged."""
    out: list[str | Block] = []
    run: list[str] = []
    opened = False
    for index, line in enumerate([*lines, ""]):
        barred = line.translate(_DRAWN)
        if _is_row(barred) or (run and line and _is_frame(barred)) or (not run and _opens(barred, lines, index)):
            run.append(barred)
            continue
        if run and not line.strip() and _goes_on(lines, index, run):
            continue
        if run:
            opened = opened or _unclosed(run)
            out += _table(run, tally, inline, opened)
            run = []
        if index < len(lines):
            out.append(line)
    return out


def _is_row(line: str) -> bool:
    return bool(_SPLIT.search(line))


def _is_frame(line: str) -> bool:
    return bool(_FRAME.fullmatch(line)) and any(char in line for char in "-=─━═+┼├┌└")


def _opens(line: str, lines: list[str], index: int) -> bool:
    """A frame line above the first row of a table."""
    following = lines[index + 1].translate(_DRAWN) if index + 1 < len(lines) else ""
    return bool(line.strip()) and _is_frame(line) and _is_row(following)


def _goes_on(lines: list[str], index: int, run: list[str]) -> bool:
    """A blank line inside a dump that writes a table for each row: the next one has as many columns."""
    following = next((line.translate(_DRAWN) for line in lines[index:] if line.strip()), "")
    rows = [line for line in run if not _is_frame(line)]
    single = any(_is_frame(line) for line in run) and len(rows) <= sum(_is_frame(line) for line in run)
    return single and bool(rows) and _is_row(following) and len(_cells(following)) == len(_cells(rows[-1]))


def _cells(line: str) -> list[str]:
    bare = line.strip()
    bare = bare[1:] if bare.startswith("|") else bare
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.replace("\\|", "|").strip() for cell in _SPLIT.split(bare)]


def _even(lines: list[str]) -> list[list[str]]:
    """The cells of lines with the same number of bars each; an outer bar counts only if every line has it. [] if not."""
    parts = [[cell.replace("\\|", "|").strip() for cell in _SPLIT.split(line.strip())] for line in lines]
    if len({len(row) for row in parts}) != 1:
        return []
    if len(parts[0]) == 2 and all(not row[1] for row in parts):  # a cell a line, each with its bar: no rows to see
        return []
    first = 1 if all(not row[0] for row in parts) else 0
    last = -1 if len(parts[0]) > 2 and all(not row[-1] for row in parts) else None
    return [row[first:last] for row in parts]


def _unclosed(run: list[str]) -> bool:
    """Whether a table has bars between its cells alone: some row begins without one, some ends without one."""
    bare = [line.strip() for line in run if not _is_frame(line) or not line.strip(" |")]
    return len(bare) > 1 and not all(line[:1] == "|" for line in bare) and not all(line[-1:] == "|" for line in bare)


def _edged(lines: list[str], opened: bool) -> list[str | Block]:
    """Rows of different numbers of cells, each with a bar before its first and behind its last cell.

    Where all rows end with a bar and not all begin with one, it closes the last cell, unless an earlier table of the
    text has bars between its cells alone (`opened`); else it opens an empty one.
    """
    bare = [line.strip() for line in lines]
    if len(bare) < 2 or all(line.startswith("|") for line in bare):
        return list(lines)
    closed = all(line.endswith("|") for line in bare) and not opened
    return [f"| {line}" if closed else f"| {line} |" for line in bare]


def _holds(line: str, at: int) -> bool:
    """True for cells that look like a rule: all empty, or a lone dash each anywhere but right below the first row."""
    cells = {cell.strip() for cell in _SPLIT.split(line)}
    return cells <= {""} or (at != 1 and cells <= {"", "-", "—"})


def _table(run: list[str], tally: Tally, inline: Callable[[str], str], opened: bool) -> list[str | Block]:
    """A Grid when all rows have the same columns (a row of one cell spans them all), else the lines as they are."""
    shown = [line for at, line in enumerate(run) if not _is_frame(line) or _holds(line, at)]
    rows = _even(shown) or [_cells(line) for line in shown]
    widths = {len(row) for row in rows} - {1}
    if len(widths) != 1 or (len(rows) < 2 and len(run) < 2):
        return _edged([line for line in run if not _is_frame(line)], opened)
    columns = widths.pop()
    cells: list[RawCell] = []
    for row, texts in enumerate(rows):
        span = columns if len(texts) == 1 else 1
        for column, text in enumerate(texts):
            read = inline(text)
            cells.append(RawCell(row, column, 1, span, [Paragraph(text=read)] if read else []))
    return list(finish(cells, tally))


def read_separated(lines: list[str | Block], tally: Tally) -> list[str | Block]:
    """Stretches of lines with tabs (or commas) as Grids where all have the same number; all other lines unchanged.

    Only a table of some size that shows its covered cells, too, has equally many in all its rows.
    """
    out: list[str | Block] = []
    wide, since = 0, 0
    for (mark, _), group in groupby(lines, _mark):
        run = list(group)
        rows = [_separated(one, mark) for one in run if mark and isinstance(one, str)]
        even = bool(rows) and len({len(row) for row in rows}) == 1
        rest = even and len(rows[0]) == wide >= _REST and since <= _APART
        if not even or not (rest or (len(rows) >= _ROWS[mark] and _is_table(rows, mark))):
            out += run
            since += len(run)
            continue
        wide, since = len(rows[0]), 0
        cells = [
            RawCell(row, column, 1, 1, [Paragraph(text=text)] if text else [])
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ]
        out += finish(cells, tally)
    return out


def _mark(line: str | Block) -> tuple[str, int]:
    """The separator of a line that may be a row, or "", and with commas the cells it parts."""
    if not isinstance(line, str):
        return "", 0
    if "\t" in line:
        return "\t", 0
    cells = len(_separated(line, ",")) if line.count(",") >= _FEWEST[","] - 1 else 0
    return (",", cells) if cells >= _FEWEST[","] else ("", 0)


def _separated(line: str, mark: str) -> list[str]:
    if mark == "\t":
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in next(csv.reader([line]), [])]


def _is_table(rows: list[list[str]], mark: str) -> bool:
    """With commas a fifth of the cells must be figures or empty: a sentence may have commas, too."""
    if len(rows[0]) < _FEWEST[mark]:
        return False
    texts = [text for row in rows for text in row]
    return mark == "\t" or 5 * sum(bool(_FIGURE.fullmatch(text)) for text in texts) >= len(texts)
