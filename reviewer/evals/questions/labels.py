"""Labelled questions: files of fixtures/evals/questions, each over one report.

A label says what a right answer states and stands on:
  figures  formulas over the report's true cells (`a.b.c + d.e.f`, `-`, `x / y` in percent, `*` for a sum of cells) or numbers
  cells    cells that must be cited; those of the formulas when left out
  quote    words that a quoted sentence must hold      rules   rules that must be cited     says   words of the answer
  answer   none: the report does not say it; a figure would be wrong, whatever it is;
           ambiguous: the question means several things, which are all told
  after    the question before, for a follow-up
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from reviewer import resources
from reviewer.model import Frozen, load_forms

_NAME = re.compile(r"t[234]\.[a-z0-9_.*]+[a-z*]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Label(Frozen):
    ask: str
    figures: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    quote: str = ""
    rules: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    answer: Literal["", "none", "ambiguous"] = ""
    after: str = ""


class Sheet(Frozen):
    """The questions about one report; `held_out`: written after the reader of questions, scored once."""

    report: str
    previous: str = ""
    held_out: bool = False
    questions: tuple[Label, ...]


class Truth(Frozen):
    """What a report's cells hold: the numbers that are not 0, and `blank` for those left empty."""

    edition: str = "2021"
    facts: dict[str, str]


def folder() -> Path:
    return resources.root() / "fixtures" / "evals" / "questions"


def sheets() -> dict[str, Sheet]:
    """All sheets by the name of their file. Raises ConfigError."""
    return {path.stem: resources.read_model(path, Sheet) for path in sorted(folder().glob("*.yaml"))}


def file_of(report: str) -> Path:
    """The file of a kept report: one of fixtures/reports, or of the examination's own."""
    kept = resources.root() / "fixtures" / "reports" / report
    return next(iter(sorted(kept.glob("report.*")))) if kept.is_dir() else folder() / "reports" / f"{report}.md"


@cache
def truth(report: str) -> Mapping[str, Decimal]:
    """The true number of every cell of a kept report; blank cells are left out, so that no formula can use them."""
    kept = resources.root() / "fixtures" / "reports" / report / "expected.yaml"
    if not kept.is_file():
        return {}
    found = resources.read_yaml(kept)["facts"]
    editions = [form for form in load_forms().values() if all(key in form.cells for key in found)]
    cells = dict.fromkeys(editions[-1].cells, Decimal(0)) if editions else {}
    cells.update({key: Decimal(value) for key, value in found.items() if value != "blank"})
    for key in (key for key, value in found.items() if value == "blank"):
        del cells[key]
    return cells


def cells_of(formula: str, cells: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The cells that a formula names, `*` spread out."""
    return tuple(key for match in _NAME.finditer(formula) for key in _spread(match[0], cells))


def _spread(name: str, cells: Mapping[str, Decimal]) -> list[str]:
    rule = re.compile(re.escape(name).replace(r"\*", "[a-z_]+"))
    found = [key for key in cells if rule.fullmatch(key)]
    if not found:
        raise KeyError(name)
    return found


def value_of(formula: str, cells: Mapping[str, Decimal]) -> Decimal:
    """The number a formula stands for: `/` gives percent to two places. Raises KeyError for a cell that is not there."""
    if _NUMBER.fullmatch(formula):
        return Decimal(formula)
    above, _, below = formula.partition(" / ")
    if below:
        share = _sum(above, cells) / _sum(below, cells) * 100
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _sum(formula, cells)


def _sum(text: str, cells: Mapping[str, Decimal]) -> Decimal:
    total, sign = Decimal(0), 1
    for word in text.strip("() ").split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            total += sign * sum((cells[key] for key in _spread(word, cells)), Decimal(0))
    return total
