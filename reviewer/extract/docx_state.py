"""What a Word document's reader carries along: styles, numbering, open fields, and what must be told afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.extract.docx_numbering import Numbering
from reviewer.extract.docx_styles import Styles
from reviewer.extract.docx_trace import Trace
from reviewer.extract.notes import Tally


@dataclass(slots=True)
class State:
    """One document being read, in document order."""

    styles: Styles
    numbering: Numbering
    tally: Tally
    fields_close: bool = True
    """False when field marks do not pair up; then nothing is taken for a field's code."""
    fields: list[bool] = field(default_factory=list)
    """Open complex fields; True while in the code part of one."""
    changes: int = 0
    struck: int = 0
    hidden: int = 0
    chunks: int = 0
    images: int = 0
    trace: Trace | None = None
    """Where wanted, remembers which element every character came from."""

    @property
    def in_code(self) -> bool:
        return self.fields_close and any(self.fields)
