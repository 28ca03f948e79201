"""From what a child sent to bytes or one of our errors; everything a child says is checked before it is believed."""

from __future__ import annotations

import os
import signal
from typing import Any, Literal

from reviewer.errors import ConfigError, FailedError, LimitError, RefusedError, ReviewerError
from reviewer.isolate import worker
from reviewer.isolate.budget import Budget

_MEMORY_SHARE = 0.4
"""A crash by signal at this share of the memory limit is told as being out of memory (a native library aborts)."""


def verdict(told: dict[str, Any], budget: Budget) -> dict[str, Any]:
    """What became of a worker that gave no whole answer: wall, cpu, memory, or crash with what is known of it.

    `told`: what the fork server says of its end."""
    if told["overdue"]:
        return {"end": "wall"}
    status = int(told["status"])
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU or (number == signal.SIGKILL and told["seconds"] >= budget.cpu):
        return {"end": "cpu"}
    if number and told["resident"] >= budget.memory * _MEMORY_SHARE:
        return {"end": "memory"}
    if not number and os.WEXITSTATUS(status) == worker.OUT_OF_MEMORY:
        return {"end": "memory"}
    return {"end": "crash", "what": _name(number) if number else f"exit {os.WEXITSTATUS(status)}"}


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


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
