"""What every noun shares: immutable, strict about unknown fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, measured from the top left corner of the page."""


class Frozen(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Notice(Frozen):
    """Something a reader must be told: a code (rules/messages.yaml) and its finished Chinese sentence."""

    code: str
    sentence: str
