"""The three tables of a report, out of its grids and its streams of cells: table by table the better reading wins."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import Paragraph, State, load_forms
from reviewer.recognise import streams, table2, table3, table4, torn_tables
from reviewer.recognise.grids import Part
from reviewer.recognise.headings import Candidate
from reviewer.recognise.shapes import GLUED, Found, withdrawn
from reviewer.recognise.tokens import Token, merged, tokens_of

KEYS = ("t2", "t3", "t4")


def find(
    items: Sequence[Paragraph | Part], heads: Sequence[Candidate], preferred: str
) -> tuple[dict[str, Found], set[int]]:
    """The three tables, and the indices of the paragraphs they were read from."""
    runs = _runs(items, heads)
    found: dict[str, Found] = {}
    lines = [(index, one) for index, one in enumerate(items) if isinstance(one, Paragraph)]
    outer = [
        one for one in heads if one.style in ("main", "part")
    ]  # （一）主动公开政府信息情况 begins no table's section
    torn = torn_tables.read(lines, _walls(outer) or _walls(heads), preferred)
    used: set[int] = set()
    for key in KEYS:
        grid = _from_grids(key, items, preferred)
        stream = _from_streams(key, [run for run in runs if run.table == key], preferred)
        both = _both_t2(items, runs, preferred) if key == "t2" and (grid is None or grid.missing) else None
        best = max((one for one in (grid, stream, both) if one), key=lambda one: len(one.facts), default=None)
        if key in torn and grid is None:
            best = torn[key].found
            used |= torn[key].blocks
        if best is not None:
            found[key] = best
    read = {key for key, one in found.items() if one.shape == "stream" or one.mixed}
    return found, used | {index for run in runs if run.table in read for index in run.blocks}


def _both_t2(items: Sequence[Paragraph | Part], runs: Sequence[streams.Run], preferred: str) -> Found | None:
    """Table 2 with some blocks drawn and others written as lines."""
    parts = [one for one in items if isinstance(one, Part) and one.table == "t2"]
    written = [run for run in runs if run.table == "t2"]
    if not parts or not written:
        return None
    start = min(written[0].blocks[0], next(at for at, one in enumerate(items) if one is parts[0]))
    records = sorted((*table2.records_of(parts), *streams.records_of(written)), key=lambda one: one.at)
    found = table2.read(records, "grid", start, preferred)
    return found._replace(mixed=True) if found else None


def _from_grids(key: str, items: Sequence[Paragraph | Part], preferred: str) -> Found | None:
    parts = [(index, one) for index, one in enumerate(items) if isinstance(one, Part) and one.table == key]
    if not parts:
        return None
    start = parts[0][0]
    only = [part for _, part in parts]
    if key == "t2":
        return table2.read(list(table2.records_of(only)), "grid", start, preferred)
    if key == "t3":
        return table3.read(table3.lines_of(only), "grid", start, preferred)
    captioned: list[Part | str] = []
    for index, part in parts:
        before = items[index - 1] if index else None
        if isinstance(before, Paragraph) and len(before.text) < 30 and table4.caption(before.text):
            captioned.append(before.text)
        captioned.append(part)
    return table4.read(list(table4.readings_of(captioned)), "grid", start, preferred)


def _from_streams(key: str, runs: Sequence[streams.Run], preferred: str) -> Found | None:
    if not runs:
        return None
    start = runs[0].blocks[0]
    if key == "t2":
        found = table2.read(list(streams.records_of(runs)), "stream", start, preferred)
    elif key == "t3":
        found = table3.read(streams.lines_of(runs), "stream", start, preferred)
    else:
        found = table4.read(streams.readings_of(runs), "stream", start, preferred)
    if found and found.certain and key != "t4" and any(streams.shifted(run) for run in runs):
        found = found._replace(certain=False, reason=GLUED)
    if found and found.certain and (found.missing or key != "t3") and any(streams.loose(run) for run in runs):
        torn = found.missing or any(one.state == State.UNREADABLE for one in found.facts.values())
        found = found._replace(certain=False, reason=GLUED) if torn else found
    if found and not found.certain:
        return withdrawn(found, preferred, load_forms()[preferred].table(key))
    return found


def _walls(heads: Sequence[Candidate]) -> dict[int, str]:
    """Section by the paragraph that is its heading for certain: no table goes on behind one."""
    return {one.at: one.key for one in heads if one.exact and one.alone and one.style}


def _runs(items: Sequence[Paragraph | Part], heads: Sequence[Candidate]) -> list[streams.Run]:
    """Stretches of cell-like paragraphs, cut into tables; a heading or prose ends a stretch."""
    walls = _walls(heads)
    runs: list[streams.Run] = []
    stretch: list[Token] = []

    def close() -> None:
        if any(token.kind == "label" for token in stretch):
            runs.extend(streams.runs_of(merged(stretch)))
        stretch.clear()

    for index, item in enumerate(items):
        tokens = None if isinstance(item, Part) or item.hidden or index in walls else tokens_of(item, index, index)
        if tokens is None:
            close()
        else:
            stretch.extend(tokens)
    close()
    return runs
