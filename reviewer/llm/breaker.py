"""The circuit breaker: a server that fails all the time is left alone for a while, and the batch goes on without it.

Opens at 20 failures in a row, or at 4 time-outs in a row when nothing has gone well for a minute (20 hanging calls would
hold a small batch for long). Then one probe a minute decides. Not thread-safe: guard.py holds the lock.
"""

from __future__ import annotations

from reviewer.llm.faults import CallError

FAILURES = 20
HANGS = 4
OPEN = 60.0
"""Seconds; also the time without success after which `HANGS` open it."""


class Breaker:
    """Times are those of the caller's clock, in seconds."""

    def __init__(self) -> None:
        self._row = 0
        self._hangs = 0
        self._good: float | None = None
        """When something last went well, or, before that, when the first call began."""
        self._until: float | None = None
        self._probing = False

    def admit(self, now: float) -> None:
        """Let one call pass. Raises CallError M-BREAKER."""
        if self._until is not None:
            if now < self._until or self._probing:
                raise CallError("M-BREAKER", counts=False)
            self._probing = True
        if self._good is None:
            self._good = now

    def well(self, now: float) -> None:
        """The server answered."""
        self._row = self._hangs = 0
        self._good = now
        self._until = None
        self._probing = False

    def failed(self, now: float, *, hang: bool) -> None:
        self._row += 1
        self._hangs = self._hangs + 1 if hang else 0
        since = now - (self._good if self._good is not None else now)
        if self._probing or self._row >= FAILURES or (self._hangs >= HANGS and since >= OPEN):
            self._until = now + OPEN
        self._probing = False

    def left(self) -> None:
        """A call was given up without telling anything about the server."""
        self._probing = False
