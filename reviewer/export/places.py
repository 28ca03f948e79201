"""Which places of a report the findings name: cells by key, spans by section; and the texts with those spans lit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from reviewer.export.clean import brief, clean
from reviewer.export.items import TONES, section_name, slug, tone_of
from reviewer.export.view import Passage, Ref, Segment
from reviewer.model import CellRef, Finding, Form, Section


class Naming(NamedTuple):
    """One finding names one place."""

    ref: Ref
    tone: str


class Span(NamedTuple):
    start: int
    end: int
    naming: Naming


class Named(NamedTuple):
    """All places that findings name."""

    cells: dict[str, list[Naming]]
    spans: dict[str, list[Span]]


def worst(namings: Iterable[Naming]) -> str:
    """The worst tone among them, "" for none."""
    ranks = [TONES.index(one.tone) for one in namings]
    return TONES[min(ranks)] if ranks else ""


def refs(namings: Iterable[Naming]) -> tuple[Ref, ...]:
    """Their items, each once, in order."""
    return tuple(dict.fromkeys(one.ref for one in namings))


def named(numbered: Iterable[tuple[Ref, Finding]], sections: Iterable[Section]) -> Named:
    """Collect the places of numbered findings; a span counts only where its quote stands."""
    texts = {one.key: one.text for one in sections}
    found = Named({}, {})
    for ref, finding in numbered:
        naming = Naming(ref, tone_of(finding))
        for proof in finding.evidence:
            if isinstance(proof, CellRef):
                found.cells.setdefault(proof.fact, []).append(naming)
                continue
            key = "preface" if proof.section == "title" else proof.section
            start, end = proof.start, proof.end
            text = texts.get(key, "")
            if proof.quote and text[start:end] != proof.quote:
                start = text.find(proof.quote) if key != proof.section else -1
                end = start + len(proof.quote)
            if 0 <= start < end:
                found.spans.setdefault(key, []).append(Span(start, end, naming))
    return found


def passages(sections: Iterable[Section], form: Form, found: Named, prefix: str) -> tuple[Passage, ...]:
    """The section texts as paragraphs of segments, lit where a finding quotes them."""
    out = []
    for one in sections:
        heading = brief(one.heading, 120)
        if one.ordinal and heading and one.ordinal not in heading[:3]:
            heading = f"{brief(one.ordinal, 4)}、{heading}"
        anchor = f"{prefix}s-{slug(one.key)}"
        segments = _segments(one.text, found.spans.get(one.key, []), anchor)
        name = heading or section_name(one.key, form)
        out.append(Passage(one.key, name, anchor, _paragraphs(segments)))
    return tuple(out)


def _segments(text: str, spans: list[Span], anchor: str) -> list[Segment]:
    """Cut `text` at every border of a span; a segment knows all the findings that cover it."""
    borders = sorted({0, len(text), *(min(one.start, len(text)) for one in spans), *(one.end for one in spans)})
    borders = [place for place in borders if place <= len(text)]
    starts = {one.start for one in spans}
    out = []
    for start, end in pairwise(borders):
        over = [one.naming for one in spans if one.start <= start and end <= one.end]
        last = [one.naming for one in spans if one.start <= start and one.end == end]
        own = f"{anchor}-{start}" if start in starts else ""
        out.append(Segment(text[start:end], own, worst(over), refs(last)))
    return out


def _paragraphs(segments: list[Segment]) -> tuple[tuple[Segment, ...], ...]:
    """Break the segments at line feeds; the anchor stays with the first piece, the links with the last."""
    rows: list[list[Segment]] = [[]]
    for one in segments:
        pieces = one.text.split("\n")
        for index, piece in enumerate(pieces):
            if index:
                rows.append([])
            first, last = index == 0, index == len(pieces) - 1
            if piece or (first and one.anchor):
                rows[-1].append(Segment(clean(piece), one.anchor if first else "", one.tone, one.refs if last else ()))
    return tuple(tuple(row) for row in rows if any(part.text.strip() for part in row))
