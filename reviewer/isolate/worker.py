"""Runs one function and writes one answer: a tag byte, then the function's JSON or our error as JSON."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.isolate import wire
from reviewer.isolate.budget import Budget

RESULT = b"R"
ERROR = b"E"
OUT_OF_MEMORY = 77
"""Exit status when there is not even memory left to say so."""


def find(target: str) -> Any:
    """The callable of `package.module:name`."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def answer(target: str, arguments: dict[str, Any], budget: Budget) -> bytes:
    """Run the function; errors become data. Raises MemoryError only when saying so fails too."""
    try:
        value = find(target)(**arguments)
        return RESULT + (value.encode("utf-8") if isinstance(value, str) else bytes(value))
    except ReviewerError as error:
        _trace(budget)
        return ERROR + wire.dumped({"kind": _kind(error), "code": error.code, "values": error.values})
    except MemoryError:
        return ERROR + wire.dumped({"kind": "memory", "code": "", "values": {}})
    except BaseException as error:  # SystemExit and KeyboardInterrupt of a parser are its crash, not our end
        _trace(budget)
        return ERROR + wire.dumped({"kind": "crash", "code": "", "values": {"what": type(error).__name__}})


def _kind(error: ReviewerError) -> str:
    for one in type(error).__mro__:
        kind = {"RefusedError": "refused", "LimitError": "limit", "ConfigError": "config", "FailedError": "failed"}.get(
            one.__name__
        )
        if kind:
            return kind
    return "failed"


def _trace(budget: Budget) -> None:
    if budget.debug:
        import traceback

        traceback.print_exc(file=sys.stderr)


def silence(budget: Budget) -> None:
    """Native libraries print on their own; nothing of a report may reach a terminal or a log that way."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1) if budget.debug else (0, 1, 2):
        os.dup2(null, number)
    os.close(null)


def write(fd: int, data: bytes) -> None:
    view = memoryview(wire.HEADER.pack(len(data)) + data)
    while view:
        view = view[os.write(fd, view) :]
