"""What grids and streams are both turned into before the form is laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewer.model import Box, Fact, State
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


COLUMNS = "TR-COLUMNS"
GLUED = "TR-GLUED"
MERGED = "TR-MERGED"
LABELS = "TR-LABELS"
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


def window(slots: Sequence[Slot], size: int) -> tuple[Slot, ...] | None:
    """The `size` slots that are the values among `slots`, of which empty ones at either end may be covered label cells.

    None unless exactly one reading is possible.
    """
    found: set[tuple[str, ...]] = set()
    kept: tuple[Slot, ...] | None = None
    for shift in range(len(slots) - size + 1):
        if any(not slot.empty for slot in slots[:shift]):
            break
        if all(slot.empty for slot in slots[shift + size :]):
            kept = tuple(slots[shift : shift + size])
            found.add(tuple(slot.text for slot in kept))
    return kept if len(found) == 1 else None


def glued(slots: Sequence[Slot], size: int, code: str = GLUED) -> tuple[Slot, ...]:
    """`size` unreadable slots that show what was printed."""
    text = " ".join(slot.text for slot in slots if slot.text.strip())
    first = next((slot for slot in slots if slot.text.strip()), Slot(""))
    return tuple(Slot(text, first.page, first.bbox, code) for _ in range(size))
