"""Notices in finished sentences, and the running count that holds a reader to the limits."""

from __future__ import annotations

from reviewer.errors import LimitError
from reviewer.limits import Limits
from reviewer.model import Block, Grid, Notice
from reviewer.resources import sentence


def notice(code: str, **values: object) -> Notice:
    """A notice whose sentence is taken from rules/messages.yaml."""
    return Notice(code=code, sentence=sentence(code, **values))


class Tally:
    """Counts cells, blocks and characters while a file is read; raises LimitError (L-CELLS, L-BLOCKS, L-CHARACTERS)."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._cells = 0
        self._blocks = 0
        self._characters = 0

    def cells(self, count: int) -> None:
        """`count` more positions of a grid, covered ones included."""
        self._cells += count
        if self._cells > self.limits.cells:
            raise LimitError("L-CELLS", limit=self.limits.cells)

    def block(self, characters: int) -> None:
        """One more paragraph of so many characters."""
        self._blocks += 1
        self._characters += characters
        if self._blocks > self.limits.blocks:
            raise LimitError("L-BLOCKS", limit=self.limits.blocks)
        if self._characters > self.limits.characters:
            raise LimitError("L-CHARACTERS", limit=self.limits.characters)


def has_text(blocks: list[Block]) -> bool:
    """Whether a person would see any text in these blocks."""
    for block in blocks:
        if isinstance(block, Grid):
            if any(cell.text for cell in block.cells):
                return True
        elif not block.hidden and block.text.strip():
            return True
    return False
