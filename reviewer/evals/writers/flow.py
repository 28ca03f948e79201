"""A report as a run of blocks, which every writer walks through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from reviewer.evals.sheets import Sheet, sheets
from reviewer.evals.spec import Para, Spec


@dataclass(frozen=True)
class Block:
    kind: Literal["title", "heading", "sub", "para", "sheet", "picture"]
    text: str = ""
    sheet: Sheet | None = None
    hidden: bool = False


def blocks(spec: Spec) -> Iterator[Block]:
    """Title, preface, the parts with their tables, signature."""
    if spec.title:
        yield Block("title", spec.title)
    for para in spec.preface:
        yield Block("para", para.text)
    for part in spec.parts:
        if part.heading:
            yield Block("heading", part.heading)
        for para in part.before:
            yield _block(para)
        if part.table in spec.pictures:
            yield Block("picture", part.table or "")
        for sheet in sheets(spec, part.table) if part.table and part.table not in spec.pictures else ():
            yield Block("sheet", sheet=sheet)
        for para in part.after:
            yield _block(para)
    for para in spec.signature:
        yield Block("para", para.text)


def _block(para: Para) -> Block:
    return Block("sub" if para.level else "para", para.text, hidden=para.hidden)


def dice(spec: Spec, writer: str) -> Random:
    """The writer's own choices for this report: the same whenever it is written again."""
    return Random(f"{writer}:{spec.layout.flavour}")  # noqa: S311 - reproducible choices, no secrets
