"""The workers of a fork server: who asked for each, how long it may run, and what became of it.

Whoever asked holds the other end of a worker's watch socket. When that end is closed, or the time is over, the worker is
killed with its group. Whatever processes it leaves behind become children of the fork server, which knows its own:
any other child is such a leftover and is killed too. Only then is the end told.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import sys
from collections.abc import Iterator

from reviewer.isolate import wire


class Ward:
    """One worker. `deadline`: monotonic; None until its order is under way."""

    def __init__(self, pid: int, watch: socket.socket) -> None:
        self.pid, self.watch = pid, watch
        self.deadline: float | None = None
        self.heeded = True
        """False: killed already; nobody need listen to its watch socket."""
        self.overdue = False
        self.end: dict[str, object] = {}

    def listen(self, now: float) -> None:
        """The order has gone out, with this many seconds to go; or whoever asked is gone."""
        try:
            (seconds,) = wire.SECONDS.unpack(self.watch.recv(wire.SECONDS.size, socket.MSG_DONTWAIT))
        except (OSError, struct.error):  # nothing to read, or no more than an end
            self.kill()
            return
        self.deadline = now + seconds

    def kill(self) -> None:
        self.heeded = False
        for stop in (os.killpg, os.kill):  # it may not have made its group yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                stop(self.pid, signal.SIGKILL)

    def tell(self) -> None:
        """What became of it, to whoever still listens."""
        with self.watch, contextlib.suppress(OSError):
            self.watch.setblocking(False)
            self.watch.send(wire.packed(wire.dumped(self.end)))


class Wards:
    """All workers of this process."""

    def __init__(self) -> None:
        self._by_pid: dict[int, Ward] = {}
        self._ended: list[Ward] = []

    def __bool__(self) -> bool:
        return bool(self._by_pid or self._ended)

    def add(self, pid: int, watch: socket.socket) -> None:
        self._by_pid[pid] = Ward(pid, watch)

    def listening(self) -> dict[int, Ward]:
        """By the file number of the watch socket."""
        return {one.watch.fileno(): one for one in self._by_pid.values() if one.heeded}

    def patience(self, now: float) -> float | None:
        """Seconds until a worker is overdue; None: none is timed."""
        times = [one.deadline for one in self._by_pid.values() if one.heeded and one.deadline is not None]
        return max(0.0, min(times) - now) if times else None

    def enforce(self, now: float) -> None:
        """Kill what is overdue."""
        for one in self._by_pid.values():
            if one.heeded and one.deadline is not None and one.deadline <= now:
                one.overdue = True
                one.kill()

    def reap(self) -> None:
        """Take up who has ended; kill what it left; tell when nothing of it is there any more."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
                if not pid:
                    break
                one = self._by_pid.pop(pid, None)
                if one is None:  # a leftover
                    continue
                one.heeded = False
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)  # whoever is left of its group
                resident = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
                seconds = usage.ru_utime + usage.ru_stime
                one.end = {"status": status, "seconds": seconds, "resident": resident, "overdue": one.overdue}
                self._ended.append(one)
        if not self._ended:
            return
        left = [pid for pid in _children() if pid not in self._by_pid]
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not left:
            for one in self._ended:
                one.tell()
            self._ended.clear()

    def abandon(self) -> None:
        """In a worker: these sockets are the fork server's."""
        for one in (*self._by_pid.values(), *self._ended):
            one.watch.detach()


def _children() -> Iterator[int]:
    me = os.getpid()
    with contextlib.suppress(OSError), open(f"/proc/self/task/{me}/children") as listing:
        yield from map(int, listing.read().split())
