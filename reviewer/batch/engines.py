"""Where tasks run. An engine is handed calls and gives back what became of each, in the order in which they end.

A call that ends its worker, or outlives its time, is lost: that is told of it alone, and of none of its neighbours.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from reviewer.batch.tasks import Setup

Key = Any
Call = Callable[[Any], Any]
Loss = Literal["crash", "time"]


class Ended(NamedTuple):
    """One call that is over: what it returned, what it raised, or how it was lost."""

    key: Key
    made: Any = None
    error: Exception | None = None
    lost: Loss | None = None


class Engine(ABC):
    """Takes `room()` calls at once. To be closed by the thread that opened it."""

    ships = False
    """True: workers may stand elsewhere, so that a task has to bring its bytes along."""

    @abstractmethod
    def room(self) -> int:
        """How many calls may be submitted now without waiting long."""

    @abstractmethod
    def idles(self) -> bool:
        """Whether a worker has nothing to do."""

    @abstractmethod
    def submit(self, key: Key, call: Call, argument: Any) -> None:
        """Hand over `call(argument)`: a function of a module, an argument that can be pickled."""

    @abstractmethod
    def busy(self) -> int:
        """Calls that were submitted and are not told yet."""

    @abstractmethod
    def ended(self, seconds: float) -> list[Ended]:
        """What has ended; waits so long for the first. Raises FailedError B-WORKERS where no worker starts."""

    @abstractmethod
    def close(self) -> None:
        """End the workers, also in the middle of a call."""

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def engine(name: str, setup: Setup, workers: int, scheduler: str | None = None, seconds: float | None = None) -> Engine:
    """The engine of this name. `seconds`: what one call may take. Raises ConfigError B-EXTRA, FailedError B-SCHEDULER."""
    limit = setup.seconds if seconds is None else seconds
    if name == "dask":
        from reviewer.batch.cluster import Cluster

        return Cluster(setup, scheduler or "", limit)
    from reviewer.batch.pool import Pool

    return Pool(setup, workers, limit)
