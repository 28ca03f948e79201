"""The three tables of a text that prints columns side by side (see `torn`), as the other readings give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewer.model import FormTable, Paragraph, State, load_forms
from reviewer.recognise import table2, table3, table4
from reviewer.recognise.labels import traces
from reviewer.recognise.shapes import Found, Line, Slot
from reviewer.recognise.torn import Printed, fifteen, is_side_by_side, rows_of, stretches

_KEYS = ("t2", "t3", "t4")
_PROSE = 25
_COMMA = "，"


class Torn(NamedTuple):
    """One table and the paragraphs that it was read from."""

    found: Found
    blocks: frozenset[int]


def read(paragraphs: Sequence[tuple[int, Paragraph]], walls: Mapping[int, str], preferred: str) -> dict[str, Torn]:
    """The tables by key; {} unless the text is such a print. `walls`: section by the paragraph that is its heading."""
    if not is_side_by_side([one for _, one in paragraphs]):
        return {}
    zones = _zones(stretches(paragraphs, walls), dict(paragraphs), walls)
    found = {}
    for key, lines in zones.items():
        if (one := _table(key, lines, preferred)) is not None:
            found[key] = Torn(one, frozenset(line.at for line in lines))
    return found


def _zones(
    parts: Sequence[Sequence[Printed]], texts: Mapping[int, Paragraph], walls: Mapping[int, str]
) -> dict[str, list[Printed]]:
    """The lines of each table: those of its section, and from a line that names it alone to one that names another."""
    own = {table.section: table.key for table in next(iter(load_forms().values())).tables}
    zones: dict[str, list[Printed]] = {}
    for part in parts:
        above = [at for at in walls if at < part[0].at]
        now = own.get(walls[max(above)]) if above else None
        for line in part:
            named = [key for key in _KEYS if traces(texts[line.at].text, key)]
            now = named[0] if len(named) == 1 else now
            if now and (now in zones or not _is_prose(line, texts[line.at].text)):
                zones.setdefault(now, []).append(line)
    return zones


def _is_prose(line: Printed, text: str) -> bool:
    """A long line without a gap, or numbers after a comma, before the table begins: the sentence goes on below."""
    if line.values:
        return _COMMA in text
    return len(line.names) == 1 and len(line.names[0]) > _PROSE


def _table(key: str, lines: Sequence[Printed], preferred: str) -> Found | None:
    best: Found | None = None
    forms = load_forms()
    start = lines[0].at
    for edition in sorted(forms, key=lambda one: one != preferred):
        table = forms[edition].table(key)
        if key == "t4":
            return table4.read(list(_fifteen(lines, table)), "stream", start, preferred)
        slots = rows_of(lines, table)
        if slots is None:
            continue
        if key == "t3":
            rows = [Line((_label(table, row),), cells, 0, number) for number, (row, cells) in enumerate(slots.items())]
            found = table3.read(rows, "stream", start, edition)
        else:
            found = table2.read(list(_records(slots, table, start)), "stream", start, edition)
        if found and (best is None or _readable(found) > _readable(best)):
            best = found
    return best


def _readable(found: Found) -> int:
    return sum(one.state != State.UNREADABLE for one in found.facts.values())


def _label(table: FormTable, key: str) -> str:
    """The row's label with those it stands under, so that it is no other row's."""
    row = next(one for block in table.blocks for one in block.rows if one.key == key)
    return "".join(row.under) + row.label


def _records(slots: dict[str, tuple[Slot, ...]], table: FormTable, start: int) -> Iterator[table2.Record]:
    for block in table.blocks:
        for number, row in enumerate(block.rows):
            cells = slots[f"{block.key}.{row.key}"]
            heads = tuple(column.label for column in block.columns)
            yield table2.Record(row.label, cells, heads, 0, start, (table.blocks.index(block), number))


def _fifteen(lines: Sequence[Printed], table: FormTable) -> Iterator[table4.Reading]:
    names = [(block.key, column.key) for block in table.blocks for column in block.columns]
    slots = fifteen(lines, table)
    if slots is not None:
        for (block, column), slot in zip(names, slots, strict=True):
            yield table4.Reading(slot, (block,), (column,), 0, 1)
