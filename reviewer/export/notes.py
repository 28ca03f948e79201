"""What is to be written beside the places of a submitted file: one note a finding, what it explains folded into it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reviewer import resources
from reviewer.export.clean import brief
from reviewer.export.items import numbered
from reviewer.export.sheet import sheet
from reviewer.export.view import Item, Sheet
from reviewer.export.waived import apart
from reviewer.export.words import words
from reviewer.model import CellRef, Evidence, Finding, Frozen, Review

_AGAIN = 100
_CONSEQUENCES = 12
"""Consequences told one by one in a note; a balloon holds no more."""


class MarkWords(Frozen):
    author: str
    initials: str
    head: str
    again: str
    labelled: str
    consequences: str
    consequence: str
    box: str
    summary: str
    counted: str
    none: str
    reading: str
    unplaced: str
    colours: dict[str, str]


@cache
def said() -> MarkWords:
    """The words of marks.yaml. Raises ConfigError on a file that does not fit."""
    return resources.read_model(Path(__file__).with_name("marks.yaml"), MarkWords)


class Note(Frozen):
    """One finding: its places in the report, and what to say there."""

    number: str
    tone: str
    """error, warning, info or model."""
    rule: str
    fingerprint: str
    lines: tuple[str, ...]
    """At the first place; the first line names the problem."""
    again: str
    """At every other place."""
    evidence: tuple[Evidence, ...]


class Notes(Frozen):
    """All that is to be said in one report. `summary` is for its title."""

    summary: tuple[str, ...]
    notes: tuple[Note, ...]


def notes_of(review: Review) -> Notes:
    """What to write into the file that `review` is of; dismissed findings are left out."""
    kept, _ = apart(review)
    made = sheet(review)
    by_anchor = {ref.anchor: finding for ref, finding in numbered(kept.findings, made.groups)}
    notes = tuple(_note(item, by_anchor[item.anchor]) for item in made.items if item.anchor in by_anchor)
    return Notes(summary=tuple(_summary(made)), notes=notes)


def _summary(made: Sheet) -> Iterator[str]:
    tally = said().counted.format(tally=made.tally) if made.tally else said().none
    yield said().summary.format(conclusion=made.conclusion, tally=tally)
    if made.notice:
        yield made.notice
    if made.items:
        yield said().reading


def _note(item: Item, finding: Finding) -> Note:
    chip = words().severity[item.tone].chip
    return Note(
        number=item.number,
        tone=item.tone,
        rule=item.rule,
        fingerprint=item.fingerprint,
        lines=tuple(_lines(item, chip)),
        again=said().again.format(chip=chip, number=item.number, message=brief(item.message, _AGAIN)),
        evidence=tuple(_telling(finding)),
    )


def _lines(item: Item, chip: str) -> Iterator[str]:
    yield said().head.format(chip=chip, number=item.number, message=item.message)
    for key, text in (("arithmetic", item.arithmetic), ("basis", item.basis), ("mend", item.mend)):
        if text:
            yield said().labelled.format(name=words().field[key], text=text)
    if item.consequences:
        yield said().consequences.format(n=len(item.consequences))
    for place, one in enumerate(item.consequences[:_CONSEQUENCES], 1):
        yield said().consequence.format(place=place, message=brief(one.message, 2 * _AGAIN))


def _telling(finding: Finding) -> Iterator[Evidence]:
    """Texts first; then cells, of a sum those that are not zero."""
    yield from dict.fromkeys(one for one in finding.evidence if not isinstance(one, CellRef))
    cells = list(dict.fromkeys(one for one in finding.evidence if isinstance(one, CellRef)))
    filled = [one for one in cells if one.value != 0] if finding.arithmetic else cells
    yield from filled or cells
