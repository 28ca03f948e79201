"""What a prompt is given to read: numbered sentences and cells of a report, fenced as data; and the request made of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from reviewer import resources
from reviewer.llm.answers import SHAPES, parse, schema
from reviewer.llm.base import Message, Request
from reviewer.llm.grounding import shown
from reviewer.llm.prompt import Example, Prompt
from reviewer.llm.segments import Segment, segments, sent, within
from reviewer.model import AnnualReport, Fact, Form, form_for, load_forms

CHARACTERS = 24_000
"""Prose that one request carries; what lies beyond is told as unread."""
ANSWER = 3000
"""Tokens an answer may have."""


class Material(NamedTuple):
    """One report, cut for reading. `before` are last year's sentences of the part on problems."""

    agency: str
    year: int | None
    form: Form
    segments: tuple[Segment, ...]
    before: tuple[Segment, ...]
    facts: Mapping[str, Fact]
    text: str
    """All prose, for asking whether a word stands anywhere."""


def material(report: AnnualReport, previous: AnnualReport | None = None) -> Material:
    """Cut a report (and the one of the year before) into what prompts read."""
    old = [one for one in previous.sections if one.key == "problems"] if previous is not None else []
    agency = report.identity.agency or report.identity.title
    return Material(
        agency=sent(agency)[:100],
        year=report.identity.year,
        form=load_forms().get(report.identity.edition) or form_for(report.identity.year),
        segments=segments(report.sections, "s"),
        before=segments(old, "p"),
        facts=report.facts,
        text="\n".join(one.text for one in report.sections),
    )


class Excerpt(NamedTuple):
    """The part of a report that one prompt reads; what it may quote is exactly this."""

    segments: dict[str, Segment]
    cells: dict[str, str]
    """Cell key to its value as shown, "" where a prompt is given names alone."""
    unread: int
    """Sentences left out because there are too many."""


def excerpt(prompt: Prompt, given: Material) -> Excerpt:
    """What `prompt` reads of a report."""
    wanted = [one for one in given.segments if one.section in prompt.reads]
    kept = within(wanted, CHARACTERS)
    old = within(given.before, CHARACTERS) if prompt.previous else ()
    cells = {key: value for key, value in _cells(prompt, given).items() if _asked(prompt, key)}
    return Excerpt({one.id: one for one in (*kept, *old)}, cells, len(wanted) - len(kept))


def sample(prompt: Prompt, example: Example) -> tuple[Material, Excerpt]:
    """What `prompt` reads of a worked example; of the form's cells only those that the example names."""
    given = material(example.report())._replace(before=segments(example.last_year(), "p"))
    part = excerpt(prompt, given)
    return given, part._replace(cells={key: value for key, value in part.cells.items() if key in example.cells})


def _asked(prompt: Prompt, key: str) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in prompt.cells)


def _cells(prompt: Prompt, given: Material) -> dict[str, str]:
    if prompt.shows == "names":
        return dict.fromkeys(given.form.cells, "")
    return {
        key: shown(given.facts[key])
        for key in given.form.cells
        if key in given.facts and given.facts[key].value is not None
    }


def lines(prompt: Prompt, given: Material, part: Excerpt) -> str:
    """The material as lines of JSON, so that no text can leave its quotation marks."""
    names = {one.key: re.sub(r"^[^“]*“|”$", "", one.name) for one in given.form.sections}
    rows: list[dict[str, object]] = [{"agency": given.agency, "year": given.year}]
    for one in part.segments.values():
        section = resources.sentence("J-LAST-YEAR" if one.id.startswith("p") else "J-THIS-YEAR")
        rows.append({"id": one.id, "section": section + names.get(one.section, one.section), "text": one.text})
    for key, value in part.cells.items():
        row: dict[str, object] = {"cell": key, "name": given.form.name(key)}
        rows.append({**row, "value": value} if value else row)
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def fenced(text: str) -> str:
    """The material between marks that hold its own digest: a report cannot know, and so not write, the closing one."""
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return resources.sentence("J-FENCE", mark=mark, text=text)


def request(prompt: Prompt, given: Material, part: Excerpt) -> Request:
    """The question to the model: instructions, worked examples, the fenced material."""
    shape = SHAPES[prompt.answer]
    messages = [Message("system", prompt.instructions)]
    for example in prompt.examples:
        other, shown_part = sample(prompt, example)
        messages.append(Message("user", fenced(lines(prompt, other, shown_part))))
        messages.append(Message("assistant", json.dumps(example.answer, ensure_ascii=False)))
    messages.append(Message("user", fenced(lines(prompt, given, part))))
    wanted = schema(shape, tuple(prompt.kinds))
    return Request(prompt.label, tuple(messages), shape.name, wanted, ANSWER, lambda text: parse(text, shape))
