"""Limits a process lays upon itself; what a platform lacks is left out (the warden's wall clock always holds).

Sources: setrlimit(2), prctl(2), unshare(2); PEP 578 for audit events.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any

from reviewer.isolate.budget import Budget

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

_NETWORK = frozenset(
    {
        "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
        "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "webbrowser.open",
    }
)  # fmt: skip
_PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.spawn", "pty.spawn"}
)


def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def leave_network() -> bool:
    """Move into an empty network namespace. False where that is not permitted."""
    if not sys.platform.startswith("linux"):
        return False
    libc = _libc()
    return bool(libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def forbid_ways_out(budget: Budget) -> None:
    """Refuse, for the rest of this process, network use and (unless allowed) new programs; cannot be undone."""
    refused = _NETWORK if budget.programs else _NETWORK | _PROGRAMS

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in refused:
            raise PermissionError(event)

    sys.addaudithook(refuse)


def adopt_orphans() -> None:
    """Become the parent of all descendants whose parents die, so that none outlives the job."""
    if sys.platform.startswith("linux"):
        _libc().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent(parent: int) -> None:
    """Be killed when the parent dies. For the child of a process with one thread only (prctl(2), PR_SET_PDEATHSIG)."""
    if sys.platform.startswith("linux"):
        libc = _libc()
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def limit(budget: Budget) -> None:
    """Memory, CPU, file size, open files, no core file, and no new processes (the last binds ordinary users only)."""
    try:
        import resource
    except ImportError:
        return
    wanted = (
        ("RLIMIT_CPU", budget.cpu, budget.cpu + 1),
        ("RLIMIT_FSIZE", budget.file, budget.file),
        ("RLIMIT_CORE", 0, 0),
    )
    alone = (
        ("RLIMIT_AS", budget.memory, budget.memory),
        ("RLIMIT_NOFILE", 128, 128),
        ("RLIMIT_NPROC", 0, 0),
    )
    for name, soft, hard in wanted if budget.programs else (*wanted, *alone):
        number = getattr(resource, name, None)
        if number is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(number, (soft, hard))
