"""Prompts are to the critic what rules are to the engine: data, loaded strictly, refused with file, line and column.

A file `prompts/<id>.md` is a front matter in YAML (what is read, what comes back, what becomes of it) and the Chinese
instructions. `prompts/common.md` stands before every prompt's own text. `check.py` tries the worked examples out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from reviewer import resources
from reviewer.llm.answers import SHAPES
from reviewer.model import AnnualReport, Fact, Frozen, Identity, Section, Severity, load_forms
from reviewer.model.numerals import number

COMMON = "common.md"
LEDGER = "ledger.yaml"
_FRONT = re.compile(r"\A---\n(.*?\n)---\n(.*)\Z", re.DOTALL)
ORDER = (
    "claims", "problems_concrete", "measures_match", "vague", "wrong_body", "padding", "against_data", "typos",
    "previous_promises",
)  # fmt: skip
"""The jobs, in the order in which their findings are listed."""
_SECTIONS = ("preface", "overview", "proactive", "requests", "disputes", "problems", "other")
_BLANKS = {"quote": "", "name": "", "word": "", "replacement": "", "before": "", "cells": ""}


class Kind(Frozen):
    """What one kind of remark becomes. Patterns are searched in folded text."""

    rule: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    severity: Severity
    message: str = ""
    suggestion: str = ""
    """Both are those of the rule where a number is compared (claims)."""
    basis: str = ""
    """The prompt's own when empty."""
    needs: str = ""
    """A quote without this is refused; for a number, a sentence without it."""
    unless: str = ""
    """A quote with this is refused: it is not what the kind is about, whatever the model says."""
    silent: str = ""
    """Where this stands anywhere in the report, nothing is missing."""
    agency: str = ""
    """Only bodies of such names."""
    cells: tuple[str, ...] = ()
    """Cells (patterns) of which at least one must be cited …"""
    value: Literal["any", "positive", "zero"] = "any"
    """… and what such a cell must hold."""
    quoted: bool = True
    """False where something is missing, so that there is nothing to quote but cells."""

    @field_validator("needs", "unless", "silent", "agency")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(str(error)) from error
        return pattern

    @field_validator("message", "suggestion")
    @classmethod
    def _fills(cls, text: str) -> str:
        try:
            text.format_map(_BLANKS)
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(f"unknown blank {error}") from error
        return text


class Example(Frozen):
    """A worked example: parts of an invented report, and the right answer."""

    agency: str
    year: int
    sections: dict[str, str] = Field(min_length=1)
    cells: dict[str, str] = {}
    previous: dict[str, str] = {}
    answer: dict[str, Any]
    findings: int = Field(ge=0)
    """How many findings (or claims) the answer must come to."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        form = load_forms()["2021"]
        for key in (*self.sections, *self.previous):
            if key not in _SECTIONS:
                raise ValueError(f"no section {key}")
        for key, raw in self.cells.items():
            if key not in form.cells or number(raw) is None:
                raise ValueError(f"cell {key}: {raw}")
        return self

    def report(self) -> AnnualReport:
        """The parts as a report."""
        facts = {key: Fact.counted(key, raw) for key, raw in self.cells.items()}
        return AnnualReport(
            format="text",
            identity=Identity(title=self.agency, agency=self.agency, year=self.year),
            sections=_sections(self.sections),
            facts=facts,
        )

    def last_year(self) -> tuple[Section, ...]:
        return _sections(self.previous)


def _sections(texts: dict[str, str]) -> tuple[Section, ...]:
    return tuple(Section(key=key, text=texts[key]) for key in _SECTIONS if key in texts)


class Prompt(Frozen):
    """One job for the model."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    version: int = Field(ge=1)
    title: str = Field(min_length=2)
    reads: tuple[str, ...] = Field(min_length=1)
    answer: str
    severity: Literal[Severity.WARNING, Severity.INFO]
    """The gravest that any finding of this prompt can be."""
    rules: tuple[str, ...] = Field(min_length=1)
    basis: str = Field(min_length=4)
    earlier: str = ""
    """The basis for report years before the newest form."""
    cells: tuple[str, ...] = ()
    shows: Literal["", "names", "values"] = ""
    previous: bool = False
    needs: tuple[str, ...] = ()
    """Sections of which at least one must have text; else there is nothing to ask."""
    kinds: dict[str, Kind]
    examples: tuple[Example, ...] = Field(min_length=2)
    text: str = Field(min_length=40)
    common: str = Field(min_length=40)
    digest: str
    """Of all that the version stands for: the file and the common text, byte for byte."""

    @property
    def label(self) -> str:
        return f"{self.id}@{self.version}"

    @property
    def instructions(self) -> str:
        return f"{self.common.strip()}\n\n{self.text.strip()}"


def _faults(prompt: Prompt) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """What does not fit together, each with the key path it stands under."""
    if prompt.answer not in SHAPES:
        yield ("answer",), f"no answer shape {prompt.answer}; there are {', '.join(SHAPES)}"
    for key in ("reads", "needs"):
        for index, section in enumerate(getattr(prompt, key)):
            if section not in _SECTIONS:
                yield (key, index), f"no section {section}"
    for name, kind in prompt.kinds.items():
        if kind.rule not in prompt.rules:
            yield ("kinds", name, "rule"), f"{kind.rule} is not among the rules served"
        if prompt.answer != "claims" and not (kind.message and kind.suggestion):
            yield ("kinds", name), "message and suggestion are missing"
        if kind.severity.rank < prompt.severity.rank:
            yield ("kinds", name, "severity"), "graver than the prompt's severity"
    if bool(prompt.cells) != bool(prompt.shows):
        yield ("cells",), "cells and shows go together"


def load(path: Path, common: str) -> Prompt:
    """One prompt file. Raises ConfigError (C-FILE; C-YAML with file, line, column and the lines around)."""
    text = resources.read_text(path)
    match = _FRONT.match(text)
    if match is None:
        raise resources.fault_at(path, 1, 1, "no front matter between two lines of ---")
    data = resources.read_yaml_part(path, match[1], 1)
    if not isinstance(data, dict) or not {"text", "common", "digest"}.isdisjoint(data):
        raise resources.fault_at(path, 2, 1, "the front matter is no mapping of the known keys")
    try:
        digest = hashlib.sha256(f"{common}\0{text}".encode()).hexdigest()[:16]
        prompt = Prompt.model_validate({**data, "text": match[2].strip(), "common": common.strip(), "digest": digest})
    except ValidationError as error:
        found = error.errors()
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
        problem = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise fault(path, first["loc"], problem) from error
    for where, problem in _faults(prompt):
        raise fault(path, where, problem)
    if prompt.id != path.stem:
        raise fault(path, ("id",), f"{prompt.id} stands in {path.name}")
    return prompt


def fault(path: Path, where: tuple[int | str, ...], problem: str) -> Exception:
    """The ConfigError that points at the value under the key path `where` of a front matter."""
    match = _FRONT.match(resources.read_text(path))
    line, column = resources.locate_in(match[1] if match else "", where)
    return resources.fault_at(path, line + 1, column, problem)


@cache
def prompts() -> tuple[Prompt, ...]:
    """Every prompt, in the order of ORDER. Raises ConfigError."""
    folder = resources.prompts_dir()
    common = resources.read_text(folder / COMMON)
    return tuple(load(folder / f"{name}.md", common) for name in ORDER)
