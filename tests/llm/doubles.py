"""What tests of the critic need: a report, a model that answers by prompt, a comparison that finds nothing."""

from __future__ import annotations

import json
from typing import Any

from reviewer import hints
from reviewer.llm.base import Model, Request
from reviewer.llm.critic import Criticism, criticise
from reviewer.llm.scripted import Honest, Scripted
from reviewer.model import AnnualReport, Fact, Finding, Identity, Section, State, TableReading
from reviewer.model.numerals import number


def report(
    agency: str = "青溪县水务局", year: int = 2024, cells: dict[str, str] | None = None, **texts: str
) -> AnnualReport:
    facts = {}
    for key, raw in (cells or {}).items():
        value = number(raw)
        state = State.TEXT if value is None else State.NUMBER if value else State.ZERO
        facts[key] = Fact(key=key, raw=raw, state=state, value=value)
    return AnnualReport(
        format="text",
        identity=Identity(title=f"{agency}年度报告", agency=agency, year=year),
        sections=tuple(Section(key=key, text=text) for key, text in texts.items()),
        tables=tuple(TableReading(table=key, edition="2021", found=True) for key in ("t2", "t3", "t4")),
        facts=facts,
    )


def asked(given: AnnualReport, model: Model, *, told: tuple[Finding, ...] = (), **more: Any) -> Criticism:
    return criticise(given, model, compare=lambda some: hints.compared(hints.Read(given), some), told=told, **more)


def said(prompt: str, *items: dict[str, Any], **lists: Any) -> Honest:
    """A model that answers one prompt, and finds nothing for the others."""
    name = "claims" if prompt == "claims" else "findings"
    return Honest({prompt: lists or {name: list(items)}})


def remark(
    quote: str, kind: str = "vague", segment: str = "s1", note: str = "没有事实。", **more: Any
) -> dict[str, Any]:
    return {"kind": kind, "segment": segment, "quote": quote, "note": note, **more}


def always(text: str) -> Scripted:
    """A model that says the same to everything, whether it fits or not."""

    class Careless(Scripted):
        def answer(self, request: Request) -> Any:
            return super().answer(request._replace(accept=None))

    return Careless(lambda _: text)


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
