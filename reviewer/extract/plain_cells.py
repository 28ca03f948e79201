"""Dumps that write a cell a line, with marks of their own for where a cell or a row ends, brought to a line a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_FIGURE: Final = re.compile(r"[+\-]?[\d０-９][\d０-９.,，．]*|[-—/]+|无")
_SENTENCE: Final = re.compile(r"[。；;！？!?]")
_LONGEST: Final = 60
_ROWS: Final = 12
"""Rows in which regularity shows itself."""
_MARKS: Final = 4
_WIDEST: Final = 20
"""Cells of the longest row that is met (the form's own have up to fifteen)."""


def rows_whole(lines: list[str]) -> list[str]:
    """The lines with such tables a row a line (or an empty cell a line that holds a tab); all others unchanged."""
    return _one_tab(_blank_cells(_barred(_tabbed(lines))))


def _one_tab(lines: list[str]) -> list[str]:
    """Where each cell is a line that begins with a tab, a line of tabs alone is one empty cell."""
    cells = sum(line.startswith("\t") and line.count("\t") == 1 and bool(line.strip()) for line in lines)
    rows = sum(line.count("\t") > 1 and bool(line.strip()) for line in lines)
    return ["\t" if "\t" in line and not line.strip() else line for line in lines] if cells > rows else lines


def dumped(lines: list[str]) -> list[str]:
    """Rows of a dump that writes a cell a line behind a tab and parts rows by a blank line, on a line each.

    Left alone where rows are not parted: when no group of such lines has several cells, or one has all of them.
    """
    groups: list[list[int]] = []
    for at, line in enumerate(lines):
        if not (line.startswith("\t") and line.count("\t") == 1):
            continue
        if groups and groups[-1][-1] == at - 1:
            groups[-1].append(at)
        else:
            groups.append([at])
    groups = [group for group in groups if any(lines[at].strip() for at in group)]
    sizes = [len(group) for group in groups]
    if sum(size > 1 for size in sizes) < _MARKS or max(sizes) > _WIDEST:
        return lines
    out: list[str] = list(lines)
    for group in groups:
        if len(group) > 1:
            out[group[0]] = "\t".join(lines[at][1:].strip() for at in group)
            for at in group[1:]:
                out[at] = ""
    return out


def _tabbed(lines: list[str]) -> list[str]:
    """Rows as a browser copies them: a tab on a line of its own between two cells.

    Where cells begin with a tab, such a line is an empty cell and stays.
    """
    alone = sum(line == "\t" for line in lines)
    if alone < _MARKS or any(line.startswith("\t") and line.strip() for line in lines):
        return lines
    out: list[str] = []
    open_row = False
    for line in lines:
        if line == "\t":
            out.append((out.pop() if out else "") + "\t")
            open_row = True
        elif open_row and out:
            out[-1] += line.strip()
            open_row = False
        else:
            out.append(line)
    return out


def _barred(lines: list[str]) -> list[str]:
    """Rows of which each cell ends with a bar and its line, an empty one is a lone bar, and `||` ends the row."""
    if sum(line.strip() == "||" for line in lines) < _MARKS:
        return lines
    out: list[str] = []
    row: list[str] = []
    text = ""
    for line in lines:
        bare = line.strip()
        if bare == "||":
            out.append("| " + " | ".join(row) + " |")
            row = []
        elif bare.endswith("|") and "|" not in bare[:-1]:
            row.append((text + bare[:-1]).strip())
            text = ""
        elif row and bare and "|" not in bare and len(bare) <= _LONGEST:
            text += bare
        else:
            out += [*(f"{cell} |" for cell in row), *([text] if text else []), line]
            row, text = [], ""
    return out + [f"{cell} |" for cell in row] + ([text] if text else [])


def _blank_cells(lines: list[str]) -> list[str]:
    """A blank line within a table of a cell a line is an empty cell, if nearly all rows then have equally many.

    Where blank lines part cells or paragraphs (as in the text of a PDF) they are never as regular as that.
    """
    if any("\t" in line or "|" in line for line in lines):
        return lines
    stretches: list[tuple[int, int]] = []
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and len(lines[end]) <= _LONGEST and not _SENTENCE.search(lines[end]):
            continue
        if sum(bool(_FIGURE.fullmatch(line.strip())) for line in lines[start:end]) >= 1:
            stretches.append((start, end))
        start = end + 1
    if not any(_is_regular(lines[start:end]) for start, end in stretches):
        return lines
    out = list(lines)
    for start, end in stretches:
        out[start:end] = _told(lines[start:end])
    return out


def _is_regular(stretch: Sequence[str]) -> bool:
    """Rows enough, nearly all with the same number of lines (figures or blank) behind their label, and not every cell
    between blank lines.
    """
    sizes: list[int] = []
    size = 0
    for line in [*stretch, "."]:
        if not line.strip() or _FIGURE.fullmatch(line.strip()):
            size += 1
            continue
        if size > 1:
            sizes.append(size)
        size = 0
    figures = [at for at, line in enumerate(stretch) if _FIGURE.fullmatch(line.strip())]
    if len(sizes) < _ROWS or 5 * sum(at > 0 and bool(stretch[at - 1].strip()) for at in figures) < len(figures):
        return False
    usual = max(set(sizes), key=sizes.count)
    return usual > _MARKS and sizes.count(usual) >= 0.75 * len(sizes)


def _told(stretch: Sequence[str]) -> list[str]:
    """Blank lines from the first figure on as cells."""
    first = next(at for at, line in enumerate(stretch) if _FIGURE.fullmatch(line.strip()))
    return ["\t" if at > first and not line.strip() else line for at, line in enumerate(stretch)]
