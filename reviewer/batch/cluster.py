"""Workers of a dask cluster: the same calls, on machines that a scheduler knows. They need not see our files: bytes travel along.

A worker that dies has its calls done again by others (dask's own doing); a call that kills several is told as lost.
"""

from __future__ import annotations

import contextlib
import queue
import time
from typing import Any

from reviewer.batch import tasks
from reviewer.batch.engines import Call, Ended, Engine, Key
from reviewer.errors import ConfigError, FailedError

_DEPTH = 2
_PATIENCE = 30
"""Seconds to wait for the scheduler, and for its first worker."""


class Cluster(Engine):
    """`address`: the scheduler's. `seconds`: what one call may take before its worker is restarted."""

    ships = True

    def __init__(self, setup: tasks.Setup, address: str, seconds: float) -> None:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise ConfigError("B-EXTRA", package=error.name) from error
        self._setup, self._seconds = setup, seconds
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._running: dict[Any, tuple[Key, float]] = {}
        try:
            self._client = Client(address, timeout=_PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            found = self._client.run(tasks.join, setup, on_error="return")
        except (OSError, TimeoutError, ValueError) as error:
            raise FailedError("B-SCHEDULER", address=address, problem=type(error).__name__) from error
        wrong = next((one for one in found.values() if isinstance(one, Exception)), None)
        if wrong is not None:
            self.close()
            raise wrong
        self._cores = 1
        self._asked = 0.0

    def room(self) -> int:
        if time.monotonic() - self._asked > 1:
            self._cores = max(1, sum(self._client.nthreads().values()))
            self._asked = time.monotonic()
        return max(0, _DEPTH * self._cores - len(self._running))

    def idles(self) -> bool:
        return len(self._running) < self._cores

    def busy(self) -> int:
        return len(self._running)

    def submit(self, key: Key, call: Call, argument: Any) -> None:
        future = self._client.submit(tasks.elsewhere, self._setup, call, argument, pure=False)
        self._running[future] = key, time.monotonic()
        future.add_done_callback(self._done.put)

    def ended(self, seconds: float) -> list[Ended]:
        until = time.monotonic() + seconds
        found: list[Ended] = []
        while not found and self._running and (left := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self._take(self._done.get(timeout=min(left, 1.0)), found)
                while True:
                    self._take(self._done.get_nowait(), found)
            found += self._late()
        return found

    def _take(self, future: Any, found: list[Ended]) -> None:
        if future in self._running:  # not one that was given up
            found.append(self._told(future))

    def close(self) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            self._client.cancel(list(self._running), force=True)
        self._running.clear()
        self._client.close()

    def _told(self, future: Any) -> Ended:
        from distributed import KilledWorker

        key, _ = self._running.pop(future)
        if future.status == "finished":
            return Ended(key, future.result())
        error = future.exception() if future.status == "error" else None
        if isinstance(error, Exception) and not isinstance(error, KilledWorker):
            return Ended(key, error=error)
        return Ended(key, lost="crash")

    def _late(self) -> list[Ended]:
        """Calls that outlived their time: their workers are restarted by their nannies."""
        late = [one for one, (_, since) in self._running.items() if time.monotonic() - since > _DEPTH * self._seconds]
        found = []
        for future in late:
            holders = [name for name, keys in self._client.processing().items() if future.key in keys]
            future.cancel(force=True)
            if holders:
                with contextlib.suppress(Exception):
                    self._client.restart_workers(holders, raise_for_error=False)
            found.append(Ended(self._running.pop(future)[0], lost="time"))
        return found
