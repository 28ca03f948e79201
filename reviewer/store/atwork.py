"""Which file each worker of a run has in hand: home/at-work/<run>-<process>, the submission's number, overwritten by the next.

Nothing is synced: a process that is killed leaves its mark, a machine that goes down may not. So <run>-run names the machine's
start in which the marks were made, and after another one every lease counts as a try.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

_RUN = re.compile(r"[\w.-]{1,120}")


def marks(home: Path, run: str) -> str:
    """Start of the paths of a run's marks; "" where there can be none."""
    if not _RUN.fullmatch(run):
        return ""
    start = os.fspath(_folder(home) / f"{run}-")
    _write(Path(f"{start}run"), _boot())
    return start


@contextlib.contextmanager
def at_work(start: str, submission: int) -> Iterator[None]:
    """Tell that this process has a file in hand for as long. What the disk has against it is passed over."""
    if not start:
        yield
        return
    path = Path(f"{start}{os.getpid()}")
    _write(path, str(submission))
    try:
        yield
    finally:
        _write(path, "")


def begun(home: Path, run: str) -> frozenset[int] | None:
    """What the processes of a run had in hand when they ended; None where that cannot be told."""
    told, found = False, set()
    for path in _all(home, run):
        try:
            text = path.read_text("ascii")
        except (OSError, ValueError):
            return None
        if path.name == f"{run}-run":
            told = text == _boot()
        elif text.isdecimal():
            found.add(int(text))
    return frozenset(found) if told else None


def clear(home: Path, run: str) -> None:
    """Take a run's marks away."""
    for path in _all(home, run):
        with contextlib.suppress(OSError):
            path.unlink()


def _all(home: Path, run: str) -> list[Path]:
    return sorted(_folder(home).glob(f"{run}-*")) if _RUN.fullmatch(run) else []


def _boot() -> str:
    """Names this start of the machine; "-" where it has no name (Linux alone has)."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        return "-"


def _folder(home: Path) -> Path:
    return home / "at-work"


def _write(path: Path, text: str) -> None:
    for _ in range(2):
        try:
            path.write_text(text, "ascii")
        except FileNotFoundError:
            with contextlib.suppress(OSError):
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return
        else:
            return
