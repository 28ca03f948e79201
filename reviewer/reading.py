"""What runs in the reading child: a file to an AnnualReport, as JSON."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer import resources
from reviewer.errors import RefusedError
from reviewer.limits import Limits
from reviewer.model import (
    AnnualReport,
    Cell,
    Document,
    Form,
    FormTable,
    Frozen,
    Grid,
    Paragraph,
    folded,
    load_forms,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kinds(Frozen):
    """Patterns of rules/words/kinds.yaml, over folded text."""

    title: str
    subject: str
    other: str
    headings: int


@cache
def kinds() -> Kinds:
    return resources.read_model(resources.rules_dir() / "words" / "kinds.yaml", Kinds)


class Specimen(Frozen):
    """A made-up report: paragraphs by section of the form."""

    title: str
    sections: dict[str, tuple[str, ...]]


def warm() -> None:
    """Recognise a made-up report of every edition, so that patterns, forms and sentences are ready before a file is."""
    for form in load_forms().values():
        _rehearse(form)


def warm_newest() -> None:
    """The same for the newest edition alone, which most files follow."""
    _rehearse(list(load_forms().values())[-1])


def _rehearse(form: Form) -> None:
    from reviewer import recognise

    resources.messages()
    specimen = resources.read_model(resources.rules_dir() / "words" / "specimen.yaml", Specimen)
    blocks: list[Paragraph | Grid] = [Paragraph(text=specimen.title)]
    for section in form.sections:
        blocks.append(Paragraph(text=section.ordinal + section.heading))
        blocks.extend(Paragraph(text=text) for text in specimen.sections.get(section.key, ()))
        blocks.extend(_grid(table) for table in form.tables if table.section == section.key)
    report = recognise.recognise(Document(format="text", blocks=tuple(blocks)))
    Answer(report=report).model_dump_json()
    is_report(report.model_copy(update={"tables": ()}))


def _grid(table: FormTable) -> Grid:
    """The table's labels with a zero in every cell."""
    rows: list[tuple[str, ...]] = []
    for block in table.blocks:
        rows.append((block.label, *(column.label for column in block.columns)))
        rows.extend((row.label, *("0" for _ in block.columns)) for row in block.rows)
    cells = tuple(
        Cell(row=number, column=column, text=text) for number, row in enumerate(rows) for column, text in enumerate(row)
    )
    return Grid(rows=len(rows), columns=max(map(len, rows)), cells=cells)


class Answer(Frozen):
    """What the child says: a report, or that LibreOffice must convert the file first (and from which format)."""

    office: str | None = None
    report: AnnualReport | None = None


def read_report(path: str, limits: Mapping[str, Any], name: str, origin: str | None = None) -> str:
    """Read and recognise one file; JSON of an Answer.

    `limits`: the fields of `Limits`; `name`: the file's name as given; `origin`: its format before a conversion.
    Raises RefusedError (R-KIND: not such a report, and those of the readers), LimitError, FailedError.
    """
    from reviewer import extract, recognise

    office = extract.needs_office(Path(path))
    if office is not None and origin is None:
        return Answer(office=office).model_dump_json()
    document = extract.read(Path(path), limits=Limits.model_validate(limits))
    if origin is not None:
        document = document.model_copy(update={"format": origin})
    report = recognise.recognise(document, name=name)
    if not is_report(report):
        raise RefusedError("R-KIND")
    return f'{{"report":{report.model_dump_json()}}}'


def convert_office(path: str, folder: str, limits: Mapping[str, Any]) -> str:
    """Turn a doc, wps, rtf or odt file into a docx in `folder`; JSON text of its path. Raises as `extract.convert`."""
    from reviewer import extract

    return json.dumps(str(extract.convert(Path(path), Path(folder), Limits.model_validate(limits))))


def is_report(report: AnnualReport) -> bool:
    """Whether this is a report of the kind we review: by its tables, else by its title and subject, else by headings.

    A report with few of its parts is still one; a document without any of them, or about such reports, is not.
    """
    if any(table.found for table in report.tables):
        return True
    known = kinds()
    title = folded(report.identity.title)
    if re.search(known.other, title):
        return False
    text = folded("\n".join((report.identity.title, *(part.heading + part.text for part in report.sections))))
    if not re.search(known.subject, text):
        return bool(re.search(known.title, title))
    opening = folded(report.sections[0].text[:200]) if report.sections else ""
    if re.search(known.title, title) or (not title and re.search(known.title, opening)):
        return True
    return len({span.section for span in report.headings}) >= known.headings
