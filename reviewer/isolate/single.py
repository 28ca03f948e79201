"""Where there is no fork: a fresh interpreter for every file, with the limits that its platform knows."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Any

from reviewer.errors import FailedError
from reviewer.isolate import cage, spawn, wire, worker
from reviewer.isolate.budget import Budget
from reviewer.isolate.host import Job
from reviewer.isolate.outcome import unwrapped


def main() -> None:
    """The child: one request on standard input, one frame on standard output."""
    request = wire.loaded(sys.stdin.buffer.read())
    budget = Budget(**request["budget"])
    out = os.dup(1)
    cage.leave_network()
    worker.silence(budget)
    cage.forbid_ways_out(budget)
    cage.limit(budget)
    try:
        worker.write(out, worker.answer(request["target"], request["arguments"], budget))
    except MemoryError:
        os._exit(worker.OUT_OF_MEMORY)
    os._exit(0)


class SingleJob(Job):
    """A job in an interpreter of its own; the parent holds the wall clock."""

    def __init__(self, target: str, arguments: dict[str, Any], budget: Budget) -> None:
        self._budget = budget
        self._over = ""
        request = wire.dumped({"target": target, "arguments": arguments, "budget": budget._asdict()})
        self._process = spawn.interpreter(
            "from reviewer.isolate.single import main; main()", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as pipe:
            pipe.write(request)

    def result(self) -> bytes:
        timer = threading.Timer(self._budget.wall, self._stop, ("wall",))
        timer.start()
        try:
            data = self._gather()
        finally:
            timer.cancel()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
            self._stop(self._over)
        status = self._process.wait()
        if self._over:
            return unwrapped({"end": self._over}, b"", self._budget)
        if status == worker.OUT_OF_MEMORY:
            return unwrapped({"end": "memory"}, b"", self._budget)
        if hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU:
            return unwrapped({"end": "cpu"}, b"", self._budget)
        if data is None:
            raise FailedError("F-CRASH", what=f"exit {status}")
        return unwrapped({"end": "answer"}, data, self._budget)

    def _gather(self) -> bytes | None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            start = pipe.read(wire.HEADER.size)
            if len(start) < wire.HEADER.size:
                return None
            (length,) = wire.HEADER.unpack(start)
            if length > self._budget.answer:
                self._over = "flood"
                return None
            data = pipe.read(length)
        return data if len(data) == length else None

    def close(self) -> None:
        if self._process.poll() is None:
            self._stop("wall")
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _stop(self, why: str) -> None:
        self._over = self._over or why
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if spawn.CAN_FORK:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
