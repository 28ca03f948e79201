"""Tables drawn with bars: `| a | b |` rows, with or without a rule under the head, become one Grid."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from reviewer.extract.notes import Tally
from reviewer.extract.tables import RawCell, finish
from reviewer.model import Block, Paragraph

_DRAWN: Final = str.maketrans("│┃║｜", "||||")
_FRAME: Final = re.compile(r"[\s|+\-=:─━═┄┅┈┉╌╍┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┯┷┿╂]+")
_SPLIT: Final = re.compile(r"(?<!\\)\|")


def read_bars(lines: list[str], tally: Tally, inline: Callable[[str], str]) -> list[str | Block]:
    """Runs of lines with bars as Grids (or as they are, when their columns differ); all other lines unchanged."""
    out: list[str | Block] = []
    run: list[str] = []
    for index, line in enumerate([*lines, ""]):
        barred = line.translate(_DRAWN)
        if _is_row(barred) or (run and line and _is_frame(barred)) or (not run and _opens(barred, lines, index)):
            run.append(barred)
            continue
        if run and not line.strip() and _goes_on(lines, index, run):
            continue
        if run:
            out += _table(run, tally, inline)
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


def _table(run: list[str], tally: Tally, inline: Callable[[str], str]) -> list[str | Block]:
    """A Grid when all rows have the same columns (a row of one cell spans them all), else the lines as they are."""
    rows = [_cells(line) for line in run if not _is_frame(line) or _SPLIT.sub("", line).strip() == ""]
    widths = {len(row) for row in rows} - {1}
    if len(widths) != 1 or (len(rows) < 2 and len(run) < 2):
        return [line for line in run if not _is_frame(line)]
    columns = widths.pop()
    cells: list[RawCell] = []
    for row, texts in enumerate(rows):
        span = columns if len(texts) == 1 else 1
        for column, text in enumerate(texts):
            shown = inline(text)
            cells.append(RawCell(row, column, 1, span, [Paragraph(text=shown)] if shown else []))
    return list(finish(cells, tally))
