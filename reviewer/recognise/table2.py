"""Table 2 from grids or a stream: records of a row label and the values behind it, laid on the edition that fits better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer.model import Fact, FormBlock, FormTable, Item, State, load_forms
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Part, Piece, Row
from reviewer.recognise.labels import Target, likeness, plain, roles, spellings, targets_of
from reviewer.recognise.shapes import COLUMNS, CONFLICT, MERGED, Found, Slot, doubt, fact, glued, window


class Record(NamedTuple):
    """A row label, the cells behind it, and for each the head it stands under ("" when the head is blank).

    `heads` is () when no head was printed above.
    """

    label: str
    cells: tuple[Slot, ...]
    heads: tuple[str, ...]
    fragment: int
    at: int
    """Where in the document it begins."""
    line: tuple[int, int] = (0, 0)
    """Records of one printed row share it."""


_Head = tuple[int, int, str]


def _kinds(text: str) -> set[str]:
    return {role.kind for role in roles(text) if role.table == "t2"}


def records_of(parts: Sequence[Part]) -> Iterator[Record]:
    """Walk each row from left to right: a row label opens a record, the cells up to the next label are its values."""
    heads: list[_Head] = []
    before: Part | None = None
    for number, whole in enumerate(parts):
        part = _without_repeated(whole, parts[0]) if number else whole
        if not _is_form(part, before, heads):
            continue
        heads = _moved(heads, before, part)
        before = part
        for position, row in enumerate(part.rows):
            kinds = [_kinds(piece.text) for piece in row.own if piece.text.strip()]
            if any("row" in one for one in kinds):
                yield from _records(row, part.rows[position + 1 :], heads, number)
            elif any("column" in one for one in kinds):
                heads = [(piece.start, piece.end, piece.text) for piece in row.own]
            elif kinds and all("block" in one for one in kinds):
                heads = []
            elif kinds:
                yield from _records(row, part.rows[position + 1 :], heads, number)


def _without_repeated(part: Part, first: Part) -> Part:
    """A piece on the next page without the rows that a browser prints again on each: they are no new head.

    Rows that are the same in text are left out only as far as the piece begins with them and goes on after them. Where
    it goes on with the row that follows them in the first piece, another table begins (last year's below this year's).
    """
    again = 0
    for here, there in zip(part.rows[:-1], first.rows, strict=False):
        if [piece.text for piece in here.own] != [piece.text for piece in there.own]:
            break
        again += 1
    if again < len(first.rows) and _name(part.rows[again]) == _name(first.rows[again]):
        return part
    return part._replace(rows=part.rows[again:])


def _name(row: Row) -> str:
    return next((plain(piece.text) for piece in row.own if piece.text.strip()), "")


def _is_form(part: Part, before: Part | None, heads: Sequence[_Head]) -> bool:
    """True for a piece of the form; a list of counts that happens to name its rows (行政许可 | 3567) is none.

    A piece has a head or a block label, or four of the rows, or goes on right after a piece of the same width or of
    which the last row was a head.
    """
    kinds = [_kinds(piece.text) for row in part.rows for piece in row.own if piece.text.strip()]
    if any(one & {"column", "block"} for one in kinds) or sum("row" in one for one in kinds) >= 4:
        return True
    if before is None or part.rows[0].block - before.rows[0].block > 3:
        return False
    return part.rows[0].width == before.rows[0].width or bool(heads and _opens(before.rows[-1]))


def _opens(row: Row) -> bool:
    """True for a row of heads: the rows it stands over follow."""
    return any("column" in _kinds(piece.text) for piece in row.own if piece.text.strip())


def _moved(heads: list[_Head], before: Part | None, part: Part) -> list[_Head]:
    """Heads of the piece before, as they stand over a piece drawn with other columns: in order, if equally many."""
    if before is None or not heads or before.rows[0].width == part.rows[0].width:
        return heads
    first = part.rows[0].own
    if len(first) != len(heads):
        return []
    return [(piece.start, piece.end, text) for piece, (_, _, text) in zip(first, heads, strict=True)]


def _records(row: Row, below: Sequence[Row], heads: Sequence[_Head], number: int) -> Iterator[Record]:
    label = ""
    cells: list[Slot] = []
    above: list[str] = []
    inline = ""
    for piece in row.pieces:
        kinds = _kinds(piece.text) if piece.text.strip() else set()
        opens = piece.own and ("row" in kinds or (not label and piece.text.strip() and not kinds and not _value(piece)))
        if opens:
            if label and not cells and plain(piece.text) == plain(label):
                continue  # one cell over two columns, printed in each of them
            if label:
                yield Record(label, tuple(cells), tuple(above), number, row.block, (number, row.number))
            label, cells, above, inline = piece.text, [], [], ""
        elif "column" in kinds:
            inline = piece.text
        elif label and not kinds & {"block", "head"}:
            over = [text for start, end, text in heads if start < piece.end and end > piece.start]
            several = sum(bool(text.strip()) for text in over) > 1
            shared = piece.cell.row_span > 1 and any(one.own and one.own[0].text.strip() for one in below[:1])
            cells.append(piece.slot(MERGED if several or shared or not piece.own else ""))
            above.append(inline or next((text for text in over if text.strip()), ""))
            inline = ""
    if label:
        yield Record(
            label, tuple(cells), tuple(above) if any(above) or heads else (), number, row.block, (number, row.number)
        )


def _value(piece: Piece) -> bool:
    return looks_like_value(piece.text)


def read(records: Sequence[Record], shape: str, start: int, preferred: str) -> Found | None:
    """Lay the records on each edition and keep the better fit; None when fewer than two rows are found."""
    best: tuple[float, Found] | None = None
    forms = load_forms()
    for edition in sorted(forms, key=lambda one: one != preferred):
        score, found = _fit(records, forms[edition].table("t2"), edition, shape, start)
        if len(found.facts) >= 2 and (best is None or score > best[0] + 1e-6):
            best = (score, found)
    return best[1] if best else None


def _fit(records: Sequence[Record], table: FormTable, edition: str, shape: str, start: int) -> tuple[float, Found]:
    targets = targets_of(table)
    blocks = {f"{block.key}.{row.key}": block for block in table.blocks for row in block.rows}
    facts: dict[str, Fact] = {}
    extra: list[str] = []
    order: list[str] = []
    astray: list[tuple[str, Record]] = []
    score = 0.0
    for record in records:
        target = _target(record.label, targets)
        values = _columns(record, blocks[target.key]) if target else None
        if target is not None and values is None and likeness(record.label, target) == 1.0:
            astray.append((target.key, record))
            continue
        if target is None or values is None:
            if any(one.text.strip() for one in record.cells):
                extra.append(record.label)
            continue
        by_head, slots = values
        score += 2 * by_head + (0.5 if plain(record.label) == plain(_label(table, target.key)) else 0.25)
        order.append(target.key)
        for column, slot in slots.items():
            _set(facts, table, f"t2.{target.key}.{column}", slot)
    for key, record in astray:  # the row is there, but under a head of another: nobody can tell its columns
        for column, slot in _by_position((), [one.key for one in blocks[key].columns]).items():
            facts.setdefault(f"t2.{key}.{column}", fact(f"t2.{key}.{column}", slot._replace(text=_text(record))))
    if len({record.line for record in records}) < len(records):  # blocks side by side: the order says nothing
        order.clear()
    place = {name: index for index, name in enumerate(table.cells)}
    facts = dict(sorted(facts.items(), key=lambda item: place[item[0]]))
    rows = list(blocks)
    missing = tuple(row for row in rows if not any(key.startswith(f"t2.{row}.") for key in facts))
    highest, misordered = -1, []
    for key in dict.fromkeys(order):
        if rows.index(key) < highest:
            misordered.append(key)
        highest = max(highest, rows.index(key))
    certain, reason = doubt(facts.values(), (slot for record in records for slot in record.cells))
    fragments = len({record.fragment for record in records})
    found = Found(
        edition, facts, shape, fragments, start, missing, tuple(extra), tuple(misordered), {}, certain, reason
    )
    return score, found


def _text(record: Record) -> str:
    return " ".join(slot.text for slot in record.cells if slot.text.strip())


def _label(table: FormTable, key: str) -> str:
    return next(row.label for block in table.blocks for row in block.rows if f"{block.key}.{row.key}" == key)


def _target(label: str, targets: Sequence[Target]) -> Target | None:
    """The row of this label; None unless one is clearly the most alike."""
    ranked = sorted(((likeness(label, one), one) for one in targets), key=lambda pair: -pair[0])
    best, second = ranked[0], ranked[1]
    return best[1] if best[0] >= 0.75 and best[0] - second[0] >= 0.1 else None


def _columns(record: Record, block: FormBlock) -> tuple[int, dict[str, Slot]] | None:
    """(columns told by their head, slot by column key); None when the heads are those of another form."""
    keys = [column.key for column in block.columns]
    named: dict[str, list[Slot]] = {}
    stray = False
    for slot, head in zip(record.cells, record.heads, strict=False):
        key = _column(head, block) if head else None
        if key:
            named.setdefault(key, []).append(slot)
        elif not slot.empty and not plain(head):
            stray = True
    if named:
        slots = {key: _one(named.get(key, [])) for key in keys}
        if stray:
            slots = {key: slot._replace(fault=COLUMNS) for key, slot in slots.items()}
        return len(named), slots
    if any(plain(head) for head in record.heads):
        return None
    return 0, _by_position(record.cells, keys)


@lru_cache(maxsize=64)
def _column_targets(_block: str, columns: tuple[Item, ...]) -> tuple[Target, ...]:
    return tuple(Target(one.key, spellings((one.label, *one.aliases))) for one in columns)


def _column(head: str, block: FormBlock) -> str | None:
    ranked = sorted(
        ((likeness(head, target), target.key) for target in _column_targets(block.key, block.columns)), reverse=True
    )
    if ranked[0][0] < 0.75 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.1):
        return None
    return ranked[0][1]


def _one(slots: Sequence[Slot]) -> Slot:
    """The one cell under a head; more than one filled is a wrong count of columns."""
    filled = [slot for slot in slots if not slot.empty]
    if len(filled) == len(slots) > 1 and len({slot.text for slot in filled}) == 1:
        return filled[0]  # a merged cell, printed again in each place that it covers, as its head is
    if len(filled) > 1 or not slots:
        return Slot(" ".join(slot.text for slot in filled), fault=COLUMNS)
    return filled[0] if filled else slots[0]


def _by_position(cells: Sequence[Slot], keys: Sequence[str]) -> dict[str, Slot]:
    values = window(cells, len(keys)) or glued(cells, len(keys), COLUMNS)
    return dict(zip(keys, values, strict=True))


def _set(facts: dict[str, Fact], table: FormTable, key: str, slot: Slot) -> None:
    """Keep a cell; a second, different reading of the same cell makes it unreadable."""
    now = fact(key, slot, money=key in table.decimals, signed=key in table.signed)
    before = facts.get(key)
    if before is None or before.state == State.BLANK:
        facts[key] = now
    elif now.state != State.BLANK and (now.value, now.state) != (before.value, before.state):
        facts[key] = fact(key, slot._replace(fault=CONFLICT))
