"""The fork server: a program of one thread that imports once, forks a worker for every job and watches over it.

It ends when the control socket has ended and its last worker is gone. It serves a waiting job before it goes on
importing, so that the first file need not wait for imports that another format would want. It reads nothing that
comes out of a file: a worker answers whoever asked.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import time
from collections.abc import Sequence
from typing import Any, NoReturn

from reviewer.isolate import cage, wire, worker
from reviewer.isolate.budget import Budget
from reviewer.isolate.wards import Wards

NOW = b"j"
RESERVE = b"r"
_PAUSE = 0.3
"""Seconds without a job before preparing goes on: the first job and its caller need the processors more."""
_REQUEST_CAP = 2**20
_FILES = 4096
"""No file number of the fork server is as high: it holds one for a job."""


def main(control_fd: int, warm: Sequence[str], many: bool = False) -> None:
    """`warm`: modules to import, or `module:function` to call, while nothing else is to do; with `many` before all else.

    What fails there is left to the job to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cage.leave_network()
    cage.adopt_orphans()
    server = Server(socket.socket(fileno=control_fd), warm)
    if many:
        server.prepare()
    server.run()
    os._exit(0)


class Server:
    """`control`: where pairs of sockets come from, one for a worker's order and answer, one to watch it by."""

    def __init__(self, control: socket.socket, warm: Sequence[str]) -> None:
        self._control: socket.socket | None = control
        self._waiting = ["resource", *warm]  # what every worker needs for its limits
        self._reserve: list[int] = []
        self._wards = Wards()
        self._bell, ring = socket.socketpair()
        for one in (self._bell, ring):
            one.setblocking(False)
        self._ring = ring
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only the bell counts
        signal.set_wakeup_fd(ring.fileno(), warn_on_full_buffer=False)
        self._pause = 0.0

    def prepare(self) -> None:
        """All of it at once."""
        while self._waiting:
            self._prepare(self._waiting.pop(0))

    def run(self) -> None:
        """Until whoever started it is gone and no worker is left."""
        while self._control is not None or self._wards:
            preparing = bool(self._waiting) and self._control is not None
            watched = self._wards.listening()
            patience = self._wards.patience(time.monotonic())
            if preparing:
                patience = self._pause if patience is None else min(patience, self._pause)
            ears: list[Any] = [self._bell, *watched] if self._control is None else [self._bell, self._control, *watched]
            ready, _, _ = select.select(ears, [], [], patience)
            if self._bell in ready:
                self._bell.recv(4096)
                self._wards.reap()
            now = time.monotonic()
            for number, ward in watched.items():
                if number in ready and ward.heeded:
                    ward.listen(now)
            self._wards.enforce(now)
            if self._control in ready:
                self._take(self._control)
            elif preparing and not ready:
                self._pause = 0.0
                self._prepare(self._waiting.pop(0))

    def _take(self, control: socket.socket | None) -> None:
        assert control is not None
        kind, fds, _, _ = socket.recv_fds(control, 1, 2)
        if not kind:
            control.close()
            self._control = None
        elif kind == RESERVE and self._waiting:
            self._reserve += fds
        else:
            self._fork(*fds)
            self._pause = _PAUSE

    def _prepare(self, name: str) -> None:
        with contextlib.suppress(Exception):
            prepare(name)
        if not self._waiting:
            gc.collect()
            gc.freeze()
            while self._reserve:
                watch, job = self._reserve.pop(), self._reserve.pop()
                self._fork(job, watch)

    def _fork(self, job: int, watch: int) -> None:
        """A worker that reads its order from `job` and answers there; it is there before the order, so that one in
        reserve costs nobody the time of forking."""
        me = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(job, me)
        os.close(job)
        self._wards.add(pid, socket.socket(fileno=watch))

    def _become_worker(self, job: int, parent: int) -> NoReturn:
        try:
            os.setsid()
            cage.die_with_parent(parent)
            self._leave(job)
            gc.set_threshold(20_000, 20, 20)
            with socket.socket(fileno=job) as order:
                request = wire.loaded(wire.receive(order, _REQUEST_CAP, None))
                budget = Budget(**request["budget"])
                if budget.programs:
                    cage.adopt_orphans()  # a launcher that ends before what it launched
                worker.silence(budget)
                cage.forbid_ways_out(budget)
                cage.limit(budget)
                worker.write(job, worker.answer(request["target"], request["arguments"], budget))
        except MemoryError:
            os._exit(worker.OUT_OF_MEMORY)
        except BaseException:
            os._exit(1)
        os._exit(0)

    def _leave(self, job: int) -> None:
        """Keep nothing of the fork server: a worker must not reach the sockets of others."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._wards.abandon()
        for one in (self._control, self._bell, self._ring):
            if one is not None:
                one.detach()
        os.closerange(3, job)
        os.closerange(job + 1, _FILES)


def prepare(name: str) -> None:
    """Import a module, or call a function of one."""
    module, _, function = name.partition(":")
    found = importlib.import_module(module)
    if function:
        getattr(found, function)()
