"""What became of the notes, as the child tells it."""

from __future__ import annotations

from typing import Literal

from reviewer.export.notes import Note
from reviewer.model import Frozen


class Put(Frozen):
    """One note: how many of its places were marked, and how many were not found."""

    number: str
    rule: str
    fingerprint: str
    head: str
    placed: int
    missed: int


class Outcome(Frozen):
    format: Literal["docx", "pdf"]
    notes: tuple[Put, ...] = ()

    def with_note(self, note: Note, placed: int, missed: int) -> Outcome:
        put = Put(
            number=note.number, rule=note.rule, fingerprint=note.fingerprint, head=note.lines[0],
            placed=placed, missed=missed,
        )  # fmt: skip
        return self.model_copy(update={"notes": (*self.notes, put)})

    @property
    def unplaced(self) -> tuple[Put, ...]:
        """The notes without any place."""
        return tuple(one for one in self.notes if not one.placed)
