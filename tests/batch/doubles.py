"""Calls that behave badly in a worker, by name; every other argument is doubled. Only for tests."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from reviewer.batch import tasks


def double(order: str) -> str:
    """`sleep`, `vanish`, `segfault` …: do that; anything else comes back twice."""
    what, _, rest = order.partition(":")
    match what:
        case "sleep":
            time.sleep(3600)
        case "busy":
            while True:
                pass
        case "cores":  # of a process that the worker starts; slow enough for every worker to get some
            time.sleep(0.2)
            ask = "import os; print(sorted(os.sched_getaffinity(0)))"
            return subprocess.run(
                [sys.executable, "-c", ask], capture_output=True, text=True, check=True
            ).stdout.strip()
        case "vanish":
            os._exit(0)
        case "leave":
            sys.exit(3)
        case "segfault":
            ctypes.string_at(0)
        case "abort":
            os.kill(os.getpid(), signal.SIGABRT)
        case "stubborn":
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(3600)
        case "raise":
            raise ValueError("secret content")
        case "memory":
            raise MemoryError
        case "child":
            subprocess.Popen([sys.executable, "-c", "pass"]).wait()
            os._exit(1)
        case "thread":
            threading.Thread(target=time.sleep, args=(3600,)).start()
            os._exit(1)
        case "slow":
            time.sleep(float(rest))
        case "once":  # kills the first worker that meets it, and no other
            if not Path(rest).exists():
                Path(rest).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case "pid":
            return str(os.getpid())
    return order * 2


def review_or_die(task: tasks.Task) -> tasks.Made:
    """A review, except of files that are named after something bad: then that."""
    what = Path(task.file).stem
    if what.isdigit():
        return tasks.review(task)
    double(what)
    raise AssertionError(what)
