"""Evidence: a span of the report's text, or a cell of its tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from reviewer.model.base import Box, Frozen


class TextSpan(Frozen):
    """Characters [start, end) of a section's text; `section` is a section key, `title` or `preface`."""

    kind: Literal["text"] = "text"
    section: str
    quote: str
    start: int
    end: int
    page: int | None = None
    bbox: Box | None = None


class CellRef(Frozen):
    """One cell of the statutory tables by its key, as it was read."""

    kind: Literal["cell"] = "cell"
    fact: str
    value: Decimal | None = None
    raw: str = ""
    page: int | None = None
    bbox: Box | None = None


Evidence = Annotated[TextSpan | CellRef, Field(discriminator="kind")]
