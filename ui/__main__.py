"""`python -m ui --host 127.0.0.1 --port 7860`: the page, until it is stopped. `reviewer serve` starts this program."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import os
import sys
import threading
from types import FrameType

import uvicorn

from reviewer import Settings
from reviewer.accounts import Accounts
from reviewer.resources import sentence
from ui.login import Login


def main() -> int:
    """Exit status 2 where the address is not ours to open."""
    parser = argparse.ArgumentParser(prog="reviewer serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--mcp", action="store_true")
    given = parser.parse_args()
    settings, login = Settings(), None
    if not loopback(given.host):
        accounts = Accounts(settings.folder())
        if not accounts.all():
            sys.stderr.write(sentence("K-NO-ACCOUNTS", host=given.host) + "\n")
            return 2
        login = Login(accounts)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)  # a proxy for the outside breaks the framework's look at its own address
    from ui.app import create

    sys.stderr.write(f"http://{given.host}:{given.port}/\n")
    app = create(settings, mcp=given.mcp, login=login)
    config = uvicorn.Config(
        app, host=given.host, port=given.port, log_level="warning", server_header=False, timeout_graceful_shutdown=2
    )
    with contextlib.suppress(KeyboardInterrupt):
        _Server(config).run()
    return 0


class _Server(uvicorn.Server):
    """Ends within seconds: the framework keeps streams to itself open (MCP) that would hold a shutdown for ever."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        last = threading.Timer(5.0, self._end)
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)

    def _end(self) -> None:
        self.config.app.state.workshop.close()  # type: ignore[union-attr]
        os._exit(0)


def loopback(host: str) -> bool:
    """Whether the address is this machine's alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    sys.exit(main())
