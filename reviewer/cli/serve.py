"""`reviewer serve`: starts the page as a program of its own; the command line never imports it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from reviewer.cli.words import CallError


def start(host: str, port: int, mcp: bool) -> int:
    """Run `python -m ui` until it ends; its exit status. Raises CallError (K-UI) where its packages are not installed."""
    wanted = {"gradio": "ui", **({"mcp": "mcp"} if mcp else {})}
    for package, extra in wanted.items():
        if find_spec(package) is None:
            raise CallError("K-UI", package=package, extra=extra)
    command = [sys.executable, "-m", "ui", "--host", host, "--port", str(port), *(["--mcp"] if mcp else [])]
    with subprocess.Popen(command) as program:
        try:
            return program.wait()
        except KeyboardInterrupt:  # the page got it too, and is closing
            return program.wait()
