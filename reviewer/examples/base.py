"""The report from which examples differ: its words and figures stand in rules/words/example.yaml."""

from __future__ import annotations

from functools import cache

from reviewer import resources
from reviewer.model import Frozen, load_forms


class Base(Frozen):
    """A consistent report. `title` has the fields agency and year; cells not named are 0."""

    agency: str
    year: int
    edition: str
    title: str
    texts: dict[str, str]
    cells: dict[str, int]

    def titled(self, agency: str | None = None, year: int | None = None) -> str:
        return self.title.format(agency=agency or self.agency, year=year or self.year)


@cache
def base() -> Base:
    """Raises ConfigError where the file does not fit, or names a cell that the form does not have."""
    path = resources.rules_dir() / "words" / "example.yaml"
    found = resources.read_model(path, Base)
    for key in found.cells:
        if key not in load_forms()[found.edition].cells:
            raise resources.fault(path, ("cells", key), f"{key} is no cell of the form")
    return found
