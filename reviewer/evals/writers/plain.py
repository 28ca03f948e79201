"""Text dumps: a cell a line, a row a line, a whole table on a line, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from reviewer.evals.sheets import Drawn, Sheet
from reviewer.evals.spec import Spec
from reviewer.evals.writers.flow import blocks, dice

Line = list[Drawn | None]


def write(spec: Spec, path: Path, shape: str = "") -> None:
    """Write `spec` to `path` in one of SHAPES. Shapes that cannot show an empty cell are kept for full tables."""
    rng = dice(spec, "text")
    full = all(cell.raw for cell in spec.cells.values())
    shape = shape or rng.choice([name for name in SHAPES if full or name not in _NEEDS_FULL])
    out: list[str] = []
    habit = rng.random()  # one program wrote the file: every table in it has the same edges
    for block in blocks(spec):
        if block.kind == "picture" or block.hidden:
            continue
        if block.sheet is not None:
            out.append(SHAPES[shape](block.sheet, Random(habit)))  # noqa: S311 - no secrets
        elif block.kind in ("title", "heading") and shape == "markdown":
            out.append(("# " if block.kind == "title" else "## ") + block.text.replace("\n", ""))
        else:
            out.append(block.text)
    gap = "\n\n" if shape in ("markdown", "blank_lines") or rng.random() < 0.3 else "\n"
    charset = "gb18030" if rng.random() < 0.15 else "utf-8-sig" if rng.random() < 0.2 else "utf-8"
    newline = "\r\n" if rng.random() < 0.3 else "\n"
    path.write_bytes((gap.join(out) + "\n").replace("\n", newline).encode(charset))


def _text(cell: Drawn | None) -> str:
    return cell.text if cell else ""


def _dump(sheet: Sheet, rng: Random) -> str:
    """A cell a line behind a tab, rows parted by an empty line, as old Word readers write."""
    wrapped = rng.random() < 0.5
    rows = []
    for line in sheet.lines():
        texts = [_text(cell) for cell in line]
        rows.append(
            "".join(
                f"\t{t[:2]}\n{t[2:]}\n" if wrapped and len(t) == 4 and t.endswith(("业", "构")) else f"\t{t}\n"
                for t in texts
            )
        )
    return "\n".join(rows) + "\n"


def _blank_lines(sheet: Sheet, rng: Random) -> str:
    return "\n\n".join(cell.text for line in sheet.lines() for cell in line if cell and cell.text)


def _bars(sheet: Sheet, rng: Random) -> str:
    edge = rng.random() < 0.5
    lines = [" | ".join(_text(cell) for cell in line) for line in sheet.lines()]
    return "\n".join(f"| {line} |" if edge else line for line in lines)


def _tabs(sheet: Sheet, rng: Random) -> str:
    return "\n".join("\t".join(_text(cell) for cell in line) for line in sheet.lines())


def _one_line(sheet: Sheet, rng: Random) -> str:
    return " ".join(cell.text for line in sheet.lines() for cell in line if cell and cell.text)


def _markdown(sheet: Sheet, rng: Random) -> str:
    """Every row with all its columns; a merged cell stands once, its other places are empty."""
    rows = []
    for row in range(sheet.rows):
        texts = [""] * sheet.columns
        for cell in sheet.cells:
            if cell.row == row:
                texts[cell.column] = cell.text
        rows.append("| " + " | ".join(texts) + " |")
    rows.insert(1, "|" + " --- |" * sheet.columns)
    return "\n".join(rows)


SHAPES: dict[str, Callable[[Sheet, Random], str]] = {
    "dump": _dump, "blank_lines": _blank_lines, "bars": _bars, "tabs": _tabs, "one_line": _one_line, "markdown": _markdown,
}  # fmt: skip
_NEEDS_FULL = ("blank_lines", "one_line")
