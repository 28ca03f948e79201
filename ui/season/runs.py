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
from ui.season.needs import Progress

_LOG = logging.getLogger(__name__)
_KEPT = 20

State = Literal["waiting", "running", "done", "failed"]
Told = Callable[[Progress], None]
Act = Callable[[Basket, Told, Callable[[], bool]], None]
"""Reviews a basket, tells how far it is, and ends early when it is told to stop."""


@dataclass
class Run:
    """One upload on its way. Times are seconds of the monotonic clock."""

    basket: Basket
    state: State = "waiting"
    stage: str = "review"
    done: int = 0
    total: int = 0
    refused: int = 0
    rate: float | None = None
    """Files a second; None before the first."""
    remaining: float | None = None
    """Seconds, by the rate so far; None while there is none."""
    fault: str = ""
    """Why it ended early (Chinese); for people."""
    when: float = field(default_factory=time.time)


class Runs:
    """The queue of one server. `act` reviews a basket and tells how far it is; it is called in a thread of ours."""

    def __init__(self, act: Act, after: Callable[[Basket], None]) -> None:
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
                run.state, run.fault = "waiting", ""
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

    def wait(self, seconds: float) -> None:
        """Until nothing is on its way, at most so long."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def close(self, wait: float = 0.0) -> None:
        """Begin nothing more, and stop what is under way; `wait`: at most so many seconds. A restart goes on with it."""
        self._closing = True
        self.wait(wait)

    def _next(self) -> Run | None:
        with self._lock:
            run = next((run for run in self._runs if run.state == "waiting"), None)
            if run is None or self._closing:
                self._thread = None
                return None
            run.state = "running"
            return run

    def _work(self) -> None:
        while (run := self._next()) is not None:
            self._one(run)

    def _one(self, run: Run) -> None:
        def told(progress: Progress) -> None:
            run.stage = progress.stage
            if progress.stage == "review":
                run.done, run.total = progress.done, progress.total
                run.refused = progress.refused + progress.quarantined
                run.rate, run.remaining = progress.rate, progress.left

        try:
            self._act(run.basket, told, lambda: self._closing)
        except ReviewerError as error:
            run.fault = sentence(error.code, **error.values)
        except Exception as error:  # a fault of ours must not end the queue
            _LOG.error("run %s: %s", run.basket.id, type(error).__name__)
            run.fault = sentence("F-INTERNAL", what=type(error).__name__)
        if self._closing and not run.fault:
            return  # stopped in the middle, or as good as: the basket stays for the next start
        run.state = "failed" if run.fault else "done"
        if run.state == "done":
            self._after(run.basket)
