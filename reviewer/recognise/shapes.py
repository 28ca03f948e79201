"""What grids and streams are both turned into before the form is laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewer.model import Box, Fact, FormTable, State
from reviewer.recognise.cells import read_cell


class Slot(NamedTuple):
    """One value cell as printed. `fault` (a code of rules/messages.yaml) says why it cannot be read for certain."""

    text: str
    page: int | None = None
    bbox: Box | None = None
    fault: str = ""

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.fault


class Line(NamedTuple):
    """One printed row of table 3: the label texts of its own, outermost first, and a slot a value column."""

    labels: tuple[str, ...]
    slots: tuple[Slot, ...]
    fragment: int
    order: int = 0

    @property
    def empty(self) -> bool:
        return all(slot.empty for slot in self.slots)


class Found(NamedTuple):
    """What one table yielded: facts by full key, and the reading's notes."""

    edition: str
    facts: dict[str, Fact]
    shape: str
    fragments: int
    start: int
    """Index of the document block it begins in."""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    misordered: tuple[str, ...] = ()
    subtotals: dict[str, Fact] = {}
    certain: bool = True
    reason: str = ""
    mixed: bool = False
    """True when it was read from grids and lines together."""


COLUMNS = "TR-COLUMNS"
GLUED = "TR-GLUED"
MERGED = "TR-MERGED"
CONFLICT = "TR-CONFLICT"
DOUBTFUL = "TR-DOUBTFUL"


def fact(key: str, slot: Slot, *, money: bool = False, signed: bool = False) -> Fact:
    """A slot read as the cell `key`; a faulty slot is unreadable, whatever its text."""
    if slot.fault:
        return Fact(key=key, raw=slot.text, state=State.UNREADABLE, page=slot.page, bbox=slot.bbox)
    state, value = read_cell(slot.text, money=money, signed=signed)
    return Fact(key=key, raw=slot.text.strip(), state=state, value=value, page=slot.page, bbox=slot.bbox)


def doubt(facts: Iterable[Fact], slots: Iterable[Slot]) -> tuple[bool, str]:
    """(certain, reason): a reading is doubtful as a whole when more than a quarter of its cells are unreadable."""
    states = [one.state for one in facts]
    if 4 * sum(state == State.UNREADABLE for state in states) <= len(states):
        return True, ""
    return False, next((slot.fault for slot in slots if slot.fault), GLUED)


def withdrawn(found: Found, edition: str, table: FormTable) -> Found:
    """A reading of lines that is doubtful as a whole with no cell left that counts, in the edition that is expected.

    Where labels and values were printed in another order than they are read, a row with the right number of values may
    hold another row's: what cannot be told from it is no reading, of its form neither.
    """
    raw = {key: one.raw for key, one in found.facts.items()}
    facts = {key: Fact(key=key, raw=raw.get(key, ""), state=State.UNREADABLE) for key in table.cells}
    return found._replace(edition=edition, facts=facts, missing=(), extra=(), misordered=(), subtotals={})


def shifts(slots: Sequence[Slot], size: int) -> list[int]:
    """Where the `size` values may begin among `slots`: all before and behind them is empty."""
    found = []
    for shift in range(len(slots) - size + 1):
        if any(not slot.empty for slot in slots[:shift]):
            break
        if all(slot.empty for slot in slots[shift + size :]):
            found.append(shift)
    return found


def window(slots: Sequence[Slot], size: int) -> tuple[Slot, ...] | None:
    """The `size` slots that are the values among `slots`, of which empty ones at either end may be covered label cells.

    None unless exactly one reading is possible.
    """
    found = {tuple(slot.text for slot in slots[at : at + size]): at for at in shifts(slots, size)}
    if len(found) != 1:
        return None
    at = next(iter(found.values()))
    return tuple(slots[at : at + size])


def windows(rows: Sequence[Sequence[Slot]], size: int, depths: Sequence[str] | None = None) -> list[tuple[Slot, ...]]:
    """The values of each row of one table; a row that could be read in several ways is read as the others are.

    The others decide only when at least three of them have cells to spare, leave no choice all the same, and all agree
    where values begin, or end. `depths`: how each row's label stands in the tree of labels; as a dump may print an empty
    cell behind a label that covers two, where values begin is told by rows of the same depth alone; None: all are alike.
    """
    depths = depths if depths is not None else [""] * len(rows)
    told, begun = [], set()
    for row, depth in zip(rows, depths, strict=True):
        if len(row) > size and len(at := shifts(row, size)) == 1:
            told.append((at[0], len(row) - size - at[0]))
            begun.add(depth)
    first = len(told) >= 3 and {start for start, _ in told} == {0}
    last = len(told) >= 3 and {rest for _, rest in told} == {0}
    found = []
    for row, depth in zip(rows, depths, strict=True):
        values = window(row, size)
        if values is None and (open_ := shifts(row, size)):
            if first and depth in begun and 0 in open_:
                values = tuple(row[:size])
            elif last and len(row) - size in open_:
                values = tuple(row[-size:])
        found.append(values or glued(row, size))
    return found


def glued(slots: Sequence[Slot], size: int, code: str = GLUED) -> tuple[Slot, ...]:
    """`size` unreadable slots that show what was printed."""
    text = " ".join(slot.text for slot in slots if slot.text.strip())
    first = next((slot for slot in slots if slot.text.strip()), Slot(""))
    return tuple(Slot(text, first.page, first.bbox, code) for _ in range(size))
