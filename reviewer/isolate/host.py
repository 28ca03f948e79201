"""The parent's side: starts the zygote, sends jobs, checks answers. Safe to use from several threads."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
import weakref
from collections.abc import Sequence
from typing import Any, NamedTuple

from reviewer.errors import FailedError
from reviewer.isolate import spawn, wire, zygote
from reviewer.isolate.budget import Budget
from reviewer.isolate.outcome import unwrapped, verdict

_GRACE = 30.0
"""Seconds beyond a job's wall clock for imports, forks and cleaning up; then the zygote itself is given up."""


class Host:
    """Runs jobs in children. `warm`: modules that the fork server imports beforehand, `module:function` that it calls.

    `many`: many jobs will come; the first of them waits until all is imported instead of importing it for itself alone.
    """

    def __init__(
        self,
        warm: Sequence[str] = (),
        *,
        recycle: int = 2000,
        fork: bool = spawn.CAN_FORK,
        debug: bool = False,
        many: bool = False,
    ) -> None:
        self._warm = tuple(warm)
        self._many = many
        self._recycle = recycle
        self._fork = fork
        self._debug = debug
        self._lock = threading.Lock()
        self._zygote: _Zygote | None = None
        self._spare: _Zygote | None = None

    def start(self) -> None:
        """Start the fork server now, so that its imports overlap with the caller's. Returns at once."""
        if self._fork:
            with self._lock:
                self._current()

    def submit(self, target: str, arguments: dict[str, Any], budget: Budget) -> Job:
        """Begin `package.module:function`(**arguments); arguments are JSON values, the function returns JSON text."""
        if not self._fork:
            from reviewer.isolate.single import SingleJob

            return SingleJob(target, arguments, budget)
        for _ in range(2):
            with self._lock:
                server = self._current()
                with contextlib.suppress(OSError):
                    return Job(server.connect(), target, arguments, budget)
                self._drop(server)
        raise FailedError("F-CRASH", what="zygote")

    def run(self, target: str, arguments: dict[str, Any], budget: Budget) -> bytes:
        """`submit` and wait. Raises LimitError, RefusedError, FailedError, ConfigError."""
        return self.submit(target, arguments, budget).result()

    def close(self) -> None:
        """End the fork server; jobs under way are killed when their own sockets close."""
        with self._lock:
            for one in (self._zygote, self._spare):
                if one is not None:
                    one.close()
            self._zygote = self._spare = None

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _current(self) -> _Zygote:
        """The fork server in use; its successor is started early, so that recycling costs no waiting."""
        server = self._zygote
        if server is not None and (server.served >= self._recycle or server.ended()):
            self._drop(server)
            server = None
        if server is None:
            server, self._spare = self._spare or _Zygote(self._warm, many=self._many, debug=self._debug), None
            self._zygote = server
        elif self._spare is None and server.served >= self._recycle * 9 // 10 > 0:
            self._spare = _Zygote(self._warm, many=self._many, debug=self._debug)
        return server

    def _drop(self, server: _Zygote) -> None:
        server.close()
        self._zygote = None


class _Zygote:
    """One running fork server."""

    def __init__(self, warm: Sequence[str], *, many: bool, debug: bool) -> None:
        self.served = 0
        self._reserve: list[_Line] = []
        self._lent: list[_Line] = []
        self._control, theirs = socket.socketpair()
        with theirs:
            call = f"from reviewer.isolate.zygote import main; main({theirs.fileno()}, {list(warm)!r}, {many})"
            self._process = spawn.interpreter(
                call, pass_fds=(theirs.fileno(),), stderr=None if debug else subprocess.DEVNULL
            )
        self.close = weakref.finalize(self, _end, self._control, self._reserve, self._lent, self._process)

    def connect(self) -> _Line:
        """A line to a worker, the one in reserve if there is one. Raises OSError when the fork server is gone."""
        ours = self._reserve.pop() if self._reserve else self._ask(zygote.NOW)
        self._reserve.append(self._ask(zygote.RESERVE))
        self.served += 1
        self._lent[:] = [one for one in self._lent if one.open()] + [ours]
        return ours

    def _ask(self, kind: bytes) -> _Line:
        with contextlib.ExitStack() as theirs:
            pairs = [socket.socketpair() for _ in range(2)]
            for _, one in pairs:
                theirs.enter_context(one)
            line = _Line(*(ours for ours, _ in pairs))
            try:
                socket.send_fds(self._control, [kind], [one.fileno() for _, one in pairs])
            except OSError:
                line.close()
                raise
        return line

    def ended(self) -> bool:
        return self._process.poll() is not None


class _Line(NamedTuple):
    """To one worker, and to the fork server about it."""

    job: socket.socket
    watch: socket.socket

    def open(self) -> bool:
        return self.watch.fileno() >= 0

    def close(self) -> None:
        self.job.close()
        self.watch.close()


def _end(control: socket.socket, reserve: list[_Line], lent: list[_Line], process: subprocess.Popen[bytes]) -> None:
    for one in reserve:
        one.close()
    control.close()
    if any(one.open() for one in lent):  # it ends with its last job
        threading.Thread(target=process.wait, name="fork server", daemon=True).start()
        return
    process.terminate()  # it may be importing still, and has nothing to clear away
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:  # stuck
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Job:
    """One function call under way."""

    def __init__(self, line: _Line, target: str, arguments: dict[str, Any], budget: Budget) -> None:
        self._line = line
        self._budget = budget
        try:
            request = {"target": target, "arguments": arguments, "budget": budget._asdict()}
            line.watch.sendall(wire.SECONDS.pack(budget.wall))
            line.job.sendall(wire.packed(wire.dumped(request)))
        except OSError:
            line.close()
            raise

    def result(self) -> bytes:
        """The function's JSON. Raises LimitError, RefusedError, FailedError, ConfigError; to be called once."""
        deadline = time.monotonic() + self._budget.wall + _GRACE
        header, body = {"end": "answer"}, b""
        try:
            body = wire.receive(self._line.job, self._budget.answer, deadline)
            if self._budget.programs:  # the rest need not wait until their worker is cleared away
                with contextlib.suppress(OSError):  # the fork server is gone, and its workers with it
                    self._line.watch.shutdown(socket.SHUT_WR)
                self._told(deadline)
        except TimeoutError:
            header = {"end": "wall"}
        except wire.Flood:
            header = {"end": "flood"}
        except wire.Broken:
            header = self._told(deadline)
        finally:
            self.close()
        return unwrapped(header, body, self._budget)

    def _told(self, deadline: float) -> dict[str, Any]:
        """What became of the worker, once it and all that it left is gone."""
        try:
            return verdict(wire.loaded(wire.receive(self._line.watch, 4096, deadline)), self._budget)
        except TimeoutError:
            return {"end": "wall"}
        except (wire.Broken, LookupError, TypeError, ValueError):
            return {"end": "crash", "what": "zygote"}

    def close(self) -> None:
        """Give the job up if it still runs: its worker is killed. May be called at any time, also twice."""
        self._line.close()
