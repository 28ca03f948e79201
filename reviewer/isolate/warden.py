"""Watches one worker: wall clock, size of its answer, its end; kills it with all its descendants; tells the outcome.

One thread, blocking calls. If whoever asked goes away (end of file on the job socket), the worker is killed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any, NoReturn

from reviewer.isolate import cage, wire, worker
from reviewer.isolate.budget import Budget

_REQUEST_CAP = 2**20
_MEMORY_SHARE = 0.4
"""A crash by signal at this share of the memory limit is told as being out of memory (a native library aborts)."""


class Child:
    """The worker as its parent sees it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.status: int | None = None
        self.seconds = 0.0
        self.resident = 0

    def ended(self, options: int = os.WNOHANG) -> bool:
        """Reap it if it has ended: wait status, CPU seconds, peak resident bytes."""
        if self.status is None:
            pid, status, usage = os.wait4(self.pid, options)
            if pid:
                self.status, self.seconds = status, usage.ru_utime + usage.ru_stime
                self.resident = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return self.status is not None


def serve(job: socket.socket) -> None:
    """Fork a worker, then read one request from `job`, hand it on, answer on `job`: a header frame, then a body frame.

    The worker is there before the request, so that a warden kept in reserve answers without the cost of forking.
    """
    cage.adopt_orphans()
    read_end, write_end = os.pipe()
    order, to_worker = socket.socketpair()
    me = os.getpid()
    pid = os.fork()
    if pid == 0:
        for one in (job, to_worker):
            one.close()
        os.close(read_end)
        _become_worker(order, write_end, me)
    order.close()
    os.close(write_end)
    data = wire.receive(job, _REQUEST_CAP, None)
    budget = Budget(**wire.loaded(data)["budget"])
    child = Child(pid)
    with contextlib.suppress(OSError):
        to_worker.sendall(wire.packed(data))
    try:
        body, end = _gather(job, read_end, child, budget)
        if end == "answer" and not budget.programs:  # a whole answer need not wait until its worker is cleared away
            _tell(job, {"end": end}, body)
            return
    finally:
        _finish(child)
    _tell(job, _verdict(end, child, budget), body)


def _tell(job: socket.socket, header: dict[str, Any], body: bytes) -> None:
    job.settimeout(60)
    job.sendall(wire.packed(wire.dumped(header)) + wire.packed(body))


def _become_worker(order: socket.socket, out: int, parent: int) -> NoReturn:
    try:
        os.setsid()
        cage.die_with_parent(parent)
        gc.set_threshold(20_000, 20, 20)
        with order:
            request = wire.loaded(wire.receive(order, _REQUEST_CAP, None))
        budget = Budget(**request["budget"])
        worker.silence(budget)
        cage.forbid_ways_out(budget)
        cage.limit(budget)
        worker.write(out, worker.answer(request["target"], request["arguments"], budget))
    except MemoryError:
        os._exit(worker.OUT_OF_MEMORY)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _gather(job: socket.socket, source: int, child: Child, budget: Budget) -> tuple[bytes, str]:
    """The worker's frame without its length, and how the gathering ended: answer, flood, wall, gone or end."""
    deadline = time.monotonic() + budget.wall
    got = bytearray()
    closed = False
    while (left := deadline - time.monotonic()) > 0:
        ended = child.ended()
        watched: list[Any] = [job] if closed else [source, job]
        ready, _, _ = select.select(watched, [], [], 0 if ended else min(left, 0.02 if closed else 0.1))
        if job in ready:
            return b"", "gone"
        if source not in ready:
            if ended:
                return b"", "end"
            continue
        piece = os.read(source, 2**20)
        closed = not piece
        got += piece
        length = wire.HEADER.unpack_from(got)[0] if len(got) >= wire.HEADER.size else 0
        if max(length, len(got) - wire.HEADER.size) > budget.answer:
            return b"", "flood"
        if len(got) >= wire.HEADER.size + max(length, 1):
            return bytes(got[wire.HEADER.size : wire.HEADER.size + length]), "answer"
    return b"", "wall"


def _finish(child: Child) -> None:
    """Kill the worker, its group and every descendant, and reap them all."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    if not child.ended():
        os.kill(child.pid, signal.SIGKILL)
        child.ended(0)
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            for orphan in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(orphan, signal.SIGKILL)
            time.sleep(0.005)


def _children() -> Iterator[int]:
    me = os.getpid()
    with contextlib.suppress(OSError), open(f"/proc/self/task/{me}/children") as listing:
        yield from map(int, listing.read().split())


def _verdict(end: str, child: Child, budget: Budget) -> dict[str, Any]:
    """One word for what became of the job: answer, wall, flood, memory, cpu, or crash with what is known of it."""
    if end in ("answer", "wall", "flood"):
        return {"end": end}
    status = child.status or 0
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU or (number == signal.SIGKILL and child.seconds >= budget.cpu):
        return {"end": "cpu"}
    if number and child.resident >= budget.memory * _MEMORY_SHARE:
        return {"end": "memory"}
    if not number and os.WEXITSTATUS(status) == worker.OUT_OF_MEMORY:
        return {"end": "memory"}
    return {"end": "crash", "what": _name(number) if number else f"exit {os.WEXITSTATUS(status)}"}


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
