"""From what a child sent to bytes or one of our errors; everything a child says is checked before it is believed."""

from __future__ import annotations

from typing import Any, Literal

from reviewer.errors import ConfigError, FailedError, LimitError, RefusedError, ReviewerError
from reviewer.isolate import worker
from reviewer.isolate.budget import Budget


def unwrapped(header: dict[str, Any], body: bytes, budget: Budget) -> bytes:
    """The function's JSON. Raises LimitError (L-MEMORY, L-CPU, L-TIME, L-ANSWER), FailedError (F-CRASH), or the
    error that the function raised."""
    match header.get("end"):
        case "answer" if body[:1] == worker.RESULT:
            return body[1:]
        case "answer" if body[:1] == worker.ERROR:
            raise _told(body[1:], budget)
        case "memory":
            raise _memory(budget)
        case "cpu":
            raise LimitError("L-CPU", seconds=budget.cpu)
        case "wall":
            raise LimitError("L-TIME", seconds=f"{budget.wall:g}")
        case "flood":
            raise LimitError("L-ANSWER", size=budget.answer // 2**20)
    raise FailedError("F-CRASH", what=str(header.get("what", ""))[:40])


def _memory(budget: Budget) -> LimitError:
    return LimitError("L-MEMORY", size=budget.memory // 2**20)


def _told(data: bytes, budget: Budget) -> ReviewerError:
    from pydantic import BaseModel, Field, ValidationError

    class Told(BaseModel):
        kind: Literal["refused", "limit", "config", "failed", "memory", "crash"]
        code: str = Field(max_length=40, pattern=r"^([A-Z][A-Z0-9-]*)?$")
        values: dict[str, str] = Field(max_length=20)

    try:
        told = Told.model_validate_json(data)
    except ValidationError:
        return FailedError("F-CRASH", what="answer")
    values = {name[:40]: value[:500] for name, value in told.values.items() if name.isidentifier() and name != "code"}
    if told.kind == "memory":
        return _memory(budget)
    if told.kind == "crash" or not told.code:
        return FailedError("F-CRASH", what=values.get("what", "")[:40])
    kinds = {"refused": RefusedError, "limit": LimitError, "config": ConfigError, "failed": FailedError}
    return kinds[told.kind](told.code, **values)
