"""An answer's items to findings: each is found in the report, or dropped with the reason. Words come from the prompt file.

The model chooses among kinds and adds one sentence of its own; severity, basis, message and suggestion are data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Any

from reviewer import resources
from reviewer.llm.answers import Against, Foreign, Misprint, Promise
from reviewer.llm.desk import Desk, Judged, Refused, finding, plain, quoted
from reviewer.llm.grounding import Refusal, Span, cell, ground
from reviewer.llm.numbers import supported
from reviewer.llm.prompt import Kind
from reviewer.llm.segments import sent
from reviewer.llm.wording import COPIED, RELATED, misprinted, resembles, stranger
from reviewer.model import Evidence, Fact, Finding, TextSpan, folded

_LINK = re.compile(r"://|www\.|<[A-Za-z/!]|\]\(|!\[|@[A-Za-z]", re.IGNORECASE)
_LOOP = re.compile(r"(.{3,})\1{3,}", re.DOTALL)
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_NOTE = 160


def judge(desk: Desk, items: Sequence[Any]) -> Judged:
    """The findings of a list of remarks, in the answer's order."""
    found: list[Finding] = []
    refused: list[Refused] = []
    for item in items:
        if item is None:
            continue  # counted as a misfit already
        result = _one(desk, item)
        if isinstance(result, Finding):
            found.append(result)
        else:
            refused.append(Refused(result, item.quote[:200]))
    return Judged(tuple(found), (), tuple(refused))


def _one(desk: Desk, item: Any) -> Finding | str:
    """A finding, or the code of the reason why not."""
    kind = desk.prompt.kinds.get(item.kind)
    if kind is None or not re.search(kind.agency, folded(desk.given.agency)):
        return "J-KIND"
    if isinstance(item, Promise):
        return _promise(desk, kind, item)
    evidence: list[Evidence] = []
    if item.segment or item.quote or kind.quoted:
        span = desk.ground(item.segment, item.quote)
        if isinstance(span, Refusal):
            return span.value
        evidence.append(desk.span(span))
    facts = _cells(desk, kind, item) if isinstance(item, Against) else []
    if isinstance(facts, str):
        return facts
    evidence += [one.ref() for one in facts]
    quote = evidence[0].quote if evidence and isinstance(evidence[0], TextSpan) else ""
    code = _implausible(desk, kind, item, quote) or _note(desk, item, [quote] if quote else [], facts)
    if code or not evidence:
        return code or "J-QUOTE-EMPTY"
    return finding(desk, item.kind, evidence, note=getattr(item, "note", ""), **_values(desk, item, facts))


def _implausible(desk: Desk, kind: Kind, item: Any, quote: str) -> str:
    words = folded(quote)
    if quote and (not re.search(kind.needs, words) or (kind.unless and re.search(kind.unless, words))):
        return "J-UNLIKELY"
    if kind.silent and re.search(kind.silent, folded(desk.given.text)):
        return "J-NOT-MISSING"
    if isinstance(item, Foreign) and not stranger(item.name, quote, desk.report.identity.agency):
        return "J-UNLIKELY"
    if isinstance(item, Misprint) and not misprinted(item.word, item.replacement, quote, desk.report.identity.agency):
        return "J-UNLIKELY"
    return ""


def _cells(desk: Desk, kind: Kind, item: Against) -> list[Fact] | str:
    """The cited cells, or a code when one of them is not as it was said to be."""
    allowed = frozenset(desk.part.cells)
    facts: list[Fact] = []
    for one in item.cells:
        fact = cell(one.cell, one.value, dict(desk.given.facts), allowed)
        if isinstance(fact, Refusal):
            return fact.value
        if fact not in facts:
            facts.append(fact)
    if kind.cells and not any(_wanted(kind, fact) for fact in facts):
        return "J-CELL-OTHER"
    return facts


def _wanted(kind: Kind, fact: Fact) -> bool:
    if not any(fnmatchcase(fact.key, pattern) for pattern in kind.cells):
        return False
    return kind.value == "any" or (kind.value == "zero") == (fact.value == 0)


def _note(desk: Desk, item: Any, quotes: Sequence[str], facts: Sequence[Fact]) -> str:
    """Why the model's own sentence may not be shown, "" when it may."""
    note = sent(getattr(item, "note", ""))
    if not note:
        return ""
    if len(note) > _LONGEST_NOTE:
        return "J-NOTE-LONG"
    if _LINK.search(note):
        return "J-NOTE-LINK"
    if _LOOP.search(note):
        return "J-NOTE-LOOP"
    if len(_HAN.findall(note)) < 0.6 * len(_LETTER.findall(note)) or not _HAN.search(note):
        return "J-NOTE-LANGUAGE"
    values = [one.value for one in facts if one.value is not None]
    year = [str(desk.given.year)] if desk.given.year else []
    names = [desk.given.form.name(one.key) for one in facts]
    return "" if supported(note, [*quotes, *names, *year], values) else "J-NOTE-NUMBER"


def _promise(desk: Desk, kind: Kind, item: Promise) -> Finding | str:
    """Something that last year's report said. Where nothing answers it, the evidence is where an answer should stand."""
    before = desk.part.segments.get(item.before_segment)
    if before is None or not before.id.startswith("p"):
        return Refusal.SEGMENT.value
    said = ground(item.before_quote, before)
    if isinstance(said, Refusal):
        return said.value
    quote = before.source[said.start - before.start : said.end - before.start]
    if kind.unless and re.search(kind.unless, folded(quote)):
        return "J-UNLIKELY"
    if kind.quoted:
        if not item.segment.startswith("s"):
            return Refusal.SEGMENT.value
        span = desk.ground(item.segment, item.quote)
        if isinstance(span, Refusal):
            return span.value
        if not resembles(quote, desk.span(span).quote, COPIED):
            return "J-UNLIKELY"
    else:
        here = next(
            (one for one in desk.part.segments.values() if one.section == "problems" and one.id[0] == "s"), None
        )
        if here is None:
            return Refusal.SEGMENT.value
        if any(resembles(quote, one.source, RELATED) for one in desk.given.segments):
            return "J-NOT-MISSING"
        span = Span(here.section, here.start, here.end)
    evidence = desk.span(span)
    code = _note(desk, item, [quote, evidence.quote], ())
    return code or finding(desk, item.kind, [evidence], note=item.note, before=quoted(quote))


def _values(desk: Desk, item: Any, facts: Sequence[Fact]) -> dict[str, str]:
    values = {name: folded(getattr(item, name)) for name in ("name", "word", "replacement") if hasattr(item, name)}
    said = [f"{desk.given.form.name(one.key)}为{plain(one.value)}" for one in facts[:4] if one.value is not None]
    return {**values, "cells": resources.sentence("K-AND").join(said)}
