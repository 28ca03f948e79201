"""Generated submissions, light ones."""

from __future__ import annotations

from pathlib import Path

from reviewer.evals.cases import build
from reviewer.evals.writers import write_one

_FORMATS = (("txt", "text"), ("docx", "docx"), ("html", "html"))


def reports(folder: Path, count: int, first: int = 0) -> list[Path]:
    """`count` reports in turns of text, Word and HTML."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(first, first + count):
        ending, format_ = _FORMATS[number % 3]
        path = folder / f"{number:03d}.{ending}"
        write_one(build(number), format_, path)
        found.append(path)
    return found
