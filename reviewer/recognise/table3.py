"""Table 3 from rows of grids or of a stream, whichever edition fits better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.model import Fact, FormTable, State, load_forms
from reviewer.recognise.align import Placing, place
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.collapsed import collapsed, is_collapsed
from reviewer.recognise.columns import Extent, columns_of, is_head, last_seven, slots_of
from reviewer.recognise.grids import Part, Row
from reviewer.recognise.labels import Target, likeness, plain, targets_of
from reviewer.recognise.shapes import COLUMNS, CONFLICT, GLUED, Found, Line, Slot, doubt, fact, glued


def lines_of(parts: Sequence[Part]) -> list[Line]:
    """The data rows of all pieces of a table in document order, each with its labels and seven slots."""
    form = next(iter(load_forms().values())).table("t3")
    keys = [column.key for column in form.blocks[0].columns]
    lines: list[Line] = []
    columns: dict[str, Extent] = {}
    width, first = -1, 0
    for number, part in enumerate(piece for whole in parts for piece in _pieces(whole)):
        head = [row for row in part.rows if is_head(row)]
        printed = columns_of(head, form)
        if len(printed) == len(keys):
            columns, width = printed, part.rows[0].width
        elif width != part.rows[0].width or head:
            columns, width = last_seven(part.rows[0].width, form), part.rows[0].width
            if any(columns.get(key) != extent for key, extent in printed.items() if columns):
                columns = {}
        told = columns or printed
        first = min((start for start, _ in told.values()), default=part.rows[0].width)
        if is_collapsed(part.rows, head, first):
            lines.extend(collapsed(part.rows, head, len(keys), number, len(lines)))
            continue
        for position, row in enumerate(part.rows):
            if row in head or not row.own or _is_line(row, first):
                continue
            if _is_ragged(row):
                labels, slots = _in_order(row, len(keys))
                lines.append(Line(labels, slots, number, len(lines)))
                continue
            if columns:
                slots = slots_of(row, part.rows[position + 1 :], columns, keys)
            else:
                slots = tuple(Slot("", fault=COLUMNS) for _ in keys)
            labels = tuple(piece.text for piece in row.own if piece.end <= first and piece.text.strip())
            if columns and not labels and all(slot.text.strip() == "" for slot in slots):
                continue
            lines.append(Line(labels, slots, number, len(lines)))
    return lines


def _pieces(part: Part) -> list[Part]:
    """A part cut where the head is printed again: tables drawn right below one another, or a head typed twice."""
    starts = [0]
    body = False
    for at, row in enumerate(part.rows):
        if not is_head(row):
            body = body or any(looks_like_value(piece.text) for piece in row.own)
        elif body:
            starts.append(at)
            body = False
    ends = [*starts[1:], len(part.rows)]
    return [Part(part.table, part.rows[low:high], part.votes) for low, high in zip(starts, ends, strict=True)]


def _is_line(row: Row, first: int) -> bool:
    """True for a group line or note drawn over label and values alike: it has no cells of its own."""
    filled = [piece for piece in row.own if piece.text.strip()]
    return (
        len(filled) == 1 and filled[0].end > first and filled[0].start < first and not looks_like_value(filled[0].text)
    )


def _is_ragged(row: Row) -> bool:
    """True for a row with values that ends short of the width: its cells were put one behind another, without spans."""
    values = [piece for piece in row.own if looks_like_value(piece.text)]
    return bool(values) and row.pieces[-1].end < row.width


def _in_order(row: Row, size: int) -> tuple[tuple[str, ...], tuple[Slot, ...]]:
    """The labels of such a row and its values: the cells behind the last label, if they are exactly as many."""
    names = [at for at, piece in enumerate(row.own) if piece.text.strip() and not looks_like_value(piece.text)]
    begin = names[-1] + 1 if names else 0
    slots = [piece.slot() for piece in row.own[begin:]]
    labels = tuple(row.own[at].text for at in names)
    return labels, tuple(slots) if len(slots) == size else glued(slots, size, COLUMNS)


def _callings(line: Line) -> tuple[str, ...]:
    """The texts a line may be known by: its innermost label, and all its labels in one."""
    if not line.labels:
        return ()
    return (line.labels[-1], "".join(line.labels)) if len(line.labels) > 1 else line.labels


def _mend_cuts(lines: list[Line], targets: Sequence[Target]) -> list[Line]:
    """Join a row that a page break cut in two: its label goes on in a row without values, or its values do."""
    out: list[Line] = []
    for line in lines:
        if out and out[-1].fragment != line.fragment and (joined := _joined(out[-1], line, targets)):
            out[-1] = joined
        else:
            out.append(line)
    return out


def _joined(above: Line, below: Line, targets: Sequence[Target]) -> Line | None:
    if not above.labels:
        return None
    if not (above.empty or below.empty):
        return _with_rest(above, below, targets)
    full = below if above.empty else above
    alone = max(likeness(above.labels[-1], one) for one in targets)
    if not below.labels:
        return full._replace(labels=above.labels) if alone == 1.0 and above.empty and not below.empty else None
    whole = above.labels[-1] + below.labels[-1]
    both = max(likeness(whole, one) for one in targets)
    other = max(likeness(below.labels[-1], one) for one in targets)
    if both == 1.0 or (both > max(alone, other) and both >= 0.85):
        return full._replace(labels=(*above.labels[:-1], whole))
    return None


def _with_rest(above: Line, below: Line, targets: Sequence[Target]) -> Line | None:
    """A row of which some numbers go on in the next piece, too: those cells can no longer be read for certain."""
    rest = [at for at, slot in enumerate(below.slots) if not slot.empty]
    if len(rest) == len(below.slots) or any(above.slots[at].empty for at in rest):
        return None
    labels = above.labels
    if below.labels:
        whole = above.labels[-1] + below.labels[-1]
        if max(likeness(whole, one) for one in targets) == 1.0:
            labels = (*above.labels[:-1], whole)
        elif max(likeness(below.labels[-1], one) for one in targets if not one.group) > 0.8:
            return None
    slots = list(above.slots)
    for at in rest:
        slots[at] = slots[at]._replace(text=f"{slots[at].text} {below.slots[at].text}", fault=GLUED)
    return above._replace(labels=labels, slots=tuple(slots))


def read(lines: Sequence[Line], shape: str, start: int, preferred: str) -> Found | None:
    """Lay the lines along each edition's rows and keep the better fit (`preferred` on a tie); None below three rows."""
    best: tuple[float, Found] | None = None
    forms = load_forms()
    for edition in sorted(forms, key=lambda one: one != preferred):
        table = forms[edition].table("t3")
        targets = targets_of(table)
        mended = _mend_cuts(list(lines), targets)
        placing = place([_callings(line) for line in mended], targets)
        rows = sum(1 for one in placing.target if one is not None and not targets[one].group)
        if rows >= 3 and (best is None or placing.score > best[0] + 1e-6):
            best = (placing.score, _found(mended, placing, table, targets, edition, shape, start))
        if best is not None and best[0] >= len(lines):  # every line is a row of this edition: no other fits better
            break
    return best[1] if best else None


def _found(
    lines: Sequence[Line],
    placing: Placing,
    table: FormTable,
    targets: Sequence[Target],
    edition: str,
    shape: str,
    start: int,
) -> Found:
    keys = [column.key for column in table.blocks[0].columns]
    facts: dict[str, Fact] = {}
    subtotals: dict[str, Fact] = {}
    extra: list[str] = []
    nameless = False
    edges = _edges(lines, placing)
    for line, index in zip(lines, placing.target, strict=True):
        if index is None:
            if line.order in edges and _is_title(line):
                continue
            if line.order not in {lines[one].order for one in placing.doubled}:
                extra.extend(line.labels[-1:])
                nameless = nameless or not (line.labels or line.empty)
            continue
        target = targets[index]
        if target.group:
            subtotals.update(_subtotals(line, target, keys))
            continue
        for key, slot in zip(keys, line.slots, strict=True):
            name = f"t3.{target.key}.{key}"
            facts[name] = fact(name, slot)
    for row in placing.doubled:
        extra.extend(_again(lines[row], targets, facts, keys))
    order = {name: index for index, name in enumerate(table.cells)}
    facts = dict(sorted(facts.items(), key=lambda item: order[item[0]]))
    rows = [target.key for target in targets if not target.group]
    missing = tuple(row for row in rows if f"t3.{row}.{keys[0]}" not in facts)
    misordered = tuple(targets[index].key for row in placing.misordered if (index := placing.target[row]) is not None)
    certain, reason = doubt(facts.values(), (slot for line in lines for slot in line.slots))
    if certain and nameless:  # numbers whose row nobody can name: what is missing may be these
        certain, reason = False, COLUMNS
    fragments = len({line.fragment for line in lines})
    return Found(edition, facts, shape, fragments, start, missing, tuple(extra), misordered, subtotals, certain, reason)


def _edges(lines: Sequence[Line], placing: Placing) -> set[int]:
    """The lines of each piece before its first row and behind its last: the latter may head the next piece."""
    known = [line for line, index in zip(lines, placing.target, strict=True) if index is not None]
    first = {line.fragment: line.order for line in reversed(known)}
    last = {line.fragment: line.order for line in known if line.fragment != lines[-1].fragment}
    return {
        line.order
        for line in lines
        if line.order < first.get(line.fragment, line.order + 1) or line.order > last.get(line.fragment, line.order)
    }


def _is_title(line: Line) -> bool:
    """A line without a value at the edge of a piece: the table's name or unit, alone or in every column."""
    return all(slot.text.strip() in ("", *line.labels) for slot in line.slots)


def _subtotals(line: Line, target: Target, keys: Sequence[str]) -> Iterable[tuple[str, Fact]]:
    """Numbers on a group line; blanks, and cells merged with the label, are none."""
    for key, slot in zip(keys, line.slots, strict=True):
        one = fact(f"t3.{target.key}.{key}", slot)
        if target.key and one.state in (State.NUMBER, State.ZERO):
            yield f"{target.key}.{key}", one


def _again(line: Line, targets: Sequence[Target], facts: dict[str, Fact], keys: Sequence[str]) -> Iterable[str]:
    """A row printed twice: the same again is ignored; other numbers make the row's cells unreadable."""
    target = next(one for one in targets if any(likeness(text, one) == 1.0 for text in _callings(line)))
    if target.group or line.empty:
        return
    differs = False
    for key, slot in zip(keys, line.slots, strict=True):
        name = f"t3.{target.key}.{key}"
        if name in facts and plain(facts[name].raw) != plain(slot.text):
            facts[name] = fact(name, slot._replace(fault=CONFLICT))
            differs = True
    if differs and not any(slot.fault for slot in line.slots):
        yield line.labels[-1]
