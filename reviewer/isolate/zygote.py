"""The fork server: a program of one thread that imports once and forks a warden for every job it is sent.

It ends when the control socket ends. It serves a waiting job before it goes on importing, so that the first file need
not wait for imports that another format would want.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
from collections.abc import Sequence
from typing import NoReturn

from reviewer.isolate import cage, warden

NOW = b"j"
RESERVE = b"r"
_PAUSE = 0.3
"""Seconds without a job before preparing goes on: the first job and its caller need the processors more."""


def main(control_fd: int, warm: Sequence[str]) -> None:
    """`warm`: modules to import, or `module:function` to call, while nothing else is to do; what fails there is left
    to the job to tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cage.leave_network()
    control = socket.socket(fileno=control_fd)
    waiting = ["resource", *warm]  # what every worker needs for its limits
    reserve: list[int] = []
    pause = 0.0
    while True:
        if waiting and not select.select([control], [], [], pause)[0]:
            pause = 0.0
            with contextlib.suppress(Exception):
                _prepare(waiting.pop(0))
            continue
        if not waiting and reserve:
            gc.collect()
            gc.freeze()
            _fork(control, reserve)
        kind, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not kind:
            return
        if kind == RESERVE and waiting:
            reserve += fds
        else:
            _fork(control, fds)
            pause = _PAUSE


def _fork(control: socket.socket, fds: list[int]) -> None:
    """A warden for every socket; empties the list."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    while fds:
        number = fds.pop()
        if os.fork() == 0:
            for other in fds:
                os.close(other)
            _become_warden(control, number)
        os.close(number)


def _prepare(name: str) -> None:
    module, _, function = name.partition(":")
    found = importlib.import_module(module)
    if function:
        getattr(found, function)()


def _become_warden(control: socket.socket, number: int) -> NoReturn:
    try:
        control.close()
        warden.serve(socket.socket(fileno=number))
    except BaseException:
        os._exit(1)
    os._exit(0)
