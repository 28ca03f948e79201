"""Worker processes on this machine.

A process a worker and a pipe to each: what ends a process names its culprit, the oldest order in its own pipe. The order
behind it goes to another worker uncounted, and the neighbours never notice. (An executor of the standard library fails
all its calls when one worker dies.) Workers read no hostile byte
themselves, `reviewer.isolate` does that in children of theirs: so unpickling what they return is safe.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Collection
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple

from reviewer.batch import tasks
from reviewer.batch.engines import Call, Ended, Engine, Key
from reviewer.errors import FailedError

_DEPTH = 5
"""Orders in a worker's pipe: one runs, the others wait, so that it never idles while results are stored and files leased."""
_LARGE = 2**15
"""Bytes of an order that are certain to fit into a pipe whose other end is not read at the moment."""
_STARTS = 3
"""Times in a row that a worker may end before it is ready."""


class _Order(NamedTuple):
    key: Key
    data: bytes


class Pool(Engine):
    """`workers` processes; `seconds`: what one call may take before its worker is killed."""

    def __init__(self, setup: tasks.Setup, workers: int, seconds: float) -> None:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload([tasks.__name__, "reviewer.checks", "reviewer.pipeline"])
        self._setup, self._seconds = setup, seconds
        self._again: deque[_Order] = deque()
        self._failed = 0
        self._cores = cores(max(1, workers))
        self._workers = [_Worker(self._context, setup, core) for core in self._cores]

    def room(self) -> int:
        return max(0, _DEPTH * len(self._workers) - self.busy())

    def idles(self) -> bool:
        return any(not one.orders for one in self._workers)

    def busy(self) -> int:
        return len(self._again) + sum(len(one.orders) for one in self._workers)

    def submit(self, key: Key, call: Call, argument: Any) -> None:
        self._again.append(_Order(key, bytes(ForkingPickler.dumps((call, argument)))))
        self._hand_out()

    def ended(self, seconds: float) -> list[Ended]:
        until, patience = time.monotonic() + seconds, 0.0
        while True:
            watched = [end for one in self._workers for end in (one.pipe, one.process.sentinel)]
            woken = wait(watched, patience)
            found = [told for number in range(len(self._workers)) for told in self._looked_at(number, woken)]
            self._hand_out()
            left = until - time.monotonic()
            if found or left <= 0 or not self.busy():
                return found
            due = min((one.since + self._seconds - time.monotonic() for one in self._workers if one.orders), default=1)
            patience = max(0.0, min(left, due)) + 0.001

    def close(self) -> None:
        for one in self._workers:
            one.kill()

    def _hand_out(self) -> None:
        """To the emptiest worker first."""
        while self._again:
            worker = min(self._workers, key=lambda one: len(one.orders))
            if len(worker.orders) >= _DEPTH or (worker.orders and len(self._again[0].data) > _LARGE):
                return
            worker.put(self._again.popleft())

    def _looked_at(self, number: int, woken: Collection[Any]) -> list[Ended]:
        """What a worker has told; one that is dead or overdue is replaced. Raises FailedError B-WORKERS."""
        worker = self._workers[number]
        gone = worker.process.sentinel in woken  # seen before: what it said before its end is still in the pipe
        found = worker.told(all_of_it=gone) if worker.pipe in woken or gone else []
        self._failed = 0 if worker.ready else self._failed
        overdue = bool(worker.orders) and time.monotonic() - worker.since > self._seconds
        if not (gone or overdue or worker.broken):
            return found
        worker.kill()
        if not worker.ready:
            self._failed += 1
            if self._failed >= _STARTS * len(self._workers):
                raise FailedError("B-WORKERS", what=worker.problem or f"exit {worker.process.exitcode}")
        elif worker.orders:
            found.append(Ended(worker.orders.popleft().key, lost="time" if overdue else "crash"))
        self._again.extendleft(reversed(worker.orders))
        self._workers[number] = _Worker(self._context, self._setup, self._cores[number])
        return found


def cores(workers: int) -> list[int | None]:
    """For each worker the core that it keeps to, with all that it starts; None: any.

    Where there are as many workers as cores, the system's own way of sharing them leaves one idle now and then while two
    processes wait for another: on two cores that was a fifteenth of the time.
    """
    mine = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return [*mine] if len(mine) == workers > 1 else [None] * workers


class _Worker:
    """One process. `since`: when its oldest order was begun; `broken`: its pipe ended."""

    def __init__(self, context: Any, setup: tasks.Setup, core: int | None) -> None:
        self.orders: deque[_Order] = deque()
        self.ready, self.broken, self.problem = False, False, ""
        self.since = time.monotonic()
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, setup, core), daemon=True)
        self.process.start()
        theirs.close()

    def put(self, order: _Order) -> None:
        if not self.orders:
            self.since = time.monotonic()
        self.orders.append(order)
        try:
            self.pipe.send_bytes(order.data)
        except OSError:
            self.broken = True

    def told(self, *, all_of_it: bool) -> list[Ended]:
        """What is in the pipe; the next of it where it is known that there is something."""
        found: list[Ended] = []
        try:
            while not all_of_it or self.pipe.poll():
                what, value = self.pipe.recv()
                self.since = time.monotonic()
                if what == "ready":
                    self.ready = True
                elif what == "unfit":
                    self.problem = value
                else:
                    key = self.orders.popleft().key
                    found.append(Ended(key, value) if what == "made" else Ended(key, error=value))
                if not all_of_it:
                    break
        except (EOFError, OSError):
            self.broken = True
        return found

    def kill(self) -> None:
        with contextlib.suppress(AttributeError, OSError):
            self.process.kill()
        self.process.join()
        self.pipe.close()


def serve(pipe: Connection, setup: tasks.Setup, core: int | None = None) -> None:
    """The worker: orders in, results out, until the pipe ends."""
    if core is not None:
        with contextlib.suppress(OSError):  # it has been taken away meanwhile
            os.sched_setaffinity(0, {core})
    try:
        tasks.prepare(setup)
    except Exception as error:
        pipe.send(("unfit", str(error)))
        return
    with contextlib.suppress(EOFError, BrokenPipeError):
        pipe.send(("ready", None))
        while True:
            call, argument = pipe.recv()
            try:
                answer: tuple[str, Any] = ("made", call(argument))
            except Exception as error:
                answer = ("raised", error)
            try:
                data = ForkingPickler.dumps(answer)
            except Exception as error:  # what cannot be sent is told by its name
                data = ForkingPickler.dumps(("raised", FailedError("F-INTERNAL", what=type(error).__name__)))
            pipe.send_bytes(data)
