"""Starts a fresh interpreter that finds the same packages as this one and sees none of its secrets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from reviewer.allocator import ENVIRONMENT

CAN_FORK = hasattr(os, "fork") and hasattr(os, "setsid")

_KEPT = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE",
    "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
)  # fmt: skip


def environment() -> dict[str, str]:
    """No proxies, no keys, no settings of ours: a reader of files needs none of them."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **ENVIRONMENT, "PYDANTIC_DISABLE_PLUGINS": "__all__", "PYTHONUTF8": "1"}


def interpreter(code: str, **options: Any) -> subprocess.Popen[bytes]:
    """Run `code` with this process's module path, never with the current folder (a report may lie beside a lxml.py)."""
    home = str(Path(__file__).resolve().parents[2])
    path = [home, *(one for one in sys.path if one and one != home and os.path.isabs(one))]
    start = f"import sys; sys.path[:] = {path!r}; {code}"
    options = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "start_new_session": True,
        **options,
    }
    return subprocess.Popen([sys.executable, "-P", "-S", "-c", start], env=environment(), **options)
