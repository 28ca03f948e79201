"""A Comparison as text for a person and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.export.clean import brief
from reviewer.export.items import cell_name, section_name
from reviewer.export.record import Json, dumps, finding_as_json, notice_as_json
from reviewer.export.words import words
from reviewer.model import SCHEMA_VERSION, Comparison, Finding, Form, Version, load_forms
from reviewer.verdicts import concluded

_LONGEST = 160


def as_text(found: Comparison) -> str:
    """The comparison in plain lines; never empty."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    phrase = words().comparison
    form = form_of(found.new)
    yield headline(found)
    yield from (brief(one.sentence, 400) for one in found.notices)
    parts = {"fixed": found.fixed, "still": found.still, "added": found.added, "unclear": found.unclear}
    counts = {key: len(some) for key, some in parts.items()}
    yield phrase["summary"].format(**counts, cells=len(found.cells), sentences=len(found.sentences))
    for key, some in parts.items():
        if some:
            yield ""
            yield phrase[key].format(n=len(some))
            yield from (_finding(one) for one in some)
    if found.cells:
        yield ""
        yield phrase["cells"].format(n=len(found.cells))
        for cell in found.cells:
            shown = [
                phrase["absent"] if one is None else brief(one, 40) or phrase["blank"] for one in (cell.old, cell.new)
            ]
            yield "  " + phrase["cell"].format(name=cell_name(cell.fact, form), old=shown[0], new=shown[1])
    if found.sentences:
        yield ""
        yield phrase["sentences"].format(n=len(found.sentences))
        section = None
        for one in found.sentences:
            if one.section != section:
                section = one.section
                yield "  " + section_name(section, form)
            if one.old:
                yield "    - " + brief(one.old, _LONGEST)
            if one.new:
                yield "    + " + brief(one.new, _LONGEST)


def headline(found: Comparison) -> str:
    """Both files, each with its verdict."""
    names = {"old": brief(found.old.file, 200), "new": brief(found.new.file, 200)}
    return words().comparison["title"].format(**names, before=concluded(found.old), after=concluded(found.new))


def form_of(version: Version) -> Form:
    """The edition a version names, else the newest."""
    forms = load_forms()
    return forms.get(version.identity.edition) or forms[max(forms)]


def _finding(finding: Finding) -> str:
    chip = words().severity["model" if finding.origin == "model" else finding.severity.value].chip
    waived = words().comparison["waived"] if finding.waived else ""
    return f"  {chip}  {finding.rule}  {brief(finding.message, 300)}{waived}"


def as_json(found: Comparison) -> str:
    """The comparison as one JSON document."""
    return dumps(
        {
            "schema_version": SCHEMA_VERSION,
            "old": _version(found.old),
            "new": _version(found.new),
            "findings": {
                key: [finding_as_json(one) for one in some]
                for key, some in (
                    ("fixed", found.fixed), ("still", found.still), ("new", found.added), ("unclear", found.unclear),
                )
            },
            "cells": [{"fact": one.fact, "old": one.old, "new": one.new} for one in found.cells],
            "sentences": [{"section": one.section, "old": one.old, "new": one.new} for one in found.sentences],
            "notices": [notice_as_json(one) for one in found.notices],
        }
    )  # fmt: skip


def _version(version: Version) -> Json:
    return version.model_dump(mode="json")
