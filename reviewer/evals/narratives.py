"""Narratives with known faults, labelled by hand per prompt: fixtures/evals/narratives/*.yaml.

A label is a list: the rule, the words it is about (a cell where nothing can be quoted), then what an answer needs besides:
value and cell of a claim, the right word of a misprint, the name of a body, the cell that denies a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from reviewer import resources
from reviewer.errors import ConfigError
from reviewer.llm.prompt import ORDER
from reviewer.model import AnnualReport, Fact, Frozen, Identity, Section, TableReading

FOLDER = "fixtures/evals/narratives"
Label = tuple[str, ...]


class Narrative(Frozen):
    """Parts of an invented report. `pairs`: its problems and measures, "" on the side that is missing."""

    id: str
    agency: str
    year: int
    sections: dict[str, str] = Field(min_length=1)
    cells: dict[str, str] = {}
    previous: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    labels: dict[str, tuple[Label, ...]] = {}

    def report(self) -> AnnualReport:
        facts = {key: Fact.counted(key, raw) for key, raw in self.cells.items()}
        return AnnualReport(
            format="text",
            identity=Identity(
                title=f"{self.agency}{self.year}年政府信息公开工作年度报告", agency=self.agency, year=self.year
            ),
            sections=tuple(Section(key=key, text=text) for key, text in self.sections.items()),
            tables=tuple(TableReading(table=key, edition="2021", found=True) for key in ("t2", "t3", "t4")),
            facts=facts,
        )

    def last_year(self) -> AnnualReport | None:
        if not self.previous:
            return None
        identity = Identity(title=self.agency, agency=self.agency, year=self.year - 1)
        return AnnualReport(format="text", identity=identity, sections=(Section(key="problems", text=self.previous),))


class Group(Frozen):
    """One file of narratives."""

    group: str
    cases: tuple[Narrative, ...] = Field(min_length=1)


def load(folder: Path | None = None) -> tuple[tuple[str, Narrative], ...]:
    """(group, narrative) of every file, by name. Raises ConfigError: no such folder, or a file that does not fit."""
    where = folder or resources.root() / FOLDER
    found = tuple(_files(where))
    if not found:
        raise ConfigError("C-FILE", file=where.name, problem="no narratives")
    return found


def _files(folder: Path) -> Iterator[tuple[str, Narrative]]:
    for path in sorted(folder.glob("*.yaml")):
        group = resources.read_model(path, Group)
        for index, one in enumerate(group.cases):
            for prompt in one.labels:
                if prompt not in ORDER:
                    raise resources.fault(path, ("cases", index, "labels", prompt), f"no prompt {prompt}")
            yield group.group, one
