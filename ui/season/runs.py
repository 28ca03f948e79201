"""Reviews of whole uploads in the background: one at a time, the others wait; none ends with the browser that began it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from reviewer.errors import ReviewerError
from reviewer.resources import sentence
from ui.season.baskets import Basket

_LOG = logging.getLogger(__name__)
_KEPT = 20

State = Literal["waiting", "running", "done", "failed"]
Told = Callable[[int, int], None]
"""Files ended and files in all."""


@dataclass
class Run:
    """One upload on its way. Times are seconds of the monotonic clock."""

    basket: Basket
    state: State = "waiting"
    done: int = 0
    total: int = 0
    began: float = 0.0
    ended: float = 0.0
    fault: str = ""
    """Why it ended early (Chinese); for people."""
    when: float = field(default_factory=time.time)

    @property
    def rate(self) -> float | None:
        """Files a second since it began; None before the first."""
        passed = (self.ended or time.monotonic()) - self.began
        return self.done / passed if self.done and self.began and passed > 0 else None

    @property
    def remaining(self) -> float | None:
        """Seconds, by the rate so far; None while there is none."""
        rate = self.rate
        return (self.total - self.done) / rate if rate and self.state == "running" else None


class Runs:
    """The queue of one server. `act` reviews a basket and tells how far it is; it is called in a thread of ours."""

    def __init__(self, act: Callable[[Basket, Told], None], after: Callable[[Basket], None]) -> None:
        self._act = act
        self._after = after
        self._runs: list[Run] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = False

    def add(self, basket: Basket) -> Run:
        """Queue a basket; the same one twice is one run."""
        with self._lock:
            for run in self._runs:
                if run.basket.id == basket.id:
                    return run
            over = [run for run in self._runs if run.state == "done"][: -_KEPT or None]
            self._runs = [run for run in self._runs if run not in over]
            run = Run(basket)
            self._runs.append(run)
            self._start()
        return run

    def again(self, id: str) -> bool:
        """Put a run that failed back into the queue."""
        with self._lock:
            run = next((run for run in self._runs if run.basket.id == id and run.state == "failed"), None)
            if run is not None:
                run.state, run.fault, run.done, run.ended = "waiting", "", 0, 0.0
                self._start()
        return run is not None

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="season-run", daemon=True)
            self._thread.start()

    def all(self) -> tuple[Run, ...]:
        """Latest first."""
        with self._lock:
            return tuple(reversed(self._runs))

    def busy(self) -> bool:
        return any(run.state in ("waiting", "running") for run in self.all())

    def close(self) -> None:
        """Begin nothing more. What is under way is left to its own end: a restart goes on with it."""
        self._closing = True

    def _next(self) -> Run | None:
        with self._lock:
            run = next((run for run in self._runs if run.state == "waiting"), None)
            if run is None or self._closing:
                self._thread = None
                return None
            run.state, run.began = "running", time.monotonic()
            return run

    def _work(self) -> None:
        while (run := self._next()) is not None:
            self._one(run)

    def _one(self, run: Run) -> None:
        def told(done: int, total: int) -> None:
            run.done, run.total = done, total

        try:
            self._act(run.basket, told)
        except ReviewerError as error:
            run.fault = sentence(error.code, **error.values)
        except Exception as error:  # a fault of ours must not end the queue
            _LOG.error("run %s: %s", run.basket.id, type(error).__name__)
            run.fault = sentence("F-INTERNAL", what=type(error).__name__)
        run.ended = time.monotonic()
        run.state = "failed" if run.fault else "done"
        if run.state == "done":
            self._after(run.basket)
