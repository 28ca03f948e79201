"""A generated season as files: this year's and last year's reports, the register as a table, the truth."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from reviewer.evals.seasons.season import GeneratedSeason
from reviewer.evals.spec import Spec
from reviewer.evals.templates import book
from reviewer.evals.writers import write_one
from reviewer.model import Agency

_ENDINGS = {"docx": "docx", "html": "html", "text": "txt", "pdf": "pdf"}


class Placed(NamedTuple):
    """One written file: whose report of which year it is, when it came in, whether a later version replaces it."""

    path: Path
    agency: str
    year: int
    received: datetime
    newest: bool


def write(made: GeneratedSeason, folder: Path) -> list[Placed]:
    """Writes everything below `folder` (a subfolder a year, register.csv, truth.json); the reports in order."""
    found = [_write(folder, *one) for one in _files(made)]
    register([one.agency for one in made.members], folder / "register.csv")
    truth = {
        "seed": made.seed,
        "year": made.info.year,
        "today": made.today.isoformat(),
        "planted": [_plain(one) for one in made.planted],
        "allowed": sorted(map(list, made.allowed)),
        "files": [
            {"file": one.path.relative_to(folder).as_posix(), "agency": one.agency, "year": one.year,
             "received": one.received.isoformat(), "newest": one.newest}
            for one in found
        ],
    }  # fmt: skip
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    return found


def _plain(one: object) -> dict[str, object]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in vars(one).items()}


def _files(made: GeneratedSeason) -> Iterator[tuple[Spec, str, str, datetime, bool]]:
    """(report, body, format, received, newest) of every file, this year's before last year's."""
    for one in made.members:
        for at, version in enumerate(one.versions):
            yield version.spec, one.name, version.format, version.received, at + 1 == len(one.versions)
    for number, one in enumerate(made.members):
        if one.last is not None and one.agency.reports:
            formats = [version.format for each in made.members for version in each.versions]
            yield one.last, one.name, formats[number % len(formats)], datetime(made.info.year, 1, 20), True


def _write(folder: Path, spec: Spec, name: str, format_: str, received: datetime, newest: bool) -> Placed:
    home = folder / str(spec.year)
    home.mkdir(parents=True, exist_ok=True)
    draft = "" if newest else book("season")["draft"]
    path = home / f"{name}{spec.year}{draft}.{_ENDINGS[format_]}"
    write_one(spec, format_, path)
    return Placed(path, name, spec.year, received, newest)


def register(bodies: list[Agency], path: Path) -> None:
    """The register as a table that can be imported; aliases are parted by a semicolon."""
    words = book("season")["register"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(words["columns"])
        for one in bodies:
            out.writerow(
                [one.name, ";".join(one.aliases), words["kinds"][one.kind], one.level, one.parent or "",
                 words["scopes"][one.scope], words["bound"] if one.reports else words["unbound"], one.due or ""]
            )  # fmt: skip
