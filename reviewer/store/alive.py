"""Whether the process that took a lease still lives."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path


def host() -> str:
    """This machine, as far as leases tell machines apart."""
    return socket.gethostname()


def born(pid: int) -> str:
    """When a process of this machine began, in clock ticks since boot; "" where that cannot be told (Linux alone)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    return told.rpartition(")")[2].split()[19]  # field 22; the name before it may hold anything


def alive(pid: int, began: str) -> bool:
    """False only when it is certain: no process has this number, or one that began at another time."""
    if sys.platform == "win32":
        return True  # there the lease's end decides: asking with a signal would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's process: it may be the one
    return not began or born(pid) in ("", began)
